"""The project's own environment, `.venv`, made with nothing but Python and pip: `python3 scripts/_venv.py EXTRA...` installs
several of its extras in one go.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

__all__ = ["ROOT", "environment", "run"]

ROOT = Path(__file__).resolve().parent.parent


def environment(*extras: str) -> Path:
    """The Python of `.venv`, with the package (and extras) installed as the constraints pin it.

    Installs only when something has changed since the last time.
    """
    # Containers often forbid Python to keep what it compiles. Every process would then compile the packages anew, some
    # 4 s each, and the tests start very many. What is kept lies in .venv and beside our modules, and git ignores both.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    folder = ROOT / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if sys.version_info < (3, 11):  # noqa: UP036  (this file must run on an old Python to say so)
        sys.exit(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}")
    if not python.exists():
        print("Making the environment .venv", flush=True)
        command = [sys.executable, "-m", "venv"]
        # a Python without ensurepip can still make the environment; its own pip then fills it
        if subprocess.run([*command, str(folder)], capture_output=True, check=False).returncode:
            subprocess.run([*command, "--clear", "--without-pip", str(folder)], check=True)
    stamps = [folder / f"installed-{extra}" for extra in extras or ("plain",)]
    # What decides what is installed: a change in either file installs anew.
    state = hashlib.sha256(
        (ROOT / "pyproject.toml").read_bytes() + (ROOT / "constraints.txt").read_bytes()
    ).hexdigest()
    if any(not stamp.exists() or stamp.read_text() != state for stamp in stamps):
        print("Installing (once; a minute or two)", flush=True)
        target = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
        has_pip = subprocess.run(
            [str(python), "-m", "pip", "--version"], capture_output=True, check=False
        )
        pip = [str(python), "-m", "pip"]
        if has_pip.returncode:
            # The environment has no pip of its own: that of the Python which runs this fills it.
            pip = [sys.executable, "-m", "pip", "--python", str(python)]
        # Not compiled here: Python compiles what it imports, a small part of it all.
        options = ["--quiet", "--no-compile", "--constraint", str(ROOT / "constraints.txt")]
        done = subprocess.run([*pip, "install", *options, "--editable", target], check=False)
        if done.returncode:
            sys.exit("pip could not install the package; its message is above")
        # Last, so that an install that was cut short is made again.
        for stamp in stamps:
            stamp.write_text(state)
    return python


def run(command: list[str]) -> int:
    """Run a command in the project's folder; its exit code."""
    try:
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        # The exit code of a command ended by Ctrl-C: 128 and the signal's number, 2.
        return 130


if __name__ == "__main__":
    environment(*sys.argv[1:])
