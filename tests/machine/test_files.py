"""What is written: whole or not at all, refused before work, and a file that is there stays what it was."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from reassure.cli.shared import apart
from reassure.errors import OutputError
from reassure.machine.files import (
    beside,
    check_folder,
    check_writable,
    make_folder,
    whole,
    whole_file,
)

NOBODY = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may go through, with what it holds; a test's own is for its user alone."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o777)
    yield made
    subprocess.run(["chmod", "-R", "u+rwx", str(made)], check=True)
    shutil.rmtree(made)


def ordinary(work: Callable[[], object]) -> str:
    """What `work` gives, or the error that it ends in, in a process of a user who may not do everything."""
    read, write_end = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            tempfile.tempdir = None
            said = str(work())
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(write_end, said.encode())
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read, "rb") as out:
        said = out.read().decode()
    os.waitpid(child, 0)
    return said


def write(path: Path, text: str = "new") -> str:
    with whole(path) as out:
        out.write(text)
    return "written"


def refused(path: Path) -> str:
    """The one line with which a file is refused, before work and at the end of it alike."""
    before = sorted(path.parent.iterdir()) if path.parent.is_dir() else None
    lines = []
    for attempt in (check_writable, write):
        with pytest.raises(OutputError) as error:
            attempt(path)
        lines.append(str(error.value))
    assert lines[0] == lines[1]
    assert "\n" not in lines[0]
    assert before is None or sorted(path.parent.iterdir()) == before
    return lines[0]


def owned(path: Path, text: str = "old", mode: int = 0o644) -> Path:
    """A file of the user who is to write it."""
    path.write_text(text)
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)
    path.chmod(mode)
    return path


# -- what a replaced file keeps -------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755, 0o200 | 0o400])
def test_a_replaced_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    """Whatever the umask."""
    file = tmp_path / "x.json"
    file.write_text("old")
    file.chmod(mode)
    mask = os.umask(0o077)
    try:
        write(file)
    finally:
        os.umask(mask)
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert file.read_text() == "new"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_mode_of_the_umask(tmp_path: Path, mask: int, mode: int) -> None:
    """As any program's."""
    before = os.umask(mask)
    try:
        write(tmp_path / "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == mode


def test_a_replaced_file_keeps_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where that may be given away in one step; where not, in the file as it stands."""
    file = owned(tmp_path / "x")
    old = file.stat()
    write(file)
    assert (file.stat().st_uid, file.stat().st_gid) == (old.st_uid, old.st_gid)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refuse)
    monkeypatch.setattr(shutil, "copystat", refuse)
    write(file, "newer")
    assert (file.read_text(), file.stat().st_uid) == ("newer", old.st_uid)
    assert list(tmp_path.iterdir()) == [file]


def test_a_replaced_file_keeps_its_attributes(tmp_path: Path) -> None:
    """Extended ones, as lists of access are; on a file system without them there is nothing to keep."""
    file = tmp_path / "x"
    file.write_text("old")
    try:
        os.setxattr(file, "user.note", b"mine")
    except OSError as error:
        assert error.errno in (errno.ENOTSUP, errno.EPERM)  # noqa: PT017
        return
    write(file)
    assert os.getxattr(file, "user.note") == b"mine"
    assert file.read_text() == "new"


def test_every_name_of_a_file_has_the_new_content(tmp_path: Path) -> None:
    """Hard links, and links to it, which stay links."""
    (tmp_path / "x").write_text("old")
    (tmp_path / "y").hardlink_to(tmp_path / "x")
    (tmp_path / "z").symlink_to("y")
    write(tmp_path / "x")
    assert (tmp_path / "y").read_text() == "new"
    write(tmp_path / "z", "newer")
    assert (tmp_path / "z").is_symlink()
    assert (tmp_path / "x").read_text() == (tmp_path / "y").read_text() == "newer"
    assert len(list(tmp_path.iterdir())) == 3


def test_a_file_that_is_mounted_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No name may be given to another file there (EBUSY): the content goes into it as it stands."""
    file = tmp_path / "x"
    file.write_text("old, and longer")
    inode = file.stat().st_ino

    def busy(self: Path, target: Path) -> None:
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(Path, "replace", busy)
    write(file)
    assert (file.read_text(), file.stat().st_ino) == ("new", inode)
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(OutputError, match="cannot be written: Device or resource busy"):
        write(tmp_path / "other")
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_written_over_is_put_back_where_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full in the middle, or Ctrl-C."""
    (tmp_path / "x").write_text("old")
    (tmp_path / "y").hardlink_to(tmp_path / "x")  # so that it is written over
    whole_copy = shutil.copyfileobj
    for fault in (OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()):
        faults = [
            None,
            fault,
            None,
        ]  # the old content is put aside, the new one is written, the old one again

        def copy(source: IO[bytes], out: IO[bytes], faults: list[Any] = faults) -> None:
            if (now := faults.pop(0)) is not None:
                out.write(b"ne")
                raise now
            whole_copy(source, out)

        monkeypatch.setattr(shutil, "copyfileobj", copy)
        with pytest.raises((OutputError, KeyboardInterrupt)):
            write(tmp_path / "x")
        assert faults == []
        assert (tmp_path / "x").read_text() == "old"
    assert sorted(f.name for f in tmp_path.iterdir()) == ["x", "y"]


# -- names ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["n" * 255, "é" * 127, "n" * 250 + ".json"])
def test_long_names(tmp_path: Path, name: str) -> None:
    """As long as the system takes them."""
    write(tmp_path / name)
    write(tmp_path / name, "newer")
    assert (tmp_path / name).read_text() == "newer"
    part = beside(tmp_path / name, ".part")
    assert part.name.endswith(".part")
    write(part)
    assert len(list(tmp_path.iterdir())) == 2
    assert beside(tmp_path / ("m" + name[1:]), ".part") != part


def test_a_name_beside_is_the_name_and_its_end(tmp_path: Path) -> None:
    """Where there is room."""
    assert beside(tmp_path / "a.cert", ".part") == tmp_path / "a.cert.part"


def test_names_that_are_none(tmp_path: Path) -> None:
    """Too long, in a folder that is none, links in a circle, links to nowhere, folders, pipes: one line each."""
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "nowhere").symlink_to("no/such")
    (tmp_path / "file").write_text("")
    os.mkfifo(tmp_path / "pipe")
    assert "File name too long" in refused(tmp_path / ("n" * 256))
    assert f"no folder {tmp_path / 'no'}; allowed:" in refused(tmp_path / "no" / "x")
    assert f"no folder {tmp_path / 'file'}; allowed:" in refused(tmp_path / "file" / "x")
    assert f"no folder {tmp_path / 'no'}; allowed:" in refused(tmp_path / "nowhere")
    assert "oop" in refused(tmp_path / "circle")
    assert "null" in refused(tmp_path / "a\0b")
    assert "a folder; allowed: the name of a file" in refused(tmp_path)
    assert "not a plain file" in refused(tmp_path / "pipe")
    assert "not a plain file" in refused(Path("/dev/full"))


def test_where_the_commands_own_words_go(tmp_path: Path) -> None:
    """/dev/stdout, or the file that it leads to: what is printed afterwards would be in it, or lost."""
    code = "from reassure.machine.files import check_writable as c; import sys; c(sys.argv[1])"
    for name in ("/dev/stdout", "/dev/fd/1", str(tmp_path / "out")):
        with (tmp_path / "out").open("w") as out:
            done = subprocess.run(
                [sys.executable, "-c", code, name], stdout=out, stderr=subprocess.PIPE, text=True, check=False
            )  # fmt: skip
        assert "OutputError" in done.stderr
        assert f"{name}: where this command's own words go; allowed:" in done.stderr
    done = subprocess.run(
        [sys.executable, "-c", code, "/dev/stdout"], capture_output=True, text=True, check=False
    )
    assert "/dev/stdout: not a plain file; allowed:" in done.stderr


def test_one_file_by_two_names_is_not_two_outputs(tmp_path: Path) -> None:
    """Links of either kind: an output would be written over the input."""
    (tmp_path / "s.toml").write_text("")
    (tmp_path / "hard").hardlink_to(tmp_path / "s.toml")
    (tmp_path / "soft").symlink_to("s.toml")
    for name in ("s.toml", "hard", "soft"):
        with pytest.raises(OutputError, match="is the input or another output"):
            apart(str(tmp_path / "s.toml"), outputs=[tmp_path / name])
    apart(str(tmp_path / "s.toml"), outputs=[tmp_path / "a", tmp_path / "b"])


# -- what may not be written ----------------------------------------------------------------------------


def test_a_read_only_file_is_refused_before_work(tmp_path: Path, folder: Path) -> None:
    """Also by root, who could write it; and a file that others may write to, but not this user."""
    file = tmp_path / "x"
    file.write_text("old")
    file.chmod(0o444)
    assert refused(file) == f"{file}: read-only; allowed: a file that may be written to"
    assert file.read_text() == "old"
    other = folder / "x"
    other.write_text("old")
    other.chmod(0o644 if os.geteuid() == 0 else 0o044)
    said = ordinary(lambda: check_writable(other))
    assert said.startswith(f"OutputError: {other}: ")
    assert ordinary(lambda: write(other)) == said
    assert list(folder.iterdir()) == [other]


def test_a_folder_that_takes_no_files(folder: Path) -> None:
    """Is refused before work for a new file; a file in it that may be written to is written."""
    file = owned(folder / "x", mode=0o644)
    before = file.stat()
    folder.chmod(0o555)
    said = (
        f"OutputError: {folder / 'new'}: folder {folder} may not be written to: Permission denied"
    )
    assert ordinary(lambda: check_writable(folder / "new")) == said
    assert ordinary(lambda: write(folder / "new")) == said
    assert ordinary(lambda: check_writable(file)) == "None"
    assert ordinary(lambda: write(file, "newer")) == "written"
    assert file.read_text() == "newer"
    assert (file.stat().st_ino, file.stat().st_mode) == (before.st_ino, before.st_mode)


def test_another_users_file_that_may_be_written_to(folder: Path) -> None:
    """In a folder where each has his own files: it stays the other's."""
    folder.chmod(0o1777)
    file = folder / "x"
    file.write_text("old")
    file.chmod(0o666)
    before = file.stat()
    assert ordinary(lambda: write(file)) == "written"
    assert file.read_text() == "new"
    assert (file.stat().st_uid, file.stat().st_mode) == (before.st_uid, before.st_mode)
    assert list(folder.iterdir()) == [file]


def test_no_room_for_the_content_on_its_way(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither beside the file nor in the folder for temporary ones: refused before work."""
    file = owned(folder / "x")
    folder.chmod(0o555)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [str(folder / "none")])
    said = ordinary(lambda: check_writable(file))
    assert said.startswith(f"OutputError: {file}: cannot be written: No usable temporary directory")
    assert ordinary(lambda: write(file)) == said


def test_a_new_file_has_the_group_of_its_folder(folder: Path) -> None:
    """Where the folder hands it on."""
    folder.chmod(0o2777)
    group = folder.stat().st_gid
    assert ordinary(lambda: write(folder / "x")) == "written"
    assert (folder / "x").stat().st_gid == group
    assert ordinary(lambda: write(folder / "x", "newer")) == "written"
    assert (folder / "x").stat().st_gid == group


def test_a_disk_that_is_full_leaves_the_old_file(tmp_path: Path) -> None:
    """And nothing else."""
    (tmp_path / "x").write_text("old")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "from pathlib import Path\nfrom reassure.machine.files import whole\n"
        f"with whole(Path({str(tmp_path / 'x')!r})) as out: out.write('n' * 5000)"
    )
    done = subprocess.run([sys.executable, "-B", "-c", code], stderr=subprocess.PIPE, text=True, check=False)  # fmt: skip
    assert f"OutputError: {tmp_path / 'x'}: cannot be written: File too large" in done.stderr
    assert (tmp_path / "x").read_text() == "old"
    assert [f.name for f in tmp_path.iterdir()] == ["x"]


def test_what_fails_on_the_way_leaves_nothing(tmp_path: Path) -> None:
    """Whoever's fault it was."""

    def half() -> None:
        with whole_file(tmp_path / "x") as scratch:
            scratch.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert list(tmp_path.iterdir()) == []


# -- folders --------------------------------------------------------------------------------------------


def test_folders_for_files(tmp_path: Path, folder: Path) -> None:
    """What is none, has no place, or may not be given the files is refused, with nothing made."""
    (tmp_path / "file").write_text("")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "taken").mkdir()
    for bad in (tmp_path / "file", tmp_path / "no" / "folder", tmp_path / "file" / "x"):
        with pytest.raises(OutputError, match="no place for files; allowed: a folder, or the name"):
            check_folder(bad)
    with pytest.raises(OutputError, match="taken: a folder"):
        check_folder(tmp_path / "here", ("fine", "taken"))
    check_folder(tmp_path / "here", ("fine",))
    check_folder(tmp_path / "new")
    assert not (tmp_path / "new").exists()
    closed = folder / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    for work in (
        lambda: check_folder(closed),
        lambda: check_folder(closed, ("a",)),
        lambda: check_folder(closed / "new"),
    ):
        assert "closed may not be written to: Permission denied" in ordinary(work)
    assert "cannot be made: Permission denied" in ordinary(lambda: make_folder(closed / "new"))
    make_folder(tmp_path / "new")
    make_folder(tmp_path / "new")
    with pytest.raises(OutputError, match="cannot be made"):
        make_folder(tmp_path / "file")
