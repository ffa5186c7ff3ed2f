"""Flyouts against heyoka, conservation laws, observed order of convergence; and how they can end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reassure.earth.constants import (
    EQUATORIAL_RADIUS,
    GRAVITATIONAL_PARAMETER,
    J2,
    ROTATION_RATE,
)
from reassure.earth.frames import geodetic_points, height_along_radius
from reassure.errors import VehicleError
from reassure.flight.flyout import (
    APOGEE_HEIGHT,
    APOGEE_TIME,
    BURN_STEP,
    BURNOUT_ELEVATION,
    END_POSITION,
    END_SPEED,
    END_TIME,
    FALL_STEP,
    LAST_BURNOUT_POSITION,
    LAST_BURNOUT_SPEED,
    LAST_BURNOUT_TIME,
    TRACE_COLUMNS,
    TRACE_POSITION,
    TRACE_TIME,
    Flyout,
    ascend,
    coasts,
    flyouts,
)
from reassure.flight.vehicle import Stage, Vehicle
from tests.flight.vehicles import of_one_drag, vehicle
from tests.oracles import heyoka_flyout


def _fly(v: Vehicle, kick, until, *, azimuth=0.5, latitude=0.9, steps=(BURN_STEP, FALL_STEP)):
    cases = [np.atleast_1d(np.asarray(x, float)) for x in (latitude, azimuth, kick, until)]
    n = max(c.size for c in cases)
    return flyouts(v.arrays(), *(np.broadcast_to(c, n).copy() for c in cases), *steps)


@pytest.mark.long
def test_against_heyoka_at_1800_s() -> None:
    """Boost with thrust and drag, staging with a coast, J2 fall: within 10 m at 1,800 s."""
    v = of_one_drag("notional-8-3", 0.25)
    worst = 0.0
    for latitude, azimuth, kick in ((0.9, 0.5, 0.15), (0.3, 4.0, 0.08), (-1.2, 2.0, 0.25)):
        outcome, row = _fly(v, kick, 1800.0, azimuth=azimuth, latitude=latitude)
        assert outcome[0] == Flyout.FLEW
        truth = heyoka_flyout.fly(v, latitude, azimuth, kick, 1800.0)[:3]
        angle = -ROTATION_RATE * 1800.0
        c, s = np.cos(angle), np.sin(angle)
        there = [c * truth[0] - s * truth[1], s * truth[0] + c * truth[1], truth[2]]
        worst = max(worst, float(np.linalg.norm(row[0, 1:4] - there)))
    print(f"largest difference {worst:.2f} m")
    assert worst < 10.0


def test_a2_coasts_against_heyoka() -> None:
    """Anchor A2: 1,000 random arcs of 1,800 s under J2, within 1 m."""
    rng = np.random.default_rng(20121)
    state = np.empty((0, 6))
    while len(state) < 1000:
        n = 2000
        way, speed = rng.normal(size=(2, n, 3))
        way *= rng.uniform(6.5e6, 7.5e6, (n, 1)) / np.linalg.norm(way, axis=1)[:, None]
        speed *= rng.uniform(3e3, 8e3, (n, 1)) / np.linalg.norm(speed, axis=1)[:, None]
        more = np.hstack([way, speed])
        for t in range(100, 1801, 100):  # arcs above the ground all the way
            r = np.linalg.norm(coasts(more, np.full(len(more), float(t)), 10.0)[:, :3], axis=1)
            more = np.ascontiguousarray(more[r > 6.37e6])
        state = np.vstack([state, more])
    state = np.ascontiguousarray(state[:1000])
    ours = coasts(state, np.full(1000, 1800.0), FALL_STEP)
    theirs = np.array([heyoka_flyout.coast(s, 1800.0) for s in state])
    assert np.linalg.norm(ours[:, :3] - theirs[:, :3], axis=1).max() < 1.0


def test_a_coast_keeps_its_energy_and_momentum() -> None:
    """Under J2: energy with the J2 potential, and the momentum about the axis."""

    def kept(s):
        r = np.linalg.norm(s[:, :3], axis=1)
        potential = (
            -GRAVITATIONAL_PARAMETER
            / r
            * (1.0 - J2 * (EQUATORIAL_RADIUS / r) ** 2 * (1.5 * (s[:, 2] / r) ** 2 - 0.5))
        )
        energy = 0.5 * (s[:, 3:] ** 2).sum(axis=1) + potential
        return energy, s[:, 0] * s[:, 4] - s[:, 1] * s[:, 3]

    start = np.array([[6.6e6, 1e5, 2e6, 1e3, 5e3, 4e3], [0.0, 7e6, 1e5, -3e3, 2e3, -5e3]])
    end = coasts(start, np.array([1800.0, 900.0]), FALL_STEP)
    for before, after in zip(kept(start), kept(end), strict=True):
        np.testing.assert_allclose(after, before, rtol=1e-11)


def test_the_observed_order_is_four() -> None:
    """Halving the step leaves a sixteenth of the error while nothing has a corner: here without air."""
    start = np.array([[6.6e6, 1e5, 2e6, 1e3, 5e3, 4e3]])
    truth = coasts(start, np.array([1800.0]), 1.0)
    errors = [
        np.linalg.norm((coasts(start, np.array([1800.0]), h) - truth)[0, :3])
        for h in (40.0, 20.0, 10.0)
    ]
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert orders == pytest.approx(4.0, abs=0.15)


def test_the_whole_flyout_converges() -> None:
    """With air, Mach curve and staging: each halving of the step takes at least half off, to metres."""
    v = vehicle("notional-4-5")
    fine = _fly(v, 0.5, 700.0, steps=(BURN_STEP / 16, FALL_STEP / 16))[1][0, 1:4]
    errors = [
        np.linalg.norm(_fly(v, 0.5, 700.0, steps=(BURN_STEP / k, FALL_STEP / k))[1][0, 1:4] - fine)
        for k in (1, 2, 4)
    ]
    assert errors[0] < 10.0
    assert errors[1] < 0.5 * errors[0]
    assert errors[2] < 0.5 * errors[1]


def test_tsiolkovsky() -> None:
    """Without air, fast and straight up: the ideal speed less gravity's pull over the burn."""
    v = Vehicle((Stage(500.0, 100.0, 10.0, 280.0),), 100.0, 1e-9, 9.9, ((0.0, 0.0),))
    _, row = _fly(v, 1e-9, 10.0, latitude=0.0)
    # at the equator gravity less the turning's centrifugal part is 9.7803 m/s^2 on the ground
    assert row[0, 5] == pytest.approx(v.ideal_speed - 9.7803 * 10.0, abs=0.6)
    assert v.ideal_speed == pytest.approx(280.0 * 9.80665 * np.log(7.0 / 2.0))


def test_a_vertical_rise_hangs_on_the_plumb_line() -> None:
    """With no kick it stays over its site but for the Earth's turning; it does not topple."""
    v = replace(vehicle("notional-icbm-liquid"), vertical_rise=60.0)
    outcome, row = _fly(v, 1e-6, 275.0, latitude=0.8, azimuth=1.0)
    assert outcome[0] == Flyout.FLEW
    assert row[0, 12] > np.radians(87.0)


def test_events_are_found_exactly() -> None:
    """Impact is at height 0, the apogee farthest from the Earth's centre, whatever the step."""
    v = vehicle("notional-4-5")
    outcome, row = _fly(v, [0.3, 0.6], 86400.0)
    assert (outcome == Flyout.LANDED).all()
    heights = [height_along_radius(*r[1:4]) for r in row]
    assert np.abs(heights).max() < 1e-3
    around = row[0, 9] + np.array([-1.0, 0.0, 1.0])
    places = _fly(v, 0.3, around)[1][:, 1:4]
    radii = np.linalg.norm(places, axis=1)
    assert height_along_radius(*places[1]) == pytest.approx(row[0, 10], abs=0.1)
    assert radii[1] > max(radii[0], radii[2])
    coarse = _fly(v, [0.3, 0.6], 86400.0, steps=(BURN_STEP, 2 * FALL_STEP))[1]
    np.testing.assert_allclose(coarse[:, 0], row[:, 0], atol=0.02)


def test_height_along_the_radius() -> None:
    """It exceeds the geodetic height by its 6e-6th part at most."""
    rng = np.random.default_rng(5)
    p = rng.normal(size=(2000, 3))
    p *= rng.uniform(6.38e6, 7.5e6, (2000, 1)) / np.linalg.norm(p, axis=1)[:, None]
    exact = geodetic_points(np.ascontiguousarray(p))[:, 2]
    ours = np.array([height_along_radius(*x) for x in p])
    assert (ours - exact > -1e-3).all()
    assert (ours - exact < 6e-6 * np.abs(exact) + 1e-3).all()


def test_how_a_flyout_can_end() -> None:
    """Each ending has its name, and no number where there is none."""
    heavy = replace(vehicle("notional-4-5"), payload=20_000.0)
    outcome, row = _fly(heavy, 0.3, 100.0)
    assert outcome[0] == Flyout.CANNOT_LIFT_OFF
    assert np.isnan(row[0, 1:]).all()
    outcome, row = _fly(vehicle("notional-4-5"), 1.55, 100.0)
    assert outcome[0] == Flyout.FELL_BACK
    assert np.isnan(row[0, 1:]).all()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"payload": 0.0}, "payload 0; allowed: above 0"),
        ({"stages": ()}, "no stage"),
        ({"vertical_rise": 6.0}, "below the first burn, 6 s"),
        ({"drag": ((1.0, 0.2), (1.0, 0.3))}, "rising order"),
        ({"drag": ((0.0, -0.1),)}, "drag coefficient -0.1"),
        ({"stages": (Stage(0.0, 1.0, 10.0, 250.0),)}, "stage 1 propellant 0; allowed: above 0"),
        ({"stages": (Stage(10.0, 1.0, np.nan, 250.0),)}, "stage 1 burn_time nan"),
        ({"stages": (Stage(9.0, 1.0, 9.0, 250.0, 0.0, 5.0),)}, "a coast after the last stage"),
    ],
)
def test_what_cannot_fly_is_refused(change, said) -> None:
    """The message names the figure and what is allowed."""
    with pytest.raises(VehicleError, match=said):
        replace(vehicle("notional-4-5"), **change)


def test_a_flyout_s_columns_are_what_they_are_called() -> None:
    """Ended at its last burnout, both ends are one; with no climb over, there is no apogee."""
    v = vehicle("notional-4-5")
    outcome, row = _fly(v, 0.3, 0.0)
    assert outcome[0] == Flyout.FLEW
    end = row[0]
    assert end[END_TIME] == end[LAST_BURNOUT_TIME] == pytest.approx(v.burn_time)
    np.testing.assert_array_equal(end[END_POSITION], end[LAST_BURNOUT_POSITION])
    assert end[END_SPEED] == end[LAST_BURNOUT_SPEED]
    assert 0.0 < end[BURNOUT_ELEVATION] < 0.5 * np.pi
    assert np.isnan(end[[APOGEE_TIME, APOGEE_HEIGHT]]).all()
    heavy = replace(v, payload=20_000.0)
    assert _fly(heavy, 0.3, 100.0)[1][0, END_TIME] == 0.0


def test_a_trace_holds_every_step_as_far_as_it_has_room() -> None:
    """The last row is the state at burnout; a shorter trace is filled and no more."""
    arrays = vehicle("notional-4-5").arrays()
    long, short = np.full((3000, TRACE_COLUMNS), np.nan), np.full((5, TRACE_COLUMNS), np.nan)
    outcome, now, state, rows = ascend(arrays, 0.5, 1.0, 0.3, BURN_STEP, long)
    assert outcome == Flyout.FLEW
    assert rows < len(long)
    assert long[rows - 1, TRACE_TIME] == pytest.approx(now)
    np.testing.assert_array_equal(long[rows - 1, TRACE_POSITION:], state)
    assert np.isnan(long[rows:]).all()
    assert (np.diff(long[:rows, TRACE_TIME]) > 0.0).all()
    assert ascend(arrays, 0.5, 1.0, 0.3, BURN_STEP, short)[:3] == (outcome, now, state)
    np.testing.assert_array_equal(short, long[:5])
