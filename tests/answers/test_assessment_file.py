"""A result read back from its file: the same bytes when written again, and one line for any other file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import reassure
from reassure.answers import files as reading
from reassure.answers.assessment import Assessment, Pairs
from reassure.answers.estimates import Estimates
from reassure.answers.timeline import Timeline
from reassure.errors import ResultError
from reassure.scenario.reader import parse
from tests.answers.handmade import assessment as handmade
from tests.engagement.test_launch_times import DEPLOYMENT, HEAD, SENSORS
from tests.report.exports.world import world
from tests.small import SMALL, small


@cache
def sensed() -> Assessment:
    """Radars, estimates and curves, and a deployment that is never told."""
    blind = SENSORS.replace('radar = "voronezh-dm"', 'radar = { id = "dim", range_km = 10 }')
    text = HEAD + blind + DEPLOYMENT.format(sensors='"fylingdales", "armavir"', delay="20")
    return reassure.assess(parse(text.encode(), "s"), estimate=True, curves=True)


@cache
def drawn() -> Assessment:
    """With draws."""
    text = SMALL.replace(
        "burnout_speed_km_s = 3.0", "burnout_speed_km_s = { value = 3, low = 2, high = 6 }"
    )
    return reassure.assess(parse(text.encode(), "s"), samples=40)


@cache
def blind() -> Assessment:
    """A deployment whose sensor sees nothing."""
    dim = SENSORS.replace('radar = "voronezh-dm"', 'radar = { id = "dim", range_km = 10 }')
    text = HEAD + dim + DEPLOYMENT.format(sensors='"armavir"', delay="20")
    return reassure.assess(parse(text.encode(), "s"), estimate=True)


RESULTS: dict[str, Callable[[], Assessment]] = {
    "small": small,
    "sensed": sensed,
    "blind": blind,
    "drawn": drawn,
    "world": world,
}


@pytest.mark.parametrize("which", RESULTS)
def test_written_read_and_written_again_is_the_same_file(which: str, tmp_path: Path) -> None:
    """Byte for byte, with estimates, timeline, theatre, curves and uncertainty where there are any."""
    result = RESULTS[which]()
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    result.write_json(one)
    again = reassure.read_assessment(one)
    again.write_json(two)
    assert one.read_bytes() == two.read_bytes()
    for part in ("estimates", "timeline", "theatre", "curves", "uncertainty"):
        assert (getattr(again, part) is None) == (getattr(result, part) is None)
    if which == "sensed":
        assert again.estimates is not None
        assert again.timeline is not None
        assert again.curves is not None
    if which == "drawn":
        assert again.uncertainty is not None


@pytest.mark.parametrize("which", RESULTS)
def test_what_is_read_is_the_result(which: str, tmp_path: Path) -> None:
    """Every array to the digits of the file, NaN where there was NaN; figures, reasons and words the same."""
    result = RESULTS[which]()
    result.write_json(tmp_path / "r.json")
    again = reassure.read_assessment(tmp_path / "r.json")
    assert again.sources == result.sources
    assert again.missing == result.missing
    for name in Pairs.__dataclass_fields__:
        got, had = getattr(again.pairs, name), getattr(result.pairs, name)
        assert got.dtype == had.dtype
        np.testing.assert_allclose(got, had, atol=0.006 if name.endswith("_s") else 6e-4)
    for old, new in zip(result.deployments, again.deployments, strict=True):
        assert (old.id, old.worst_flight, old.latest_flight, old.burnout_speed_status) == (
            new.id, new.worst_flight, new.latest_flight, new.burnout_speed_status
        )  # fmt: skip
        assert (old.burn_time_s, old.burnout_height_km) == (new.burn_time_s, new.burnout_height_km)
    np.testing.assert_allclose(
        again.flights.burnout_position_m, result.flights.burnout_position_m, atol=1e-6
    )
    if result.estimates is not None:
        assert again.estimates is not None
        within = result.estimates.within_reach()
        assert within.any()
        for name in (f.name for f in fields(Estimates)):
            if name in ("vehicles", "reason", "shots"):
                assert np.array_equal(
                    getattr(again.estimates, name), getattr(result.estimates, name)
                )
            elif name == "vehicle_speeds_km_s":
                assert again.estimates.vehicle_speeds_km_s == pytest.approx(
                    result.estimates.vehicle_speeds_km_s, abs=0.006
                )
            elif name.startswith(("latest", "first", "last")) or name == "launch_delay_s":
                np.testing.assert_allclose(
                    getattr(again.estimates, name), getattr(result.estimates, name), atol=0.006
                )
            else:
                np.testing.assert_allclose(
                    getattr(again.estimates, name)[within],
                    getattr(result.estimates, name)[within],
                    atol=6e-4,
                )
    if result.timeline is not None:
        assert again.timeline is not None
        for name in (f.name for f in fields(Timeline)):
            got, had = getattr(again.timeline, name), getattr(result.timeline, name)
            if name == "sensor":
                assert np.array_equal(got, had)
            else:
                np.testing.assert_allclose(got, had, atol=0.006)


def test_numbers_that_round_twice_are_written_the_same(tmp_path: Path) -> None:
    """Digits of the columns and of the pairs: 10.0000149996 is 10.00001 in five digits, but 10.00002 by way of six."""
    flights = small().flights
    awkward = replace(
        flights,
        aim_latitude_deg=np.full(flights.count, 10.0000149996),
        aim_longitude_deg=np.full(flights.count, -20.0000249996),
        flight_time_s=flights.flight_time_s.round(0) + 0.0004999996,
    )
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    replace(small(), flights=awkward).write_json(one)
    reassure.read_assessment(one).write_json(two)
    assert one.read_bytes() == two.read_bytes()


def _file(tmp_path: Path, change: Callable[[dict], None]) -> Path:
    document = json.loads(json.dumps(small().to_dict()))
    change(document)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(document))
    return path


def _set(*keys: str | int, to: object) -> Callable[[dict], None]:
    def change(document: dict) -> None:
        place = document
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = to

    return change


def _without(prefix: str, columns: dict) -> None:
    for key in [key for key in columns if key.startswith(prefix)]:
        del columns[key]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: _without("estimate_", d["pairs"][1]), "some with an estimate, some without"),
        (lambda d: d["deployments"][0].pop("estimate"), "deployments: does not agree"),
        (lambda d: d["pairs"][1].pop("sensed_sensor"), 'pairs, "e": columns sensed_..., but no sensed_sensor'),
        (lambda d: d["pairs"][0].pop("estimate_shots"), 'pairs, "d": columns estimate_..., but no estimate_shots'),
        (_set("pairs", 1, "estimate_reason", to=None), "pairs #2, estimate_reason = null: allowed: a list"),
        (_set("pairs", 1, "estimate_within_reach", 0, to=True), "pairs #2, estimate_within_reach: does not agree"),
        (_set("pairs", 0, "estimate_margin_s", 0, to=1.0), "pairs #1, estimate_margin_s: does not agree"),
    ],
)  # fmt: skip
def test_columns_of_sensors_and_estimates_are_there_together_or_not_at_all(
    change: Callable[[dict], None], said: str, tmp_path: Path
) -> None:
    """All of a group, and an estimate for all deployments or for none."""
    document = json.loads(json.dumps(handmade().to_dict()))
    change(document)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(document))
    with pytest.raises(ResultError) as error:
        reassure.read_assessment(path)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_layout_does_not_matter(tmp_path: Path) -> None:
    """A file laid out by another program is the same result."""
    path = _file(tmp_path, lambda d: None)
    path.write_text(json.dumps(json.loads(path.read_text()), indent=3, sort_keys=True))
    assert reassure.read_assessment(path).to_dict() == small().to_dict()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("format", to="reassure-assessment/3"), 'format "reassure-assessment/3"; allowed'),
        (_set("format", to="reassure-assessment/1"), "pairs #1, site_point: missing"),
        (_set("format", to=None), "format null"),
        (lambda d: d.pop("format"), "format null"),
        (lambda d: d.pop("sources"), "sources: missing"),
        (_set("extra", to=1), "extra = 1: unknown key"),
        (_set("pairs", 3, "margin_km_s", 0, to="1"), 'pairs #4, margin_km_s #1 = "1": allowed: a number'),
        (_set("pairs", 0, "margin_km_s", 0, to=1e999), "Infinity is no number"),
        (_set("pairs", 0, "margin_km_s", 0, to=float("nan")), "NaN is no number"),
        (_set("pairs", 0, "margin_km_s", 0, to=1.0), "a margin that is not required less available"),
        (_set("pairs", 0, "intercept_s", 0, to=None), "a required speed without a meeting"),
        (_set("pairs", 0, "required_speed_km_s", 0, to=None), "a meeting without one"),
        (_set("pairs", 0, "site_latitude_deg", 0, to=99.0), "allowed: 90 or less"),
        (_set("pairs", 0, "launch_s", 0, to=100.0001), "pairs #1, launch_s: does not agree"),
        (_set("pairs", 0, "deployment", to="quick"), "pairs #1, deployment: does not agree"),
        (_set("pairs", 1, "reason", 2, to=9), "reason #9"),
        (_set("pairs", 1, "reason", 2, to=-1), "allowed: 0 or more"),
        (_set("reasons", 1, to="because"), 'reason "because"'),
        (lambda d: d["reasons"].append("because"), "reasons: does not agree"),
        (lambda d: d["pairs"][0]["launch_s"].pop(), 'pairs, "slow", launch_s: 5 of 6 flights'),
        (lambda d: d["pairs"][0].pop("launch_s"), "pairs #1, launch_s: missing"),
        (_set("deployments", 0, "share_out_of_reach", to=2.0), "share_out_of_reach = 2.0"),
        (_set("deployments", 0, "worst_flight", to=77), "flight 77 of 6"),
        (_set("deployments", 0, "worst_flight", to=1), "deployments: does not agree"),
        (_set("flights", "base", to=[]), "not of one length"),
        (_set("flights", "flight_time_s", 0, to=1.0), "ends before its burnout"),
        (_set("flights", "aim_latitude_deg", 0, to=95.0), "= 95.0: allowed: 90 or less"),
        (lambda d: d["pairs"].pop(), "pairs: 4 of 5 deployments"),
        (_set("theatre", "reach_km", to=[]), "reach_km: 0 of 5"),
        (_set("theatre", "areas", 0, "rim", 0, to=[95.0, 0.0]), "allowed: latitude -90 to 90"),
        (_set("theatre", "areas", -1, "id", to="x"), 'no deployment "x"'),
        (_set("scenario", "title", to="\ud800"), "surrogates not allowed"),
    ],
)  # fmt: skip
def test_what_is_not_such_a_file_gets_one_line(
    tmp_path: Path, change: Callable[[dict], None], said: str
) -> None:
    """With the file's name, the key and what is allowed."""
    path = _file(tmp_path, change)
    with pytest.raises(ResultError) as error:
        reassure.read_assessment(path)
    assert said in str(error.value)
    assert "changed.json" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"),
        (b"[]", "format no table"),
        (b"{", "not JSON"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "is not UTF-8 text"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"format": ' + b"1" * 5000 + b"}", "not JSON"),
        (b'{"format": "reassure-footprint/1"}', 'format "reassure-footprint/1"'),
        (b'{"format": "reassure-assessment/2", "format": "x"}', 'format "x"'),
    ],
)
def test_other_files_get_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    """Empty, binary, deep, or something else."""
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(ResultError) as error:
        reassure.read_assessment(path)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_every_truncation_gets_one_line(tmp_path: Path) -> None:
    """Cut anywhere."""
    path = tmp_path / "r.json"
    small().write_json(path)
    whole = path.read_bytes()
    for cut in np.linspace(1, len(whole) - 2, 40).astype(int):
        path.write_bytes(whole[:cut])
        with pytest.raises(ResultError, match="not JSON"):
            reassure.read_assessment(path)


def test_no_file_a_folder_and_too_large_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is said."""
    with pytest.raises(ResultError, match="no such file"):
        reassure.read_assessment(tmp_path / "none")
    with pytest.raises(ResultError, match="a folder"):
        reassure.read_assessment(tmp_path)
    small().write_json(tmp_path / "r.json")
    monkeypatch.setattr(reading, "LARGEST_FILE", 1000)
    with pytest.raises(ResultError, match="larger than 1000 bytes"):
        reassure.read_assessment(tmp_path / "r.json")
