"""The cache of compiled kernels: it belongs to what was compiled, and nothing fails for want of it."""

import ast
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import reassure
from reassure.machine import kernel_cache as cache

SOURCE = Path(reassure.__file__).parent
PULL = "import numpy as np; from reassure.earth.gravity import gravity; print(f'{gravity(np.array([[1e7, 0, 0]]))[0, 0]:.3f}')"
EARTH, TWICE = "-3.989", "-7.977"  # what it prints, m/s2; for an Earth of twice the mass
NOWHERE = "/dev/null/nowhere"  # nobody can make that folder, root neither


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package, to be changed."""
    made = tmp_path / "reassure"
    shutil.copytree(SOURCE, made, ignore=shutil.ignore_patterns("__pycache__", "viewer"))
    return made


def run(
    copy: Path, code: str = PULL, *options: str, limit: int | None = None, **environment: str
) -> tuple[str, str]:
    """What a process with that package prints and says; `limit`: the longest file that it may write."""

    def short() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        [sys.executable, *options, "-c", code], cwd=copy.parent, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(copy.parent), "PATH": "/usr/bin", "HOME": NOWHERE, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        preexec_fn=short,
    )  # fmt: skip
    return done.stdout.strip(), done.stderr


def kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.kernel"))


def close_package(copy: Path) -> None:
    """As if it were read-only, for root too."""
    shutil.rmtree(copy / "__pycache__", ignore_errors=True)
    (copy / "__pycache__").write_text("")


def double_earth(copy: Path) -> None:
    """Change a constant that the kernel takes from another file."""
    file = copy / "earth" / "constants.py"
    before = file.read_text()
    file.write_text(before.replace("= 3.986", "= 7.972"))
    assert file.read_text() != before


@pytest.mark.long
def test_cache_folder_follows_the_sources(copy: Path) -> None:
    """A changed core file anywhere, another folder, and the old one goes: numba alone would keep callers of changed kernels."""
    assert run(copy) == (EARTH, "")
    before = kept(copy)
    assert before
    assert {f.parent.name for f in before} == {cache.places()[0].name}
    double_earth(copy)
    assert run(copy) == (TWICE, "")
    assert kept(copy)
    assert not {f.parent for f in kept(copy)} & {f.parent for f in before}


def test_kernels_are_found_again(copy: Path) -> None:
    """By a process that writes nothing, and so in a package that has become read-only."""
    run(copy)
    before = {f: f.stat().st_mtime_ns for f in kept(copy)}
    assert run(copy, limit=0) == (EARTH, "")
    assert {f: f.stat().st_mtime_ns for f in kept(copy)} == before


@pytest.mark.parametrize(
    "home", [NOWHERE, *(pytest.param(h, marks=pytest.mark.long) for h in ("", "relative", None))]
)
def test_no_place_for_kernels(copy: Path, home: str | None) -> None:
    """A read-only package of a user without a home: the answer comes, and why it took so long is said once."""
    close_package(copy)
    code = f"import os; {PULL}"
    if home is None:  # and no entry in the list of users
        code = (
            "import os, pwd; del os.environ['HOME']\n"
            "def nobody(uid): raise KeyError(uid)\n"
            f"pwd.getpwuid = nobody\n{PULL}"
        )
    out, said = run(copy, code, HOME=home or "")
    assert out == EARTH
    assert said.startswith("reassure: compiled kernels cannot be kept (")
    assert said.count("\n") == 1
    assert not list(copy.parent.rglob("*.kernel"))


@pytest.mark.long
def test_a_full_disk(copy: Path) -> None:
    """Is said once, leaves nothing behind, and keeps nobody from the answer."""
    out, said = run(copy, limit=2000)
    assert out == EARTH
    assert "File too large" in said
    assert said.count("\n") == 1
    assert not list(copy.parent.rglob("*.part"))
    assert run(copy) == (EARTH, "")


@pytest.mark.long
def test_users_cache_comes_second(copy: Path, tmp_path: Path) -> None:
    """Where the package is read-only; under XDG_CACHE_HOME, or else under the home."""
    close_package(copy)
    assert run(copy, HOME=str(tmp_path / "home")) == (EARTH, "")
    assert kept(tmp_path / "home" / ".cache" / "reassure")
    assert run(copy, XDG_CACHE_HOME=str(tmp_path / "xdg")) == (EARTH, "")
    assert kept(tmp_path / "xdg" / "reassure")


_WAYS = [
    pytest.param([], "file", marks=pytest.mark.long),
    pytest.param(["-O"], NOWHERE, marks=pytest.mark.long),
    pytest.param(["-O"], "file", marks=pytest.mark.long),
]


@pytest.mark.parametrize(("options", "named"), [([], NOWHERE), *_WAYS])
def test_a_folder_that_is_named_is_the_only_one(
    copy: Path, tmp_path: Path, options: list[str], named: str
) -> None:
    """Where it cannot be written to, nothing is kept at all: numba's own places would be stale."""
    place = str(tmp_path / named)  # one that begins with a slash stays what it is
    (tmp_path / "file").write_text("")
    out, said = run(copy, PULL, *options, NUMBA_CACHE_DIR=place)
    assert out == EARTH
    assert place in said
    assert said.count("\n") == 1
    double_earth(copy)
    assert run(copy, PULL, *options, NUMBA_CACHE_DIR=place)[0] == TWICE
    left = [*copy.parent.rglob("*.nb?"), *kept(copy.parent)]
    assert left == []
    assert run(copy, NUMBA_CACHE_DIR="here") == (TWICE, "")
    assert kept(copy.parent / "here" / "reassure")


@pytest.mark.long
def test_numbas_own_choice_of_places_does_not_count(copy: Path) -> None:
    """NUMBA_CACHE_LOCATOR_CLASSES would have kernels kept by their own files alone."""
    setting = {"NUMBA_CACHE_LOCATOR_CLASSES": "InTreeCacheLocator"}
    assert run(copy, **setting) == (EARTH, "")
    double_earth(copy)
    assert run(copy, **setting) == (TWICE, "")
    assert not list(copy.rglob("*.nb?"))


@pytest.mark.parametrize("ways", [(2,), pytest.param((0, 1, 3, 4), marks=pytest.mark.long)])
def test_broken_files_are_compiled_anew(copy: Path, ways: tuple[int, ...]) -> None:
    """Cut short, empty, of other content, of another kernel, or folders: the answer is the same, and files are mended."""
    run(copy)
    whole = {f: f.read_bytes() for f in kept(copy)}

    def spoil(file: Path, k: int) -> None:
        data = whole[file]
        others = [d for d in whole.values() if d != data]
        flipped = bytearray(data)
        flipped[len(data) // 2] ^= 1
        file.write_bytes([data[:100], b"", bytes(flipped), others[0], data[:-1]][k])

    for k in ways:
        for file in whole:
            spoil(file, k)
        assert run(copy) == (EARTH, "")
        assert [f.stat().st_size for f in kept(copy)] == [len(d) for d in whole.values()]


@pytest.mark.long
def test_the_folder_goes_while_a_process_runs(copy: Path) -> None:
    """It is made again."""
    code = f"import shutil, reassure.earth.atmosphere; shutil.rmtree({str(copy / '__pycache__')!r}); {PULL}"
    assert run(copy, code) == (EARTH, "")
    assert kept(copy)


def test_sources_that_change_while_a_process_runs(copy: Path) -> None:
    """What it compiles is neither kept nor looked for: its files are no longer those that the folder is named by."""
    file = copy / "earth" / "constants.py"
    code = f"import reassure.numeric.compile; f = open({str(file)!r}, 'a'); f.write('\\n# changed'); f.close(); {PULL}"
    assert run(copy, code) == (EARTH, "")
    assert kept(copy) == []


@pytest.mark.long
def test_another_version_of_what_compiles(copy: Path) -> None:
    """Another key: numba takes no notice of numpy's version, from which its code for arrays comes."""
    run(copy)
    before = len(kept(copy))
    run(copy, f"import numba, numpy; numpy.__version__ += '.1'; {PULL}")
    assert len(kept(copy)) == 2 * before


@pytest.mark.long
def test_another_setting_of_numba(copy: Path) -> None:
    """Code that checks bounds is not mistaken for code that does not, nor -O for the rest."""
    run(copy)
    before = len(kept(copy))
    run(copy, NUMBA_BOUNDSCHECK="1")
    assert len(kept(copy)) == 2 * before
    run(copy, PULL, "-O")
    assert len(kept(copy)) == 3 * before


@pytest.mark.long
def test_two_processes_at_once(copy: Path) -> None:
    """Both answer, and what they leave is whole."""
    env = {
        "PYTHONPATH": str(copy.parent),
        "PATH": "/usr/bin",
        "HOME": NOWHERE,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    both = [
        subprocess.Popen([sys.executable, "-c", PULL], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(2)
    ]  # fmt: skip
    assert [p.communicate()[0].strip() for p in both] == [EARTH] * 2
    before = kept(copy)
    assert run(copy, limit=0) == (EARTH, "")
    assert kept(copy) == before
    assert not list(copy.rglob("*.part"))


@pytest.mark.long
def test_workers_say_nothing_of_it(copy: Path, tmp_path: Path) -> None:
    """The process that started them has said it."""
    close_package(copy)
    script = tmp_path / "start.py"
    script.write_text(
        "import multiprocessing\ndef work():\n    import reassure.earth.gravity\n"
        "if __name__ == '__main__':\n    import reassure.earth.gravity\n    m = multiprocessing.get_context('spawn')\n"
        "    p = m.Process(target=work); p.start(); p.join(); print(p.exitcode)\n"
    )
    out, said = run(copy, f"import runpy; runpy.run_path({str(script)!r}, run_name='__main__')")
    assert out == "0"
    assert said.count("reassure: compiled kernels cannot be kept") == 1


def test_kernels_take_code_from_hashed_files_only() -> None:
    """Every file of the package that a file with kernels imports from is one that the folder is named by."""
    hashed = {f.relative_to(SOURCE).with_suffix("").as_posix() for f in cache.SOURCES}
    assert {
        "earth/constants",
        "reach/ideal/arcs",
        "reach/flyouts/table",
        "numeric/minimum",
        "numeric/compile",
    } <= hashed
    for name in hashed:
        for node in ast.walk(ast.parse((SOURCE / f"{name}.py").read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("reassure"):
                assert node.module is not None
                assert node.module.removeprefix("reassure.").replace(".", "/") in hashed
    with_kernels = [
        f.relative_to(SOURCE).with_suffix("").as_posix()
        for f in SOURCE.rglob("*.py")
        if any(line.startswith(("@inner", "@batch")) for line in f.read_text().splitlines())
    ]
    assert set(with_kernels) <= hashed


SAMPLE = """
from typing import NamedTuple
import numpy as np
from numba.core.types import float64, int64
from reassure.numeric.compile import batch, record
class Pull(NamedTuple):
    strength: np.ndarray
    towards: int
@batch(float64[::1](record(Pull, float64[::1], int64), float64))
def pulled(pull, by):
    return pull.strength * by + pull.towards
"""


@pytest.mark.long
def test_kernels_that_take_named_tuples_are_found_again(copy: Path) -> None:
    """By a process that could keep none: one compiled anew would say so."""
    (copy / "numeric" / "sample.py").write_text(SAMPLE)
    code = (
        "import numpy as np; from reassure.numeric.sample import Pull, pulled; "
        "print(pulled(Pull(np.array([2.0, 3.0]), 1), 10.0).tolist())"
    )
    assert run(copy, code) == ("[21.0, 31.0]", "")
    before = {f: f.stat().st_mtime_ns for f in kept(copy)}
    assert any(f.name.startswith("numeric.sample.pulled-") for f in before)
    assert run(copy, code, limit=0) == ("[21.0, 31.0]", "")
    assert {f: f.stat().st_mtime_ns for f in kept(copy)} == before
