"""Execute the notebooks of docs/notebooks and store what they show: `python3 scripts/notebooks.py [NAME ...]`.

Each runs in a kernel of its own, in an empty folder. With `--check` nothing is written, and it fails where a notebook no
longer says what is stored.
"""

from __future__ import annotations

import argparse
import base64
import importlib.util
import io
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs/notebooks"

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "name": "python", "pygments_lexer": "ipython3"},
}
"""The same on every machine: a kernel would add its own version."""
_SECONDS = 600
"""For one cell. The first use of all compiles for a minute or two."""


def executed(path: Path) -> Any:
    """The notebook as a fresh kernel answers it, without anything that changes from run to run.

    Raises CellExecutionError where a cell fails.
    """
    # Builds its list of fonts where there is none; a kernel would tell so on its standard error.
    import matplotlib.font_manager  # noqa: F401
    import nbformat
    from nbclient import NotebookClient
    from traitlets.config import Config

    notebook = nbformat.read(path, as_version=4)
    config = Config()
    with TemporaryDirectory() as work, TemporaryDirectory() as settings:
        if os.name == "posix":
            # Of TCP ports another process may take the one that was chosen, before the kernel does.
            config.KernelManager.transport, config.KernelManager.ip = "ipc", f"{settings}/kernel"
        client = NotebookClient(
            notebook,
            config=config,
            kernel_name="python3",
            timeout=_SECONDS,
            coalesce_streams=True,
            resources={"metadata": {"path": work}},
        )
        # In a folder of its own: nobody's startup files run.
        client.execute(env={**os.environ, "IPYTHONDIR": settings})
    notebook.metadata = nbformat.from_dict(_METADATA)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})  # the times of day at which it ran
        for data in (output.data for output in cell.get("outputs", []) if "data" in output):
            if "image/png" in data:
                data["image/png"] = _light(data["image/png"])
    return notebook


def _light(picture: str) -> str:
    """A PNG (base64) in a palette: what is seen stays, and half of the size goes."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(base64.b64decode(picture))) as drawn:
        # The way that leaves no colour more than 4 % off; a median cut turns the map's rare light blue to green.
        few = drawn.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=3)
        few.save(out, "PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode("ascii")


def said(notebook: Any) -> list[list[tuple[str, str]]]:
    """What each cell shows: kind and text of each output. Of a picture only that there is one, for its bytes follow from
    the fonts of the machine.
    """
    shown: list[list[tuple[str, str]]] = []
    for cell in notebook.cells:
        outputs: list[tuple[str, str]] = []
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                outputs.append((output.name, output.text))
                continue
            for kind, what in sorted(output.get("data", {}).items()):
                outputs.append((kind, "" if kind.startswith("image/") else what))
        shown.append([(kind, _of_this_year(text)) for kind, text in outputs])
    return shown


def _of_this_year(text: str) -> str:
    """A citation has the year in which it is made, whenever that is."""
    return re.sub(r"^  year = \{\d{4}\}", f"  year = {{{datetime.now(UTC).year}}}", text, flags=re.M)  # fmt: skip


def differences(stored: Any, made: Any) -> list[str]:
    """Where a notebook says something else than is stored: a line for each cell."""
    lines = []
    for cell, had, has in zip(stored.cells, said(stored), said(made), strict=True):
        if had != has:
            first = cell.source.splitlines()[0]
            lines.append(f"cell {cell.id} ({first}): stored {had}, now {has}")
    return lines


def main(arguments: list[str]) -> int:
    """Execute those named, or all; the exit code."""
    import nbformat

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if it differs")
    known = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
    parser.add_argument("name", nargs="*", help=f"of {', '.join(known)}; all unless named")
    given = parser.parse_args(arguments)
    for name in set(given.name) - set(known):
        parser.error(f"no notebook {name}; allowed: {', '.join(known)}")
    failed = 0
    for name in given.name or known:
        path = FOLDER / f"{name}.ipynb"
        made = executed(path)
        if given.check:
            found = differences(nbformat.read(path, as_version=4), made)
            print("\n".join([f"{name}: {len(found) or 'nothing'} differs", *found]), flush=True)
            failed += bool(found)
        else:
            nbformat.write(made, path)
            print(f"{name}: {path.stat().st_size / 1e3:.0f} kB", flush=True)
    return min(failed, 1)


if __name__ == "__main__":
    # Run by a Python without the kernel: the test environment has it.
    if any(importlib.util.find_spec(name) is None for name in ("reassure", "nbclient")):
        from _venv import environment, run

        sys.exit(run([str(environment("test")), __file__, *sys.argv[1:]]))
    sys.exit(main(sys.argv[1:]))
