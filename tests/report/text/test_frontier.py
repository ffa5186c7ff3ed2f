"""A frontier map in words and as GeoJSON and files, on a map of six places made by hand."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
import xarray as xr
from shapely.geometry import shape

from reassure.answers.frontier import (
    Contour,
    Frontier,
    KeepOut,
    MapFigures,
    MappedDeployment,
    Why,
)
from reassure.report.text.frontier import FILES, frontier_text, geojson, write_numbers
from tests.report.made import NAN, SHA, figure, flat, printed, theatre

HELD = MapFigures("north", "i", 4.5, 0.25, 0.0, 0.0, 100.0, 0.0, None)
SQUARE = ((50.0, 170.0), (50.0, 190.0), (60.0, 190.0), (60.0, 170.0), (50.0, 170.0))


def frontier(kind: Any = "speed", **changes: Any) -> Frontier:
    """Latitudes 50 and 60, longitudes 170, 180 and 190: one place outside, one without a value."""
    value = np.array([[3.456, 4.5, NAN], [5.2, 6.789, NAN]])
    missing = Why.NO_ARC if kind == "speed" else Why.NEVER
    made = Frontier(
        kind, "By hand", SHA, "0.9", "50 to 60 N", HELD, np.array([50.0, 60.0]), np.array([170.0, 180.0, 190.0]), value,
        np.array([[0, 0, int(Why.OUTSIDE)], [0, 0, int(missing)]]), np.array([[0, 1, -1], [0, 1, -1]]),
        np.array(["kozelsk", "uzhur"]), np.array([[38.9, -77.0], [47.6, -122.3]]), np.array([1.0, 0.9]),
        (MappedDeployment("north", 4.5, 3.456, 3.4561, 0.0),), (figure("interceptor.i.burnout_speed_km_s", 4.5),),
        contours=(Contour(5.0, "the limit", (((50.0, 175.0), (60.0, 185.0)),)),),
        keep_out=(KeepOut(4.5, ("north",), ((SQUARE,),)),),
        theatre=theatre(["north", "south"]),
    )  # fmt: skip
    return replace(made, **changes)


def test_the_ends_of_a_map_have_place_and_flight() -> None:
    """Speeds down, delays up; a longitude beyond 180 is one to the west."""
    said = flat(frontier_text(frontier()))
    assert "5 places, 50 to 60 N" in said
    assert "least 3.45 km/s at 50 N 170 E, by the flight from kozelsk to 39 N 77 W" in said
    assert "greatest 6.78 km/s at 60 N 180 W, by the flight from uzhur to 48 N 122 W" in said
    delays = flat(frontier_text(frontier("delay")))
    assert "least 4 s at 50 N 170 E" in delays
    assert "greatest 7 s at 60 N 180 W" in delays


def test_what_a_map_shows_is_its_first_line() -> None:
    """With a capital, and what it holds at."""
    said = printed(frontier_text(frontier())).splitlines()
    assert said[:2] == ["By hand", (
        "Greatest burnout speed (km/s) at which no flight is within reach; launch delay 100 s, divert 0.25 km/s; "
        "intercepts count at every height"
    )]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "why", "said"),
    [
        ("speed", Why.NO_ARC, "at this delay no arc meets any flight from 20.0 % of the places"),
        ("delay", Why.NEVER, "even if launched with it no flight is in reach from 20.0 % of the places"),
        ("speed", Why.KNOWN, ""),
    ],
)  # fmt: skip
def test_places_without_a_value_are_counted(kind: str, why: Why, said: str) -> None:
    """Of those that the area has; where there is none nothing is said."""
    held = frontier(kind)
    kinds = held.why.copy()
    kinds[1, 2] = why
    text = flat(frontier_text(replace(held, why=kinds, stands=())))
    assert (said in text) if said else ("of the places" not in text)


def test_a_map_without_any_value_has_no_ends() -> None:
    """All of it is said to meet nothing."""
    none = frontier(value=np.full((2, 3), NAN), why=np.full((2, 3), int(Why.NO_ARC)), stands=())
    said = flat(frontier_text(none))
    assert "no arc meets any flight from 100 % of the places" in said
    assert "least" not in said
    outside = replace(none, why=np.full((2, 3), int(Why.OUTSIDE)))
    assert "0 places" in flat(frontier_text(outside))


@pytest.mark.parametrize(
    ("certified", "said"),
    [
        ([[3.0, 4.0, NAN], [NAN, 6.0, NAN]], "certified at 3 places; below the map by 0.46 to 0.79 km/s, median 0.50"),
        ([[NAN, 4.0, NAN], [NAN, NAN, NAN]], "certified at 1 place; below the map by 0.50 to 0.50 km/s, median 0.50"),
        ([[NAN, NAN, 4.0], [NAN, NAN, NAN]], "nothing could be certified"),
    ],
)  # fmt: skip
def test_what_is_certified_lies_below_by_so_much(certified: list[list[float]], said: str) -> None:
    """Where the map has a value alone."""
    assert said in flat(frontier_text(frontier(certified=np.array(certified))))


@pytest.mark.parametrize(
    ("stand", "cells"),
    [
        (MappedDeployment("d", 4.5, 3.456, 3.456, 0.0), "d 4.5 3.45 km/s no"),
        (MappedDeployment("d", 4.5, 3.456, 5.2, 1.0), "d 4.5 3.45 to 5.20 km/s yes"),
        (MappedDeployment("d", 4.5, 3.456, 3.461, 0.25), "d 4.5 3.45 km/s 25.0 %"),
        (MappedDeployment("d", 4.5, None, None, 1.0), "d 4.5 none yes"),
    ],
)
def test_deployments_stand_beside_the_limit_at_their_places(
    stand: MappedDeployment, cells: str
) -> None:
    """One limit, or from the least to the greatest where they differ by more than is written; does its figure keep to it?"""
    text = printed(frontier_text(frontier(stands=(stand,))))
    assert cells in [" ".join(line.split()) for line in text.splitlines()]
    assert "Its speed km/s" in text
    assert "Its delay s" in printed(frontier_text(frontier("delay", stands=(stand,))))


def test_without_deployments_there_is_no_table() -> None:
    """Nor the words below it."""
    assert "for which the map holds" not in flat(frontier_text(frontier(stands=())))


# -- as GeoJSON -----------------------------------------------------------------------------------------


def test_lines_and_areas_are_cut_at_the_antimeridian() -> None:
    """Ten degrees on either side of it, each on the map."""
    features = {f["properties"]["kind"]: f for f in geojson(frontier())["features"]}
    line = shape(features["contour"]["geometry"])
    assert [len(part.coords) for part in line.geoms] == [2, 2]
    assert all(abs(x) <= 180.0 for part in line.geoms for x, _ in part.coords)
    area = shape(features["keep-out"]["geometry"])
    assert area.area == pytest.approx(200.0)
    assert [tuple(part.bounds) for part in sorted(area.geoms, key=lambda p: p.bounds)] == [
        (-180.0, 50.0, -170.0, 60.0), (170.0, 50.0, 180.0, 60.0)
    ]  # fmt: skip


def test_features_carry_their_numbers_under_their_units() -> None:
    """A contour's level under the map's own name; a keep-out's under the figure that it is of."""
    made = geojson(frontier())
    features = {f["properties"]["kind"]: f["properties"] for f in made["features"]}
    assert features["contour"] == {
        "kind": "contour", "greatest_burnout_speed_km_s": 5.0, "stands_for": "the limit"
    }  # fmt: skip
    assert features["keep-out"] == {
        "kind": "keep-out", "burnout_speed_km_s": 4.5, "deployments": ["north"]
    }  # fmt: skip
    delays = {f["properties"]["kind"]: f["properties"] for f in geojson(frontier("delay"))["features"]}  # fmt: skip
    assert delays["contour"]["least_launch_delay_s"] == 5.0
    assert delays["keep-out"]["launch_delay_s"] == 4.5
    assert made["scenario_sha256"] == SHA
    assert made["sources"][0]["key"] == "interceptor.i.burnout_speed_km_s"


def test_only_deployments_stand_on_the_map() -> None:
    """Neither bases nor aims; a point, or an area counter-clockwise."""
    places = [f for f in geojson(frontier())["features"] if f["properties"]["kind"] == "deployment"]
    assert [f["properties"]["id"] for f in places] == ["north", "south"]
    assert places[0]["geometry"] == {"type": "Point", "coordinates": (17.1, 54.5)}
    ring = shapely.LinearRing(places[1]["geometry"]["coordinates"][0])
    assert ring.is_ccw


def test_lines_and_areas_of_nothing_are_left_out() -> None:
    """A line on one spot, an area of no width."""
    bare = frontier(
        contours=(Contour(5.0, "spot", (((50.0, 175.0), (50.0, 175.0)),)), Contour(6.0, "none", ())),
        keep_out=(KeepOut(4.5, (), ((((50.0, 170.0), (50.0, 190.0), (50.0, 170.0)),),)),),
    )  # fmt: skip
    assert {f["properties"]["kind"] for f in geojson(bare)["features"]} == {"deployment"}


def test_the_numbers_are_written_in_four_formats(tmp_path: Path) -> None:
    """The same speeds in JSON, CSV and NetCDF, rounded down where digits are cut."""
    write_numbers(frontier(value=np.array([[3.456787, 4.5, NAN], [5.2, 6.789, NAN]])), tmp_path / "m")  # fmt: skip
    assert sorted(p.name for p in (tmp_path / "m").iterdir()) == sorted(FILES[:4])
    held = json.loads((tmp_path / "m" / FILES[0]).read_text())
    assert held["greatest_burnout_speed_km_s"] == [[3.45678, 4.5, None], [5.2, 6.789, None]]
    lines = (tmp_path / "m" / FILES[1]).read_text().splitlines()[1:]
    rows = list(csv.DictReader(lines))
    assert [r["greatest_burnout_speed_km_s"] for r in rows] == ["3.45678", "4.50000", "5.20000", "6.78900", ""]  # fmt: skip
    assert [r["longitude_deg"] for r in rows] == ["170.00000", "-180.00000", "170.00000", "-180.00000", "-170.00000"]  # fmt: skip
    assert [(r["kind"], r["base"]) for r in rows][-2:] == [("known", "uzhur"), ("no arc", "")]
    with xr.open_dataset(tmp_path / "m" / FILES[2], engine="h5netcdf") as data:
        assert data["greatest_burnout_speed_km_s"].values[1, 0] == 5.2
        assert data.attrs["scenario_sha256"] == SHA
    assert json.loads((tmp_path / "m" / FILES[3]).read_text())["type"] == "FeatureCollection"
