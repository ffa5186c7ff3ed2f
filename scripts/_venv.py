"""The project's own environment, `.venv`, made with nothing but Python and pip: `python3 scripts/_venv.py EXTRA...` installs
several of its extras in one go.
"""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["ROOT", "environment", "run", "told_to_pip", "uv_of"]

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
        print("Installing (once; up to a minute or two)", flush=True)
        target = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
        has_pip = subprocess.run(
            [str(python), "-m", "pip", "--version"], capture_output=True, check=False
        )
        pip = [str(python), "-m", "pip"]
        if has_pip.returncode:
            # The environment has no pip of its own: that of the Python which runs this fills it.
            pip = [sys.executable, "-m", "pip", "--python", str(python)]
        _install(python, pip, target)
        # Last, so that an install that was cut short is made again.
        for stamp in stamps:
            stamp.write_text(state)
    return python


def _install(python: Path, pip: list[str], target: str) -> None:
    """Install the project into the environment. Exits where it cannot be."""
    pins = ["--constraint", str(ROOT / "constraints.txt")]
    if _by_uv(python, pip, pins, target):
        return
    # Not compiled here: Python compiles what it imports, a small part of it all.
    options = ["--quiet", "--no-compile", *pins]
    if subprocess.run([*pip, "install", *options, "--editable", target], check=False).returncode:
        sys.exit("pip could not install the package; its message is above")


def _by_uv(python: Path, pip: list[str], pins: list[str], target: str) -> bool:
    """Let uv install it: seconds, where pip takes a minute or two. False where it cannot; then nothing is said, and pip may."""
    fetch = [*pip, "install", "--quiet", "--no-compile", "--only-binary", "uv", *pins, "uv"]
    if subprocess.run(fetch, capture_output=True, check=False).returncode:
        return False
    found = uv_of(python, pip)
    if found is None:
        return False
    install, variables = found
    command = [*install, "--python", str(python), *pins, "--editable", target]
    env = {**os.environ, **variables}
    return not subprocess.run(command, env=env, capture_output=True, check=False).returncode


def uv_of(python: Path, pip: list[str]) -> tuple[list[str], dict[str, str]] | None:
    """The command of an environment's uv that installs what is named after it, and its variables; None where it has no uv, or
    where `pip` is told what uv could not keep to.
    """
    uv = shutil.which("uv", path=python.parent)
    # A pip that is told to be quiet would list nothing.
    asked = subprocess.run(
        [*pip, "config", "list"],
        env={**os.environ, "PIP_QUIET": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    told = None if asked.returncode else told_to_pip(asked.stdout)
    if uv is None or told is None:
        return None
    return [uv, "pip", "install", "--quiet", *told[0]], told[1]


_IN_UV = {
    "find-links": "--find-links",
    "trusted-host": "--allow-insecure-host",
    "constraint": "--constraint",
}
"""Settings of pip, and uv's options of the same meaning: uv reads none of pip's files."""

_VARIABLES = {
    "cert": "SSL_CERT_FILE",
    "index-url": "UV_DEFAULT_INDEX",
    "no-cache-dir": "UV_NO_CACHE",
}
"""The same as variables: an address may have a password, and others see the words of a command."""

_HARMLESS = {
    "break-system-packages", "cache-dir", "default-timeout", "disable-pip-version-check", "extra-index-url", "no-color",
    "no-input", "no-warn-script-location", "progress-bar", "quiet", "require-virtualenv", "retries",
    "root-user-action", "timeout", "verbose",
}  # fmt: skip
"""Settings that uv may do without. Of two files of one version pip takes the one that suits the machine best, and uv the one of the
further index, which may lack a part (a GDAL without KML); where only the further index has a package, uv fails and pip installs.
"""


def told_to_pip(listed: str) -> tuple[list[str], dict[str, str]] | None:
    """What `pip config list` prints, as uv's options and variables; None where uv could not keep to it."""
    kept: dict[str, tuple[int, str]] = {}
    lines = dict[str, str]()
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        if lines.setdefault(name, value) != value:
            return None  # newer versions list file by file, and do not say which file goes before which
        section, _, key = name.rpartition(".")
        # what is in the environment goes before what stands for installing, and that before what stands for all
        rank = {"global": 0, "install": 1, ":env:": 2}.get(section, -1)
        if rank >= kept.get(key, (0, ""))[0]:
            kept[key] = (rank, ast.literal_eval(value))
    options, variables = list[str](), dict[str, str]()
    for key, (_, value) in kept.items():
        if key in _VARIABLES:
            variables[_VARIABLES[key]] = value
        elif key in _IN_UV:
            options += [part for each in value.split() for part in (_IN_UV[key], each)]
        elif key not in _HARMLESS:
            return None
    return options, variables


def run(command: list[str]) -> int:
    """Run a command in the project's folder; its exit code."""
    try:
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        # The exit code of a command ended by Ctrl-C: 128 and the signal's number, 2.
        return 130


if __name__ == "__main__":
    environment(*sys.argv[1:])
