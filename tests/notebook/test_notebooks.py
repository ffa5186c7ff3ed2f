"""The notebooks of docs/notebooks: a fresh kernel says what is stored, and what is stored is light."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from tests.script import script_at

ROOT = Path(__file__).parents[2]
NAMES = ("plan-of-2012", "quarrel-of-2007", "guarantee", "agreement", "own-scenario")
PATHS = [ROOT / f"docs/notebooks/{name}.ipynb" for name in NAMES]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """scripts/notebooks.py."""
    return script_at("scripts/notebooks.py")


def made(path: Path, *cells: str) -> Path:
    """A notebook of cells of code."""
    code = [nbformat.v4.new_code_cell(source, id=f"cell-{k}") for k, source in enumerate(cells)]
    nbformat.write(nbformat.v4.new_notebook(cells=code), path)
    return path


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_a_fresh_kernel_says_what_is_stored(script: ModuleType, path: Path) -> None:
    """No cell fails or writes on standard error, each says the same to the letter (but for the year of a citation), and
    there are two pictures or more.
    """
    found = script.executed(path)  # raises where a cell fails
    kinds = [kind for cell in script.said(found) for kind, _ in cell]
    assert "stderr" not in kinds
    assert kinds.count("image/png") >= 2
    assert script.differences(read(path), found) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_what_is_stored_is_light_and_whole(script: ModuleType, path: Path) -> None:
    """All cells ran in their order; no whole report, no time of day, no kernel's version; links lead somewhere; it begins
    with what is needed and ends with how to cite it.
    """
    notebook = read(path)
    nbformat.validate(notebook)
    assert path.stat().st_size < 600_000
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    for cell in notebook.cells:
        assert cell.metadata == {}
        for output in cell.get("outputs", []):
            assert len(output.get("data", {}).get("text/html", "")) < 20_000
    assert notebook.metadata == nbformat.from_dict(script._METADATA)
    assert 'pip install "reassure[plot]" jupyter' in notebook.cells[0].source
    assert "some 15 minutes" in notebook.cells[0].source
    assert notebook.cells[-2].source.startswith("## Cite this")
    assert "print(reassure.bibtex(" in notebook.cells[-1].source
    text = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    for name in re.findall(r"\]\(((?!http)[^)]+)\)", text):
        assert (path.parent / name).exists(), name


def test_every_notebook_is_listed() -> None:
    """In docs/notebook.md, and none stands in the folder that is not."""
    assert sorted(p.name for p in (ROOT / "docs/notebooks").glob("*.ipynb")) == sorted(
        p.name for p in PATHS
    )
    text = (ROOT / "docs/notebook.md").read_text()
    for name in NAMES:
        assert f"](notebooks/{name}.ipynb)" in text


def test_a_difference_is_found(script: ModuleType, tmp_path: Path) -> None:
    """In a letter, in a picture that is missing, and on standard error; a citation may be of any year, another line not."""
    empty = "import os; print(os.listdir())"
    year = "print('  year = {1999},')"
    png = "from IPython.display import Image\nfrom base64 import b64decode\n" + (
        "Image(b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='))"
    )
    path = made(tmp_path / "small.ipynb", empty, year, png, "import sys; print(1, file=sys.stderr)")
    found = script.executed(path)
    assert script.said(found)[0] == [("stdout", "[]\n")]
    assert script.said(found)[3] == [("stderr", "1\n")]
    assert len(script.differences(read(path), found)) == 4  # nothing is stored yet
    nbformat.write(found, path)
    stored = read(path)
    assert script.differences(stored, found) == []
    stored.cells[1].outputs[0].text = "  year = {2001},\n"
    assert script.differences(stored, found) == []
    stored.cells[0].outputs[0].text = "['x']\n"
    del stored.cells[2].outputs[0].data["image/png"]
    stored.cells[3].outputs[0].name = "stdout"
    lines = script.differences(stored, found)
    assert [line.split(" (")[0] for line in lines] == ["cell cell-0", "cell cell-2", "cell cell-3"]


def test_a_cell_that_fails_is_told(script: ModuleType, tmp_path: Path) -> None:
    """With its error, and nothing comes back."""
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        script.executed(made(tmp_path / "bad.ipynb", "1 / 0"))


def test_check_writes_nothing(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    """It fails while the file says something else; without it the file is written, and then it passes."""
    path = made(tmp_path / "one.ipynb", "print(2)")
    before = path.read_bytes()
    monkeypatch.setattr(script, "FOLDER", tmp_path)
    assert script.main(["--check"]) == 1
    assert "one: 1 differs" in capsys.readouterr().out
    assert path.read_bytes() == before
    assert script.main(["one"]) == 0
    assert script.main(["--check", "one"]) == 0
    with pytest.raises(SystemExit, match="2"):
        script.main(["two"])
    assert "no notebook two; allowed: one" in capsys.readouterr().err
