"""Files that are written whole or not at all, and that stay what they were: whose, for whom, and by every name."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from reassure.errors import OutputError

__all__ = [
    "beside",
    "check_folder",
    "check_writable",
    "make_folder",
    "meant",
    "whole",
    "whole_file",
    "write_whole",
]

_LONGEST_NAME = 255  # bytes
_FILE = "allowed: the name of a file"  # what an OutputError says is allowed where a file is wanted
_FOLDER = "allowed: a folder, or the name of a new one in a folder that exists"


def check_writable(path: str | Path) -> None:
    """Raise OutputError now if a file of that name cannot be written later.
    Called before work of minutes begins. Tries it: makes an empty file in the folder and removes it.
    """
    with _said(path):
        target = meant(path)
        found = _status(Path(path))  # a pipe has no name that it could be meant by
        if found is None:
            # A link may point to a file that is not there yet: the folder that counts is the one it points into.
            folder = target.parent if Path(path).is_symlink() else Path(path).parent
            if not target.parent.is_dir():
                raise OutputError(
                    f"{path}: no folder {folder}; allowed: a file in a folder that exists"
                )
            _check_room(path, folder)
        elif stat.S_ISDIR(found.st_mode):
            raise OutputError(f"{path}: a folder; {_FILE}")
        elif not stat.S_ISREG(found.st_mode):
            raise OutputError(f"{path}: not a plain file; {_FILE}")
        elif _ours(found):
            raise OutputError(f"{path}: where this command's own words go; {_FILE} of its own")
        elif not found.st_mode & 0o222:  # root could, and is not to
            raise OutputError(f"{path}: read-only; allowed: a file that may be written to")
        else:
            # Opened for writing and not truncated: its content stays.
            target.open("rb+").close()
            _scratch(target).unlink()


def check_folder(path: str | Path, names: Iterable[str] = ()) -> None:
    """Raise OutputError now if a folder of that name, which may be there, cannot be given files of these `names`, or
    any new ones if there are no names.
    """
    with _said(path):
        folder = meant(path)
        if folder.is_dir():
            files = [Path(path) / name for name in names]
            for file in files:
                check_writable(file)
            if not files:
                _check_room(path, folder)
        elif folder.exists() or not folder.parent.is_dir():
            raise OutputError(f"{path}: no place for files; {_FOLDER}")
        else:
            _check_room(path, folder.parent)


def make_folder(path: str | Path, *, parents: bool = False) -> None:
    """Make a folder, unless it is there, and with `parents` those around it; OutputError where it cannot be made."""
    try:
        meant(path).mkdir(parents=parents, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be made: {error.strerror or error}; {_FOLDER}") from None


def beside(path: Path, end: str) -> Path:
    """A path in the same folder: the file's own name with `end` behind it.
    A name that would be longer than 255 bytes is cut, with a hash of the whole name in place of the rest.
    """
    name = path.name + end
    if len(os.fsencode(name)) <= _LONGEST_NAME:
        return path.with_name(name)
    mark = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:12]
    room = _LONGEST_NAME - len(mark) - len(end) - 1
    # A cut through a character of several bytes leaves part of one, which is dropped.
    start = os.fsencode(path.name)[:room].decode(errors="ignore")
    return path.with_name(f"{start}-{mark}{end}")


@contextmanager
def whole(path: str | Path) -> Iterator[IO[str]]:
    """A text file (UTF-8, line ends as written) that takes its name only once it is complete. Raises OutputError."""
    with whole_file(path) as scratch, scratch.open("w", encoding="utf-8", newline="") as out:
        yield out


def write_whole(path: str | Path, text: str) -> None:
    """A text file (UTF-8) with that content, whole or not at all. Raises OutputError."""
    with whole(path) as out:
        out.write(text)


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """The path of an empty scratch file, whose content takes the place of the file wanted once the block ends.

    Where the block raises, the file wanted stays as it was. A file that is there keeps its owner, its mode, and its
    other names. Raises OutputError where it cannot be written.
    """
    check_writable(path)
    scratch: Path | None = None
    with _said(path):
        target = meant(path)
        try:
            scratch = _scratch(target)
            yield scratch
            # On the disk before it takes the name: after a loss of power the name stands for the old content or the
            # new.
            with scratch.open("rb+") as out:
                os.fsync(out.fileno())
            _put(scratch, target)
        finally:
            if scratch is not None:
                scratch.unlink(missing_ok=True)


@contextmanager
def _said(path: str | Path) -> Iterator[None]:
    """Say in one line what the system does not allow."""
    try:
        yield
    except OSError as error:
        why = " ".join(str(error.strerror or error).split())
        raise OutputError(f"{path}: cannot be written: {why}") from None


def meant(path: str | Path) -> Path:
    """The absolute path of the file that a name stands for, through all links; it need not exist. OutputError where
    the links go in a circle or the name is none.
    """
    try:
        found = Path(path).resolve()
    except (RuntimeError, ValueError) as error:  # links in a circle, a name that is none
        raise OutputError(f"{str(path)!r}: {' '.join(str(error).split())}; {_FILE}") from None
    # From Python 3.13 on links in a circle raise nothing: the first of them comes back.
    if found.is_symlink():
        raise OutputError(f"{str(path)!r}: Symlink loop from {str(found)!r}; {_FILE}")
    return found


def _status(target: Path) -> os.stat_result | None:
    try:
        return target.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _ours(found: os.stat_result) -> bool:
    """Is it the file that standard output or error goes to, as in `reassure ... --json out.txt > out.txt`?"""
    for stream in (1, 2):
        with suppress(OSError):
            if os.path.samestat(found, os.fstat(stream)):
                return True
    return False


def _check_room(path: str | Path, folder: Path) -> None:
    """Raise OutputError where the folder does not take a new file.
    Tried by making one: permissions, quotas and read-only mounts do not all show in what access(2) says beforehand.
    """
    try:
        _new(folder, 0o600).unlink()
    except OSError as error:
        raise OutputError(
            f"{path}: folder {folder} may not be written to: {error.strerror or error}"
        ) from None


# -- the content on its way -----------------------------------------------------------------------------


def _new(folder: Path, mode: int) -> Path:
    """A new and empty file under a short name that nobody has."""
    file = folder / f".reassure-{secrets.token_hex(8)}.part"
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
    return file


def _scratch(target: Path) -> Path:
    """Beside the target, so that it can take its place; elsewhere where only the target may be written to."""
    if _status(target) is None:
        return _new(target.parent, 0o666)  # less what the umask or the folder's own list takes away
    try:
        return _new(target.parent, 0o600)
    except OSError:
        return _new(Path(tempfile.gettempdir()), 0o600)


def _put(scratch: Path, target: Path) -> None:
    """In one step where nothing of the target is lost by that; else into the target as it stands."""
    old = _status(target)
    if old is None:
        scratch.replace(target)
        return
    # A hard link by another name would keep the old content.
    if old.st_nlink == 1 and scratch.parent == target.parent and _alike(scratch, target, old):
        try:
            scratch.replace(target)
        except OSError:  # mounted by itself, or another's in a folder where each has his own
            pass
        else:
            return
    _write_over(scratch, target)


def _alike(scratch: Path, target: Path, old: os.stat_result) -> bool:
    """Give a file the owner, mode and lists of access of another; False where that is not allowed."""
    try:
        new = scratch.stat()
        if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
            os.chown(scratch, old.st_uid, old.st_gid)
        shutil.copystat(target, scratch)
        os.utime(scratch)
    except OSError:
        return False
    same_mode = stat.S_IMODE(scratch.stat().st_mode) == stat.S_IMODE(old.st_mode)
    return same_mode and _lists(target) <= _lists(scratch)


def _lists(file: Path) -> set[str]:
    """The names of a file's extended attributes, among them its list of access."""
    return set(os.listxattr(file)) if hasattr(os, "listxattr") else set()


def _write_over(scratch: Path, target: Path) -> None:
    """Put what it was back where that does not come to its end."""
    with (
        target.open("rb+") as out,
        scratch.open("rb") as new,
        tempfile.TemporaryFile() as before,
    ):
        shutil.copyfileobj(out, before)
        try:
            _pour(new, out)
        except BaseException:
            _pour(before, out)
            raise


def _pour(content: IO[bytes], out: IO[bytes]) -> None:
    content.seek(0)
    out.seek(0)
    shutil.copyfileobj(content, out)
    out.truncate()
    out.flush()
    os.fsync(out.fileno())
