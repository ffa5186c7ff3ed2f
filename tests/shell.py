"""A program as a shell runs it."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

LEFT_AT_ONCE = '{ "$@"; echo $? >"$STATUS"; } | true'
LEFT_AFTER_A_LINE = '{ "$@"; echo $? >"$STATUS"; } | head -1'


def in_shell(line: str, words: list[str], cwd: Path | None = None) -> tuple[int, str]:
    """A line with "$@" in it, which is `words`: the exit status of the program, and what standard error got.

    A line that holds a pipe writes the status to "$STATUS" itself.
    """
    with tempfile.TemporaryDirectory() as folder:
        status = Path(folder) / "status"
        if "$STATUS" not in line:
            line += '; echo $? >"$STATUS"'
        done = subprocess.run(
            ["/bin/sh", "-c", f"STATUS={status}; {line}", "sh", *words],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, cwd=cwd,
        )  # fmt: skip
        return int(status.read_text()), done.stderr
