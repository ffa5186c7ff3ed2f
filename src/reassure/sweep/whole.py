"""A study in, a store out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reassure.sweep.grid import job_of
from reassure.sweep.reader import read_study
from reassure.sweep.run import run

__all__ = ["sweep"]


def sweep(study: str | Path, store: str | Path, **options: Any) -> None:
    """Compute the study in a file into a Zarr store. `options`: as `run` takes them.

    Raises StudyError where the study cannot be used, and what `run` raises.
    """
    run(job_of(*read_study(study)), store, **options)
