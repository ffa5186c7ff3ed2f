"""One deployment against its flights: sides of a question, threads that change nothing, curves, places on maps."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from reassure.answers.assessment import Pairs, Reason
from reassure.engagement import one_deployment
from reassure.engagement.curve import curves, least_required
from reassure.engagement.flights import Family, family_of
from reassure.engagement.ideal import margins, pairs_of
from reassure.engagement.ideal_places import values_at
from reassure.engagement.launch_times import launch_times
from reassure.engagement.one_deployment import Case, cases_of, margins_of
from reassure.engagement.theatre import theatre
from reassure.geography.geodesics import course, distance_km
from reassure.scenario.change import put_at
from reassure.scenario.question import (
    Battery,
    Force,
    GivenDelay,
    Place,
    Question,
    SeeingRadar,
    SensedDelay,
    Sensor,
)
from reassure.scenario.reader import parse
from reassure.scenario.resolve import resolve
from reassure.typing import quiet
from tests.europe import sparse
from tests.scenario.files import WHOLE
from tests.small import SMALL


@cache
def question() -> Question:
    """Two bases, two aims, two shapes; five deployments."""
    return resolve(parse(SMALL.encode(), "small.toml"))


@cache
def family() -> Family:
    """Its flights."""
    return family_of(question().forces)


@cache
def pairs() -> Pairs:
    """Every deployment against every flight."""
    delays = launch_times(question(), family().rows, family().bases).delay_s
    return pairs_of(question(), family(), delays, quiet)


BATTERY: Battery = replace(question().batteries[0], launch=GivenDelay(50.0))


def infrared(name: str, seen: float, track: float, *cues: str, after: float = 0.0) -> Sensor:
    """A satellite."""
    return Sensor(name, None, seen, track, cues, after)


# -- sides ----------------------------------------------------------------------------------------


def test_each_deployment_is_a_side_with_the_forces_that_it_faces() -> None:
    """In their order, and with no numbers that mean another question's forces."""
    one = Force((Place("a", 0.0, 0.0),), (), question().forces[0].boost, (1.0,))
    forces = (one, replace(one, flight_time_ratio=(1.1,)), replace(one, flight_time_ratio=(1.2,)))
    batteries = tuple(replace(BATTERY, id=i, faces=f) for i, f in (("a", (0, 2)), ("b", (1,))))
    first, second = cases_of(Question(forces, batteries, (), ()))
    assert first.forces == (forces[0], forces[2])
    assert second.forces == (forces[1],)
    assert (first.battery.id, first.battery.faces, first.sensors) == ("a", (), ())


def test_a_side_has_the_sensors_that_it_waits_for_and_theirs() -> None:
    """In the question's order; one whose delay is given has none."""
    sensors = (infrared("a", 1, 1), infrared("b", 1, 1, "a"), infrared("c", 1, 1), infrared("d", 1, 1, "b"))  # fmt: skip
    waits = [SensedDelay(("d",), 0.0, 0.0), SensedDelay(("c", "a"), 0.0, 0.0), GivenDelay(5.0)]
    batteries = tuple(replace(BATTERY, launch=launch, faces=()) for launch in waits)
    sides = cases_of(Question((), batteries, sensors, ()))
    assert [[s.id for s in side.sensors] for side in sides] == [["a", "b", "d"], ["a", "c"], []]


@pytest.mark.parametrize("count", [0, 1, 127, 128, 129, 300])
@pytest.mark.parametrize("some", [False, True])
def test_flights_shared_out_among_threads_come_back_in_their_order(
    monkeypatch: pytest.MonkeyPatch, count: int, some: bool
) -> None:
    """None, one, just a part of them, and one more; infinite for those that are not faced."""
    rows = np.zeros((count, 8))
    rows[:, 0] = np.arange(count)
    held = Family(rows, np.zeros((count, 3)), np.arange(count), None, ())  # type: ignore[arg-type]
    sizes: list[int] = []

    def stand_in(battery: Battery, part: Any, delays: Any) -> Any:
        assert part.flags.c_contiguous
        sizes.append(len(part))
        return part[:, 0] + delays

    def late(question: Question, part: Any, bases: Any) -> Any:
        return SimpleNamespace(delay_s=1000.0 * part[None, :, 0])

    monkeypatch.setattr(one_deployment, "launch_times", late)
    monkeypatch.setattr(one_deployment, "margins", stand_in)
    mask = np.arange(count) % 3 != 1 if some else None
    with ThreadPoolExecutor(2) as pool:
        got = margins_of(Case(BATTERY, (), ()), held, pool, mask)
    wanted = 1001.0 * np.arange(count)
    if mask is not None:
        wanted[~mask] = np.inf
    assert got.tolist() == wanted.tolist()
    assert sum(sizes) == (count if mask is None else mask.sum())
    assert max(sizes, default=0) <= 128


def test_a_sides_margins_are_those_of_all_deployments_together() -> None:
    """By the one way and by the other: pair by pair, infinite where no arc meets the flight."""
    with ThreadPoolExecutor(2) as pool:
        for i, side in enumerate(cases_of(question())):
            got = margins_of(side, family(), pool)
            known = pairs().margin_km_s[i]
            assert (np.isfinite(got) == np.isfinite(known)).all()
            assert got[np.isfinite(got)] == pytest.approx(known[np.isfinite(known)], abs=1e-9)


def test_a_margin_falls_by_what_the_interceptor_has_more() -> None:
    """Speed or divert, to the last digit; one never in reach stays so."""
    rows = family().rows
    delays = np.full(len(rows), 100.0)
    before = margins(BATTERY, rows, delays)
    faster = margins(replace(BATTERY, burnout_speed_km_s=4.0, divert_km_s=0.45), rows, delays)
    assert before - faster == pytest.approx(1.25)
    assert (margins(BATTERY, rows, delays + 1e5) == np.inf).all()
    assert margins(BATTERY, rows[:0], delays[:0]).shape == (0,)


def test_deployments_that_share_their_arcs_are_as_each_alone() -> None:
    """Those that differ only in speed are worked out together; in one thread or two."""
    delays = launch_times(question(), family().rows, family().bases).delay_s
    told: list[tuple[int, int]] = []
    for i in (0, 1, 4):
        alone = Question(question().forces, question().batteries[i : i + 1], (), ())
        told.clear()
        got = pairs_of(alone, family(), delays[i : i + 1], lambda *at: told.append(at), threads=1)
        for name in Pairs.__dataclass_fields__:
            one, all_ = getattr(got, name)[0], getattr(pairs(), name)[i]
            assert np.array_equal(one, all_, equal_nan=name != "reason"), name
        assert told[0][0] == 0
        assert told[-1][0] == told[-1][1]
        assert [a for a, _ in told] == sorted(a for a, _ in told)


def test_a_flight_that_is_not_faced_has_that_reason_and_no_number() -> None:
    """In every column."""
    none = replace(question().batteries[0], faces=())
    asked = Question(question().forces, (none, question().batteries[1]), (), ())
    delays = np.full((2, len(family().rows)), 100.0)
    got = pairs_of(asked, family(), delays, quiet)
    assert (got.reason[0] == Reason.NOT_FACED).all()
    assert got.faced.tolist() == [[False] * len(family().rows), [True] * len(family().rows)]
    for name in set(Pairs.__dataclass_fields__) - {"reason"}:
        assert np.isnan(getattr(got, name)[0]).all(), name
    assert np.isfinite(got.margin_km_s[1]).any()


# -- curves ---------------------------------------------------------------------------------------


def test_a_curve_passes_through_the_answer_and_never_falls() -> None:
    """At the delay that a deployment has: its least required speed; later it takes no less."""
    for i, curve in enumerate(curves(question(), family(), pairs())):
        battery = question().batteries[i]
        values = [np.inf if v is None else v for v in curve.required_speed_km_s]
        later = np.array(values[1:]) >= np.array(values[:-1]) - 1e-5  # km/s, the solver's own
        assert later.all()
        assert curve.flights == len(family().rows)
        if battery.launch_delay_s == 100.0:
            at = curve.delay_s.index(100.0)
            least = np.nanmin(pairs().required_speed_km_s[i])
            assert values[at] == pytest.approx(least, abs=1e-9)


def test_a_curve_goes_well_past_the_delay_where_the_answer_flips() -> None:
    """By a third, in steps; from 400 s at least to 1,500 s at most."""
    for i, curve in enumerate(curves(question(), family(), pairs())):
        latest = pairs().critical_launch_delay_s[i]
        known = latest[np.isfinite(latest)]
        beyond = max([*known.tolist(), question().batteries[i].launch_delay_s or 0.0])
        end = min(max(400.0, 1.3 * beyond), 1500.0)
        assert curve.delay_s[0] == 0.0
        assert np.diff(curve.delay_s) == pytest.approx(20.0)
        assert end <= curve.delay_s[-1] < end + 20.0 or curve.delay_s[-1] - end == pytest.approx(
            20.0
        )


def test_a_curve_is_the_least_over_all_flights() -> None:
    """At each delay, against every flight looked at anew."""
    made = curves(question(), family(), pairs())
    assert sum(v is not None for curve in made for v in curve.required_speed_km_s) > 8
    for battery, curve in zip(question().batteries, made, strict=True):
        for delay, value in zip(curve.delay_s, curve.required_speed_km_s, strict=True):
            margin = margins(battery, family().rows, np.full(len(family().rows), delay)).min()
            least = margin + battery.burnout_speed_km_s + battery.divert_km_s
            assert (value or np.inf) == pytest.approx(least, abs=1e-5)


@pytest.mark.parametrize("name", ["phase-3-redzikowo", "phase-3-baltic-sea"])
def test_a_curve_of_many_flights_is_the_least_over_all_of_them(name: str) -> None:
    """From a site and from an area. Which flight is the least changes with the delay, to ones that at first need far more."""
    asked = resolve(sparse())
    rows = np.ascontiguousarray(family_of(asked.forces).rows)
    battery = next(b for b in asked.batteries if b.id == name)
    delays = [0.0, 120.0, 240.0, 360.0, 480.0]
    found = [margins(battery, rows, np.full(len(rows), d)) for d in delays]
    last = int(np.argmin(found[-1]))
    assert found[0][last] > found[0].min() + 1.0
    least = np.array([f.min() for f in found]) + battery.burnout_speed_km_s + battery.divert_km_s
    # A search over an area is exact to some 0.02 km/s (design/area_spacing.py).
    exact = 0.02 if len(battery.points) > 1 else 1e-5
    assert least_required(battery, rows, delays) == pytest.approx(least, abs=exact)


def test_a_curve_does_not_depend_on_the_speed_that_the_interceptor_has() -> None:
    """A slower and a faster one need the same."""
    asked = question()
    first, *_ = asked.batteries
    made = []
    for speed in (first.burnout_speed_km_s, 0.5, 9.0):
        other = replace(asked, batteries=(replace(first, burnout_speed_km_s=speed),))
        delays = launch_times(other, family().rows, family().bases).delay_s
        made += curves(other, family(), pairs_of(other, family(), delays, quiet))
    for curve in made[1:]:
        shared = min(len(curve.delay_s), len(made[0].delay_s))
        assert shared > 10
        mine, theirs = (c.required_speed_km_s[:shared] for c in (curve, made[0]))
        assert mine == pytest.approx(theirs, rel=1e-12)


# -- places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", [0, 1, 4])
def test_a_place_needs_what_a_deployment_there_would(which: int) -> None:
    """At the site itself: speed as in the answer, and the flight that it turns on; elsewhere as a battery there."""
    battery = question().batteries[which]
    places = np.array([[54.5, 17.1], [40.0, -30.0], [-60.0, 120.0]])
    told: list[tuple[int, int]] = []
    speed, flight = values_at(
        question(), family(), battery, "speed", *places.T, lambda *at: told.append(at)
    )
    assert told[-1] == (3, 3)
    for k, (lat, lon) in enumerate(places):
        there = replace(battery, points=(Place("x", float(lat), float(lon)),))
        margin = margins(there, family().rows, np.full(len(family().rows), 100.0))
        least = margin.min() + battery.burnout_speed_km_s
        assert np.isfinite(speed[k]) == np.isfinite(least)
        if np.isfinite(least):
            assert speed[k] == pytest.approx(least, abs=1e-6)
            assert margin[flight[k]] == pytest.approx(margin.min(), abs=1e-6)
        else:
            assert flight[k] == -1


def test_a_place_lets_wait_as_long_as_a_deployment_there_could() -> None:
    """The latest launch of any flight; none where none is in reach even at once. One thread or more."""
    battery = question().batteries[1]
    places = np.array([[54.5, 17.1]] * 40 + [[-60.0, 120.0]])
    delay, flight = values_at(question(), family(), battery, "delay", *places.T, quiet, threads=1)
    again, _ = values_at(question(), family(), battery, "delay", *places.T, quiet, threads=3)
    assert (delay == again).all()
    site = question().batteries[1].points[0]
    assert distance_km(54.5, 17.1, site.latitude_deg, site.longitude_deg) < 50.0
    assert delay[:40] == pytest.approx(np.nanmax(pairs().critical_launch_delay_s[1]), abs=20.0)
    assert (flight[:40] == flight[0]).all()
    slow = replace(battery, burnout_speed_km_s=0.1, divert_km_s=0.0)
    none, nobody = values_at(question(), family(), slow, "delay", *places[-1:].T, quiet)
    assert (none.tolist(), nobody.tolist()) == ([-np.inf], [-1])


def test_where_no_flight_is_at_a_height_that_counts_there_is_no_limit() -> None:
    """Above all of them: no speed, and no delay, reaches one."""
    high = replace(question().batteries[1], intercept_heights_km=(9000.0, 9900.0))
    for kind, value in (("speed", np.inf), ("delay", -np.inf)):
        found, flight = values_at(question(), family(), high, kind, np.zeros(2), np.zeros(2), quiet)  # type: ignore[arg-type]
        assert found.tolist() == [value, value]
        assert flight.tolist() == [-1, -1]


# -- maps -----------------------------------------------------------------------------------------


def test_every_form_of_a_place_has_a_rim() -> None:
    """Points are points; areas their outlines; a place that stands twice is drawn once."""
    scenario = parse(WHOLE.encode(), "whole.toml")
    twice = put_at(scenario, ["force"], [scenario.force[0], scenario.force[0]])
    shown = theatre(twice, resolve(scenario)).areas
    areas = {(a.kind, a.id): a.rim for a in shown}
    assert [(a.kind, a.id) for a in shown] == [
        ("base", "kozelsk"), ("base", "here"), ("base", "boats"), ("base", "drawn"),
        ("aim", "conus"), ("aim", "city"), ("aim", "box"),
        ("deployment", "by-id"), ("deployment", "by-table"), ("deployment", "ships"), ("deployment", "drawn-ships"),
    ]  # fmt: skip
    assert areas["base", "here"] == ((55.0, 40.0),)
    assert areas["aim", "city"] == ((38.9, -77.0),)
    assert areas["deployment", "by-table"] == ((44.0, 24.4),)
    for key in (("base", "boats"), ("aim", "conus"), ("deployment", "ships")):
        assert len(areas[key]) > 20
    box = np.array(areas["aim", "box"])
    assert distance_km(44.0, -75.0, *box.T).min() < 1e-5
    drawn = np.array(areas["deployment", "drawn-ships"])
    assert distance_km(58.0, 0.0, *drawn.T).min() < 1e-5


@pytest.mark.parametrize(
    ("speed", "divert", "down"),
    [(1.0, 0.0, True), (3.0, 0.2, True), (7.0, 0.5, True), (7.905, 0.0, True), (7.906, 0.0, False), (7.0, 1.0, False)],
)  # fmt: skip
def test_how_far_an_arc_goes(speed: float, divert: float, down: bool) -> None:
    """By the largest of all climbs over a still round Earth; from the circular speed, 7.9054 km/s, on it stays up."""
    battery = replace(question().batteries[0], burnout_speed_km_s=speed, divert_km_s=divert)
    asked = Question(question().forces, (battery,), (), ())
    (found,) = theatre(parse(SMALL.encode(), "s"), asked).reach_km
    if not down:
        assert found is None
        return
    v, mu, radius = 1e3 * (speed + divert), 3.986004418e14, 6378137.0
    climb = np.radians(np.linspace(0.001, 60.0, 60_000))
    # half the angle from burnout to burnout height again (Bate, Mueller and White, eq. 6.2-12)
    q = v * v * radius / mu
    half = np.arccos((1 - q * np.cos(climb) ** 2) / np.sqrt(1 + q * (q - 2) * np.cos(climb) ** 2))
    assert found == pytest.approx(2.0 * radius / 1e3 * half.max(), rel=1e-5)


def test_a_radar_that_looks_all_round_has_a_circle_and_no_middle() -> None:
    """Sixty points; of a sector sixty-one and its site first, the boresight in its middle."""
    scenario = parse(SMALL.encode(), "s")
    for sector, boresight in ((360.0, 0.0), (120.0, 170.0), (90.0, -30.0)):
        radar = SeeingRadar(60.0, 175.0, 0.0, 3000.0, boresight, sector, 0.0, 90.0)
        sensor = Sensor("r", radar, None, 0.0, (), 0.0)
        satellite = infrared("i", 0, 0)
        asked = Question(question().forces, question().batteries, (satellite, sensor), ())
        (found,) = theatre(scenario, asked).radars
        rim = np.array(found.rim)
        if sector == 360.0:
            assert len(rim) == 60
            assert distance_km(60.0, 175.0, *rim.T) == pytest.approx(3000.0)
            continue
        assert len(rim) == 62
        assert found.rim[0] == (60.0, 175.0)
        azimuth, away = course(60.0, 175.0, *rim[1:].T)
        assert away == pytest.approx(3000.0)
        turned = (azimuth - boresight + 180.0) % 360.0 - 180.0
        assert turned == pytest.approx(np.linspace(-0.5 * sector, 0.5 * sector, 61))
