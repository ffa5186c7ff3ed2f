"""`reassure export` as a user meets it, and the table of formats behind it."""

from __future__ import annotations

import csv
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reassure.errors import OutputError, ResultError
from reassure.report.exports import FORMATS, format_named, parse_epoch
from tests.called import called
from tests.report.exports.world import MOMENT, TITLE, ways, world


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export")
    world().write_json(path / "r.json")
    return path


def export(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`reassure export` there."""
    return called("export", *arguments, cwd=folder)


def test_a_file_and_one_line(folder: Path) -> None:
    """The file, what it is, and what was left out."""
    done = export(folder, "r.json", "r.kml", "--format", "kml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert f"of {world().flights.count} flights" in done.stdout
    assert "--all-flights takes every one" in done.stdout
    assert "--all-flights" not in (folder / "r.kml").read_text()
    assert f"of {world().flights.count} flights" in (folder / "r.kml").read_text()
    done = export(
        folder,
        "r.json",
        "r.czml",
        "--format",
        "czml",
        "--all-flights",
        "--epoch",
        "2030-01-01T06:00:00Z",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f"all {world().flights.count} flights" in done.stdout
    assert "2030-01-01T06:00:00" in (folder / "r.czml").read_text()
    (folder / "r.kml").unlink()
    (folder / "r.czml").unlink()


@pytest.mark.parametrize(
    ("file", "format_", "said"),
    [
        ("r.nc", "netcdf", r"; all {pairs} pairs; trajectories of \d+ of {flights} flights: .*; --all-flights takes every one\n"),
        ("r.csv", "csv", "; all {pairs} pairs\n"),
        ("r.bib", "bibtex", "the program, the result and the sources of its figures\n"),
    ],
)  # fmt: skip
def test_what_a_file_holds_whole_and_in_part(folder: Path, file: str, format_: str, said: str) -> None:  # fmt: skip
    """Pairs are never left out, and flights are only where they are drawn."""
    done = called("export", "r.json", file, "--format", format_, cwd=folder)
    expected = said.format(pairs=world().pairs.reason.size, flights=world().flights.count)
    assert re.search(expected + "$", done.stdout), done.stdout
    (folder / file).unlink()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["r.json", "x", "--format", "shp"], "--format shp; allowed: kml, czml, geojson, oem, netcdf, csv"),
        (["r.json", "r.json", "--format", "kml"], "a file of its own"),
        (["r.json", "./r.json", "--format", "csv"], "a file of its own"),
        (["r.json", "none/x.kml", "--format", "kml"], "no folder none"),
        (["r.json", ".", "--format", "kml"], "a folder"),
        (["none.json", "x.kml", "--format", "kml"], "none.json: no such file"),
        (["r.json", "x", "--format", "geojson", "--epoch", "2012-03-14T00:00:00Z"], "which has no dates"),
        (["r.json", "x", "--format", "oem", "--epoch", "a\nb"], "--epoch a?b; allowed: UTC"),
        (["r.json", "x", "--format", "csv", "--flight", "1"], "a choice of flights with"),
        (["r.json", "x", "--format", "kml", "--flight", "999"], "flight 999; allowed: 0 to"),
        (["r.json", "x", "--format", "kml", "--flight", "1", "--all-flights"], "one of the two"),
        (["r.json", "x.oem", "--format", "oem"], "a name that ends in .zip"),
    ],
)  # fmt: skip
def test_bad_input_is_exit_2_and_one_line(folder: Path, arguments: list[str], said: str) -> None:
    """On standard error, and nothing on standard output or disk."""
    before = (folder / "r.json").read_bytes()
    done = called("export", *arguments, cwd=folder)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert [p.name for p in folder.iterdir()] == ["r.json"]
    assert (folder / "r.json").read_bytes() == before


@pytest.mark.parametrize("name", [f.name for f in FORMATS])
def test_nothing_is_half_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up on the way: a clear error, the old file untouched, no scraps."""
    path = tmp_path / "out.zip"
    path.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        format_named(name).write(world(), ways(), MOMENT, path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.zip"]


def test_csv_carries_its_sources(tmp_path: Path) -> None:
    """In comment lines above a row for each pair."""
    format_named("csv").write(world(), ways(), MOMENT, tmp_path / "r.csv")
    lines = (tmp_path / "r.csv").read_text().split("\n")
    comments = [line for line in lines if line.startswith("#")]
    assert TITLE in comments[0]
    assert world().scenario_sha256 in comments[0]
    assert len(comments) == 1 + len(world().sources)
    for line, source in zip(comments[1:], world().sources, strict=True):
        assert line.startswith(f"# {source.key} = ")
        assert f"[{source.status}]" in line
        assert all(who in line for _, who, _ in source.dissent)
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert len(rows) == world().pairs.reason.size


def test_epochs() -> None:
    """UTC, in either spelling; nothing else."""
    assert parse_epoch("2012-03-14T00:00:00Z") == datetime(2012, 3, 14, tzinfo=UTC)
    assert parse_epoch("2012-03-14T00:00:00+00:00") == datetime(2012, 3, 14, tzinfo=UTC)
    for text in ("", "2012-03-14", "2012-03-14T00:00:00", "2012-03-14T00:00:00+02:00", "1900-01-01T00:00:00Z",
                 "9999-01-01T00:00:00Z", "2012-02-30T00:00:00Z", "now"):  # fmt: skip
        with pytest.raises(ResultError, match="allowed: UTC between 1958 and 2100"):
            parse_epoch(text)
