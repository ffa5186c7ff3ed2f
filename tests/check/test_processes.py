"""Where processes are not forked (macOS, Windows): the checkers find their functions in new ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.check.certificates import certificate, write

OLD = Path(__file__).parents[1] / "old" / "proved.cert"
RUN = """
import multiprocessing, runpy, sys
spawned = multiprocessing.get_context("spawn")
multiprocessing.get_context = lambda method: spawned
runpy.run_module(sys.argv.pop(1), run_name="__main__")
"""


@pytest.mark.parametrize("checker", ["reassure_check", "reassure_check_old"])
def test_a_verdict_comes_from_processes_that_are_not_forked(checker: str, tmp_path: Path) -> None:
    """As `python -m` starts it, on two cores."""
    file = OLD
    if checker == "reassure_check":
        file = tmp_path / "a.cert"
        write(file, certificate())
    done = subprocess.run(
        [sys.executable, "-c", RUN, checker, str(file)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nPROVED" in done.stdout
