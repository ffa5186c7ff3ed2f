"""The command in this process, where a test is not about the process."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from reassure.cli import main


def called(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`reassure` with these arguments in a folder: its exit status, and what it printed. A process of its own would first
    import for a second.
    """
    out, err = io.StringIO(), io.StringIO()
    words = ["reassure", *arguments]
    with chdir(cwd or "."), patch.object(sys, "argv", words), redirect_stdout(out), redirect_stderr(err):  # fmt: skip
        try:
            main()
        except SystemExit as stop:
            status = stop.code
    assert isinstance(status, int)
    return subprocess.CompletedProcess(words, status, out.getvalue(), err.getvalue())
