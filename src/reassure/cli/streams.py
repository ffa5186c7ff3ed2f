"""Printing when the reader has left or the disk is full: files and verdicts stay as they are."""

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
                # Waits for a reader: `written` is None where a pipe that does not block is full.
                select.select([], [self], [])  # a pipe that does not wait is full
        except OSError as error:
            self.fault = error
        return len(data)  # as if written: printing goes on, and `status` tells of it at the end


def _in_plain(error: UnicodeError) -> tuple[str, int]:
    """What a terminal of few characters shows instead; letters lose their accents, and marks stay distinct.
    An error handler of `codecs`: returns the text in place of what cannot be encoded, and where to go on.
    """
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101
    text = error.object[error.start : error.end]
    return "".join(_PLAIN.get(c) or _bare(c) for c in text), error.end


def _bare(c: str) -> str:
    """A letter without its accents; "?" where nothing of ASCII is left."""
    bare = unicodedata.normalize("NFKD", c)[:1]
    return bare if bare.isascii() else "?"


codecs.register_error("reassure-plain", _in_plain)


def guard() -> None:
    """From now on nothing that is printed raises: streams that are closed, full or of few characters take it all the
    same.
    """
    for number in range(3):  # a file that is opened must not become what was closed
        try:
            # A closed descriptor would be given to the next file that is opened, and text would be written into it.
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    # Python leaves a stream None whose descriptor was closed when it started.
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            setattr(sys, name, _guarded(stream, own=stream is getattr(sys, f"__{name}__")))


def _guarded(stream: io.TextIOWrapper, own: bool) -> io.TextIOWrapper:
    """The stream with what it cannot write dropped, and what it cannot encode in plain letters."""
    binary = getattr(stream.buffer, "raw", stream.buffer)
    if not own or type(binary) is not io.FileIO:  # a test's, or a console of its own kind
        stream.reconfigure(errors="reassure-plain")
        return stream
    # The same stream from its descriptor upward, with _Stream at the bottom.
    return io.TextIOWrapper(
        io.BufferedWriter(_Stream(binary.fileno(), "w", closefd=False)),
        stream.encoding,
        "reassure-plain",
        line_buffering=stream.line_buffering or stream.write_through,
    )


def tell(line: str, err: bool = False) -> None:
    """Print one line, on standard output or error, at once."""
    print(line, file=sys.stderr if err else sys.stdout, flush=True)


def status(found: int) -> int:
    """The exit status, once all is written: `found`, or UNWRITTEN where the text of a command that had an answer is
    lost. A reader that left early (`head`) changes nothing.
    """
    sys.stdout.flush()
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    fault = raw.fault if isinstance(raw, _Stream) else None
    # Commands end in 0 or 1 with an answer; other statuses have told of their own fault.
    if fault is None or isinstance(fault, BrokenPipeError) or found not in (0, 1):
        return found
    tell(f"error: cannot write to standard output: {fault.strerror}", err=True)
    return UNWRITTEN
