"""The result as JSON, CSV and arrays: one contract, units and sources inside, whole or not at all."""

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest

from reassure.answers.assessment import Reason
from reassure.errors import OutputError
from reassure.machine.files import check_writable
from reassure.scenario.reader import fingerprint, parse
from tests.small import SMALL, small


@pytest.fixture
def document(tmp_path: Path) -> dict:
    """The JSON file read back."""
    path = tmp_path / "small.json"
    small().write_json(path)
    return json.loads(path.read_text())


def test_json_is_the_contract(document: dict) -> None:
    """Keys as scenario.md promises them."""
    assert document["format"] == "reassure-assessment/1"
    assert document["scenario"] == {"title": "Small <b>&", "sha256": small().scenario_sha256}
    assert document["reassure_version"]
    pair = document["pairs"][0]
    assert set(pair) >= {
        "deployment", "base", "aim", "aim_point", "flight_time_ratio", "flight_time_s",
        "flight_burnout_speed_km_s", "required_speed_km_s", "available_speed_km_s", "margin_km_s",
        "at", "critical",
    }  # fmt: skip
    assert set(pair["at"]) == {
        "launch_s",
        "intercept_s",
        "height_km",
        "latitude_deg",
        "longitude_deg",
    }
    assert set(pair["critical"]) == {
        "burnout_speed_km_s",
        "launch_delay_s",
        "after_burnout_s",
        "reason",
    }
    assert len(document["pairs"]) == 5 * small().flights.count
    row = document["deployments"][0]
    assert set(row) >= {"id", "least_margin_km_s", "worst", "share_out_of_reach"}
    margins = [p["margin_km_s"] for p in document["pairs"] if p["deployment"] == row["id"]]
    assert row["least_margin_km_s"] == min(margins)
    assert row["worst"]["base"] == document["pairs"][margins.index(min(margins))]["base"]
    assert {"key", "value", "status", "source"} <= set(document["sources"][0])
    assert all(s["status"] in {"found", "recalled", "assumed"} for s in document["sources"])
    assert document["missing_flights"][0]["reason"]


def test_json_file_is_what_to_dict_says(document: dict) -> None:
    """Written in pieces, yet the same."""
    assert document == json.loads(json.dumps(small().to_dict()))


def test_margin_adds_up_in_the_file(document: dict) -> None:
    """For every pair with an arc; without one, null and a reason, never NaN."""
    for pair in document["pairs"]:
        if pair["required_speed_km_s"] is None:
            assert pair["at"] is pair["margin_km_s"] is None
            assert pair["critical"]["reason"]
            continue
        gap = pair["required_speed_km_s"] - pair["available_speed_km_s"]
        assert math.isclose(pair["margin_km_s"], gap, abs_tol=2e-6)
        nulls = [k for k in ("burnout_speed_km_s", "launch_delay_s") if pair["critical"][k] is None]
        assert bool(nulls) == (pair["critical"]["reason"] is not None)


def test_every_figure_used_is_there_with_its_trust(document: dict) -> None:
    """From catalogue and scenario, by key."""
    by_key = {s["key"]: s for s in document["sources"]}
    assert by_key["interceptor.sm3-ib.burnout_speed_km_s"]["status"] == "recalled"
    assert by_key["deployment.fast.interceptor.f.burnout_speed_km_s"]["source"] == "a book"
    assert by_key["deployment.fast.interceptor.f.burnout_speed_km_s"]["status"] == "found"
    assert by_key["deployment.slow.launch_delay_s"]["status"] == "assumed"
    assert by_key["booster.icbm-solid.burnout_time_s"]["dissent"][0]["value"] == 120
    assert by_key["base.kozelsk.latitude_deg"]["value"] == 54.03


def test_csv_agrees_with_json(document: dict, tmp_path: Path) -> None:
    """Row by row; a comment line with the hash on top."""
    path = tmp_path / "small.csv"
    small().write_csv(path)
    lines = path.read_text().splitlines()
    assert small().scenario_sha256 in lines[0]
    rows = list(csv.DictReader(lines[1:]))
    assert len(rows) == len(document["pairs"])
    for row, pair in zip(rows, document["pairs"], strict=True):
        assert (row["deployment"], row["base"], row["aim"]) == (
            pair["deployment"],
            pair["base"],
            pair["aim"],
        )
        if pair["margin_km_s"] is None:
            assert row["margin_km_s"] == row["intercept_height_km"] == ""
        else:
            assert float(row["margin_km_s"]) == pytest.approx(pair["margin_km_s"], abs=2e-6)
            assert float(row["intercept_height_km"]) == pytest.approx(
                pair["at"]["height_km"], abs=1e-3
            )
        assert row["reason"] == (pair["critical"]["reason"] or "")


def test_dataset() -> None:
    """Units, coordinates, sources, version and hash inside."""
    data = small().to_xarray()
    assert dict(data.sizes) == {"deployment": 5, "flight": 6}
    assert data["margin_km_s"].attrs["units"] == "km s-1"
    assert data["intercept_height_km"].attrs["units"] == "km"
    assert data["launch_s"].attrs["units"] == "s"
    assert data["aim_latitude_deg"].attrs["units"] == "degree"
    assert data.attrs["scenario_sha256"] == small().scenario_sha256
    assert json.loads(data.attrs["sources"])[0]["key"]
    assert np.array_equal(data["margin_km_s"].values, small().pairs.margin_km_s, equal_nan=True)
    assert str(data["reason"].sel(deployment="hopeless").values[0]) == Reason.NO_ARC_EVER.words
    unnamed = [n for n in data.data_vars if n != "reason" and "units" not in data[n].attrs]
    assert unnamed == []


def test_nothing_is_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills up on the way: a clear error, the old file untouched, no scraps."""
    path = tmp_path / "out.json"
    path.write_text("old")
    calls = []

    def full(_: int) -> None:
        calls.append(1)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        small().write_json(path)
    assert calls
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.json"]


def test_unwritable_is_said_beforehand(tmp_path: Path) -> None:
    """A folder, or no folder."""
    with pytest.raises(OutputError, match="a folder"):
        check_writable(tmp_path)
    with pytest.raises(OutputError, match="no folder"):
        check_writable(tmp_path / "none" / "x.json")


def test_fingerprint_is_of_content_not_layout() -> None:
    """Comments and order of keys do not matter; a figure does."""
    one = fingerprint(parse(SMALL.encode(), "x"))
    moved = SMALL.replace('title = "Small <b>&"\n', "").replace(
        "[[force]]", 'title = "Small <b>&"\n# a word\n[[force]]', 1
    )
    assert fingerprint(parse(moved.encode(), "x")) == one
    assert fingerprint(parse(SMALL.replace("= 100\n", "= 101\n", 1).encode(), "x")) != one
