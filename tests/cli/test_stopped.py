"""Ctrl-C at the command line: one line and 130, whatever was under way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent

import pytest

import reassure.cli
from reassure.cli import main


def _raised(error: BaseException, cause: BaseException | None) -> None:
    raise error from cause


@pytest.mark.parametrize(
    "error",
    [KeyboardInterrupt(), SystemError("returned a result with an exception set"), SystemExit(130)],
)
def test_an_interrupt_in_any_guise(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException
) -> None:
    """As it is, as numba makes it, as typer makes it."""
    cause = None if isinstance(error, KeyboardInterrupt) else KeyboardInterrupt()
    monkeypatch.setattr(reassure.cli, "app", lambda: _raised(error, cause))
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 130
    assert capsys.readouterr().err == "stopped\n"


def test_other_faults_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """A SystemError without an interrupt behind it, an exit of another kind."""
    monkeypatch.setattr(reassure.cli, "app", lambda: _raised(SystemError("x"), ValueError()))
    with pytest.raises(SystemError):
        main()
    monkeypatch.setattr(reassure.cli, "app", lambda: _raised(SystemExit(3), None))
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 3


def test_an_interrupt_while_a_class_is_made(tmp_path: Path) -> None:
    """`python -m` ends with 130 where the interrupt came through an exec of a string, as in an import."""
    program = """
        import reassure.cli
        def app():
            exec("raise KeyboardInterrupt")
        reassure.cli.app = app
        reassure.cli.main()
    """
    (tmp_path / "interrupted.py").write_text(dedent(program), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "interrupted"], capture_output=True, text=True, cwd=tmp_path
    )
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "stopped\n")


BEGUN = "from reassure.cli import main; print('begun', flush=True); main()"


@pytest.mark.parametrize("begin", [["-c", BEGUN], pytest.param(["-m", "reassure"], marks=pytest.mark.long)])  # fmt: skip
def test_assess_says_that_it_stopped(tmp_path: Path, begin: list[str]) -> None:
    """In a process of its own, a second after it began; `-m` says nothing when it begins, and gets more time."""
    run = subprocess.Popen(
        [sys.executable, *begin, "assess", "europe-2012", "--estimate", "--json", "x.json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    assert run.stdout is not None
    assert begin[0] == "-m" or run.stdout.readline() == "begun\n"
    time.sleep(1.0 if begin[0] == "-c" else 4.0)
    os.killpg(run.pid, signal.SIGINT)
    out, said = run.communicate(timeout=120)
    assert (run.returncode, out, said) == (130, "", "stopped\n")
    assert not list(tmp_path.iterdir())
