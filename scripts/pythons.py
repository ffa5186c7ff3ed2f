"""Build the package, check it, and try it away from the tree on every Python there is: `python3 scripts/pythons.py`.

The Pythons are those named with `--python`, or those on PATH and in pyenv: the newest of each minor version from the
oldest that the package allows. Each gets an environment of its own with the wheel as the constraints pin it; the newest
gets another without constraints, as a user of pip has it; the oldest and the newest also install the sdist. All must
give the same numbers. `--tests` runs the tests on each, against the installed wheel. `--brief` takes this Python and the
newest other one, installs the wheel by uv where there is one and the sdist by pip, and leaves out proofs,
what is not pinned, and on this Python what the tree has been through.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _venv import ROOT, environment, uv_of

_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OLDEST = tuple(map(int, _PROJECT["requires-python"].removeprefix(">=").split(".")))
ASK = "import sys, ensurepip, venv; print(*sys.version_info[:3])"
TYPED = """\
import reassure
result = reassure.assess("poland-2007-mda")
reveal_type(result)
"""
"""What somebody who checks types writes; the type has to come out."""

COMMANDS = (
    "reassure --help",
    "reassure assess poland-2007-mda --json answer.json --report answer.html",
    "reassure fly icbm-liquid --from kozelsk --json fly.json",
    "reassure export answer.json answer.kml --format kml",
)
PROOFS = (
    "reassure certify guarantee-2012 --deployment deveselu --base irkutsk --out it.cert",
    "reassure-check it.cert",
)
NUMBERS = ("answer.json", "fly.json", "it.cert")
"""Files that are the same whatever the Python."""


class TrialError(Exception):
    """Something was not as it must be: the message says what."""


@dataclass(frozen=True)
class Trial:
    """One environment, and what is done in it."""

    version: tuple[int, ...]
    python: Path
    folder: Path
    pinned: bool
    sdist: bool
    """Is the sdist installed too?"""

    @property
    def name(self) -> str:
        """As it is printed."""
        return (
            f"Python {'.'.join(map(str, self.version))}{'' if self.pinned else ', nothing pinned'}"
        )


def run(command: list[str], folder: Path, **more: str) -> str:
    """What a command prints, run with nothing of the tree on its path, and with variables of its own. Raises TrialError where
    it fails or warns.
    """
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "NUMBA_CACHE_DIR")}
    kept |= more
    done = subprocess.run(
        command, cwd=folder, env=kept, capture_output=True, text=True, check=False
    )
    if done.returncode or "Warning" in done.stderr.replace("WARNING", ""):
        end = "\n".join((done.stdout + done.stderr).splitlines()[-40:])
        raise TrialError(f"{' '.join(command)} ended with {done.returncode}:\n{end}")
    return done.stdout


def pythons(named: list[str]) -> dict[tuple[int, ...], Path]:
    """Versions and paths, the oldest first; of each minor version the newest that is found."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    minors = [f"python3.{minor}" for minor in range(OLDEST[1], OLDEST[1] + 20)]
    found = [Path(sys.executable), *(Path(p) for p in map(shutil.which, minors) if p)]
    for name in minors:
        found += root.glob(f"versions/*/bin/{name}")
    best: dict[tuple[int, ...], tuple[tuple[int, ...], Path]] = {}
    for path in [Path(p) for p in named] or found:
        asked = subprocess.run([str(path), "-c", ASK], capture_output=True, text=True, check=False)
        if asked.returncode:  # pyenv's stand-in for a version that is not chosen; one without venv
            if named:
                raise TrialError(f"{path}: not a Python that can make environments")
            continue
        version = tuple(map(int, asked.stdout.split()))
        if version[:2] < OLDEST[:2]:
            if named:
                raise TrialError(
                    f"{path}: Python {version}; allowed: {_PROJECT['requires-python']}"
                )
            continue
        if version[:2] not in best or version > best[version[:2]][0]:
            best[version[:2]] = (version, path)
    return dict(best[minor] for minor in sorted(best))


def build(python: Path, folder: Path) -> tuple[Path, Path]:
    """The wheel and the sdist, checked. The wheel from the sdist has, byte for byte, what one from the tree has."""
    tools = python.parent
    # The sdist from the tree, and the wheel from that sdist.
    run([str(python), "-m", "build", "--outdir", str(folder), str(ROOT)], folder)
    run(
        [str(python), "-m", "build", "--wheel", "--outdir", str(folder / "tree"), str(ROOT)], folder
    )
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    (direct,) = (folder / "tree").glob("*.whl")
    with tarfile.open(sdist) as archive:
        names = archive.getnames()
    if not [name for name in names if name.endswith("/report/viewer/viewer.js")]:
        raise TrialError("the sdist has no viewer: who builds from it would need Node")
    if not [name for name in names if name.endswith("/report/docs/index.html")]:
        raise TrialError("the sdist has no documentation; allowed: after python3 scripts/docs.py")
    one, other = _content(wheel), _content(direct)
    if one != other:
        names = sorted(name for name in one | other if one.get(name) != other.get(name))
        raise TrialError(f"the sdist and the tree make different wheels: {', '.join(names[:20])}")
    run([str(tools / "twine"), "check", "--strict", str(wheel), str(sdist)], folder)
    run([str(tools / "check-wheel-contents"), str(wheel)], ROOT)
    print(
        f"{wheel.name}: {len(one)} files, {wheel.stat().st_size / 1e6:.1f} MB; from the tree the same"
    )
    print(f"{sdist.name}: {sdist.stat().st_size / 1e6:.1f} MB", flush=True)
    return wheel, sdist


def _content(wheel: Path) -> dict[str, int]:
    with zipfile.ZipFile(wheel) as archive:
        return {entry.filename: entry.CRC for entry in archive.infolist()}


def tried(trial: Trial, wheel: Path, sdist: Path, given: argparse.Namespace, own: Path) -> str:
    """Do it all in an environment, and say what it has; `own` is the Python of the project's. Raises TrialError."""
    where = trial.folder / "venv"
    run([str(trial.python), "-m", "venv", str(where)], trial.folder)
    python, tools = where / "bin" / "python", where / "bin"
    # Python compiles what it imports, which is less than all.
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-compile"]
    pins = ["--constraint", str(ROOT / "constraints.txt")] if trial.pinned else []
    what = f"{wheel}[test]" if given.tests else str(wheel)
    if not (given.brief and _by_uv(own, python, [*pins, what], trial.folder)):
        run([*pip, *pins, what], trial.folder)
    lean = given.brief and trial.version == tuple(sys.version_info[:3])
    if lean:
        _take_kernels(next(where.glob("lib/python*/site-packages/reassure")))
    for command in [*COMMANDS, *(() if given.brief else PROOFS)]:
        program, *rest = command.split()
        run([str(tools / program), *rest], trial.folder)
    page = (trial.folder / "answer.html").read_text(encoding="utf-8")
    if 'id="reassure-view"' not in page:
        raise TrialError("the report has no viewer")
    ask = "import reassure, numba, numpy; print(reassure.__file__, numba.__version__, numpy.__version__)"
    place, *versions = run([str(python), "-c", ask], trial.folder).split()
    if not Path(place).is_relative_to(where):
        raise TrialError(f"reassure comes from {place}")
    # The types once, on the newest.
    if trial.sdist and not (lean and given.several):
        _check_types(python, trial.folder, own.parent / "mypy")
    if given.tests:
        out = run([str(python), "-m", "pytest", "-q", "-n", "auto", *given.rest], ROOT)
        print(f"{trial.name}: {out.splitlines()[-1]}", flush=True)
    if trial.sdist:
        run([*pip, "--no-deps", "--force-reinstall", str(sdist)], trial.folder)
        run([str(tools / "reassure"), "--version"], trial.folder)
    return "numba {}, numpy {}{}".format(*versions, "; the sdist too" if trial.sdist else "")


def _by_uv(own: Path, python: Path, what: list[str], folder: Path) -> bool:
    """Let the project's uv install it; False where there is none, or it cannot."""
    uv = uv_of(own, [str(own), "-m", "pip"])
    if uv is None:
        return False
    try:
        run([*uv[0], "--python", str(python), *what], folder, **uv[1])
    except TrialError:
        return False
    return True


def _take_kernels(package: Path) -> None:
    """What of the kernels the tree has compiled by now: the other Python compiles them all anew."""
    for file in (ROOT / "src/reassure/__pycache__").glob("kernels-*/*.kernel"):
        place = package / "__pycache__" / file.parent.name
        place.mkdir(parents=True, exist_ok=True)
        # another process may be at it
        with suppress(OSError):
            shutil.copy2(file, place)


def _check_types(python: Path, folder: Path, mypy: Path) -> None:
    """Do a user's type checks see the package's types? Raises TrialError."""
    (folder / "typed.py").write_text(TYPED)
    told = run([str(mypy), "--strict", "--python-executable", str(python), "typed.py"], folder)
    if 'Revealed type is "reassure.' not in told:
        raise TrialError(f"the package's types are not seen:\n{told}")


def compare(trials: list[Trial]) -> list[str]:
    """A line for each file of numbers in which a Python differs from the first: pinned ones in a byte, others in what counts."""
    first, *others = trials
    return [
        f"{trial.name}: other numbers in {name} than {first.name}"
        for trial in others
        for name in NUMBERS
        if not (_same if trial.pinned else _near)(first.folder / name, trial.folder / name)
    ]


def _same(one: Path, other: Path) -> bool:
    """Byte for byte, or neither is there."""
    files = [file.read_bytes() if file.exists() else None for file in (one, other)]
    return files[0] == files[1]


def _near(one: Path, other: Path) -> bool:
    """Speeds to 0.01 m/s, other numbers to a thousandth, all else as it is. Certificates count as checked."""
    if one.suffix != ".json":
        return True
    # Newer geodesics move a place by less than a millimetre, and with it when a flat minimum is reached.
    read = [json.loads(file.read_text(encoding="utf-8")) for file in (one, other)]
    return _alike(read[0], read[1], "")


def _alike(one: Any, other: Any, key: str) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[k], other[k], k) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other, [key] * len(one)))
    if isinstance(one, float) and isinstance(other, float):
        tolerance = (
            {"abs_tol": 1e-5} if key.endswith("_km_s") else {"rel_tol": 1e-3, "abs_tol": 1e-3}
        )
        return math.isclose(one, other, **tolerance)
    return bool(one == other)


def chosen(given: argparse.Namespace, folder: Path) -> list[Trial]:
    """The environments, from the oldest Python to the newest."""
    found = pythons(given.python)
    if given.brief:
        here = sys.version_info[:3]
        others = [version for version in found if version[:2] != here[:2]]
        found = {here: Path(sys.executable)} | {v: found[v] for v in others[-1:]}
    ends = (min(found), max(found))
    wanted = [(v, p, True) for v, p in sorted(found.items())]
    if not given.brief:
        wanted.append((ends[1], found[ends[1]], False))
    trials = []
    for number, (version, path, pinned) in enumerate(wanted):
        (folder / str(number)).mkdir()
        sdist = pinned and version in ends
        trials.append(Trial(version, path, folder / str(number), pinned, sdist))
    return trials


def main() -> int:
    """Exit code 0 if all is well, else 1."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", action="append", default=[], metavar="PATH")
    parser.add_argument("--brief", action="store_true", help="this Python and the newest other")
    parser.add_argument("--tests", action="store_true", help="run the tests on each")
    parser.add_argument("rest", nargs="*", help="pytest's options, after --")
    given = parser.parse_args()
    own = environment("release")
    with tempfile.TemporaryDirectory(prefix="reassure-pythons-") as name:
        folder = Path(name).resolve()
        trials = chosen(given, folder)
        given.several = len(trials) > 1
        (folder / "dist").mkdir()
        try:
            wheel, sdist = build(own, folder / "dist")
        except TrialError as error:
            print(error)
            return 1
        bad = 0
        with ThreadPoolExecutor(1 if given.tests else os.cpu_count() or 1) as pool:
            jobs = [pool.submit(tried, t, wheel, sdist, given, own) for t in trials]
            for trial, job in zip(trials, jobs, strict=True):
                try:
                    print(f"{trial.name}: {job.result()}", flush=True)
                except TrialError as error:
                    bad += 1
                    print(f"{trial.name}: {error}", flush=True)
        for line in [] if bad else compare(trials):
            bad += 1
            print(line)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
