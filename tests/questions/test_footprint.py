"""Footprints: against brute force and the estimate, over pole and antimeridian, and what is refused."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

import reassure
from reassure.answers.footprint import GroundCell
from reassure.engagement.flights import fly
from reassure.engagement.flyouts import LaunchSites, look_for
from reassure.flight.family import standing
from reassure.geography.geodesics import ELLIPSOID, distance_km
from reassure.reach.flyouts.fan import Fan
from reassure.reach.flyouts.footprint import to_spare
from reassure.scenario.question import Boost
from tests.amounts import amount, fewer
from tests.called import called
from tests.flight.vehicles import vehicle

SEED = 1955
BOOST = Boost("mrbm", 105.0, 92.0, 100.0)


def _scenario(tmp_path, **changes) -> str:
    """A site, ships, a missile and two regions; `turn` moves all of it east."""
    parts = {
        "delay": "90", "site": "{ latitude_deg = 44.0, longitude_deg = 24.0 }", "interceptor": '"sm3-iia"',
        "launch": "[[32, 46], [32, 56], [38, 56], [38, 46]]", "range": "2500", "spacing": "700", "more": "", "shape": "1.0",
        "booster": '"mrbm-solid"',
        **changes,
    }  # fmt: skip
    path = tmp_path / "s.toml"
    path.write_text(f"""
format = "reassure-scenario/1"
title = "test"
{parts["more"]}
[[force]]
bases = ["kozelsk"]
aims = [{{ id = "point", latitude_deg = 40, longitude_deg = -90, radius_km = 0 }}]
booster = "icbm-solid"
[[missile]]
id = "regional"
launch = {parts["launch"]}
booster = {parts["booster"]}
range_km = {parts["range"]}
spacing_km = {parts["spacing"]}
flight_time_ratio = [{parts["shape"]}]
[[region]]
id = "point"
latitude_deg = 42.0
longitude_deg = 22.0
radius_km = 0
[[deployment]]
id = "site"
site = {parts["site"]}
interceptor = {parts["interceptor"]}
launch_delay_s = {parts["delay"]}
""")
    return str(path)


def _drawn(tmp_path, cells: int = 16, protect=None, denied=False, **changes):
    return reassure.footprint(
        _scenario(tmp_path, **changes), deployment="site", against="regional", protect=protect,
        denied=denied, cells=cells,
    )  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return _drawn(tmp_path_factory.mktemp("s"), cells=40)


def test_there_is_something_of_each(drawn) -> None:
    """Protected, too late, never and out of range; margins are signed as they are named."""
    for kind in (
        GroundCell.COVERED,
        GroundCell.TOO_LATE,
        GroundCell.NEVER,
        GroundCell.OUT_OF_RANGE,
    ):
        assert (drawn.cell == kind).sum() > 10, kind
    assert (drawn.margin_s[drawn.cell == GroundCell.COVERED] <= 0.0).all()
    assert (drawn.margin_s[drawn.cell == GroundCell.TOO_LATE] > 0.0).all()
    other = ~np.isin(drawn.cell, (GroundCell.COVERED, GroundCell.TOO_LATE))
    assert np.isnan(drawn.margin_s[other]).all()
    assert 0.0 < drawn.share_covered < 1.0
    total = sum(drawn.area_km2(k) for k in GroundCell)
    assert total == pytest.approx(drawn.grid.cell_area_km2 * drawn.cell.size)


def test_the_worst_flight_is_met_as_the_estimate_says(drawn) -> None:
    """Fifty cells: the worst launch point's flight has, in the windows of `assess --estimate`, the cell's
    latest launch; and if the cell is covered, a flyout passes within 10 m of it.
    """
    fan = Fan.of(vehicle("notional-4-5"), np.radians(44.0), np.radians(44.0))
    stand = LaunchSites.of(
        vehicle("notional-4-5"), fan, np.array([44.0]), np.array([24.0]), (100.0, 10_000.0), 30.0
    )
    rng = np.random.default_rng(SEED)
    some = np.argwhere(np.isfinite(drawn.margin_s))
    some = some[rng.choice(len(some), 50, replace=False)]
    at = tuple(some.T)
    outcome, rows, _ = fly(
        BOOST,
        (drawn.worst_latitude_deg[at], drawn.worst_longitude_deg[at]),
        (drawn.latitude_deg[at], drawn.longitude_deg[at]),
        np.ones(50),
    )
    assert (outcome == 0).all()
    look = look_for(stand, np.ascontiguousarray(rows), np.zeros(50))
    latest = look.row[:, 0]
    assert np.abs(90.0 - latest - drawn.margin_s[at]).max() < 0.2
    assert (
        look.witness[:, 3] < 10.0
    ).mean() > 0.97  # at the fan's very edge a witness may be missing


@fewer
def test_spare_seconds_against_brute_force() -> None:
    """Groups of six flights and three places: every place, flight and quarter second looked at."""
    rng = np.random.default_rng(SEED)
    n, g = amount(40, 12), 6
    places = np.array([[44.0, 24.0], [46.0, 26.0], [41.5, 20.0]])
    fan = Fan.of(vehicle("notional-3-0"), np.radians(41.5), np.radians(46.0))
    stand = LaunchSites.of(
        vehicle("notional-3-0"), fan, places[:, 0], places[:, 1], (100.0, 10_000.0), 30.0
    )
    origin = (np.tile(rng.uniform(32.0, 37.0, g), n), np.tile(rng.uniform(44.0, 50.0, g), n))
    aim = (np.repeat(rng.uniform(40.0, 47.0, n), g), np.repeat(rng.uniform(17.0, 29.0, n), g))
    outcome, rows, _ = fly(BOOST, origin, aim, np.ones(n * g))
    rows[outcome != 0] = 0.0
    delays = rng.uniform(60.0, 200.0, n * g)
    (spare, which), few_kept = (
        to_spare(
            fan.arrays(), stand.arrays(), np.ascontiguousarray(rows).reshape(n, g, 8),
            delays.reshape(n, g), 20, stand.heights, keep, 1,
        )
        for keep in (10_000, 2 * 20)
    )  # fmt: skip
    assert np.array_equal(spare, few_kept[0])
    assert np.array_equal(which, few_kept[1])
    best = np.full((3, n, g), -np.inf)
    for s in range(3):
        lat, lon = stand.latitudes[s], stand.longitudes[s]
        for i in range(n * g):
            times = np.arange(rows[i, 6], rows[i, 6] + rows[i, 7], 0.25)
            points = np.array([standing(rows[i], t) for t in times])
            high = np.array([_height(p) for p in points]) >= 100e3
            if high.any():
                arrival = fan.arrivals(lat, lon, points[high])[:, 0]
                latest = (times[high] - arrival).max()
                if latest >= 0.0:
                    best[s, i // g, i % g] = latest - delays[i]
    expected = best.min(axis=2).max(axis=0)
    met = np.isfinite(expected)
    assert 10 < met.sum()
    assert (np.isfinite(spare) == met).mean() > 0.95
    both = met & np.isfinite(spare)
    # what brute force misses between two looks
    assert (spare[both] - expected[both]).max() < 0.6
    assert (expected[both] - spare[both]).max() < 0.1
    again = best[which[both, 1], np.flatnonzero(both), which[both, 0]]
    assert np.abs(again - expected[both]).max() < 0.6


def _height(p) -> float:
    from reassure.earth.frames import height_along_radius

    return height_along_radius(*p)


def test_the_antimeridian_is_a_place_like_any_other(tmp_path, drawn) -> None:
    """All of it moved east by 150 degrees: the same cells, the same margins."""
    moved = _drawn(
        tmp_path, cells=40, site="{ latitude_deg = 44.0, longitude_deg = 174.0 }",
        launch="[[32, -164], [32, -154], [38, -154], [38, -164]]",
    )  # fmt: skip
    assert (np.abs(np.diff(moved.longitude_deg, axis=1)) > 300.0).any()
    assert (moved.cell == drawn.cell).mean() > 0.999
    both = np.isfinite(moved.margin_s) & np.isfinite(drawn.margin_s)
    assert np.abs(moved.margin_s - drawn.margin_s)[both].max() < 0.1


def test_ground_without_a_flight_says_why(tmp_path) -> None:
    """Too near where the boost goes farther; no flight where one so depressed would pass below the ground."""
    launch = "{ latitude_deg = 35.0, longitude_deg = 49.0 }"
    # as far as the catalogue's mrbm-solid boosts, and with no limit to its range
    booster = '{ id = "far", burnout_time_s = 105, burnout_height_km = 92, downrange_km = 100 }'
    found = _drawn(tmp_path, cells=61, shape="0.3", launch=launch, range="6000", booster=booster)
    away = distance_km(35.0, 49.0, found.latitude_deg, found.longitude_deg)
    near, none = found.cell == GroundCell.TOO_NEAR, found.cell == GroundCell.NO_FLIGHT
    assert near.sum() == 1
    assert away[near].max() < 100.0
    assert none.sum() > 2000
    assert away[none].min() > 1500.0
    assert found.to_dict()["area_km2"]["no flight"] > 0.0
    assert (found.flights[near | none] == 0).all()


def test_an_aim_hardly_beyond_the_boost_is_too_near(tmp_path) -> None:
    """50 m beyond it, all round: where no boost leads into a flight the cell is too near, and no error."""
    kinds = []
    for bearing in range(0, 360, 45):
        lon, lat, _ = ELLIPSOID.fwd(22.0, 42.0, bearing, 100_050.0)
        launch = f"{{ latitude_deg = {lat:.9f}, longitude_deg = {lon:.9f} }}"
        found = _drawn(tmp_path, cells=4, protect="point", launch=launch)
        kinds.append(GroundCell(int(found.cell[0, 0])))
        assert (found.flights[0, 0] == 0) == (kinds[-1] == GroundCell.TOO_NEAR)
    assert 1 <= kinds.count(GroundCell.TOO_NEAR) < len(kinds)


def test_the_pole_is_a_place_like_any_other(tmp_path) -> None:
    """Site and launch at the pole: the margin depends on the distance alone, all the way round."""
    polar = "{ latitude_deg = 90.0, longitude_deg = 0.0 }"
    found = _drawn(tmp_path, cells=41, site=polar, launch=polar, range="1500")
    live = np.isfinite(found.margin_s)
    assert (found.cell == GroundCell.COVERED).sum() > 20
    assert (found.cell == GroundCell.TOO_NEAR).sum() == 5  # the middle
    rings = np.round(found.latitude_deg[live], 5)
    for ring in np.unique(rings):
        assert np.ptp(found.margin_s[live][rings == ring]) < 0.15
    # a site beside the pole, and the same a quarter of the way round: the picture turns with it
    here, there = (
        _drawn(
            tmp_path, cells=41, site=f"{{ latitude_deg = 85.0, longitude_deg = {lon} }}",
            launch=polar, range="1500",
        )
        for lon in (10.0, 100.0)
    )  # fmt: skip
    turned = np.rot90(here.margin_s, -1)
    both = np.isfinite(turned) & np.isfinite(there.margin_s)
    assert both.sum() > 0.99 * np.isfinite(turned).sum() > 100
    assert np.abs(turned - there.margin_s)[both].max() < 0.15
    assert np.ptp(there.margin_s[both]) > 50.0


def test_denied_is_protected_seen_from_the_other_end(tmp_path) -> None:
    """One launch point and one aim: the same flight, whichever of the two is the cell."""
    denied = _drawn(tmp_path, cells=12, protect="point", denied=True)
    assert denied.denied
    rows = np.argwhere(np.isfinite(denied.margin_s))
    assert len(rows) > 5
    for row, column in rows[:: max(1, len(rows) // 4)]:
        lat, lon = denied.latitude_deg[row, column], denied.longitude_deg[row, column]
        point = f"{{ latitude_deg = {lat:.9f}, longitude_deg = {lon:.9f} }}"
        other = _drawn(tmp_path, cells=4, protect="point", launch=point)
        assert other.margin_s[0, 0] == pytest.approx(denied.margin_s[row, column], abs=0.5)


def test_more_time_or_less_to_meet_protects_no_less(tmp_path, drawn) -> None:
    """An earlier launch covers all that a later one does; one launch point, all that an area does."""
    early = _drawn(tmp_path, cells=40, delay="30")
    both = np.isfinite(early.margin_s) & np.isfinite(drawn.margin_s)
    assert np.abs(early.margin_s + 60.0 - drawn.margin_s)[both].max() < 0.2
    assert not (drawn.covered() & ~early.covered()).any()


def test_what_is_sensed_delays_the_launch(tmp_path) -> None:
    """Infrared alone: 40 s to see, 10 s to track, 20 s to decide: the footprint of a delay of 70 s. A radar
    that looks the other way: not tracked.
    """
    given = _drawn(tmp_path, delay="70")
    sensed = _drawn(
        tmp_path,
        delay='"sensed"\nsensors = ["ir"]\ndecision_s = 20',
        more='[[sensor]]\nid = "ir"\ntrack_s = 10\ninfrared = { id = "sat", detection_delay_s = 40 }',
    )
    assert (sensed.cell == given.cell).all()
    assert np.nanmax(np.abs(sensed.margin_s - given.margin_s)) < 1e-9
    blind = _drawn(
        tmp_path,
        delay='"sensed"\nsensors = ["radar"]',
        more='[[sensor]]\nid = "radar"\nsite = { latitude_deg = -50, longitude_deg = 0 }\n'
        'radar = { id = "r", range_km = 1000, sector_deg = 360, boresight_deg = 0, least_elevation_deg = 2, greatest_elevation_deg = 90 }',
    )
    assert set(np.unique(blind.cell)) == {GroundCell.OUT_OF_RANGE, GroundCell.NOT_SENSED}
    assert blind.most_to_spare is None


def test_ships_cover_what_each_of_their_places_does(tmp_path) -> None:
    """An area's footprint is the union of its points'."""
    from pathlib import Path

    path = Path(_scenario(tmp_path))
    text = path.read_text()
    corners = [[40.0, 18.0], [40.0, 19.0], [41.0, 19.0], [41.0, 18.0]]
    path.write_text(
        text.replace(
            "site = { latitude_deg = 44.0, longitude_deg = 24.0 }",
            f"area = {corners}\narea_spacing_km = 5000",
        )
    )
    ships = reassure.footprint(path, deployment="site", against="regional", cells=16)
    single = []
    for lat, lon in corners:
        place = f"{{ latitude_deg = {lat}, longitude_deg = {lon} }}"
        single.append(_drawn(tmp_path, site=place))
    used = np.unique(ships.site_latitude_deg[np.isfinite(ships.margin_s)])
    assert set(np.round(used, 6)) <= {40.0, 41.0}
    least = np.nanmin([np.where(np.isnan(s.margin_s), np.inf, s.margin_s) for s in single], axis=0)
    met = np.isfinite(ships.margin_s)
    assert (met == np.isfinite(least)).mean() > 0.99
    both = met & np.isfinite(least)
    # the four places share one fan over a degree of latitude; each alone has its own
    assert np.abs(ships.margin_s - least)[both].max() < 2.0


def test_a_region_holds_the_cells(tmp_path) -> None:
    """Only its ground is looked at."""
    found = reassure.footprint(
        _scenario(tmp_path),
        deployment="site",
        against="irbm-4000",
        protect="western-europe",
        cells=20,
    )
    assert (found.cell == GroundCell.OUTSIDE).any()
    inside = (found.cell != GroundCell.OUTSIDE).sum() * found.grid.cell_area_km2
    zone = next(z for z in found.sources if z.key == "zone.iran.area_km2")
    assert zone.status == "assumed"
    assert abs(inside / 2.77e6 - 1.0) < 0.1


@pytest.mark.parametrize(
    ("changes", "asked", "said"),
    [
        ({}, {"deployment": "none"}, "no deployment none; allowed: site"),
        ({}, {"against": "none"}, "no missile none; allowed: regional, mrbm-1300, mrbm-2000, irbm-4000"),
        ({}, {"protect": "none"}, "no region none; allowed: point, conus"),
        ({}, {"denied": True}, "allowed: with protect"),
        ({}, {"cells": 3}, "3 cells along a side; allowed: 4 to 1000"),
        ({}, {"cells": 1001}, "1001 cells"),
        ({"spacing": "20"}, {"cells": 1000}, "fewer cells, or a larger spacing_km"),
        ({"interceptor": '{ id = "own", burnout_speed_km_s = 4 }'}, {}, "names no vehicle"),
        ({"range": "90"}, {}, "missile #1, range_km: range 90 km, burnout 100 km out; allowed"),
        ({"range": "20"}, {}, "20 km; allowed: 50 to 15000"),
        ({"launch": '"irann"'}, {}, "missile #1, launch: no region"),
        ({"launch": "[[0, 0], [1, 1]]"}, {}, "allowed: 3 or more"),
        ({"launch": "7"}, {}, "missile #1, launch = 7: allowed: a zone's id"),
        ({"more": '[[region]]\nid = "point"\nlatitude_deg = 0\nlongitude_deg = 0\nradius_km = 1'}, {}, "two regions of one id"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_error(tmp_path, changes, asked, said) -> None:
    """With what is allowed, and nothing computed."""
    options = {"deployment": "site", "against": "regional", "cells": 4, **asked}
    with pytest.raises(reassure.ScenarioError, match=said.replace("(", r"\(")):
        reassure.footprint(_scenario(tmp_path, **changes), **options)


def test_a_point_is_a_region(tmp_path) -> None:
    """Radius 0: one cell, as a kilometre around it has in its middle."""
    point = _drawn(tmp_path, cells=4, protect="point")
    assert point.cell.shape == (1, 1)
    assert np.isfinite(point.margin_s).all()


def test_ids_of_the_catalogue_are_taken(tmp_path) -> None:
    """One id is one place."""
    more = '[[region]]\nid = "iran"\nlatitude_deg = 0\nlongitude_deg = 0\nradius_km = 1'
    with pytest.raises(reassure.ScenarioError, match="iran: an id of the catalogue"):
        reassure.load(_scenario(tmp_path, more=more))


def test_the_map_shows_the_site(drawn) -> None:
    """In the cell that holds it."""
    row, column = drawn.cell_at(44.0, 24.0)
    assert abs(drawn.latitude_deg[row, column] - 44.0) < 2.0
    assert abs(drawn.longitude_deg[row, column] - 24.0) < 2.0
    assert drawn.cell_at(-44.0, 24.0) is None


def test_files_say_the_same(tmp_path, drawn) -> None:
    """JSON, CSV and xarray agree with the arrays; no NaN in JSON."""
    drawn.write_json(tmp_path / "f.json")
    drawn.write_csv(tmp_path / "f.csv")
    text = (tmp_path / "f.json").read_text()
    assert "NaN" not in text
    data = json.loads(text)
    assert data["format"] == "reassure-footprint/1"
    margins = np.array(data["cells"]["margin_s"], float)
    assert np.allclose(margins, drawn.margin_s, atol=0.006, equal_nan=True)
    assert data["area_km2"]["covered"] == round(drawn.area_km2(GroundCell.COVERED))
    lines = (tmp_path / "f.csv").read_text().splitlines()
    assert lines[0].startswith("# test; scenario sha256")
    rows = list(csv.DictReader(lines[1:]))
    assert len(rows) == drawn.cell.size
    for row in rows[::37]:
        at = int(row["row"]), int(row["column"])
        assert row["kind"] == GroundCell(int(drawn.cell[at])).word
        assert (row["margin_s"] == "") == np.isnan(drawn.margin_s[at])
    dataset = drawn.to_xarray()
    assert dataset["margin_s"].attrs["units"] == "s"
    assert dataset["kind"].shape == drawn.cell.shape
    assert dataset.attrs["scenario_sha256"] == drawn.scenario_sha256


def test_the_command_draws_and_writes(tmp_path) -> None:
    """A map in text, areas, both files; exit 0."""
    done = called(
        "footprint", str(_scenario(tmp_path)), "--deployment", "site", "--against", "regional", "--cells", "24",
        "--json", "f.json", "--csv", "f.csv", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (
        "SM-3 IIA (site): of the land and sea that regional (2,500 km) from its launch area could reach"
        in " ".join(done.stdout.split())
    )
    assert "#" in done.stdout
    assert json.loads((tmp_path / "f.json").read_text())["deployment"] == "site"
    assert (tmp_path / "f.csv").stat().st_size > 1000


def test_regional_boosters_are_their_vehicles_burnouts() -> None:
    """The catalogue's figures hold what design/regional_boosters.py finds."""
    from reassure.catalog import Booster, NotionalVehicle, catalog

    known = catalog()
    for booster, name in (
        ("mrbm-liquid", "notional-mrbm-1300"),
        ("mrbm-solid", "notional-mrbm-2000"),
    ):
        figures = known.get(booster, Booster, "booster")
        flown = known.get(name, NotionalVehicle, "vehicle").vehicle()
        assert flown.burn_time == pytest.approx(figures.burnout_time_s.value, abs=1.0)
