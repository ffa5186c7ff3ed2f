"""Write cases for the page's engine, answered by the package: `python scripts/engine_cases.py`.

The file, tests/viewer/engine-cases.json.gz, has for each kind of question some hundreds or thousands of inputs, and what the
package answers; tests/viewer/test_engine_cases.py asks the package again about some, and viewer/src/engine about all. Numbers
are in SI units, places in degrees; null stands for what is infinite or not there. Inputs have few digits, so that the file is
small. `flights` are rows of flight.family.standing, with the base of each (m) behind; `areas` are lists of places.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from reassure.earth.frames import earth_fixed, earth_fixed_points, geodetic
from reassure.engagement.curve import LIVE, curves
from reassure.engagement.flights import Family, family_of, fly
from reassure.engagement.ideal import NODE_SPACING_S, pairs_of, tracks_of
from reassure.engagement.launch_times import launch_times
from reassure.errors import ScenarioError
from reassure.flight.family import minimum_energy_times, timed_flights
from reassure.flight.kepler import propagate
from reassure.flight.lambert import lambert
from reassure.flight.outcome import SOLVED
from reassure.flight.transfer import least_energy_time, one_way, relative_speed
from reassure.geography.boost import boosted
from reassure.geography.geodesics import ahead, course
from reassure.geography.lattice import COVER_KM, lattice
from reassure.reach.heights import parts
from reassure.reach.ideal.arcs import (
    chord_bound,
    energy_bound,
    least_speed,
    long_way_bound,
    quickest,
)
from reassure.reach.ideal.latest import latest_departures
from reassure.reach.ideal.required import BurnoutSites, required_speeds
from reassure.scenario.question import (
    Battery,
    Boost,
    Force,
    GivenDelay,
    Place,
    Question,
    SeeingRadar,
    SensedDelay,
    Sensor,
)
from reassure.sensing.radar import radar_row, sightings
from reassure.typing import Array, quiet

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.viewer.problem import problem

FILE = Path(__file__).resolve().parent.parent / "tests/viewer/engine-cases.json.gz"
SEED = 20121
BOOSTS = (
    Boost("solid", 180.0, 200.0, 550.0),
    Boost("liquid", 300.0, 250.0, 800.0),
    Boost("short", 90.0, 90.0, 150.0),
    Boost(
        "limited", 180.0, 200.0, 550.0, greatest_range_km=9000.0, greatest_burnout_speed_km_s=6.8
    ),
    Boost("long way", 180.0, 200.0, 550.0, long_way=True),
)
BANDS = ((0.0, math.inf), (100.0, math.inf), (80.0, 300.0), (400.0, math.inf), (30.0, 120.0))
"""Heights of intercept, km."""
Inputs = list[Any]
Answer = list[float | int | None]


class Kind(NamedTuple):
    """How many cases, what draws one, and what answers it."""

    many: int
    draw: Callable[[np.random.Generator], Inputs]
    answer: Callable[[Inputs], Answer]
    digits: int = 7


# --- places and points ---------------------------------------------------------------------------


def _place(rng: np.random.Generator) -> tuple[float, float]:
    """Anywhere, poles and the antimeridian more often than by chance."""
    which = rng.uniform()
    lat = (
        rng.choice([-90.0, 90.0, 89.5, -89.9])
        if which < 0.03
        else math.degrees(math.asin(rng.uniform(-1, 1)))
    )
    lon = (
        rng.choice([180.0, -180.0, 179.9, -179.9, 0.0]) if which > 0.95 else rng.uniform(-180, 180)
    )
    return round(float(lat), 3), round(float(lon), 3)


def _theatre(rng: np.random.Generator) -> tuple[float, float]:
    """A base where most are."""
    return round(rng.uniform(30, 65), 3), round(rng.uniform(30, 140), 3)


def _aim(rng: np.random.Generator) -> tuple[float, float]:
    """An aim in America or Europe."""
    west = rng.uniform() < 0.7
    lat, lon = (
        (rng.uniform(26, 60), rng.uniform(-124, -68))
        if west
        else (rng.uniform(36, 60), rng.uniform(-9, 24))
    )
    return round(lat, 3), round(lon, 3)


def _site(rng: np.random.Generator) -> tuple[float, float]:
    """A site under flights, or anywhere."""
    if rng.uniform() < 0.15:
        return _place(rng)
    return round(rng.uniform(35, 80), 3), round(rng.uniform(-60, 110), 3)


def _fixed(latitude: float, longitude: float, height: float = 0.0) -> Inputs:
    """Earth-fixed, whole metres."""
    x, y, z = earth_fixed(math.radians(latitude), math.radians(longitude), height)
    return [round(x), round(y), round(z)]


def _point(rng: np.random.Generator, low: float = 0.0, high: float = 1.5e6) -> Inputs:
    """A point over the Earth, m."""
    return _fixed(*_place(rng), rng.uniform(low, high))


def _numbers(*values: Any) -> Answer:
    """Numbers of an answer in a row; None for what is not finite."""
    flat = np.concatenate([np.atleast_1d(np.asarray(v, float)).ravel() for v in values])
    return [float(v) if math.isfinite(v) else None for v in flat]


# --- the kernels of arcs -------------------------------------------------------------------------


def _seven(case: Inputs) -> tuple[float, float, float, float, float, float, float]:
    a, b, c, d, e, f, g = (float(v) for v in case[:7])
    return a, b, c, d, e, f, g


def _draw_kepler(rng: np.random.Generator) -> Inputs:
    speed, pull = rng.uniform(0, 14e3), rng.normal(size=3)
    velocity = speed * pull / np.linalg.norm(pull)
    return [
        *_point(rng),
        *(round(float(v), 2) for v in velocity),
        round(rng.uniform(-4000, 8000), 1),
    ]


def _answer_kepler(case: Inputs) -> Answer:
    return _numbers(*propagate(*_seven(case)))


def _draw_lambert(rng: np.random.Generator) -> Inputs:
    p, q = np.array(_point(rng), float), np.array(_point(rng), float)
    how = rng.uniform()
    if how < 0.3:  # near half a turn
        q = -p * rng.uniform(0.95, 1.1) + rng.normal(size=3) * 10 ** rng.uniform(1, 5.5)
    elif how < 0.4:  # near each other
        q = p + rng.normal(size=3) * 10 ** rng.uniform(2, 5.5)
    time = 10 ** rng.uniform(1.5, 4.2)
    return [*p.tolist(), *np.round(q).tolist(), round(float(time), 1), bool(rng.uniform() < 0.5)]


def _answer_lambert(case: Inputs) -> Answer:
    return _numbers(*lambert(*_seven(case), case[7]))


def _draw_arc(rng: np.random.Generator) -> Inputs:
    near = rng.uniform() < 0.6
    lat, lon = _place(rng)
    off = 10 ** rng.uniform(-0.5, 1.6)
    p = _fixed(lat, lon, rng.choice([0.0, 1e5]))
    q = (
        _fixed(
            lat + off * rng.uniform(-1, 1), lon + off * rng.uniform(-1, 1), rng.uniform(5e4, 1.5e6)
        )
        if near
        else _point(rng)
    )
    return [*p, *q, round(float(10 ** rng.uniform(1.8, 3.8)), 1)]


def _ends(case: Inputs) -> Any:
    a = [float(v) for v in case]
    return (a[0], a[1], a[2]), (a[3], a[4], a[5])


def _answer_speed(case: Inputs) -> Answer:
    """Of the slower arc; the time of least energy; outcome and speed of the long way."""
    ends, tau = _ends(case), float(case[6])
    px, py, pz, qx, qy, qz, _ = _seven(case)
    long_way = one_way(px, py, pz, qx, qy, qz, tau, True)
    return _numbers(relative_speed(tau, ends), least_energy_time(ends), long_way[:2])


def _answer_bounds(case: Inputs) -> Answer:
    (p, q), tau = _ends(case), float(case[6])
    return _numbers(chord_bound(p, q, tau), energy_bound(p, q, tau), long_way_bound(p))


def _answer_least(case: Inputs) -> Answer:
    return _numbers(*least_speed(_ends(case), float(case[6])))


def _answer_quickest(case: Inputs) -> Answer:
    """With a twentieth more than the least speed there is."""
    ends = _ends(case)
    least, slow = least_speed(ends, float(case[6]))
    return [None] if math.isinf(least) else _numbers(quickest(ends, 1.05 * least, slow))


# --- flights -------------------------------------------------------------------------------------


def _draw_timed(rng: np.random.Generator) -> Inputs:
    p, q = _point(rng, 1e5, 3e5), _fixed(*_place(rng))
    heading = np.array(q, float) - np.array(p, float)
    long_way = bool(rng.uniform() < 0.1)
    toward = np.round((-1 if long_way else 1) * heading / np.linalg.norm(heading), 3)
    return [*p, *q, *toward.tolist(), round(rng.uniform(0.8, 1.4), 3), long_way]


def _answer_timed(case: Inputs) -> Answer:
    p, q, heading = (np.array([case[k : k + 3]], float) for k in (0, 3, 6))
    ratio, long_way = float(case[9]), bool(case[10])
    time = minimum_energy_times(p, q, heading, long_way)
    if time[0] == 0.0:
        return [0.0, None, None]
    outcome, row = timed_flights(p, q, heading, ratio * time, long_way)
    return _numbers(time, outcome, row[0, 0])


def _draw_boosted(rng: np.random.Generator) -> Inputs:
    how = rng.uniform()
    base, aim = (_theatre(rng), _aim(rng)) if how < 0.45 else (_place(rng), _place(rng))
    if how > 0.93:  # nearly opposite
        off = 10 ** rng.uniform(-1.5, 1.0)
        aim = (
            round(-base[0] + off * rng.uniform(-1, 1), 3),
            round((base[1] + 360 + off * rng.uniform(-1, 1)) % 360 - 180, 3),
        )
        aim = max(-90.0, min(90.0, aim[0])), aim[1]
    long_way = bool(0.45 < how < 0.47)
    return [
        *base,
        *aim,
        round(rng.uniform(0.75, 1.5), 3),
        round(rng.uniform(50, 900)),
        round(rng.uniform(60, 300)),
        long_way,
    ]


def _answer_boosted(case: Inputs) -> Answer:
    lat, lon, lat2, lon2, ratio, downrange, height = (np.array([float(v)]) for v in case[:7])
    found = boosted(
        (lat, lon), (lat2, lon2), ratio, downrange_km=downrange, height_km=height, long_way=case[7]
    )
    if found.outcome[0] != SOLVED:
        return [int(found.outcome[0]), *[None] * 9]
    return _numbers(
        found.outcome,
        found.azimuth_deg,
        found.burnout,
        found.velocity,
        found.speed,
        found.free_flight_s,
    )


@cache
def flights() -> tuple[Array, Array]:
    """Rows (n, 8) of flights that exist, and their bases (n, 3), m."""
    rng = np.random.default_rng(SEED)
    rows: list[Array] = []
    bases: list[Array] = []
    while len(rows) < 300:
        boost = BOOSTS[rng.choice([0, 0, 0, 1, 2, 4], p=[0.3, 0.3, 0.15, 0.15, 0.08, 0.02])]
        base, aim = (
            (_theatre(rng), _aim(rng)) if rng.uniform() < 0.6 else (_place(rng), _place(rng))
        )
        ends = [(np.array([a]), np.array([b])) for a, b in (base, aim)]
        outcome, row, _ = fly(boost, ends[0], ends[1], np.array([rng.uniform(0.75, 1.45)]))
        if outcome[0] == SOLVED:
            rows.append(np.round(row[0], 4))
            bases.append(np.array(_fixed(*base), float))
    return np.array(rows), np.array(bases)


def _row(i: int) -> Array:
    return np.ascontiguousarray(flights()[0][i : i + 1])


def _draw_heights(rng: np.random.Generator) -> Inputs:
    low = round(float(rng.uniform(0, 1200)))
    high = None if rng.uniform() < 0.3 else low + round(float(10 ** rng.uniform(0.5, 3)))
    return [int(rng.integers(300)), low, high]


def _answer_heights(case: Inputs) -> Answer:
    high = math.inf if case[2] is None else 1e3 * case[2]
    return _numbers(parts(_row(case[0]), 1e3 * case[1], high)[1])


# --- geography -----------------------------------------------------------------------------------


def _draw_geodetic(rng: np.random.Generator) -> Inputs:
    return [*_place(rng), round(float(rng.uniform(-1e4, 3e6)))]


def _answer_geodetic(case: Inputs) -> Answer:
    p = earth_fixed(math.radians(case[0]), math.radians(case[1]), float(case[2]))
    return _numbers(p, geodetic(*p))


def _draw_geodesic(rng: np.random.Generator) -> Inputs:
    return [
        *_place(rng),
        *_place(rng),
        round(rng.uniform(-180, 180), 3),
        round(float(rng.uniform(0, 19e3))),
    ]


def _answer_geodesic(case: Inputs) -> Answer:
    return _numbers(*course(*case[:4]), *ahead(case[0], case[1], case[4], case[5]))


@cache
def areas() -> list[list[tuple[float, float]]]:
    """Areas of places: grids about a middle, one across the antimeridian and one about the pole."""
    rng = np.random.default_rng(SEED + 1)
    out: list[list[tuple[float, float]]] = []
    for lat, lon in (
        (55.6, 4.2),
        (66.3, 2.1),
        (35.1, 20.4),
        (72.2, 40.6),
        (43.0, 33.9),
        (52.0, 179.8),
        (87.0, 10.0),
        (57.5, 19.0),
    ):
        north, east = rng.uniform(1.5, 5.0, 2)
        # no two places are equally far from a third
        across = east / math.cos(math.radians(lat)) if lat < 80 else 180.0
        grid = [
            (a, o)
            for a in np.arange(-north, north, 0.9)
            for o in np.arange(-across, across, 0.9 / math.cos(math.radians(lat)))
        ]
        out.append(
            [
                (
                    round(float(lat + a + rng.uniform(-0.2, 0.2)), 3),
                    round(float((lon + o + rng.uniform(-0.2, 0.2) + 180) % 360 - 180), 3),
                )
                for a, o in grid
            ]
        )
    return [[(min(a, 89.9), o) for a, o in area] for area in out]


def _answer_lattice(case: Inputs) -> Answer:
    points = _above(areas()[case[0]], 0.0)
    order, leading, neighbours = lattice(points, 1e3 * COVER_KM)
    return _numbers(leading, order, neighbours)


def _above(places: Sequence[tuple[float, float]], height: float) -> Array:
    lat, lon = np.radians(np.array(places)).T
    return earth_fixed_points(
        np.ascontiguousarray(lat), np.ascontiguousarray(lon), np.full(len(places), height)
    )


def _sites(which: Any, height: float) -> BurnoutSites:
    """Of an area by its number, or of a place."""
    if isinstance(which, int):
        points = _above(areas()[which], height)
        order, leading, neighbours = lattice(points, 1e3 * COVER_KM)
        return BurnoutSites(np.ascontiguousarray(points[order]), leading, neighbours)
    return BurnoutSites(_above([which], height), 1, np.empty((1, 0), np.int64))


# --- the ideal interceptor -----------------------------------------------------------------------


def _draw_required(rng: np.random.Generator) -> Inputs:
    area = int(rng.integers(8)) if rng.uniform() < 0.25 else list(_site(rng))
    ready, speed = round(rng.uniform(0, 900)), round(rng.uniform(1500, 9000))
    return [area, float(rng.choice([0.0, 1e5])), int(rng.integers(300)), ready, speed]


def _answer_required(case: Inputs) -> Answer:
    """Speed, departure, intercept, and the latest burnout with a speed that is given."""
    sites, row = _sites(case[0], case[1]), _row(case[2])
    tracks, ready = tracks_of(row), float(case[3])
    chosen, found = required_speeds(sites, row, tracks, ready, np.inf)
    if chosen[0] < 0:  # looked for again, as engagement.ideal does
        fine = tracks_of(row, 0.1 * NODE_SPACING_S)
        chosen, found = required_speeds(sites, row, fine, ready, np.inf)
    last = latest_departures(sites, row, tracks, ready, float(case[4]), chosen, found)
    return _numbers(found[0, :3], last)


def _under(rng: np.random.Generator, i: int) -> tuple[float, float]:
    """A place near one that a flight passes over."""
    x, y, z = tracks_of(_row(i))[0, int(rng.integers(5))]
    lat, lon, _ = geodetic(float(x), float(y), float(z))
    lat_deg, lon_deg = math.degrees(lat) + rng.normal() * 6, math.degrees(lon) + rng.normal() * 8
    return round(max(-89.0, min(89.0, lat_deg)), 3), round((lon_deg + 540) % 360 - 180, 3)


def _draw_sighting(rng: np.random.Generator) -> Inputs:
    i, least = int(rng.integers(300)), round(rng.uniform(-2, 15))
    sector = 360 if rng.uniform() < 0.5 else round(rng.uniform(20, 240))
    return [
        *_under(rng, i),
        round(rng.uniform(0, 3000)),
        round(rng.uniform(8e5, 6e6)),
        round(rng.uniform(0, 360)),
        sector,
        least,
        round(rng.uniform(least + 30, 90)),
        i,
        0 if rng.uniform() < 0.6 else round(rng.uniform(0, 600)),
        round(rng.uniform(0, 60)),
    ]


def _answer_sighting(case: Inputs) -> Answer:
    turned = [math.radians(v) for v in case[4:8]]
    radar = radar_row(
        math.radians(case[0]), math.radians(case[1]), float(case[2]), float(case[3]), *turned
    )
    base = np.ascontiguousarray(flights()[1][case[8] : case[8] + 1])
    return _numbers(
        sightings(radar, _row(case[8]), base, np.array([float(case[9])]), float(case[10]))
    )


# --- whole answers -------------------------------------------------------------------------------


def battery_of(
    places: Sequence[tuple[float, float]], launch: Any, figures: Sequence[float], band: int
) -> Battery:
    """A deployment; `figures`: burnout height (km), burn time (s), speed and divert (km/s)."""
    height, burn, speed, divert = (float(v) for v in figures)
    return Battery(
        id="battery",
        place="place",
        interceptor="interceptor",
        interceptors=None,
        from_year=None,
        until=None,
        burnout_speed_km_s=speed,
        burnout_speed_status="assumed",
        divert_km_s=divert,
        burnout_height_km=height,
        burn_time_s=burn,
        points=tuple(Place("place", *p) for p in places),
        faces=(0,),
        launch=launch,
        vehicle_id=None,
        vehicle=None,
        intercept_heights_km=BANDS[band],
        look_s=0.0,
    )


def _draw_figures(rng: np.random.Generator) -> Inputs:
    burnt = rng.uniform() < 0.4
    divert = round(rng.uniform(0, 2), 2) if rng.uniform() < 0.4 else 0.0
    return [100.0 if burnt else 0.0, 60.0 if burnt else 0.0, round(rng.uniform(1.5, 8), 2), divert]


def _draw_whole(rng: np.random.Generator) -> Inputs:
    base, aim = (_theatre(rng), _aim(rng)) if rng.uniform() < 0.75 else (_place(rng), _place(rng))
    boost = int(rng.choice(len(BOOSTS), p=[0.5, 0.2, 0.2, 0.095, 0.005]))
    place = int(rng.integers(8)) if rng.uniform() < 0.1 else list(_site(rng))
    delay = round(rng.uniform(0, 500))
    return [
        *base,
        *aim,
        round(rng.uniform(0.75, 1.45), 2),
        boost,
        place,
        delay,
        *_draw_figures(rng),
        int(rng.integers(len(BANDS))),
    ]


def question_of(case: Inputs) -> Question:
    """The question of a whole case."""
    force = Force(
        (Place("base", *case[:2]),), (Place("aim", *case[2:4]),), BOOSTS[case[5]], (case[4],)
    )
    places = areas()[case[6]] if isinstance(case[6], int) else [tuple(case[6])]
    battery = battery_of(places, GivenDelay(float(case[7])), case[8:12], case[12])
    return Question((force,), (battery,), (), ())


def _family(question: Question) -> Family | None:
    try:
        return family_of(question.forces)
    except ScenarioError:  # no such flight
        return None


def _answer_whole(case: Inputs) -> Answer:
    question = question_of(case)
    family = _family(question)
    if family is None:
        return [None] * 6
    delays = launch_times(question, family.rows, family.bases).delay_s
    pairs = pairs_of(question, family, delays, quiet, threads=1)
    return _numbers(
        pairs.required_speed_km_s,
        pairs.margin_km_s,
        pairs.critical_launch_delay_s,
        pairs.launch_s,
        pairs.intercept_s,
        pairs.reason,
    )


def _draw_sensed(rng: np.random.Generator) -> Inputs:
    """Three flights, satellites that cue a radar, and another radar that looks by itself."""
    base = _theatre(rng)
    aims = [list(_aim(rng)) for _ in range(3)]
    radars = [
        [
            round(rng.uniform(45, 75), 3),
            round(rng.uniform(0, 110), 3),
            round(rng.uniform(3000, 6000)),
            round(rng.uniform(0, 360)),
            round(rng.uniform(180, 360)),
        ]
        for _ in range(2)
    ]
    times = [round(rng.uniform(0, 90)) for _ in range(6)]
    return [base, aims, radars, times, list(_site(rng)), _draw_figures(rng), int(rng.integers(3))]


def sensed_of(case: Inputs) -> Question:
    """The question of a case with sensors."""
    base, aims, radars, times, site, figures, band = case
    force = Force((Place("base", *base),), tuple(Place("aim", *a) for a in aims), BOOSTS[0], (1.0,))
    first, second = (SeeingRadar(r[0], r[1], 0.1, r[2], r[3], r[4], 2.0, 85.0) for r in radars)
    sensors = (
        Sensor("satellites", None, float(times[0]), 10.0, (), 0.0),
        Sensor("cued", first, None, float(times[1]), ("satellites",), float(times[2])),
        Sensor("alone", second, None, float(times[3]), (), 0.0),
    )
    launch = SensedDelay(("cued", "alone"), float(times[4]), float(times[5]))
    return Question((force,), (battery_of([tuple(site)], launch, figures, band),), sensors, ())


def _answer_sensed(case: Inputs) -> Answer:
    question = sensed_of(case)
    family = _family(question)
    if family is None:
        return [None] * 12
    delays = launch_times(question, family.rows, family.bases).delay_s
    pairs = pairs_of(question, family, delays, quiet, threads=1)
    return _numbers(delays, pairs.required_speed_km_s, pairs.critical_launch_delay_s, pairs.reason)


def _draw_curve(rng: np.random.Generator) -> Inputs:
    place = int(rng.integers(8)) if rng.uniform() < 0.5 else list(_site(rng))
    return [
        _theatre(rng),
        [list(_aim(rng)) for _ in range(12)],
        place,
        round(rng.uniform(0, 300)),
        _draw_figures(rng),
    ]


def curve_of(case: Inputs) -> Question:
    """The question of a curve."""
    base, aims, place, delay, figures = case
    force = Force(
        (Place("base", *base),), tuple(Place("aim", *a) for a in aims), BOOSTS[0], (0.9, 1.2)
    )
    places = areas()[place] if isinstance(place, int) else [tuple(place)]
    return Question((force,), (battery_of(places, GivenDelay(float(delay)), figures, 1),), (), ())


def _answer_curve(case: Inputs) -> Answer:
    question = curve_of(case)
    family = _family(question)
    if family is None:
        return []
    delays = launch_times(question, family.rows, family.bases).delay_s
    (curve,) = curves(question, family, pairs_of(question, family, delays, quiet, threads=1), LIVE)
    required = [math.nan if v is None else v for v in curve.required_speed_km_s]
    return _numbers(curve.flights, curve.delay_s, required)


KINDS = {
    "kepler": Kind(2000, _draw_kepler, _answer_kepler),
    "lambert": Kind(3000, _draw_lambert, _answer_lambert),
    "speed": Kind(1500, _draw_arc, _answer_speed),
    "bounds": Kind(1000, _draw_arc, _answer_bounds),
    "least": Kind(3000, _draw_arc, _answer_least),
    "quickest": Kind(1000, _draw_arc, _answer_quickest),
    "timed": Kind(1000, _draw_timed, _answer_timed),
    "boosted": Kind(2000, _draw_boosted, _answer_boosted),
    "heights": Kind(1000, _draw_heights, _answer_heights, 5),
    "geodetic": Kind(1000, _draw_geodetic, _answer_geodetic, 9),
    "geodesic": Kind(1000, _draw_geodesic, _answer_geodesic, 9),
    "lattice": Kind(16, lambda rng: [int(rng.integers(8))], _answer_lattice),
    "required": Kind(3000, _draw_required, _answer_required, 5),
    "sighting": Kind(1500, _draw_sighting, _answer_sighting, 5),
    "whole": Kind(10000, _draw_whole, _answer_whole, 6),
    "sensed": Kind(200, _draw_sensed, _answer_sensed, 6),
    "curve": Kind(40, _draw_curve, _answer_curve, 6),
}


def inputs_of(name: str) -> list[Inputs]:
    """The cases of a kind. Each kind has a generator of its own, so that a change of one leaves the others."""
    rng = np.random.default_rng([SEED, *name.encode()])
    return [KINDS[name].draw(rng) for _ in range(KINDS[name].many)]


def answered(name: str, case: Inputs) -> Answer:
    """The package's answer to a case, in as many digits as the file has."""
    digits = KINDS[name].digits
    return [v if v is None else round(v, digits) for v in KINDS[name].answer(case)]


def main() -> None:
    """Draw, answer and write."""
    rows, bases = flights()
    made: dict[str, Any] = {
        "flights": np.column_stack([rows, bases]).tolist(),
        "areas": areas(),
        "bands": [[low, None if math.isinf(high) else high] for low, high in BANDS],
        "boosts": [
            problem(Question((Force((), (), b, ()),), (), (), ()))["forces"][0]["boost"]
            for b in BOOSTS
        ],
        "kinds": {},
    }
    for name in KINDS:
        inputs = inputs_of(name)
        outputs = [answered(name, case) for case in inputs]
        made["kinds"][name] = {"inputs": inputs, "outputs": outputs}
        print(f"{name:10s} {len(inputs):6d}")
    # The rest of a question with sensors, or of a curve, is more than a case says.
    for name, whole in (("sensed", sensed_of), ("curve", curve_of)):
        made["kinds"][name]["problems"] = [problem(whole(c)) for c in made["kinds"][name]["inputs"]]
    text = json.dumps(made, allow_nan=False, separators=(",", ":")).encode()
    # No time stamp: the same cases are the same bytes.
    FILE.write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"{FILE.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
