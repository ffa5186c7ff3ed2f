"""A missile flown: against published tests, closed forms, heyoka and brute force; and what is refused."""

from __future__ import annotations

import csv
import json
import math
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from pyproj import Geod

import reassure
from reassure.cli import main
from reassure.earth.constants import GRAVITATIONAL_PARAMETER, ROTATION_RATE
from reassure.earth.frames import earth_fixed_points, geodetic_points
from reassure.engagement.flown import VehicleLaunch, Wanted, solved
from reassure.engagement.flown_figures import FigureLaunch
from reassure.errors import CatalogError, InputError, ResultError
from reassure.flight.cut import cut_flyouts, cut_path
from reassure.flight.flyout import BURN_STEP, FALL_STEP, LANDED, TRACE_POSITION, TRACE_TIME, flyouts
from reassure.questions.fly import fly
from reassure.scenario.lookup import vehicle_named
from reassure.scenario.question import Boost
from tests.flight.vehicles import of_one_drag, vehicle
from tests.oracles import heyoka_flyout

WGS84 = Geod(ellps="WGS84")
SUNAN = (39.2, 125.67)


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of the command in this process."""
    monkeypatch.setattr(sys, "argv", ["reassure", "fly", *words])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(stop.value.code or 0)


# Range and apogee, km, and time, s, as KCNA or the ministries gave them; each was read in the text that is named.
TESTS = {
    # missilethreat.csis.org/north-korea-conducts-2nd-icbm-test; 47 min 12 s: janes.com/article/72745
    "hwasong-14, 28 July 2017": ("notional-icbm-liquid", 998.0, 3724.9, 2832.0),
    # blog.ucsusa.org/david-wright/nk-longest-missile-test-yet
    "hwasong-15, 29 November 2017": ("notional-icbm-liquid", 950.0, 4475.0, 3210.0),
    # tass.com/defense/1539159
    "hwasong-17, 18 November 2022": ("notional-icbm-heavy", 999.2, 6040.9, 4135.0),
    # news.cgtn.com/news/2023-03-17
    "hwasong-17, 16 March 2023": ("notional-icbm-heavy", 1000.2, 6045.0, 4151.0),
    # shine.cn/news/world/2307139589
    "hwasong-18, 12 July 2023": ("notional-icbm-solid", 1001.2, 6648.4, 4491.0),
    # chosun.com/english, 1 November 2024
    "hwasong-19, 31 October 2024": ("notional-icbm-solid", 1001.2, 7687.5, 5156.0),
}


@pytest.mark.parametrize("name", TESTS)
@pytest.mark.parametrize("towards", [None, 75.0])
def test_lofted_tests_take_the_time_that_was_reported(name: str, towards: float | None) -> None:
    """Boost included, to 2 %, whether launched eastward or to come down where the tests did; range and apogee as asked."""
    id_, away, apogee, took = TESTS[name]
    found = fly(id_, SUNAN, towards=towards, range_km=away, apogee_km=apogee).flights[0]
    assert found.shape == "lofted"
    assert found.flight_time_s == pytest.approx(took, rel=0.02)
    assert found.range_km == pytest.approx(away, abs=0.01)
    assert found.apogee_km == pytest.approx(apogee, rel=0.002)
    assert (found.note is None) == (abs(found.apogee_km - apogee) < 0.05)
    if towards is not None:
        assert found.bearing_deg == pytest.approx(towards, abs=1e-4)


def test_the_test_of_4_july_2017_by_its_rounded_time() -> None:
    """39 min in whole minutes (missilethreat.csis.org/north-korea-tests-icbm: 930 km, 2,800 km): to 2.5 %."""
    found = fly("hwasong-liquid", SUNAN, range_km=930.0, apogee_km=2800.0).flights[0]
    assert found.flight_time_s == pytest.approx(39 * 60.0, rel=0.025)
    assert found.thrust_ended_early_s > 1.0


def test_a_booster_flies_by_the_first_vehicle_that_can() -> None:
    """icbm-liquid: the smaller vehicle to 4,475 km, the heavier to 6,045; an apogee that is nearly met is flown and said."""
    small = fly("icbm-liquid", (39.7, 125.3), apogee_km=4475.0)
    assert (small.model, small.model_id) == ("vehicle", "notional-icbm-liquid")
    assert 4430.0 < small.flights[0].apogee_km < 4475.0
    assert "short of the apogee" in str(small.flights[0].note)
    large = fly("icbm-liquid", (39.7, 125.3), range_km=1000.0, apogee_km=6000.0)
    assert large.model_id == "notional-icbm-heavy"


def test_a_free_fall_is_the_ellipse_of_its_burnout() -> None:
    """Down to 100 km, above the air: time by Kepler's equation, and apogee, to what the oblateness changes."""
    trace = cut_path(
        vehicle("notional-icbm-liquid").arrays(), math.radians(40.0), 0.5 * math.pi, math.radians(2.0), 260.0, BURN_STEP, FALL_STEP
    )  # fmt: skip
    start = int(np.argmin(np.abs(trace[:, TRACE_TIME] - 260.0)))
    radius = np.linalg.norm(trace[:, 1:4], axis=1)
    last = int(np.flatnonzero(radius > 6371e3 + 100e3)[-1])
    p, v, mu = trace[start, 1:4], trace[start, 4:7], GRAVITATIONAL_PARAMETER
    r, speed = radius[start], np.linalg.norm(v)
    a = 1.0 / (2.0 / r - speed**2 / mu)
    e = float(np.linalg.norm(np.cross(v, np.cross(p, v)) / mu - p / r))

    def since_perigee(distance: float) -> float:
        anomaly = math.acos((1.0 - distance / a) / e)
        return math.sqrt(a**3 / mu) * (anomaly - e * math.sin(anomaly))

    whole = 2.0 * math.pi * math.sqrt(a**3 / mu)
    fall = whole - since_perigee(radius[last]) - since_perigee(r)
    assert trace[last, TRACE_TIME] - 260.0 == pytest.approx(fall, rel=0.002)
    assert radius.max() - 6371e3 == pytest.approx(a * (1.0 + e) - 6371e3, rel=0.004)


def test_a_cut_flight_against_heyoka() -> None:
    """Thrust ended in the second stage, what is left dropped: within 10 m after nine tenths of the flight."""
    whole = of_one_drag("notional-icbm-liquid", 0.2)
    first, second = whole.stages
    end, kick = 230.0, 0.05
    burnt = end - first.burn_time - first.coast
    left = second.propellant - second.flow * burnt
    short = replace(second, propellant=second.flow * burnt, dry=second.dry + left, burn_time=burnt)
    trace = cut_path(whole.arrays(), 0.7, 1.2, kick, end, BURN_STEP, FALL_STEP)
    row = trace[np.searchsorted(trace[:, TRACE_TIME], 0.9 * trace[-1, TRACE_TIME])]
    truth = heyoka_flyout.fly(
        replace(whole, stages=(first, short)), 0.7, 1.2, kick, float(row[TRACE_TIME])
    )
    ours = row[TRACE_POSITION : TRACE_POSITION + 3]
    off = float(np.linalg.norm(ours - truth[:3]))
    print(f"{off:.2f} m at {row[TRACE_TIME]:.0f} s")
    assert off < 10.0


def test_a_cut_at_the_burnout_is_no_cut_and_one_in_a_coast_is_at_the_burnout_before() -> None:
    """The kernel of cut flights against that of whole ones, row by row."""
    v = of_one_drag("notional-icbm-liquid", 0.2)
    one = np.array([0.7]), np.array([1.2]), np.array([0.05])
    plain = flyouts(v.arrays(), *one, np.array([9e3]), BURN_STEP, FALL_STEP)
    cut = cut_flyouts(v.arrays(), *one, np.array([1e9]), BURN_STEP, FALL_STEP)
    assert plain[0][0] == cut[0][0] == LANDED
    np.testing.assert_array_equal(plain[1], cut[1])
    burn = v.stages[0].burn_time
    rows = [cut_flyouts(v.arrays(), *one, np.array([t]), BURN_STEP, FALL_STEP)[1] for t in (burn, burn + 2.0)]  # fmt: skip
    np.testing.assert_array_equal(*rows)
    assert rows[0][0, 4] == pytest.approx(burn)


def brute(name: str, place: tuple[float, float], azimuth_deg: float, end: float = 1e9) -> float:
    """The greatest geodesic distance over kicks a fiftieth of a degree apart, km."""
    v = vehicle(name)
    kick = np.radians(np.arange(0.1, 30.0, 0.02))
    n = kick.size
    lat, az = np.full(n, math.radians(place[0])), np.full(n, math.radians(azimuth_deg))
    outcome, row = cut_flyouts(v.arrays(), lat, az, kick, np.full(n, end), BURN_STEP, FALL_STEP)
    there = np.degrees(geodetic_points(np.ascontiguousarray(row[outcome == LANDED, 1:4]))[:, :2])
    m = len(there)
    away = WGS84.inv(np.zeros(m), np.full(m, place[0]), there[:, 1], there[:, 0])[2]
    return float(np.max(away) / 1e3)


@pytest.mark.parametrize("azimuth", [0.0, 90.0, 217.0])
@pytest.mark.parametrize("name", ["notional-mrbm-1300", "notional-mrbm-2000"])
def test_the_greatest_range_against_brute_force(name: str, azimuth: float) -> None:
    """Kick by kick; and no kick of them goes farther."""
    found = fly(name, (35.0, 51.0), azimuth_deg=azimuth, greatest=True).flights[0]
    best = brute(name, (35.0, 51.0), azimuth)
    assert best <= found.range_km + 1e-6
    assert found.range_km == pytest.approx(best, abs=0.02)


def test_the_ring_against_brute_force() -> None:
    """Azimuth by azimuth; the eastern side is farther, as the Earth's turning helps."""
    found = fly("mrbm-solid", (35.0, 51.0), ring=8)
    assert found.flights == ()
    assert found.ring is not None
    for azimuth, away in zip(found.ring.azimuth_deg, found.ring.range_km, strict=True):
        assert away == pytest.approx(brute("notional-mrbm-2000", (35.0, 51.0), azimuth), abs=0.02)
    assert found.ring.range_km[2] > found.ring.range_km[6] + 50.0
    for (lat, lon), away in zip(found.ring.rim, found.ring.range_km, strict=True):
        assert WGS84.inv(51.0, 35.0, lon, lat)[2] / 1e3 == pytest.approx(away, abs=0.02)


def test_a_ring_and_a_farthest_flight_agree_where_it_goes_half_way_round() -> None:
    """An ICBM eastward: both say so, and neither goes farther than half way."""
    found = fly("notional-icbm-liquid", (39.7, 125.3), ring=8, greatest=True)
    assert found.flights[0].half_way_round
    assert found.ring is not None
    assert found.ring.half_way_round >= 1
    assert max(found.ring.range_km) <= 19_900.0
    # Past the antipode at some distance: the farthest is where it is nearest to it.
    north, best = found.ring.range_km[0], brute("notional-icbm-liquid", (39.7, 125.3), 0.0)
    assert best - 0.02 <= north <= best + 3.0
    west = fly("notional-icbm-liquid", (39.7, 125.3), azimuth_deg=270.0).flights[0]
    assert not west.half_way_round
    assert found.ring.range_km[6] == pytest.approx(west.range_km, abs=0.05)


def test_the_minimum_energy_flight_burns_least() -> None:
    """A tenth of a second less, and no kick comes so far (by brute force); lofted above it, depressed below."""
    found = {f.shape: f for f in fly("notional-mrbm-2000", (35.0, 0.0), range_km=1200.0).flights}
    least = found["minimum-energy"]
    assert brute("notional-mrbm-2000", (35.0, 0.0), 90.0, least.burnout_s - 0.1) < 1200.0
    assert brute("notional-mrbm-2000", (35.0, 0.0), 90.0, least.burnout_s + 0.1) > 1200.0
    assert found["lofted"].apogee_km > least.apogee_km > found["depressed"].apogee_km
    assert found["lofted"].thrust_ended_early_s == found["depressed"].thrust_ended_early_s == 0.0
    assert all(f.range_km == pytest.approx(1200.0, abs=1e-3) for f in found.values())


def test_a_range_and_a_low_apogee_is_depressed() -> None:
    """The name of a flight by both follows from that of least burn."""
    found = fly("notional-mrbm-2000", (35.0, 51.0), range_km=1200.0, apogee_km=150.0).flights[0]
    assert found.shape == "depressed"
    assert found.apogee_km == pytest.approx(150.0, abs=1e-3)
    assert found.range_km == pytest.approx(1200.0, abs=1e-3)


@pytest.mark.parametrize("id_", ["mrbm-solid", "irbm-solid"])
def test_towards_a_place_it_comes_down_there(id_: str) -> None:
    """Each shape, by a vehicle and by figures: within 20 m of the place."""
    found = fly(id_, (35.0, 51.0), towards=(41.0, 40.0))
    assert len(found.flights) == 3
    for f in found.flights:
        assert WGS84.inv(f.longitude_deg, f.latitude_deg, 40.0, 41.0)[2] < 20.0


def test_an_arc_by_figures_is_the_ellipse_of_its_burnout() -> None:
    """Apogee and time after burnout by the closed form: the arc has no air and no oblateness."""
    launch = FigureLaunch(Boost("b", 180.0, 200.0, 500.0), 50.0, 10.0, 9000.0)
    found = launch.flight(40.0, 6000.0, 1.3)
    i = np.searchsorted(found.way[:, 0], 600.0)  # two points of the free flight give its conic
    states = []
    for k in (i, len(found.way) - 1):
        t, lat, lon, up, _ = found.way[k]
        p = earth_fixed_points(np.radians([lat]), np.radians([lon]), np.array([1e3 * up]))[0]
        angle = ROTATION_RATE * t
        c, s = math.cos(angle), math.sin(angle)
        states.append(np.array([c * p[0] - s * p[1], s * p[0] + c * p[1], p[2]]))
    took = found.way[-1, 0] - found.way[i, 0]
    # Lambert's own relation: the least-energy parabola bounds it below, and the flight takes longer.
    chord = np.linalg.norm(states[1] - states[0])
    r1, r2 = (np.linalg.norm(s) for s in states)
    half = 0.5 * (r1 + r2 + chord)
    parabola = math.sqrt(2.0 / GRAVITATIONAL_PARAMETER) / 3.0 * (half**1.5 - (half - chord) ** 1.5)
    assert took > parabola
    # And Lagrange's: semi-major axis from the burnout, time from alpha and beta.
    speed = _inertial_speed(launch, found)
    r0 = np.linalg.norm(_burnout(found))
    a = 1.0 / (2.0 / r0 - speed**2 / GRAVITATIONAL_PARAMETER)
    alpha = 2.0 * math.asin(math.sqrt(half / (2.0 * a)))
    beta = 2.0 * math.asin(math.sqrt((half - chord) / (2.0 * a)))
    times = [
        math.sqrt(a**3 / GRAVITATIONAL_PARAMETER) * (x - math.sin(x) - (beta - math.sin(beta)))
        for x in (alpha, 2.0 * math.pi - alpha)
    ]
    assert min(abs(took - t) for t in times) < 1e-3 * took


def _burnout(found: object) -> np.ndarray:
    way = found.way
    i = int(np.searchsorted(way[:, 0], 180.0))
    _, lat, lon, up, _ = way[i]
    return earth_fixed_points(np.radians([lat]), np.radians([lon]), np.array([1e3 * up]))[0]


def _inertial_speed(launch: FigureLaunch, found: object) -> float:
    """By differences of the way about a moment of the free flight, turned into inertial axes, m/s at the burnout's radius."""
    way = found.way
    i = int(np.searchsorted(way[:, 0], 600.0))
    points = []
    for k in (i - 1, i, i + 1):
        t, lat, lon, up, _ = way[k]
        p = earth_fixed_points(np.radians([lat]), np.radians([lon]), np.array([1e3 * up]))[0]
        c, s = math.cos(ROTATION_RATE * t), math.sin(ROTATION_RATE * t)
        points.append(np.array([c * p[0] - s * p[1], s * p[0] + c * p[1], p[2]]))
    speed = np.linalg.norm(points[2] - points[0]) / (way[i + 1, 0] - way[i - 1, 0])
    energy = 0.5 * speed**2 - GRAVITATIONAL_PARAMETER / np.linalg.norm(points[1])
    at = np.linalg.norm(_burnout(found))
    return float(math.sqrt(2.0 * (energy + GRAVITATIONAL_PARAMETER / at)))


@pytest.mark.some(3)
@pytest.mark.parametrize("bearing", [0.0, 135.0, 225.0, 270.0, 315.0])
def test_a_lofted_flight_comes_down_on_any_bearing(bearing: float) -> None:
    """Against the Earth's turning too, where it is launched on the other side; by pyproj from where it comes down."""
    f = fly("notional-icbm-liquid", SUNAN, towards=bearing, range_km=950.0, apogee_km=4300.0).flights[0]  # fmt: skip
    azimuth, _, away = WGS84.inv(SUNAN[1], SUNAN[0], f.longitude_deg, f.latitude_deg)
    assert away / 1e3 == pytest.approx(950.0, abs=0.01)
    assert (azimuth - bearing + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=1e-3)
    assert f.apogee_km == pytest.approx(4300.0, abs=0.01)


def test_a_steep_flight_on_which_the_side_changes_is_refused() -> None:
    """Launched westward, the Earth turns farther than 950 km below it: no flight is told that misses its range."""
    with pytest.raises(InputError, match="the Earth turns"):
        fly("notional-icbm-liquid", SUNAN, azimuth_deg=225.0, range_km=950.0, apogee_km=4300.0)


def test_a_missile_without_a_vehicle_flies_by_figures() -> None:
    """irbm-4000: its own range all round, as a circle."""
    found = fly("irbm-4000", (35.0, 51.0), ring=36, greatest=True)
    assert found.model == "figures"
    assert found.flights[0].range_km == pytest.approx(4000.0, abs=0.01)
    assert found.flights[0].kick_deg is None
    assert found.ring is not None
    assert set(found.ring.range_km) == {4000.0}


@pytest.mark.some(3)
@pytest.mark.parametrize("place", [(68.0, 176.0), (84.0, 20.0), (-66.0, -178.0)])
def test_a_ring_over_the_antimeridian_or_a_pole(place: tuple[float, float], tmp_path: Path) -> None:
    """No line of the KML crosses the map, and the page's ring is one line about the launch."""
    found = fly("mrbm-solid", place, ring=24)
    from reassure.report.exports.fly_kml import write_fly_kml
    from reassure.report.html.fly import fly_page

    write_fly_kml(found, tmp_path / "ring.kml")
    tree = ElementTree.parse(tmp_path / "ring.kml")  # noqa: S314
    lines = tree.findall(".//{http://www.opengis.net/kml/2.2}LineString/{http://www.opengis.net/kml/2.2}coordinates")  # fmt: skip
    assert lines
    for line in lines:
        lon = [float(c.split(",")[0]) for c in str(line.text).split()]
        lat = [float(c.split(",")[1]) for c in str(line.text).split()]
        assert max(np.abs(np.diff(lon)), default=0.0) < 180.0 or max(np.abs(lat)) > 89.0
    page = fly_page(found, "reassure fly")
    ring = page.split('class="ring" fill="none" d="')[1].split('"')[0]
    assert ring.count("M") == 1


def test_files_and_the_figure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """JSON, CSV, KML and page of one answer hold the same numbers; three panels."""
    files = {k: tmp_path / f"a.{k}" for k in ("json", "csv", "kml", "html")}
    words = ("notional-mrbm-1300", "--from", "35,51", "--range-km", "900")
    outs = [w for k, p in files.items() for w in (f"--{'report' if k == 'html' else k}", str(p))]
    assert run(monkeypatch, *words, *outs) == 0
    said = capsys.readouterr().out
    assert "minimum-energy" in said
    table = json.loads(files["json"].read_text())
    assert table["format"] == "reassure-fly/1"
    assert [f["shape"] for f in table["flights"]] == ["minimum-energy", "lofted", "depressed"]
    rows = list(csv.DictReader(files["csv"].read_text().splitlines()))
    lofted = [r for r in rows if r["shape"] == "lofted"]
    assert float(lofted[-1]["away_km"]) == pytest.approx(900.0, abs=0.01)
    assert float(lofted[-1]["t_s"]) == pytest.approx(table["flights"][1]["flight_time_s"], abs=0.01)
    assert max(float(r["height_km"]) for r in lofted) == pytest.approx(table["flights"][1]["apogee_km"], rel=0.01)  # fmt: skip
    page = files["html"].read_text()
    assert "--range-km 900" in page
    assert page.count("<svg") >= 4
    assert "depressed" in files["kml"].read_text()
    found = reassure.fly("notional-mrbm-1300", (35.0, 51.0), range_km=900.0)
    panels = found.plot().axes
    assert [a.get_ylabel() for a in panels] == ["height, km", "height, km", "speed, km/s"]
    with pytest.raises(ResultError, match="no flight to plot"):
        fly("irbm-4000", (35.0, 51.0), ring=12).plot()


def test_the_way_of_a_flight_is_that_of_its_numbers() -> None:
    """It begins at rest on the ground and ends there; the speed at burnout and at the end are those told."""
    f = fly("notional-icbm-liquid", (39.7, 125.3), kick_deg=2.0, end_of_thrust_s=250.0).flights[0]
    first, last = f.way[0], f.way[-1]
    assert (first.t_s, first.away_km) == (0.0, pytest.approx(0.0, abs=1e-6))
    assert first.height_km == pytest.approx(0.0, abs=1e-6)
    assert first.speed_km_s == pytest.approx(0.0, abs=1e-9)
    assert last.t_s == pytest.approx(f.flight_time_s)
    assert last.height_km == pytest.approx(0.0, abs=1e-3)
    assert last.speed_km_s == pytest.approx(f.end_speed_km_s, rel=1e-6)
    burnout = min(f.way, key=lambda p: abs(p.t_s - f.burnout_s))
    assert burnout.speed_km_s == pytest.approx(f.burnout_speed_km_s, rel=1e-3)
    assert f.thrust_ended_early_s == pytest.approx(25.0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing", "--from", "1,2"), 'no missile, vehicle or booster "nothing"'),
        (("hwasong-15", "--from", "1,2"), 'has the id "hwasong-15"; did you mean hwasong-liquid, Hwasong-15 and -17'),
        (("Sarmat", "--from", "1,2"), 'has the id "Sarmat"; did you mean sarmat-southern, '),
        (("conus", "--from", "1,2"), "conus is no missile, vehicle or booster"),
        (("mrbm-1300", "--from", "1,2,3"), "--from 1,2,3; allowed: LATITUDE,LONGITUDE or an id"),
        (("mrbm-1300", "--from", "95,2"), "allowed: latitude -90 to 90"),
        (("mrbm-1300", "--from", "nowhere"), "nowhere"),
        (("mrbm-1300", "--from", "35,51", "--range-km", "1800"), "is beyond it"),
        (("mrbm-1300", "--from", "35,51", "--range-km", "nan"), "range_km nan; allowed"),
        (("mrbm-1300", "--from", "35,51", "--apogee-km", "2000"), "its highest is"),
        (("mrbm-1300", "--from", "35,51", "--kick", "80"), "with a kick of 80 deg"),
        (("mrbm-1300", "--from", "35,51", "--kick", "3", "--range-km", "900"), "allowed: one of them"),
        (("mrbm-1300", "--from", "35,51", "--towards", "30", "--azimuth", "3"), "allowed: one of them"),
        (("mrbm-1300", "--from", "35,51", "--azimuths", "12"), "allowed: with --ring"),
        (("mrbm-1300", "--from", "35,51", "--end-of-thrust", "3"), "end_of_thrust_s 3; allowed: 6.5 to 95"),
        (("mrbm-1300", "--from", "35,51", "--end-of-thrust", "60", "--towards", "33,44"), "an end of thrust and a range or a place"),
        (("mrbm-1300", "--from", "35,51", "--end-of-thrust", "60", "--ring"), "an end of thrust and a ring"),
        (("mrbm-1300", "--from", "35,51", "--payload-kg", "50000"), "it cannot lift off"),
        (("irbm-4000", "--from", "35,51", "--kick", "3"), "is flown by figures"),
        (("irbm-4000", "--from", "35,51", "--range-km", "4100"), "greatest range of irbm-solid is 4000"),
        (("sarmat-southern", "--from", "55,60", "--ring"), "has no greatest range"),
        (("icbm-liquid", "--from", "39,125", "--apogee-km", "6500", "--range-km", "1000"), "is beyond it"),
    ],
)  # fmt: skip
def test_what_is_refused_in_one_line(
    words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:  # fmt: skip
    """Exit code 2, and no file."""
    out = tmp_path / "a.json"
    assert run(monkeypatch, *words, "--json", str(out)) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not out.exists()


def test_a_shape_that_does_not_exist_is_said_beside_those_that_do() -> None:
    """An ICBM has no depressed flight of 5,000 km with all its speed."""
    found = fly("notional-icbm-liquid", (39.7, 125.3), range_km=5000.0)
    assert [f.shape for f in found.flights] == ["minimum-energy", "lofted"]
    assert [m.shape for m in found.missing] == ["depressed"]


def test_a_lighter_payload_flies_farther() -> None:
    """By hand, and the sources say so."""
    whole = fly("notional-mrbm-1300", (35.0, 51.0))
    plain_title, plain = whole.title, whole.flights[0]
    light = fly("notional-mrbm-1300", (35.0, 51.0), payload_kg=700.0)
    assert light.flights[0].range_km > plain.range_km + 50.0
    assert any("set by hand" in s.source and s.value == 700.0 for s in light.sources)
    assert light.title == f"{plain_title}; with a payload of 700 kg"
    assert light.model_words.endswith("with a payload of 700 kg in place of 1,000 kg")


def test_a_booster_whose_first_vehicle_does_not_fly_it_says_so() -> None:
    """Another vehicle has another mass and thrust: nobody should take it for the first."""
    found = fly("icbm-liquid", (39.7, 125.3), range_km=11_000.0, payload_kg=1500.0)
    assert found.model_id == "notional-icbm-heavy"
    first = vehicle_named("notional-icbm-liquid").name
    assert found.model_words.startswith(f"{first} cannot fly that: range 11,000 km is beyond it")


def test_errors_are_of_the_house() -> None:
    """From Python too."""
    with pytest.raises(CatalogError):
        fly("nothing", (1.0, 2.0))
    launch = VehicleLaunch(vehicle("notional-mrbm-1300"), 35.0, 51.0)
    with pytest.raises(InputError, match="no azimuth|beyond|away"):
        solved(launch, 90.0, Wanted(range_km=5000.0), 20.0)
