"""Names of files, groups of processes and folders for kernels: what they come to, without another process."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any

import pytest

from reassure.errors import InputError, OutputError
from reassure.machine import cores as counting
from reassure.machine import files
from reassure.machine import kernel_cache as kernels
from reassure.machine.cores import VARIABLE, check_cores, cores
from reassure.machine.files import beside, check_folder, make_folder, meant, whole, whole_file

# -- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("stem", ["x", "é", "🚀"])
@pytest.mark.parametrize("over", [-1, 0, 1, 90])
def test_a_name_beside_another_is_never_longer_than_a_name_may_be(stem: str, over: int) -> None:
    """Its own with the end while there is room; else its beginning, a mark of the whole, and the end."""
    size = len(stem.encode())
    count = (255 - len(".part") + over) // size
    path = Path("/a") / (stem * count)
    found = beside(path, ".part")
    fits = len(os.fsencode(path.name)) + 5 <= 255
    assert found.parent == path.parent
    assert found.name.endswith(".part")
    assert len(os.fsencode(found.name)) <= 255
    assert (found.name == path.name + ".part") == fits
    assert found.name.startswith(stem * 10)
    assert len(os.fsencode(found.name)) > 245 or fits


def test_long_names_that_end_otherwise_have_other_names_beside_them() -> None:
    """And one name has one, each time."""
    one, other = Path("x" * 251 + "a"), Path("x" * 251 + "b")
    assert beside(one, ".part") != beside(other, ".part")
    assert beside(one, ".part") == beside(one, ".part")
    assert beside(one, ".part") != beside(one, ".log")


@pytest.mark.parametrize("name", ["a\0b", "circle"])
def test_a_name_that_is_none_is_said_in_one_line(tmp_path: Path, name: str) -> None:
    """Whatever the system says of it."""
    (tmp_path / "circle").symlink_to("circle")
    for work in (meant, make_folder, lambda path: check_folder(path, ["x"])):
        with pytest.raises(OutputError) as caught:
            work(tmp_path / name)
        assert str(caught.value).isprintable()


def test_a_folder_is_made_once_and_with_those_around_it_only_if_asked(tmp_path: Path) -> None:
    """One that is there is let be; where it cannot be made, that is one line."""
    deep = tmp_path / "a" / "b"
    with pytest.raises(OutputError, match=r"cannot be made: No such file or directory; allowed: a folder"):  # fmt: skip
        make_folder(deep)
    make_folder(deep, parents=True)
    (deep / "kept").write_text("x")
    make_folder(deep)
    assert (deep / "kept").read_text() == "x"
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be made: File exists"):
        make_folder(tmp_path / "file")


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    """In UTF-8, with the ends of lines that it has; and it is there only when it is whole."""
    path = tmp_path / "x.csv"
    with whole(path) as out:
        out.write("é\r\na\n")
        out.flush()
        assert not path.exists()
    assert path.read_bytes() == b"\xc3\xa9\r\na\n"
    with pytest.raises(ZeroDivisionError), whole_file(path) as scratch:
        scratch.write_text(f"half {1 // 0}")
    assert path.read_bytes() == b"\xc3\xa9\r\na\n"
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]


def test_a_disk_that_fails_while_the_content_is_put_down_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the file's name; nothing is left behind."""

    def fails(number: int) -> None:
        raise OSError(5, "Input/output\nerror")

    monkeypatch.setattr(files.os, "fsync", fails)
    with pytest.raises(OutputError) as caught, whole(tmp_path / "x") as out:
        out.write("a")
    assert str(caught.value) == f"{tmp_path / 'x'}: cannot be written: Input/output error"
    assert list(tmp_path.iterdir()) == []


# -- cores ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "least"),
    [("1", 1), (" 2\n", 2), ("999999", 64), ("", 64), ("  ", 64), ("007", 7)],
)
def test_the_variable_says_how_many_at_most(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, least: int
) -> None:
    """Blank is nothing said."""
    monkeypatch.setenv(VARIABLE, text)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(64)))
    check_cores()
    assert cores(tmp_path) == least


@pytest.mark.parametrize(
    "text", ["0", "000", "-1", "1.0", "two", "1 2", "1000000", "²", "٣", "x" * 100]
)
def test_a_variable_that_is_no_number_is_refused_in_one_short_line(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """Nor are digits of other scripts one."""
    monkeypatch.setenv(VARIABLE, text)
    with pytest.raises(InputError, match="allowed: a whole number, 1 or more") as caught:
        check_cores()
    assert len(str(caught.value)) < 110


@pytest.mark.parametrize(
    ("path", "top", "below"),
    [
        ("/", "/", "."),
        ("/a/b", "/", "a/b"),
        ("/docker/x", "/docker/x", "."),
        ("/docker/x/y", "/docker/x", "y"),
        ("/docker/xy", "/docker/x", "."),
        ("/../../other", "/", "."),
        ("/a", "/b", "."),
    ],
)
def test_a_group_below_the_one_that_is_mounted(path: str, top: str, below: str) -> None:
    """One that lies elsewhere counts as the mounted one itself."""
    assert counting._within(path, top) == PurePosixPath(below)


def test_a_mount_with_blanks_in_its_name_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the system writes them: by their octal number."""
    assert counting._text(r"/a\040b\011c\134d") == "/a b\tc\\d"
    assert counting._text("/plain") == "/plain"
    place = tmp_path / "proc" / "self"
    place.mkdir(parents=True)
    (place / "mountinfo").write_text(
        r"29 23 0:26 / /sys/my\040group rw - cgroup2 cgroup2 rw" + "\n"
    )
    (place / "cgroup").write_text("0::/a\n")
    folder = tmp_path / "sys" / "my group" / "a"
    folder.mkdir(parents=True)
    (folder / "cpu.max").write_text("250000 100000\n")
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(64)))
    assert cores(tmp_path) == 3


@pytest.mark.parametrize(
    "text", ["", "100000\n", "max\n", "0 100000\n", "100000 0\n", "-1 -1\n", "a b\n"]
)
def test_a_quota_that_is_none_limits_nothing(tmp_path: Path, text: str) -> None:
    """Empty, half, nought, or no number."""
    (tmp_path / "cpu.max").write_text(text)
    assert list(counting._quota(tmp_path)) == []
    (tmp_path / "cpu.max").write_text("50000 100000\n")
    assert list(counting._quota(tmp_path)) == [0.5]


# -- kernels --------------------------------------------------------------------------------------


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Places and trouble as of a process that has just begun; as they were afterwards."""
    monkeypatch.setattr(kernels.KernelCache, "trouble", "")
    kernels.places.cache_clear()
    yield monkeypatch
    kernels.places.cache_clear()


def test_where_kernels_are_looked_for(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Beside the package, then in the user's cache; in the folder that is named and no other."""
    fresh.setenv("XDG_CACHE_HOME", str(tmp_path))
    fresh.setitem(kernels._SETTINGS, "CACHE_DIR", "")
    beside_it, users = kernels.places()
    assert beside_it.parent == Path(kernels.__file__).parents[1] / "__pycache__"
    assert users == tmp_path / "reassure" / beside_it.name
    assert beside_it.name == f"kernels-{kernels._fingerprint()}"
    kernels.places.cache_clear()
    fresh.setitem(kernels._SETTINGS, "CACHE_DIR", str(tmp_path / "named"))
    assert kernels.places() == (tmp_path / "named" / "reassure" / beside_it.name,)


@pytest.mark.parametrize(
    ("named", "home", "found"),
    [
        ("/cache", "/home/me", "/cache"),
        ("relative", "/home/me", "/home/me/.cache"),
        ("", "/home/me", "/home/me/.cache"),
        (None, "/home/me", "/home/me/.cache"),
        (None, "relative", None),
        (None, "", None),
    ],
)
def test_the_users_cache(
    monkeypatch: pytest.MonkeyPatch, named: str | None, home: str, found: str | None
) -> None:
    """XDG_CACHE_HOME where it is a whole path, else under the home; none for a user without one."""
    if named is None:
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", named)
    monkeypatch.setenv("HOME", home)
    assert kernels._users_cache() == (None if found is None else Path(found))


def test_sources_are_files_of_the_core_and_of_nothing_else() -> None:
    """Each room that has kernels, with what is in its rooms; each once."""
    package = Path(kernels.__file__).parents[1]
    assert len(set(kernels.SOURCES)) == len(kernels.SOURCES)
    names = {f.relative_to(package).as_posix() for f in kernels.SOURCES}
    assert {"reach/ideal/required.py", "flight/lambert.py", "errors.py"} <= names
    rooms = {name.split("/")[0] for name in names if "/" in name}
    assert rooms == {*kernels._ROOMS, "machine"}
    assert all(f.is_file() for f in kernels.SOURCES)


def test_a_checksum_is_of_the_key_and_the_content() -> None:
    """Where the one ends and the other begins is no matter of chance."""
    sums = {kernels._sum(*pair) for pair in (("a", b"b"), ("a", b"c"), ("b", b"b"), ("ab", b""), ("", b"ab"))}  # fmt: skip
    assert len(sums) == 5
    assert all(len(s) == 32 for s in sums)


def test_a_kernel_is_written_whole_and_older_folders_go(
    tmp_path: Path, fresh: pytest.MonkeyPatch
) -> None:
    """Only beside the package; nothing but the kernel is left."""
    fresh.setattr(kernels, "_PACKAGE", tmp_path)
    old, new = (tmp_path / "__pycache__" / f"kernels-{name}" for name in ("old", "new"))
    old.mkdir(parents=True)
    other = tmp_path / "__pycache__" / "module.pyc"
    other.write_text("")
    kernels._write(new / "k.kernel", b"one")
    assert not old.exists()
    assert other.exists()
    kernels._write(new / "k.kernel", b"two")
    assert [f.name for f in new.iterdir()] == ["k.kernel"]
    assert (new / "k.kernel").read_bytes() == b"two"
    elsewhere = tmp_path / "user"
    (elsewhere / "kernels-old").mkdir(parents=True)
    kernels._write(elsewhere / "kernels-new" / "k.kernel", b"x")
    assert (elsewhere / "kernels-old").exists()


def test_a_kernel_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """A folder stands under its name."""
    (tmp_path / "k.kernel").mkdir()
    with pytest.raises(OSError, match="directory"):
        kernels._write(tmp_path / "k.kernel", b"x")
    assert [f.name for f in tmp_path.iterdir()] == ["k.kernel"]


def test_trouble_is_said_once(
    fresh: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first reason stands."""
    kernels._give_up("no room")
    kernels._give_up("no folder")
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "compiled kernels cannot be kept (no room); every start compiles them" in said
    assert kernels.KernelCache.trouble == said.strip()


def test_nothing_is_said_where_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """No standard error, a closed one, or a full disk behind it."""

    def full(text: str) -> int:
        raise OSError(28, "No space left on device")

    def closed(text: str) -> int:
        raise ValueError("I/O operation on closed file")

    for stream in (None, SimpleNamespace(write=full), SimpleNamespace(write=closed)):
        monkeypatch.setattr(sys, "stderr", stream)
        kernels.say("x")


def helper(x: float) -> float:
    """A function of a file that no kernel comes from."""
    return x


def test_a_kernel_of_another_file_has_no_key() -> None:
    """Nor has one that holds what its file does not say, or one that was handed a function of this process."""
    from reassure.flight import kepler

    machine: Any = SimpleNamespace(magic_tuple=lambda: ("x86",))
    kernel: Any = next(f for f in vars(kepler).values() if hasattr(f, "py_func"))
    plain = kernel.py_func
    known = kernels.KernelCache(plain)
    key = known._key("(float64,)", machine)
    assert key is not None
    assert key.split("\n")[0] == f"{plain.__module__}.{plain.__qualname__}"
    assert known._key("(int64,)", machine) != key
    assert known._key("(function at 0x7f12,)", machine) is None
    assert kernels.KernelCache(helper)._key("(float64,)", machine) is None
    file = known._file(key)
    assert file.startswith(f"{plain.__module__.removeprefix('reassure.')}.{plain.__qualname__}-")
    assert file != known._file(key + "x")
