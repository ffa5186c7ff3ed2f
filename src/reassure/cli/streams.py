"""What is printed may go nowhere: a reader that has left or a full disk changes neither files nor a verdict."""

from __future__ import annotations

import codecs
import io
import os
import select
import sys
import unicodedata
from typing import Any

__all__ = ["UNWRITTEN", "guard", "status", "tell"]

UNWRITTEN = 2
"""The exit status where the text could not be written."""

_PLAIN = {
    "\u2500": "-", "\u2020": "*", "\u2021": "#", "\u00b2": "2", "\u00b1": "~", "\u00b7": ".", "\u00d7": "x", "\u2212": "-",
    "\u2013": "-", "\u2014": "-", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"',
}  # fmt: skip
"""One character for one, so that what stands in columns stays there."""


class _Stream(io.FileIO):
    """A standard stream. It drops what cannot be written, and keeps the first reason."""

    fault: OSError | None = None

    def write(self, data: Any) -> int:
        try:
            while self.fault is None:
                if (written := super().write(data)) is not None:
                    return written
                select.select([], [self], [])  # a pipe that does not wait is full
        except OSError as error:
            self.fault = error
        return len(data)


def _in_plain(error: UnicodeError) -> tuple[str, int]:
    """What a terminal of few characters shows instead; letters lose their accents, and marks stay distinct."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101
    text = error.object[error.start : error.end]
    return "".join(_PLAIN.get(c) or _bare(c) for c in text), error.end


def _bare(c: str) -> str:
    bare = unicodedata.normalize("NFKD", c)[:1]
    return bare if bare.isascii() else "?"


codecs.register_error("reassure-plain", _in_plain)


def guard() -> None:
    """From now on nothing that is printed raises."""
    for number in range(3):  # a file that is opened must not become what was closed
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            setattr(sys, name, _guarded(stream, own=stream is getattr(sys, f"__{name}__")))


def _guarded(stream: io.TextIOWrapper, own: bool) -> io.TextIOWrapper:
    binary = getattr(stream.buffer, "raw", stream.buffer)
    if not own or type(binary) is not io.FileIO:  # a test's, or a console of its own kind
        stream.reconfigure(errors="reassure-plain")
        return stream
    return io.TextIOWrapper(
        io.BufferedWriter(_Stream(binary.fileno(), "w", closefd=False)),
        stream.encoding,
        "reassure-plain",
        line_buffering=stream.line_buffering or stream.write_through,
    )


def tell(line: str, err: bool = False) -> None:
    """One line, at once."""
    print(line, file=sys.stderr if err else sys.stdout, flush=True)


def status(found: int) -> int:
    """The exit status, once all is written. A reader that left early changes nothing; anything else is said."""
    sys.stdout.flush()
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    fault = raw.fault if isinstance(raw, _Stream) else None
    if fault is None or isinstance(fault, BrokenPipeError) or found not in (0, 1):
        return found
    tell(f"error: cannot write to standard output: {fault.strerror}", err=True)
    return UNWRITTEN
