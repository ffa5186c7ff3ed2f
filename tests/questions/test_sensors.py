"""Who sees what, and when: against the rule of sight point by point, and what satellites can see."""

from __future__ import annotations

import csv
import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyproj import Transformer

import reassure
from reassure.catalog import Station, catalog
from reassure.cli import main
from reassure.engagement.flights import family_of
from reassure.engagement.launch_times import launch_times
from reassure.engagement.radar_row import row_of
from reassure.engagement.sensor_view import flight_view
from reassure.errors import CatalogError, InputError, ScenarioError
from reassure.questions.sensors import sensors
from reassure.report.text.sensors import answer_text, azimuth_text
from reassure.scenario.reader import load, parse
from reassure.scenario.resolve import deployment_of, resolve


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of the command in this process."""
    monkeypatch.setattr(sys, "argv", ["reassure", "sensors", *words])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(stop.value.code or 0)


def looked(
    site: tuple[float, float], lat: float, lon: float, height_km: float
) -> tuple[float, float, float]:
    """Distance (km), azimuth and elevation (deg) of a point from a site, by PROJ's topocentric axes."""
    to = Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=cart +ellps=WGS84 "
        f"+step +proj=topocentric +ellps=WGS84 +lon_0={site[1]} +lat_0={site[0]} +h_0=0"
    )
    east, north, up = to.transform(lon, lat, 1e3 * height_km)
    return math.hypot(east, north, up) / 1e3, math.degrees(math.atan2(east, north)) % 360.0, math.degrees(math.atan2(up, math.hypot(east, north)))  # fmt: skip


@pytest.mark.parametrize("at", [(52.0, 30.0, 800.0), (72.0, 160.0, 400.0), (20.0, 50.0, 1200.0)])
def test_a_point_is_looked_at_as_proj_has_it(at: tuple[float, float, float]) -> None:
    """Every radar of the catalogue: distance, azimuth and elevation; seen where these and the horizon allow it."""
    found = sensors(at=at)
    radars = [s for s in found.sensors if s.kind == "radar"]
    assert len(radars) == len(catalog().of(Station))
    for r in radars:
        away, azimuth, elevation = looked((r.latitude_deg, r.longitude_deg), *at)
        assert r.point.away_km == pytest.approx(away, abs=1e-6)
        assert (r.point.azimuth_deg - azimuth + 180.0) % 360.0 - 180.0 == pytest.approx(
            0.0, abs=1e-6
        )
        assert r.point.elevation_deg == pytest.approx(elevation, abs=1e-6)
        off = abs((azimuth - r.boresight_deg + 180.0) % 360.0 - 180.0)
        # Elevations of these radars are 0 or more: the horizon is then no limit of its own, but by the Earth's flattening.
        sees = away <= r.range_km and off <= 0.5 * r.sector_deg and r.least_elevation_deg <= elevation <= r.greatest_elevation_deg  # fmt: skip
        assert r.point.sees == sees
        assert (r.point.reason is None) == sees
    (satellites,) = [s for s in found.sensors if s.kind == "infrared"]
    assert satellites.point is None


def test_a_flight_is_seen_from_the_rise_to_the_set() -> None:
    """Fylingdales and the flight from Kozelsk: as far as the ground track and the height say, second by second."""
    found = sensors(flight=("kozelsk", "conus"))
    by = {s.id: s.flight for s in found.sensors}
    seen = by["fylingdales-radar"]
    assert seen.first_seen_s < seen.tracked_s < seen.last_seen_s
    assert seen.tracked_s == pytest.approx(seen.first_seen_s + 10.0)
    # In one pass: as long in view as from the first second to the last.
    assert seen.in_view_s == pytest.approx(seen.last_seen_s - seen.first_seen_s, abs=2.0)
    assert by["armavir-radar"].first_seen_s is None
    assert by["armavir-radar"].reason == "outside the radar's sector throughout"
    # The warning satellites: the boost alone.
    sky = by["infrared-warning"]
    assert (sky.first_seen_s, sky.last_seen_s, sky.tracked_s) == (60.0, found.of.burnout_s, 70.0)


def test_a_boost_that_is_over_is_not_seen_from_space() -> None:
    """A burnout after 60 s and a delay of 60 s just do; a track of 10 s no more."""
    text = Path("src/reassure/scenario/presets/europe-2012-sensed.toml").read_text()
    late = text.replace('infrared = "infrared-warning"', 'infrared = { id = "slow", detection_delay_s = 200 }')  # fmt: skip
    from reassure.scenario.reader import parse

    found = sensors(parse(late.encode(), "late"), flight=("kozelsk", "conus"))
    (sky,) = [s.flight for s in found.sensors if s.kind == "infrared"]
    assert sky.first_seen_s is None
    assert sky.reason == "the boost is over after 180 s, and they need 200 s"


def test_by_itself_a_radar_tracks_no_later_than_with_its_cue() -> None:
    """europe-2012-sensed, flight by flight: the deployment's first track against the radars' own, each without its cue."""
    question = deployment_of(load("europe-2012-sensed"), "phase-3-redzikowo")
    sea = family_of(resolve(load("europe-2012-sensed")).forces)
    some = np.arange(0, len(sea.rows), max(1, len(sea.rows) // 40))
    rows, bases = np.ascontiguousarray(sea.rows[some]), np.ascontiguousarray(sea.bases[some])
    cued = launch_times(question, rows, bases).timeline
    assert cued is not None
    radars = [s for s in question.sensors if s.radar is not None]
    views = [[flight_view(row_of(s.radar), b, r, s.track_s) for s in radars] for r, b in zip(rows, bases, strict=True)]  # fmt: skip

    def first(name: str) -> np.ndarray:
        told = [[t for v in flight if (t := getattr(v, name)) is not None] for flight in views]
        return np.array([min(t, default=np.inf) for t in told])

    alone, tracked = first("tracked_s"), cued.tracked_s[0]
    assert (alone <= tracked + 1e-6).all()
    # The cue comes after 60 + 30 + 10 s. What rises over every radar's horizon later loses nothing by it.
    later = np.isfinite(tracked) & (first("first_seen_s") >= 100.0)
    assert later.sum() > 5
    np.testing.assert_allclose(alone[later], tracked[later], atol=0.01)


def test_sensors_of_a_scenario_are_called_by_their_sites() -> None:
    """And not by the ids that were typed for them."""
    found = sensors("europe-2012-sensed")
    assert [s.name for s in found.sensors] == ["Kurecik", "RAF Fylingdales", "Pituffik", "Infrared early-warning satellites"]  # fmt: skip


def test_words(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """Sectors through north and faces are said; so is that satellites see the boost alone."""
    found = sensors()
    by = {s.id: s for s in found.sensors}
    assert azimuth_text(by["yeniseysk-radar"]) == "330 to 90 through north"
    assert azimuth_text(by["armavir-radar"]) == "55 to 295, 2 faces"
    assert azimuth_text(by["fylingdales-radar"]) == "all round, 3 faces"
    assert azimuth_text(by["pituffik-radar"]) == "297 to 177 through north, 2 faces"
    assert azimuth_text(by["kurecik-radar"]) == "40 to 160"
    assert answer_text(found) == "18 radars, of 3 parties, and 1 kind of infrared satellites."
    assert run(monkeypatch) == 0
    shown = capsys.readouterr().out
    assert "the boost alone" in shown
    assert "Infrared satellites see the boost alone: after burnout there is nothing hot enough for them." in shown  # fmt: skip


def test_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """JSON, CSV and page; the command in the page makes it again."""
    names = ("s.json", "s.csv", "s.html")
    assert run(monkeypatch, "--flight", "kozelsk,38.9,-77", "--json", str(tmp_path / names[0]), "--csv", str(tmp_path / names[1]), "--report", str(tmp_path / names[2])) == 0  # fmt: skip
    assert capsys.readouterr().err == ""
    table = json.loads((tmp_path / names[0]).read_text())
    assert table["format"] == "reassure-sensors/1"
    assert table["of"]["aim"] == "38.9 N 77.0 W"
    rows = {r["id"]: r for r in csv.DictReader((tmp_path / names[1]).read_text().splitlines())}
    assert float(rows["fylingdales-radar"]["first_seen_s"]) == pytest.approx(
        next(
            s["flight"]["first_seen_s"] for s in table["sensors"] if s["id"] == "fylingdales-radar"
        ),
        abs=0.05,
    )
    page = (tmp_path / names[2]).read_text()
    assert "reassure sensors --flight kozelsk,38.9,-77 --report s.html" in page
    assert page.count("<svg") == 2
    assert "nan" not in page.lower().replace("nanometre", "")


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"at": (91.0, 0.0, 10.0)}, InputError, "latitude -90 to 90"),
        ({"at": (math.nan, 0.0, 10.0)}, InputError, "latitude -90 to 90"),
        ({"at": (1.0, 0.0, 10.0), "flight": ("kozelsk", "conus")}, InputError, "allowed: one of them"),
        ({"flight": ("kozelks", "conus")}, CatalogError, "did you mean kozelsk"),
        ({"flight": ("kozelsk", "konus")}, CatalogError, "did you mean conus"),
        ({"flight": ("kozelsk", (54.0, 35.9))}, InputError, "no flight from kozelsk to"),
        ({"flight": ("kozelsk", "conus"), "booster": "none"}, CatalogError, 'no booster "none"'),
        ({"flight": ("kozelsk", "conus"), "flight_time_ratio": 9.0}, InputError, "0.3 to 3"),
        ({"heights_km": ()}, InputError, "one to six"),
        ({"heights_km": (0.0,)}, InputError, "above 0"),
        ({"scenario": "europe-2012"}, InputError, "has no [[sensor]]"),
        ({"scenario": "nowhere"}, ScenarioError, "nowhere"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(asked: dict, error: type[Exception], said: str) -> None:
    """What was wrong, and what is allowed."""
    with pytest.raises(error, match=r".") as caught:
        sensors(**asked)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "options",
    [("--at", "1,2"), ("--at", "a,b,c"), ("--flight", "kozelsk"), ("--flight", "kozelsk,1,2,3")],
)
def test_bad_options_are_one_line(
    options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """Exit 2."""
    assert run(monkeypatch, *options) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "allowed: " in err


def test_numbers_are_finite() -> None:
    """All that is told is a number."""
    for row in sensors(at=(60.0, 30.0, 0.0)).sensors:
        if row.point is not None:
            assert np.isfinite(
                [row.point.away_km, row.point.azimuth_deg, row.point.elevation_deg]
            ).all()


def test_a_scenario_has_its_own_bases_and_boosters() -> None:
    """What its force flies from there is flown, unless another booster is named; the catalogue's stay known."""
    text = """
format = "reassure-scenario/1"
title = "t"
[[force]]
bases = [{ id = "depot", latitude_deg = 55.0, longitude_deg = 40.0 }, "uzhur"]
aims = ["conus"]
booster = { id = "own", burnout_time_s = 150, burnout_height_km = 180, downrange_km = 400 }
[[sensor]]
id = "eye"
radar = "voronezh-dm"
site = { latitude_deg = 54.0, longitude_deg = 20.0 }
boresight_deg = 0
[[deployment]]
id = "d"
site = "redzikowo"
interceptor = "sm3-iia"
launch_delay_s = 90
"""
    scenario = parse(text.encode(), "t")
    for base in ("depot", "uzhur"):
        found = reassure.sensors(scenario, flight=(base, "conus")).of
        assert found is not None
        assert (found.base, found.booster, found.burnout_s) == (base, "own", 150.0)
    other = reassure.sensors(scenario, flight=("kozelsk", "conus"), booster="icbm-liquid").of
    assert other is not None
    assert (other.base, other.booster) == ("kozelsk", "icbm-liquid")
    alone = reassure.sensors(flight=("kozelsk", "conus")).of
    assert alone is not None
    assert alone.booster == "icbm-solid"
