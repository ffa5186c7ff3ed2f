"""Reading a file that may be anything: each line of bounded length, and a name for what is no plain text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reassure_check_old.claim import Malformed

LONGEST_LINE = 64_000_000
BOM = b"\xef\xbb\xbf"
KINDS = (
    (b"\x1f\x8b", "packed with gzip: unpack it first"),
    (b"BZh", "packed with bzip2: unpack it first"),
    (b"\xfd7zXZ", "packed with xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd: unpack it first"),
    (b"PK\x03\x04", "a zip archive: unpack it first"),
    (b"\xff\xfe", "UTF-16 text: save it as plain text (ASCII or UTF-8)"),
    (b"\xfe\xff", "UTF-16 text: save it as plain text (ASCII or UTF-8)"),
)


def start_of(path: str) -> bytes:
    """The first bytes of a file that can be read, none of them a mark of what is no plain text."""
    place = Path(path)
    if not place.is_file():
        what = "a folder" if place.is_dir() else "no plain" if place.exists() else "no such"
        raise Malformed(f"{path}: {what}{'' if place.is_dir() else ' file'}")
    try:
        with place.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise Malformed(f"{path}: cannot be read: {error.strerror}") from None
    for mark, what in KINDS:
        if start.startswith(mark):
            raise Malformed(f"{path}: {what}")
    if b"\0" in start:
        raise Malformed(f"{path}: UTF-16 text or no text at all: save it as plain text")
    return start


def lines_of(path: str) -> Iterator[str]:
    """The lines of a certificate."""
    if start_of(path).startswith(BOM):
        raise Malformed(f"{path}: begins with a byte order mark (UTF-8 BOM): save it without")
    try:
        with open(path, encoding="ascii", newline="\n") as file:
            while line := file.readline(LONGEST_LINE):
                if line.endswith("\r\n"):
                    raise Malformed(f"{path}: lines end in CRLF: save it with LF alone")
                if not line.endswith("\n"):
                    full = len(line) == LONGEST_LINE
                    raise Malformed(
                        f"{path}: a line of more than {LONGEST_LINE} characters"
                        if full
                        else f"{path}: no newline after the last line: the file is cut short, or was changed"
                    )
                yield line[:-1]
    except UnicodeDecodeError as error:
        raise Malformed(f"{path}: not ASCII text: {error.reason}") from None
    except OSError as error:
        raise Malformed(f"{path}: cannot be read: {error.strerror}") from None


def text_of(path: str, most: int) -> str:
    """The text of a claim's file, a byte order mark left out; one character more than `most` at most."""
    start_of(path)
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read(most + 1)
    except UnicodeDecodeError as error:
        raise Malformed(f"{path}: not UTF-8 text: {error.reason}") from None
    except OSError as error:
        raise Malformed(f"{path}: cannot be read: {error.strerror}") from None
