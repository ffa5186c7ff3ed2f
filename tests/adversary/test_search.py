"""The adversary against a brute search, against the words of the claim, and against the theorem."""

import itertools
import math
from typing import Any

import mpmath as mp
import numpy as np
import pytest

from reassure.adversary import search as attack
from reassure.adversary.impulses import required_speed, value_of
from reassure.adversary.search import lowest_speed
from reassure.adversary.witness import Witness, picture, witness_of
from reassure.flight.transfer import one_way
from reassure.proof.replay import replay
from reassure.typing import BoostFigures, LimitFigures
from tests.cases import required

KOZELSK, DEVESELU, REDZIKOWO = (54.03, 35.77), (44.07, 24.42), (54.48, 17.10)
EAST = [[25.0, 29.0, -82.0, -78.0, 1650, 1990], [41.0, 45.0, -75.0, -71.0, 1500, 1800]]


def clause(
    site=DEVESELU,
    earliest=100.0,
    divert=200.0,
    reach=150e3,
    ceiling=150e3,
    keep=0.0,
    base=KOZELSK,
    boost=(40e3, 170, 180, 180e3, 220e3, 500e3, 600e3, 5e3),
    aims=EAST,
) -> tuple[Any, ...]:
    """Limits, place, base, boost and aims, as the search takes them; the place and base are points."""
    rows = np.array(aims, float)
    rows = np.hstack([rows, np.zeros((len(rows), 8 - rows.shape[1]))])  # without a lead
    rows[:, :4] = np.radians(rows[:, :4])
    return (
        LimitFigures(earliest, 4500.0, divert, reach, ceiling, 0.033, keep),
        np.radians([site[0], site[0], site[1], site[1]]),
        np.radians([base[0], base[0], base[1], base[1]]),
        BoostFigures(*map(float, boost)),
        rows,
    )


def with_speed(case, speed) -> tuple[Any, ...]:
    """The clause with another limit of burnout speed, m/s."""
    return case[0]._replace(speed=speed), *case[1:]


def ellipsoid_point(latitude, longitude) -> mp.matrix:
    """Earth-fixed point of the ellipsoid, m."""
    a, b = mp.mpf(6378137), mp.mpf("6356752.3142")
    n = a**2 / mp.sqrt((a * mp.cos(latitude)) ** 2 + (b * mp.sin(latitude)) ** 2)
    across = n * mp.cos(latitude)
    return mp.matrix(
        [across * mp.cos(longitude), across * mp.sin(longitude), n * b**2 / a**2 * mp.sin(latitude)]
    )


def dot(p, q):
    """Scalar product."""
    return mp.fsum(x * y for x, y in zip(p, q, strict=True))


def ground(p, q):
    """Ground distance of two directions, m."""
    cosine = dot(p, q) / mp.sqrt(dot(p, p) * dot(q, q))
    return 6371000 * mp.acos(min(mp.mpf(1), cosine))


def height(p):
    """Distance from the centre less that of the ellipsoid in its direction, m."""
    r = mp.sqrt(dot(p, p))
    across = (p[0] ** 2 + p[1] ** 2) / mp.mpf(6378137) ** 2 + (p[2] / mp.mpf("6356752.3142")) ** 2
    return r - r / mp.sqrt(across)


def spun(p, time) -> mp.matrix:
    """Inertial position at a time (s) of an Earth-fixed point."""
    angle = mp.mpf("7.292115e-5") * time
    c, s = mp.cos(angle), mp.sin(angle)
    return mp.matrix([c * p[0] - s * p[1], s * p[0] + c * p[1], p[2]])


def fall(x, v, time) -> tuple[mp.matrix, mp.matrix]:
    """Position and velocity after a fall on an ellipse: Lagrange's f and g in eccentric anomaly."""
    mu = mp.mpf("3.986004418e14")
    r0 = mp.sqrt(dot(x, x))
    a = 1 / (2 / r0 - dot(v, v) / mu)
    assert a > 0
    mean, sigma = mp.sqrt(mu / a**3) * time, dot(x, v) / mp.sqrt(mu * a)
    low, high = mp.mpf(0), 2 * mp.pi
    for _ in range(100):
        e = (low + high) / 2
        if e - (1 - r0 / a) * mp.sin(e) + sigma * (1 - mp.cos(e)) < mean:
            low = e
        else:
            high = e
    f, g = 1 - a / r0 * (1 - mp.cos(e)), time - mp.sqrt(a**3 / mu) * (e - mp.sin(e))
    there = f * x + g * v
    r = mp.sqrt(dot(there, there))
    f_dot = -mp.sqrt(mu * a) * mp.sin(e) / (r * r0)
    return there, f_dot * x + (1 - a / r * (1 - mp.cos(e))) * v


def least_radius(x, v, time):
    """Least radius of a fall at 60 times, m."""
    ways = [fall(x, v, time * k / mp.mpf(60))[0] for k in range(61)]
    return min(mp.sqrt(dot(way, way)) for way in ways)


def vector(values) -> mp.matrix:
    """The exact values of an array."""
    return mp.matrix([mp.mpf(float(value)) for value in values])


def check_flight(witness: Witness, base, boost, aims) -> None:
    """Section 1 of docs/certificate.md, what a flight is, clause by clause. Point bases only."""
    flight = witness.flight
    start, goal = ellipsoid_point(*flight.base_rad), vector(flight.aim_m)
    burnout, velocity = vector(flight.burnout_m), vector(flight.velocity_m_s)
    assert ground(start, ellipsoid_point(base[0], base[2])) <= boost.field + 1e-3
    assert abs(height(goal)) < 1e-3
    assert boost.earliest <= flight.burnout_s <= boost.latest
    assert boost.lowest - 1e-3 <= height(burnout) <= boost.highest + 1e-3
    # some point of the great circle, at a distance that is allowed, is near enough
    b = start / mp.sqrt(dot(start, start))
    e = goal - dot(goal, b) * b
    e = e / mp.sqrt(dot(e, e))
    steps = np.linspace(boost.nearest, boost.farthest, 2001)
    nearest = min(ground(mp.cos(d / 6371e3) * b + mp.sin(d / 6371e3) * e, burnout) for d in steps)
    assert nearest <= math.hypot(boost.sideways, (boost.farthest - boost.nearest) / 4000) + 1e-3
    latitude = mp.atan2(
        goal[2] * mp.mpf(6378137) ** 2, mp.hypot(goal[0], goal[1]) * mp.mpf("6356752.3142") ** 2
    )
    longitude = mp.atan2(goal[1], goal[0])
    assert any(
        row[0] - 1e-10 <= latitude <= row[1] + 1e-10
        and row[2] - 1e-10 <= longitude <= row[3] + 1e-10
        and row[4] <= flight.end_s <= row[5]
        for row in aims
    )
    time = mp.mpf(flight.end_s - flight.burnout_s)
    x = spun(burnout, flight.burnout_s)
    end = fall(x, velocity, time)[0]
    assert mp.norm(end - spun(goal, flight.end_s)) < 0.01
    assert least_radius(x, velocity, time) > 6356752
    pole = [
        x[1] * velocity[2] - x[2] * velocity[1],
        x[2] * velocity[0] - x[0] * velocity[2],
        x[0] * velocity[1] - x[1] * velocity[0],
    ]
    cross = [
        x[1] * end[2] - x[2] * end[1],
        x[2] * end[0] - x[0] * end[2],
        x[0] * end[1] - x[1] * end[0],
    ]
    assert dot(pole, cross) > 0


def check_interceptor(witness: Witness, speed: float, limits, place) -> None:
    """The same for what an interceptor is, with a burnout speed; and that the two meet."""
    flight, interceptor, time = witness.flight, witness.interceptor, witness.time_s
    launch, x = ellipsoid_point(*interceptor.launch_rad), vector(interceptor.burnout_m)
    assert place[0] - 1e-12 <= interceptor.launch_rad[0] <= place[1] + 1e-12
    assert place[2] - 1e-12 <= interceptor.launch_rad[1] <= place[3] + 1e-12
    assert interceptor.burnout_s >= limits.earliest_burnout
    assert ground(launch, x) <= limits.distance + 1e-3
    assert -1e-3 <= height(x) <= limits.height + 1e-3
    if time < flight.burnout_s:
        base, burnout = ellipsoid_point(*flight.base_rad), vector(flight.burnout_m)
        here = spun(vector(witness.position_m), -time)
        line = burnout - base
        share = dot(here - base, line) / dot(line, line)
        assert 0 <= share <= 1
        assert mp.norm(here - base - share * line) < 0.01
        target = vector(witness.position_m)
    else:
        start = spun(vector(flight.burnout_m), flight.burnout_s)
        target = fall(start, vector(flight.velocity_m_s), mp.mpf(time - flight.burnout_s))[0]
    assert height(target) > limits.keep_above
    if time < interceptor.burnout_s:
        here = spun(target, -time)
        assert ground(here, launch) <= limits.distance
        assert 0 <= height(here) <= limits.height
        return
    x = spun(x, interceptor.burnout_s)
    v = vector(interceptor.velocity_m_s)
    omega = mp.mpf("7.292115e-5")
    relative = mp.matrix([v[0] + omega * x[1], v[1] - omega * x[0], v[2]])
    assert mp.norm(relative) <= speed + 1e-3
    assert (
        mp.fsum(mp.norm(vector(change)) for _, change in interceptor.impulses)
        <= limits.divert + 1e-3
    )
    now = interceptor.burnout_s
    for when, change in interceptor.impulses:
        if when > now:
            assert least_radius(x, v, mp.mpf(when - now)) > 6356752
            x, v = fall(x, v, mp.mpf(when - now))
        v, now = v + vector(change), when
    if time > now:
        assert least_radius(x, v, mp.mpf(time - now)) > 6356752
        x = fall(x, v, mp.mpf(time - now))[0]
    assert mp.norm(x - target) < 0.01


def one_flight(rng) -> tuple[tuple, np.ndarray] | None:
    """A clause with one flight, point site and no boost volume, and that flight as a row of 8."""
    base, aim = (
        (rng.uniform(50, 60), rng.uniform(30, 90)),
        (rng.uniform(28, 46), rng.uniform(-120, -70)),
    )
    out, up, end = rng.uniform(100e3, 600e3), 200e3, rng.uniform(1700, 2100)
    case = clause(
        (rng.uniform(42, 60), rng.uniform(10, 40)),
        earliest=rng.uniform(180, 400),
        divert=0.0,
        reach=0.0,
        ceiling=0.0,
        base=base,
        boost=(0, 170, 170, up, up, out, out, 0),
        aims=[[aim[0], aim[0], aim[1], aim[1], end, end]],
    )
    b = np.array([float(x) for x in ellipsoid_point(*np.radians(base))])
    q = np.array([float(x) for x in ellipsoid_point(*np.radians(aim))])
    s = b / np.linalg.norm(b)
    e = q - (q @ s) * s
    s = math.cos(out / 6371e3) * s + math.sin(out / 6371e3) * e / np.linalg.norm(e)
    across = math.hypot(s[0], s[1]) / 6378137.0
    p = s * (1 / math.hypot(across, s[2] / 6356752.3142) + up)
    outcome, _, *v = one_way(*p, *q, end - 170.0, False)
    return (case, np.array([[*p, *v, 170.0, end - 170.0]])) if outcome == 0 else None


def test_agrees_with_the_required_speed() -> None:
    """20 single flights, each against one site: the package's own exact search, within 1 m/s."""
    rng = np.random.default_rng(11)
    compared = 0
    while compared < 20:
        drawn = one_flight(rng)
        if drawn is None:
            continue
        case, row = drawn
        site = np.array([float(x) for x in ellipsoid_point(case[1][0], case[1][2])])
        truth = required(site, row, case[0].earliest_burnout)[0]
        found = lowest_speed(*case, 20000, compared)
        assert found.single_m_s == pytest.approx(truth, abs=1.0)
        assert found.several_m_s == math.inf  # no divert, nothing to split
        compared += 1


@pytest.mark.some(3)
@pytest.mark.parametrize("site", [DEVESELU, REDZIKOWO, (54.03, 33.0), (42.0, -74.0)])
@pytest.mark.parametrize("keep", [0.0, 120e3])
def test_what_is_found_is_what_the_claim_forbids(site, keep) -> None:
    """Every word of the claim, in other arithmetic; the replay agrees, and a limit below denies it."""
    case = clause(site, earliest=200.0, keep=keep)
    found = lowest_speed(*case, 100000, 3)
    assert found.witness is not None
    limits, place, base, boost, aims = case
    with mp.workdps(30):
        check_flight(found.witness, base, boost, aims)
        check_interceptor(found.witness, found.speed_m_s, limits, place)
    case = with_speed(case, 1.1 * found.speed_m_s)
    again = replay(found.witness, *case)
    assert again.holds, again.reasons
    assert again.burnout_speed_m_s == pytest.approx(found.speed_m_s, abs=1e-3)
    if found.speed_m_s > 0.0:
        assert not replay(found.witness, *with_speed(case, 0.999 * found.speed_m_s)).holds


def test_any_candidate_keeps_to_the_claim() -> None:
    """150 random candidates, edges and corners of the coordinates too: all members, all meet."""
    rng = np.random.default_rng(8)
    case = clause(
        reach=300e3, ceiling=200e3, boost=(500e3, 60, 180, 100e3, 400e3, 100e3, 900e3, 90e3)
    )
    _, place, _, _, aims = case
    place += np.radians([-1.0, 1.0, -2.0, 2.0])
    case[2][:] += np.radians([-2.0, 2.0, -3.0, 3.0])
    problem = np.concatenate(case[:4])
    tried, log = 0, np.zeros((3, 4))
    while tried < 150:
        z = rng.random(28)
        z[rng.random(28) < 0.3] = rng.integers(2)
        row, kind = int(rng.integers(len(aims))), int(rng.integers(3))
        value = value_of(z, kind, problem, aims[row], log)
        if not math.isfinite(value):
            continue
        tried += 1
        witness = witness_of(picture(z, kind, problem, aims[row]))
        again = replay(witness, *with_speed(case, max(0.0, value)))
        assert again.holds, (z, again.reasons)


def test_same_seed_same_answer() -> None:
    """Twice the same; another seed draws others; and the draw may be cut up at will."""
    case = clause()
    one, two, three = (lowest_speed(*case, 50000, seed) for seed in (5, 5, 6))
    assert one.speed_m_s == two.speed_m_s
    assert np.array_equal(one.witness.position_m, two.witness.position_m)
    assert one.speed_m_s == pytest.approx(three.speed_m_s, abs=0.5)
    problem = np.concatenate(case[:4])
    seen = []
    for cuts in ([0, 3000], [0, 7, 1000, 3000]):
        best, where = np.full((2, 13), np.inf), np.full((2, 13, 28), 0.5)
        for first, last in itertools.pairwise(cuts):
            attack._sample(first, last - first, np.uint64(9), problem, case[4], best, where)
        seen.append((best, where))
    assert np.array_equal(seen[0][0], seen[1][0])
    assert np.array_equal(seen[0][1], seen[1][1])
    assert np.isfinite(seen[0][0]).sum() > 15


HARD = {
    # a ledge that no single coordinate leads along
    "oblique": (
        clause(
            (-16.5, -33.2),
            earliest=72.0,
            divert=1000.0,
            reach=0.0,
            ceiling=0.0,
            keep=100e3,
            base=(60.4, 57.96),
            boost=(78527, 148, 204, 160e3, 197e3, 440e3, 652e3, 17e3),
            aims=[[41.5, 47.5, -109.6, -103.6, 2284, 2741], [31.3, 37.3, -97.8, -91.8, 1545, 1854]],
        ),
        0.1,
    ),
    # the best flights end at a grazing angle, where a little less and they are none
    "grazing": (
        clause(
            (57.7, 11.0),
            earliest=63.3,
            divert=0.0,
            base=(53.97, 88.24),
            boost=(82e3, 261, 317, 291e3, 329e3, 490e3, 593e3, 1387),
            aims=[[25.0, 49.0, -124.0, -67.0, 1500, 2400]],
        ),
        0.3,
    ),
}


@pytest.mark.parametrize("name", HARD)
def test_few_samples_are_enough_for_the_descent(name) -> None:
    """From a few bad starts the descent comes to one speed, whatever the seed."""
    case, within = HARD[name]
    found = [lowest_speed(*case, 320, seed).speed_m_s for seed in range(4)]
    assert max(found) - min(found) < within
    assert math.isfinite(max(found))


def test_no_arc_needs_less_than_the_bound() -> None:
    """What the sampler passes over could not have been better: 3,000 random arcs."""
    rng = np.random.default_rng(4)
    solved = 0
    ratios = []
    while solved < 3000:
        p, q = rng.normal(size=(2, 3))
        p *= (6.38e6 + rng.uniform(0, 3e5)) / np.linalg.norm(p)
        q = p / np.linalg.norm(p) + rng.uniform(0, 2) * q / np.linalg.norm(q)
        q *= (6.38e6 + rng.uniform(0, 2e6)) / np.linalg.norm(q)
        tau = rng.uniform(10, 2500)
        speed = required_speed(tuple(p), tuple(q), tau)[0]
        if math.isfinite(speed):
            solved += 1
            ratios.append(attack._at_least(tuple(p), tuple(q), tau) / speed)
    assert 0.95 < max(ratios) <= 1.0


def test_several_impulses_cannot_beat_the_theorem() -> None:
    """Against the same burnout and meeting, V is at least what is required less D over kappa; and
    the search over several comes down to what one impulse does, which it contains.
    """
    n = math.sqrt(3.986004418e14 / 6356752.3142**3)
    log = np.zeros((3, 4))
    compared = 0
    for divert in (200.0, 2000.0):
        for site in (DEVESELU, (10.0, 60.0), (-10.0, -60.0)):
            case = clause(site, divert=divert)
            problem = np.concatenate(case[:4])
            singles = attack._single(problem, case[4], 2000, 1)
            best = attack._with_impulses(problem, case[4], singles)
            assert best is not None
            z, aim = best.coordinates, case[4][best.row]
            witness = witness_of(picture(z, best.kind, problem, aim))
            tau = witness.time_s - witness.interceptor.burnout_s
            kappa = 1.0 if n * tau <= math.pi / 2 else math.sin(n * tau)
            once = value_of(z, 0, problem, aim, log) + divert
            assert best.value >= once - divert / kappa - 1e-3
            assert best.value == pytest.approx(singles[0].value, abs=1.0)
            compared += 1
    assert compared == 6


def test_in_the_boost_volume_no_speed_is_needed() -> None:
    """A flight that passes a boost volume is met there, before the earliest burnout too."""
    case = clause((54.03, 33.0), earliest=400.0)
    found = lowest_speed(*case, 20000, 0)
    assert found.speed_m_s == 0.0
    assert found.witness.time_s < found.witness.interceptor.burnout_s
    assert replay(found.witness, *case).holds


def test_while_the_flight_boosts_it_can_be_met() -> None:
    """A site beside the base meets the flight on its way up, between base and burnout."""
    case = clause((54.03, 33.0), earliest=20.0, reach=0.0, ceiling=0.0)
    found = lowest_speed(*case, 20000, 0)
    assert found.witness.time_s < found.witness.flight.burnout_s
    assert replay(found.witness, *with_speed(case, found.speed_m_s)).holds


def test_too_late_finds_nothing() -> None:
    """An interceptor that burns out after the last flight has ended meets none, far from its site."""
    found = lowest_speed(*clause(earliest=2000.0), 2000, 0)
    assert found.speed_m_s == found.single_m_s == found.several_m_s == math.inf
    assert found.witness is None
    assert found.samples >= 2000


def test_of_several_places_the_best_counts() -> None:
    """Two cells give what the better of them gives alone."""
    case = clause()
    both = np.stack([case[1], clause(REDZIKOWO)[1]])
    found = lowest_speed(case[0], both, *case[2:], 40000, 0)
    alone = [lowest_speed(case[0], cell, *case[2:], 20000, 0).speed_m_s for cell in both]
    assert found.speed_m_s == pytest.approx(min(alone), abs=0.5)
    assert alone[0] > min(alone) + 100.0
