"""The cache of compiled kernels belongs to the sources that were compiled."""

import subprocess
import sys
from pathlib import Path

import reassure
from reassure import kernels


def test_cache_folder_follows_the_sources(tmp_path: Path) -> None:
    """A changed core file anywhere, another folder: numba alone would keep callers of changed kernels."""
    import shutil

    copy = tmp_path / "reassure"
    source = Path(reassure.__file__).parent
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
    code = "from reassure import kernels; print(kernels._FOLDER)"

    def folder() -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True,
            env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin"},
        )  # fmt: skip
        return done.stdout.strip()

    before = folder()
    assert before.startswith(str(copy))
    assert folder() == before
    arcs = copy / "reach" / "arcs.py"
    arcs.write_text(arcs.read_text() + "\n# changed\n")
    assert folder() != before
    assert Path(before).name == Path(kernels._FOLDER).name
