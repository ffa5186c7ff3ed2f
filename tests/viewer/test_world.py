"""Flights of half the Earth and more, and regions over the antimeridian and the pole: the map draws them as they lie."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page
from pyproj import Geod, Proj

from reassure.answers.assessment import Assessment
from reassure.earth.frames import geodetic_points
from reassure.flight.path import position_at
from reassure.questions.assess import assess
from reassure.report.html.page import write_page
from reassure.report.html.sheet import Sheet
from reassure.scenario.reader import parse
from reassure.typing import Array
from tests.questions.test_global import GLOBAL
from tests.viewer.browser import watched

WORLD = """\
format = "reassure-scenario/1"
title = "Round the Earth"

[[force]]
bases = [{ id = "chukotka", latitude_deg = 66.0, longitude_deg = 179.9, field_radius_km = 20 }]
aims = [{ id = "box", polygon = [[50, 170], [50, -170], [56, -170], [56, 170]] },
        { id = "cap", polygon = [[80, 0], [80, 90], [80, 180], [80, -90]] }]
booster = { id = "b", burnout_time_s = 120, burnout_height_km = 120, downrange_km = 150 }
aim_spacing_km = 800

[[force]]
bases = ["uzhur"]
aims = [{ id = "there", latitude_deg = 40.0, longitude_deg = -100.0, radius_km = 0 }]
booster = "sarmat-southern"
way = "long"

[[deployment]]
id = "west"
site = "vandenberg"
interceptor = "gbi-3-stage"
launch_delay_s = 360
"""
SPHERE_M = 6371008.8


def _written(result: Assessment, folder: Path, name: str) -> str:
    path = folder / f"{name}.html"
    write_page(result, Sheet(f"reassure assess {name}"), path)
    return path.as_uri()


@pytest.fixture(scope="module")
def world() -> Assessment:
    """Flights to a box across the antimeridian, to the pole, and, the last one, the long way round."""
    return assess(parse(WORLD.encode(), "world.toml"))


@pytest.fixture(scope="module")
def report(world: Assessment, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Its page's address."""
    return _written(world, tmp_path_factory.mktemp("world"), "world")


def _lines(page: Page, width: str) -> list[Array]:
    """Lines of a width in the map's SVG, each the points (n, 2) between two lifts of the pen, px."""
    text = page.evaluate("window.reassure.scenes[1].svg()")
    lines = []
    for element in re.findall(r"<path [^>]*>", text):
        if f'stroke-width="{width}"' in element:
            for part in re.search(r' d="([^"]*)"', element)[1].split("M")[1:]:  # type: ignore[index]
                if "C" not in part and "A" not in part:  # curves are of other things
                    lines.append(np.array(re.findall(r"-?[\d.]+", part), float).reshape(-1, 2))
    return lines


def _track(result: Assessment, flight: int) -> tuple[Array, Array]:
    """Latitudes and longitudes of a flight, deg, every second or so of its fall."""
    f = result.flights
    base = np.array([0.0, 0.0, 0.0])  # of no weight after the burnout
    row = np.array([
        *f.burnout_position_m[flight], *f.burnout_velocity_m_s[flight], f.burnout_time_s[flight],
        f.flight_time_s[flight] - f.burnout_time_s[flight],
    ])  # fmt: skip
    times = np.linspace(f.burnout_time_s[flight], f.flight_time_s[flight], 4000)
    places = geodetic_points(np.array([position_at(base, row, t) for t in times]))
    return np.degrees(places[:, 0]), np.degrees(places[:, 1])


def test_a_flight_the_long_way_round_keeps_to_its_way_on_the_map(
    browser: Browser, world: Assessment, report: str
) -> None:
    """Every point of the drawn line is within 4 px of the flown one (magnified there), on PROJ's map; it has no long straight piece, and the card says
    how far it is: round the Earth less what is between base and aim.
    """
    flight = world.flights.count - 1
    with watched(browser) as tab:
        page = tab.ready(f"{report}#flight={flight}&layers=flights")
        eye, edge, size = page.evaluate("(({ eye, edge, size }) => [eye, edge, size])(window.reassure.scenes[1])")  # fmt: skip
        drawn = max(_lines(page, "2.6"), key=len)
        card = page.locator(".card").inner_text()
    flat = Proj(proj="aeqd", lat_0=eye["latitude"], lon_0=eye["longitude"], R=1.0)
    lat, lon = _track(world, flight)
    x, y = flat(lon, lat)
    scale = 0.485 * size / edge
    true = np.column_stack([size / 2 + scale * np.array(x), size / 2 - scale * np.array(y)])
    # the boost's points come first, and are not of the fall
    falling = drawn[12:]
    off = np.linalg.norm(falling[:, None] - true[None], axis=2).min(axis=1)
    assert off.max() < 4.0
    assert np.linalg.norm(np.diff(drawn, axis=0), axis=1).max() < 0.2 * scale
    assert lat.min() < -60
    ground = Geod(a=SPHERE_M, b=SPHERE_M).inv(89.80, 55.33, -100.0, 40.0)[2]
    km = round((2 * np.pi * SPHERE_M - ground) / 1e3)
    assert f"{km:,} km the long way round" in card


def test_the_map_goes_out_to_every_aim(browser: Browser, report: str) -> None:
    """The box beyond the antimeridian, the cap about the pole, and the aim in the south of the flights: all are seen."""
    with watched(browser) as tab:
        assert _hidden(tab.ready(report)) == []


def _hidden(page: Page) -> list[str]:
    """Aims of which some of the rim is off the map."""
    found: list[str] = page.evaluate(
        """(() => { const s = window.reassure.scenes[1];
            return s.app.view.raw.theatre.areas.filter((a) => a.kind === "aim" && a.rim.some(([lat, lon]) => s.projectPlace(lat, lon).hidden)).map((a) => a.id); })()"""
    )
    return found


@pytest.mark.long
@pytest.mark.parametrize("name", GLOBAL)
def test_the_page_of_every_global_preset(browser: Browser, tmp_path: Path, name: str) -> None:
    """No fault, every aim on the map, and no line of a flight that leaps across it."""
    address = _written(assess(name), tmp_path, name)
    with watched(browser) as tab:
        page = tab.ready(address)
        assert _hidden(page) == []
        edge, size = page.evaluate("(({ edge, size }) => [edge, size])(window.reassure.scenes[1])")
        widths = ("1.1", "0.7", "2.6")
        steps = [np.linalg.norm(np.diff(one, axis=0), axis=1) for w in widths for one in _lines(page, w)]  # fmt: skip
        assert max(s.max() for s in steps if s.size) < 0.25 * 0.485 * size / edge
