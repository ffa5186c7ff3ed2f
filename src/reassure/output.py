"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from reassure.errors import OutputError

__all__ = ["check_writable", "whole", "whole_file"]


def check_writable(path: str | Path) -> None:
    """Raise OutputError now if a file of that name cannot be written later."""
    target = Path(path)
    if target.is_dir():
        raise OutputError(f"{target}: a folder; allowed: the name of a file")
    if target.exists() and not target.is_file():
        raise OutputError(f"{target}: not a plain file; allowed: the name of a file")
    if not target.parent.is_dir():
        raise OutputError(
            f"{target}: no folder {target.parent}; allowed: a file in a folder that exists"
        )
    if not os.access(target.parent, os.W_OK):
        raise OutputError(f"{target}: folder {target.parent} may not be written to")


@contextmanager
def whole(path: str | Path) -> Iterator[IO[str]]:
    """A text file that takes its name only once it is complete."""
    with whole_file(path) as scratch, scratch.open("w", encoding="utf-8", newline="") as out:
        yield out


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """The name of an empty file beside the one wanted, which takes its name once it is complete."""
    target = Path(path).resolve()  # through a link, to what it stands for
    scratch: Path | None = None
    try:
        handle, name = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.name}.", suffix=".part"
        )
        os.close(handle)
        scratch = Path(name)
        yield scratch
        with scratch.open("rb+") as out:
            os.fsync(out.fileno())
        mask = os.umask(0)
        os.umask(mask)
        scratch.chmod(0o666 & ~mask)
        scratch.replace(target)
        scratch = None
    except OSError as error:
        raise OutputError(f"{target}: cannot be written: {error.strerror or error}") from None
    finally:
        if scratch is not None:
            scratch.unlink(missing_ok=True)
