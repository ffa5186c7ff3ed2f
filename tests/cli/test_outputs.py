"""Names of outputs: what ends in something else than what will be written is refused before any work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.called import called
from tests.small import SMALL

FRONT = ["trade", "s.toml", "--protect", "x", "--against", "y"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["assess", "s.toml", "--report", "x.pdf"], "x.pdf: ends in .pdf; allowed: a name that ends in .html or .htm, or in nothing"),
        (["assess", "s.toml", "--json", "x.csv"], "x.csv: ends in .csv; allowed: a name that ends in .json"),
        (["assess", "s.toml", "--csv", "x.xlsx"], "x.xlsx: ends in .xlsx; allowed: a name that ends in .csv"),
        (["footprint", "s.toml", "--deployment", "d", "--against", "m", "--json", "x.html"], "x.html: ends in .html"),
        (["footprint", "s.toml", "--deployment", "d", "--against", "m", "--csv", "x.json"], "x.json: ends in .json"),
        (["compare", "s.toml", "s.toml", "--report", "x.docx"], "x.docx: ends in .docx"),
        (["compare", "s.toml", "s.toml", "--json", "x.html"], "x.html: ends in .html"),
        (["indicator", "s.toml", "--report", "x.png"], "x.png: ends in .png"),
        (["indicator", "s.toml", "--csv", "x.json"], "x.json: ends in .json"),
        (["indicator", "s.toml", "--certificates", "x.cert"], "x.cert: ends in .cert, and a folder of files is written"),
        (["limits", "s.toml", "--number", "--json", "x.csv"], "x.csv: ends in .csv"),
        (["limits", "s.toml", "--map", "speed", "--out", "x.png"], "x.png: ends in .png, and a folder of files is written"),
        ([*FRONT, "--out", "x.csv"], "x.csv: ends in .csv, and a folder"),
        ([*FRONT, "--out", "x", "--store", "x.nc"], "x.nc: ends in .nc; allowed: a name that ends in .zarr"),
        (["sweep", "s.toml", "--out", "x.nc"], "x.nc: ends in .nc; allowed: a name that ends in .zarr"),
        (["certify", "s.toml", "--out", "x.json"], "x.json: ends in .json; allowed: a name that ends in .cert"),
        (["export", "r.json", "x.kmz", "--format", "kml"], "x.kmz: ends in .kmz; allowed: a name that ends in .kml, or in nothing"),
        (["export", "r.json", "x.kml", "--format", "czml"], "x.kml: ends in .kml; allowed: a name that ends in .czml or .json"),
        (["export", "r.json", "x.csv", "--format", "netcdf"], "x.csv: ends in .csv; allowed: a name that ends in .nc or .nc4"),
        (["export", "r.json", "x.nc", "--format", "csv"], "x.nc: ends in .nc"),
        (["export", "r.json", "x.shp", "--format", "geojson"], "x.shp: ends in .shp"),
        (["export", "r.json", "x.kml", "--format", "oem"], "x.kml: ends in .kml"),
    ],
)  # fmt: skip
def test_a_name_for_something_else_is_refused(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    """One line and exit 2, before the scenario is even looked into; nothing on disk."""
    (tmp_path / "s.toml").write_text(SMALL)
    (tmp_path / "r.json").write_text("{}")
    done = called(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["r.json", "s.toml"]


@pytest.mark.parametrize("names", [("x", "y"), ("x.JSON", "y.Csv"), ("run-1.5", "of.2012")])
def test_other_names_are_nobodys_business(tmp_path: Path, names: tuple[str, str]) -> None:
    """None at all, capitals, a number."""
    (tmp_path / "s.toml").write_text(SMALL)
    done = called("assess", "s.toml", "--json", names[0], "--csv", names[1], cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / names[0]).read_text())["pairs"]
