"""Install if need be, then run every linter: `python3 scripts/check.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from _venv import environment, run

if __name__ == "__main__":
    python = environment("lint")
    tools = Path(python).parent
    commands = [
        [str(tools / "ruff"), "check", "."],
        [str(tools / "ruff"), "format", "--check", "."],
        [str(tools / "mypy")],
        [str(tools / "lint-imports"), "--no-cache"],
    ]
    failed = [command for command in commands if run(command)]
    sys.exit(1 if failed else 0)
