"""Reading a file that may be anything: each line of bounded length, and a name for what is no plain text."""

from collections.abc import Iterator
from pathlib import Path

from reassure_check.claim import Malformed

LONGEST_LINE = 64_000_000
BOM, UTF_16 = b"\xef\xbb\xbf", "UTF-16 text: save it as plain text (ASCII or UTF-8)"
PACKED = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
KINDS = {
    **{mark: f"packed with {name}: unpack it first" for mark, name in PACKED.items()},
    b"PK\x03\x04": "a zip archive: unpack it first", b"\xff\xfe": UTF_16, b"\xfe\xff": UTF_16,
}  # fmt: skip


def read(path: str, encoding: str, longest: int, lines: bool) -> Iterator[str]:
    """The lines of a file, or one of all its text, each cut at `longest` characters; Malformed where it is no plain text."""
    place = Path(path)
    if not place.is_file():
        what = "no plain file" if place.exists() else "no such file"
        raise Malformed(f"{path}: {'a folder' if place.is_dir() else what}")
    try:
        with place.open("rb") as file:
            start = file.read(8)
        for mark, what in KINDS.items():
            if start.startswith(mark):
                raise Malformed(f"{path}: {what}")
        if b"\0" in start:
            raise Malformed(f"{path}: UTF-16 text or no text at all: save it as plain text")
        if lines and start.startswith(BOM):
            raise Malformed(f"{path}: begins with a byte order mark (UTF-8 BOM): save it without")
        with place.open(encoding=encoding, newline="\n" if lines else None) as text:
            while part := text.readline(longest) if lines else text.read(longest):
                yield part
    except UnicodeDecodeError as error:
        known = "ASCII" if encoding == "ascii" else "UTF-8"
        raise Malformed(f"{path}: not {known} text: {error.reason}") from None
    except OSError as error:
        raise Malformed(f"{path}: cannot be read: {error.strerror}") from None


def lines_of(path: str) -> Iterator[str]:
    """The lines of a certificate."""
    for line in read(path, "ascii", LONGEST_LINE, lines=True):
        if line.endswith("\r\n"):
            raise Malformed(f"{path}: lines end in CRLF: save it with LF alone")
        if len(line) == LONGEST_LINE and line[-1] != "\n":
            raise Malformed(f"{path}: a line of more than {LONGEST_LINE} characters")
        if line[-1] != "\n":
            cut = "the file is cut short, or was changed"
            raise Malformed(f"{path}: no newline after the last line: {cut}")
        yield line[:-1]


def text_of(path: str, most: int) -> str:
    """The text of a claim's file, a byte order mark left out; one character more than `most` at most."""
    return next(read(path, "utf-8-sig", most + 1, lines=False), "")
