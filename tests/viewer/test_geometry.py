"""The viewer's geometry, in the browser, against numbers from Python."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from pyproj import Geod, Proj, Transformer

from reassure.answers.assessment import Assessment
from reassure.flight.path import position_at
from tests.oracles.two_body import path, turned
from tests.viewer.browser import Watched
from tests.viewer.cases import poland

SPHERE = 6371008.8
RNG = np.random.default_rng(2012)
PLACES = [
    *((float(a), float(o)) for a, o in zip(RNG.uniform(-89, 89, 60), RNG.uniform(-180, 180, 60), strict=True)),
    (90.0, 0.0), (-90.0, 40.0), (60.0, 180.0), (60.0, -180.0), (0.0, 179.999), (0.0, -179.999), (89.9999, -120.0),
]  # fmt: skip


@pytest.fixture
def ask(tab: Watched, small_report: str) -> Any:
    """Evaluates an expression over `r`, the viewer's functions, for each of some arguments."""
    page = tab.ready(small_report)

    def call(expression: str, arguments: list[Any]) -> list[Any]:
        found = page.evaluate(
            f"(xs) => {{ const r = window.reassure; return xs.map({expression}); }}", arguments
        )
        assert len(found) == len(arguments) > 0
        return list(found)

    return call


def _flights(result: Assessment, count: int) -> list[dict[str, Any]]:
    f = result.flights
    chosen = RNG.choice(f.count, count, replace=False)
    return [
        {
            "position": f.burnout_position_m[i].tolist(),
            "velocity": f.burnout_velocity_m_s[i].tolist(),
            "burnoutTime": float(f.burnout_time_s[i]),
            "flightTime": float(f.flight_time_s[i]),
        }
        for i in chosen
    ]


def test_free_fall_is_where_an_integration_puts_it(ask: Any) -> None:
    """Within a metre of DOP853 over 40 flights, at four moments each, to their ends."""
    flights = _flights(poland(), 40)
    found = ask("f => [0, 0.3, 0.7, 1].map(u => r.standing(f, f.burnoutTime + u * (f.flightTime - f.burnoutTime)))", flights)  # fmt: skip
    for flight, places in zip(flights, found, strict=True):
        times = np.array([0.0, 0.3, 0.7, 1.0]) * (flight["flightTime"] - flight["burnoutTime"])
        inertial = path(np.array(flight["position"]), np.array(flight["velocity"]), times)
        truth = turned(inertial, -7.292115e-5 * times)
        assert np.abs(np.array(places) - truth).max() < 1.0


def test_a_boost_is_drawn_as_the_package_has_it(ask: Any) -> None:
    """The cubic of sensing/path.py, at five moments of 40 boosts; it ends without a kink in the flight."""
    flights = _flights(poland(), 40)
    asked = [
        [f, (0.8 * np.array(f["position"])).tolist(), u] for f in flights for u in (0.0, 0.2, 0.5, 0.9, 1.0)
    ]  # fmt: skip
    found = ask("([f, b, u]) => r.boosting(f, b, u)", asked)
    for (flight, base, u), place in zip(asked, found, strict=True):
        row = np.array([*flight["position"], *flight["velocity"], flight["burnoutTime"],
                        flight["flightTime"] - flight["burnoutTime"]])  # fmt: skip
        truth = position_at(np.array(base), row, u * flight["burnoutTime"])
        assert np.abs(np.array(place) - truth).max() < 0.01
    before, after = (
        np.array(ask(what, flights))
        for what in (
            "f => r.boosting(f, f.position.map(x => 0.8 * x), 1 - 1e-5)",
            "f => r.standing(f, f.burnoutTime * (1 + 1e-5))",
        )
    )
    at = np.array([f["position"] for f in flights])
    ahead, back = after - at, at - before
    cosine = (
        (ahead * back).sum(axis=1) / np.linalg.norm(ahead, axis=1) / np.linalg.norm(back, axis=1)
    )
    assert np.degrees(np.arccos(np.clip(cosine, -1, 1))).max() < 0.1


def test_heights_and_latitudes_are_those_of_wgs84(ask: Any) -> None:
    """Within 0.1 m and 1e-7 degree of PROJ, from the ground to 4,000 km."""
    to_fixed = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    points = [(lat, lon, h) for lat, lon in PLACES for h in (0.0, 2e5, 4e6)]
    fixed = [list(to_fixed.transform(lon, lat, h)) for lat, lon, h in points]
    back = ask("p => r.geodetic(p)", fixed)
    forth = ask("p => r.earthFixed(p[0], p[1], p[2])", [list(p) for p in points])
    for (lat, lon, h), got, there, truth in zip(points, back, forth, fixed, strict=True):
        assert got["height"] == pytest.approx(h, abs=0.1)
        assert got["latitude"] == pytest.approx(lat, abs=1e-7)
        if abs(lat) < 89.9:
            assert math.remainder(got["longitude"] - lon, 360) == pytest.approx(0, abs=1e-7)
        assert there == pytest.approx(truth, abs=1e-3)


@pytest.mark.some(3)
@pytest.mark.parametrize(
    "eye", [(0.0, 0.0), (52.0, 21.0), (90.0, 30.0), (-35.0, 179.0), (89.9, -180.0)]
)
def test_globe_is_the_orthographic_projection_with_the_limb_at_90_degrees(
    ask: Any, eye: tuple[float, float]
) -> None:
    """On the ground: PROJ's ortho on a sphere for what is seen, and nothing for what is not."""
    proj = Proj(proj="ortho", lat_0=eye[0], lon_0=eye[1], R=1.0)
    angles = Geod(ellps="sphere").inv(
        [eye[1]] * len(PLACES), [eye[0]] * len(PLACES), *np.array(PLACES)[:, ::-1].T
    )[2]
    found = ask(
        f"p => r.seen(r.lookingAt({eye[0]}, {eye[1]}), r.drawn(p[0], p[1]))",
        [list(p) for p in PLACES],
    )
    for (lat, lon), distance, got in zip(PLACES, angles, found, strict=True):
        away = math.degrees(distance / 6370997.0)
        if abs(away - 90) < 1e-3:
            continue
        assert got["hidden"] == (away > 90)
        if away < 89.9:
            assert (got["x"], got["y"]) == pytest.approx(proj(lon, lat), abs=1e-9)


def test_what_flies_beyond_the_limb_shows_exactly_where_no_ground_stands_before_it(
    ask: Any,
) -> None:
    """A line from a far eye to the point crosses the sphere, or it does not."""
    eye = (52.0, 21.0)
    points = [(lat, lon, h) for lat, lon in PLACES for h in (1e5, 1e6, 4e6)]
    found = ask(
        f"p => r.seen(r.lookingAt({eye[0]}, {eye[1]}), r.drawn(p[0], p[1], p[2]))",
        [list(p) for p in points],
    )
    far = _direction(*eye)
    hidden = 0
    for (lat, lon, h), got in zip(points, found, strict=True):
        p = _direction(lat, lon) * (1 + h / 6378137.0)
        steps = p + np.outer(np.linspace(0, 6, 40001), far)  # towards the eye
        truth = bool((np.einsum("ij,ij->i", steps, steps) < 1 - 1e-6).any())
        assert got["hidden"] == truth
        hidden += truth
    assert 20 < hidden < len(points) - 20


def _direction(lat: float, lon: float) -> np.ndarray:
    p, o = math.radians(lat), math.radians(lon)
    return np.array([math.cos(p) * math.cos(o), math.cos(p) * math.sin(o), math.sin(p)])


@pytest.mark.some(3)
@pytest.mark.parametrize("eye", [(90.0, 20.0), (52.0, 21.0), (-90.0, 0.0), (10.0, 180.0)])
def test_map_is_azimuthal_equidistant(ask: Any, eye: tuple[float, float]) -> None:
    """PROJ's aeqd on a sphere, across the pole and the antimeridian; heights leave it as it is."""
    proj = Proj(proj="aeqd", lat_0=eye[0], lon_0=eye[1], R=1.0)
    found = ask(
        f"p => r.flat(r.lookingAt({eye[0]}, {eye[1]}), r.drawn(p[0], p[1], 5e5), 2.6)",
        [list(p) for p in PLACES],
    )
    tried = 0
    for (lat, lon), got in zip(PLACES, found, strict=True):
        x, y = proj(lon, lat)
        away = math.hypot(x, y)
        assert got["hidden"] == (away > 2.6)
        if away < 3.1:
            assert (got["x"], got["y"]) == pytest.approx((x, y), abs=1e-7)
            tried += 1
    assert tried > 50


def test_ground_distances_and_the_way_along_a_great_circle(ask: Any) -> None:
    """Against geodesics on the same sphere; a point beside the way keeps its distance along it."""
    geod = Geod(a=SPHERE, b=SPHERE)
    pairs = list(zip(PLACES, PLACES[::-1], strict=True))
    found = ask(
        "q => r.groundDistance({latitude: q[0][0], longitude: q[0][1]}, {latitude: q[1][0], longitude: q[1][1]})",
        [[list(a), list(b)] for a, b in pairs],
    )
    for (a, b), got in zip(pairs, found, strict=True):
        assert got == pytest.approx(geod.inv(a[1], a[0], b[1], b[0])[2] / 1e3, abs=1e-3)
    # 1,000 km along from Kozelsk to Washington, then aside by a right angle
    azimuth = geod.inv(35.77, 54.03, -77.0, 38.9)[0]
    lon, lat, back = geod.fwd(35.77, 54.03, azimuth, 1e6)
    aside = geod.fwd(lon, lat, back + 90, 3e5)
    (along,) = ask(
        "p => r.along(r.drawn(54.03, 35.77), r.drawn(38.9, -77.0), r.drawn(p[1], p[0], 1e5))",
        [list(aside[:2])],
    )
    assert along == pytest.approx(1000.0, abs=1e-6)


def test_interceptors_arc_joins_its_ends_by_free_fall(ask: Any) -> None:
    """Found by the viewer, flown by DOP853: at the meeting within 10 m, for 60 random pairs."""
    cases = []
    for _ in range(60):
        site = [float(RNG.uniform(-80, 80)), float(RNG.uniform(-180, 180))]
        start, time = float(RNG.uniform(0, 600)), float(RNG.uniform(120, 1500))
        lon, lat, _back = Geod(ellps="WGS84").fwd(
            site[1], site[0], RNG.uniform(0, 360), RNG.uniform(5e4, 3.5e6)
        )
        target = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True).transform(
            lon, lat, RNG.uniform(1e5, 1.2e6)
        )
        cases.append([site, list(target), start, start + time])
    found = ask("c => r.arcBetween(r.earthFixed(c[0][0], c[0][1]), c[1], c[2], c[3])", cases)
    for (_, target, start, meeting), arc in zip(cases, found, strict=True):
        times = np.array([0.0, meeting - start])
        end = path(np.array(arc["position"]), np.array(arc["velocity"]), times)[-1]
        assert np.linalg.norm(turned(end, -7.292115e-5 * times[1]) - target) < 10.0


def test_rims_keep_their_inside_across_the_antimeridian_and_around_a_pole(ask: Any) -> None:
    """Either way round, d3-geo is told the side that is not most of the world."""
    rims = {
        "box": [[50, 10], [50, 20], [60, 20], [60, 10]],
        "antimeridian": [[50, 170], [50, -170], [60, -170], [60, 170]],
        "pole": [[70, lon] for lon in range(-180, 180, 20)],
    }
    turned_round = [rim[::-1] for rim in rims.values()]
    inside = ask("p => r.holds(p.rim, p.place)", [
        {"rim": rim, "place": place}
        for rims_ in (list(rims.values()), turned_round)
        for rim, place in zip(rims_, [[55, 15], [55, 180], [89, 33]], strict=True)
    ])  # fmt: skip
    outside = ask("p => r.holds(p.rim, p.place)", [
        {"rim": rim, "place": [-30, 0]} for rim in (*rims.values(), *turned_round)
    ])  # fmt: skip
    assert inside == [True] * 6
    assert outside == [False] * 6


def test_pictures_positions_are_exact_enough(ask: Any) -> None:
    """Rounded for the page, a flight still ends within 500 m of where it did."""
    flights = _flights(poland(), 100)
    rounded = [
        {
            **f,
            "position": [10 * round(x / 10) for x in f["position"]],
            "velocity": [round(100 * v) / 100 for v in f["velocity"]],
            "flightTime": round(10 * f["flightTime"]) / 10,
        }
        for f in flights
    ]
    ends = np.array(ask("f => r.standing(f, f.flightTime)", flights))
    near = np.array(ask("f => r.standing(f, f.flightTime)", rounded))
    assert (
        np.linalg.norm(ends - near, axis=1).max() < 500.0
    )  # 0.05 s of 7 km/s, and 5 mm/s for 1,800 s
