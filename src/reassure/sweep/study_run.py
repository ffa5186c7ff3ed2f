"""A study in, a store out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reassure.errors import StudyError
from reassure.scenario.complaint import printable
from reassure.sweep.grid import job_of
from reassure.sweep.job import Job
from reassure.sweep.reader import read_study
from reassure.sweep.run import run

__all__ = ["job_in", "sweep"]


def job_in(study: str | Path) -> Job:
    """The job of the study in a file. StudyError, its message one line, where it cannot be used."""
    read, scenario = read_study(study)
    try:
        return job_of(read, scenario)
    except StudyError as error:
        raise StudyError(f"{printable(str(study))}: {error}") from None


def sweep(study: str | Path, store: str | Path, **options: Any) -> None:
    """Compute the study in a file into a Zarr store. `options`: `workers`, `scheduler`, `resume`, `progress` and `say`, as `run` takes
    them. In a script the call stands under `if __name__ == "__main__":`, since the workers read the script again.

    Raises StudyError where the study cannot be used, and what `run` raises.
    """
    run(job_in(study), store, **options)
