"""Printing when the reader has left or the disk is full: it says nothing about a certificate."""

from __future__ import annotations

import io
import os
import select
import sys
from typing import Any

UNWRITTEN = 3
"""The exit status where the text could not be written."""


class Stream(io.FileIO):
    """A standard stream. It drops what cannot be written, and keeps the first reason."""

    fault: OSError | None = None

    def write(self, data: Any) -> int:
        """How many bytes are dealt with."""
        try:
            while self.fault is None:
                if (written := super().write(data)) is not None:
                    return written
                select.select([], [self], [])  # a pipe that does not wait is full
        except OSError as error:
            self.fault = error
        return len(data)


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
        elif stream is getattr(sys, f"__{name}__"):
            binary = getattr(stream.buffer, "raw", stream.buffer)
            if type(binary) is not io.FileIO:  # a console of its own kind
                stream.reconfigure(errors="backslashreplace")
                continue
            bytes_ = io.BufferedWriter(Stream(binary.fileno(), "w", closefd=False))
            by_line = stream.line_buffering or stream.write_through
            text = io.TextIOWrapper(bytes_, stream.encoding, "backslashreplace", line_buffering=by_line)  # fmt: skip
            setattr(sys, name, text)


def status(found: int) -> int:
    """The exit status, once all is written. A reader that left early changes nothing; anything else is said."""
    sys.stdout.flush()
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    fault = raw.fault if isinstance(raw, Stream) else None
    if fault is None or isinstance(fault, BrokenPipeError) or found == 130:
        return found
    print(f"OUTPUT FAULT: standard output: {fault.strerror}; this is no verdict", file=sys.stderr)
    return UNWRITTEN
