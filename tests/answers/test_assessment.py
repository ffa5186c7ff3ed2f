"""The result as JSON, CSV and arrays: one contract, units and sources inside, whole or not at all."""

import csv
import json
import math
from dataclasses import replace
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
    """Keys as assessment.md promises them; the pairs are columns with the names that they have in CSV and xarray."""
    assert document["format"] == "reassure-assessment/2"
    assert document["scenario"] == {"title": "Small <b>&", "sha256": small().scenario_sha256}
    assert document["reassure_version"]
    assert [p["deployment"] for p in document["pairs"]] == [
        d["id"] for d in document["deployments"]
    ]
    count = small().flights.count
    for columns in document["pairs"]:
        assert set(columns) - {"deployment"} == set(small().to_xarray().data_vars) - {
            "flight_burnout_speed_km_s"
        }
        assert {len(c) for key, c in columns.items() if key != "deployment"} == {count}
    assert document["reasons"][0] == ""
    assert {len(c) for c in document["flights"].values()} == {count}
    row, margins = document["deployments"][0], document["pairs"][0]["margin_km_s"]
    assert set(row) >= {"id", "least_margin_km_s", "worst", "share_out_of_reach"}
    assert row["least_margin_km_s"] == min(margins)
    assert row["worst"]["base"] == document["flights"]["base"][margins.index(min(margins))]
    assert {"key", "value", "status", "source"} <= set(document["sources"][0])
    assert all(s["status"] in {"found", "recalled", "assumed"} for s in document["sources"])
    assert document["missing_flights"][0]["reason"]


def test_json_file_is_what_to_dict_says(document: dict) -> None:
    """Written in pieces, yet the same."""
    assert document == json.loads(json.dumps(small().to_dict()))


def test_margin_adds_up_in_the_file(document: dict) -> None:
    """For every pair with an arc; without one, null and a reason, never NaN."""
    checked = 0
    for deployment, columns in zip(document["deployments"], document["pairs"], strict=True):
        available = deployment["burnout_speed_km_s"] + deployment["divert_km_s"]
        rows = {key: column for key, column in columns.items() if key != "deployment"}
        for values in zip(*rows.values(), strict=True):
            pair = dict(zip(rows, values, strict=True))
            checked += 1
            if pair["required_speed_km_s"] is None:
                assert (
                    pair["launch_s"] is pair["intercept_height_km"] is pair["margin_km_s"] is None
                )
                assert document["reasons"][pair["reason"]]
                continue
            gap = pair["required_speed_km_s"] - available
            assert math.isclose(pair["margin_km_s"], gap, abs_tol=2e-6)
            keys = ("critical_burnout_speed_km_s", "critical_launch_delay_s")
            assert any(pair[key] is None for key in keys) == (pair["reason"] != 0)
    assert checked == 5 * small().flights.count


def test_a_pair_says_what_the_columns_say(document: dict) -> None:
    """The table of one pair has the numbers of the file, to the same digits, and its names."""
    for d, columns in enumerate(document["pairs"]):
        for f in range(small().flights.count):
            pair, own = (
                small().pair(d, f),
                {k: c[f] for k, c in columns.items() if k != "deployment"},
            )
            at = pair["at"] or dict.fromkeys(("launch_s", "intercept_s", "height_km", "latitude_deg", "longitude_deg"))  # fmt: skip
            assert own == {
                **{k: pair[k] for k in ("required_speed_km_s", "margin_km_s")},
                **dict(zip(("site_latitude_deg", "site_longitude_deg"), pair["site_point"] or (None, None), strict=True)),
                **{k if k.endswith("_s") else f"intercept_{k}": v for k, v in at.items()},
                **{f"critical_{k}": v for k, v in pair["critical"].items() if k != "reason"},
                "reason": document["reasons"].index(pair["critical"]["reason"] or ""),
            }  # fmt: skip


def test_the_docs_read_it_with_pandas(tmp_path: Path) -> None:
    """By the lines of assessment.md: as many rows as pairs, and the least margin of each deployment."""
    path = tmp_path / "result.json"
    small().write_json(path)
    text = (Path(__file__).parents[2] / "docs" / "assessment.md").read_text()
    block = text.split("```python\n")[1].split("```")[0]
    names: dict = {}
    exec(block.replace("result.json", str(path)), names)  # noqa: S102  (the lines of our own page)
    pairs = names["pairs"]
    assert len(pairs) == small().pairs.reason.size
    for d in small().deployments:
        least = pairs[pairs["deployment"] == d.id]["margin_km_s"].min()
        assert d.least_margin_km_s is None or least == pytest.approx(d.least_margin_km_s, abs=1e-6)
        reasons = set(pairs[pairs["deployment"] == d.id]["reason"].map(dict(enumerate(names["r"]["reasons"]))))  # fmt: skip
        assert reasons == {str(r) for r in small().to_xarray()["reason"].sel(deployment=d.id).values}  # fmt: skip
    assert list(pairs["base"][:6]) == small().flights.base.tolist()


def test_a_column_is_a_line(tmp_path: Path) -> None:
    """So that a file can be looked into; the answer of each deployment stands before the long lists."""
    small().write_json(tmp_path / "r.json")
    lines = (tmp_path / "r.json").read_text().splitlines()
    heads = [line.lstrip("{").split(":")[0].strip('"') for line in lines]
    assert heads[:5] == ["format", "scenario", "reassure_version", "boost", "deployments"]
    assert heads.count("margin_km_s") == len(small().deployments)
    assert heads.index("deployments") < heads.index("flights") < heads.index("pairs")


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
    flights = document["flights"]
    pairs = [(p, f) for p in document["pairs"] for f in range(len(flights["base"]))]
    assert len(rows) == len(pairs)
    for row, (columns, f) in zip(rows, pairs, strict=True):
        assert row["deployment"] == columns["deployment"]
        assert (row["base"], row["aim"]) == (flights["base"][f], flights["aim"][f])
        if columns["margin_km_s"][f] is None:
            assert row["margin_km_s"] == row["intercept_height_km"] == ""
        else:
            for key, within in (("margin_km_s", 2e-6), ("intercept_height_km", 1e-3)):
                assert float(row[key]) == pytest.approx(columns[key][f], abs=within)
        assert row["reason"] == document["reasons"][columns["reason"][f]]


def test_csv_holds_awkward_texts_and_numbers(tmp_path: Path) -> None:
    """Quotes, commas and line breaks come back; a number has at most six digits, no ending zeros and no minus zero."""
    flights, pairs = small().flights, small().pairs
    names = ['a "b", c', "two\nlines", "", " blank ", "-0", "ё"]
    numbers = [-1e-9, 1e-9, 10.0, -0.5, math.inf, 123456.1234565]
    result = replace(
        small(),
        flights=replace(flights, base=np.array(names)),
        pairs=replace(pairs, launch_s=np.array([numbers] * len(pairs.reason))),
    )
    path = tmp_path / "small.csv"
    result.write_csv(path)
    with path.open(newline="", encoding="utf-8") as stream:
        next(stream)
        rows = list(csv.DictReader(stream))
    assert [row["base"] for row in rows] == names * len(pairs.reason)
    written = ["0", "0", "10", "-0.5", "", f"{numbers[-1]:.6f}"]
    assert [row["launch_s"] for row in rows] == written * len(pairs.reason)


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
