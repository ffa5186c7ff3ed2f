"""Ways of flights and of the interceptors that meet them, against an integration that shares no code."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reassure.engagement.ephemeris import STEP_S, ephemerides, selected
from reassure.errors import ResultError
from tests.oracles.two_body import OMEGA, path, turned
from tests.report.exports.world import earth_fixed, flown, intercept, ways, world
from tests.small import small


def test_flights_fall_as_integrated() -> None:
    """Positions within five centimetres (the integration has one of its own), velocities as differences of positions."""
    for track in ways().flights:
        truth = flown(world(), track.flight, track.fall.time_s)
        assert np.abs(track.fall.position_m - truth).max() < 0.05
        middle = 0.5 * (track.fall.time_s[3] + track.fall.time_s[4])
        around = flown(world(), track.flight, np.array([middle - 0.5, middle, middle + 0.5]))
        speed = (around[2] - around[0]) / 1.0
        between = 0.5 * (track.velocity_m_s[3] + track.velocity_m_s[4])
        assert np.abs(between - speed).max() < 1.0  # the velocity's own curve over 20 s
        assert np.diff(track.fall.time_s).max() <= STEP_S + 1e-9


def test_places_are_those_of_the_positions() -> None:
    """Latitude, longitude and height by pyproj, within a millimetre."""
    for track in ways().flights:
        for part in (track.boost, track.fall):
            there = earth_fixed(part.longitude_deg, part.latitude_deg, part.height_m)
            assert np.abs(there - part.position_m).max() < 1e-3


def test_a_flight_is_one_way_from_base_to_aim() -> None:
    """From rest at its base, through the burnout, down on its aim at height 0."""
    f = world().flights
    for track in ways().flights:
        i = track.flight
        base = earth_fixed([f.base_longitude_deg[i]], [f.base_latitude_deg[i]], [0.0])[0]
        aim = earth_fixed([f.aim_longitude_deg[i]], [f.aim_latitude_deg[i]], [0.0])[0]
        assert np.linalg.norm(track.boost.position_m[0] - base) < 1e-3
        assert np.linalg.norm(track.boost.position_m[-1] - track.fall.position_m[0]) < 1e-3
        assert np.linalg.norm(track.fall.position_m[-1] - aim) < 1.0
        assert track.boost.time_s[0] == 0.0
        assert track.boost.time_s[-1] == track.fall.time_s[0] == f.burnout_time_s[i]


def test_interceptors_leave_their_site_and_meet_the_flight() -> None:
    """A free fall with the required speed, from straight above the site at its burnout to where they meet."""
    result = world()
    assert [m.deployment for m in ways().interceptions] == [0, 1]
    for m in ways().interceptions:
        d, p = result.deployments[m.deployment], result.pairs
        at = (m.deployment, m.flight)
        start = earth_fixed(
            [p.site_longitude_deg[at]], [p.site_latitude_deg[at]], [1e3 * d.burnout_height_km]
        )[0]
        assert np.linalg.norm(m.arc.position_m[0] - start) < 1e-3
        assert m.arc.time_s[0] == pytest.approx(p.launch_s[at] + d.burn_time_s)
        assert np.linalg.norm(m.arc.position_m[-1] - intercept(result, *at)) < 1.0
        assert (
            np.linalg.norm(m.arc.position_m[-1] - flown(result, m.flight, m.arc.time_s[-1:])[0])
            < 10.0
        )
        # the arc again, from its own first two samples by shooting on the velocity
        after = m.arc.time_s - m.arc.time_s[0]
        inertial = turned(m.arc.position_m, OMEGA * after)
        velocity = (inertial[1] - inertial[0]) / after[1]
        for _ in range(6):
            velocity += (inertial[1] - path(inertial[0], velocity, after[:2])[1]) / after[1]
        assert np.abs(path(inertial[0], velocity, after) - inertial).max() < 1.0
        relative = velocity - np.cross([0.0, 0.0, OMEGA], inertial[0])
        assert np.linalg.norm(relative) / 1e3 == pytest.approx(p.required_speed_km_s[at], abs=1e-3)


def test_no_sample_leaps_over_the_pole() -> None:
    """A flight over the pole is sampled so finely there that a map may draw lines between samples."""
    over = [t for t in ways().flights if t.fall.latitude_deg.max() > 89.0]
    assert over
    for track in over:
        turn = (np.diff(track.fall.longitude_deg) + 180.0) % 360.0 - 180.0
        apart = np.linalg.norm(np.diff(track.fall.position_m, axis=0), axis=1)
        assert apart[np.abs(turn) > 10.0].max(initial=0.0) < 8_000.0


def test_which_flights_stand_for_all() -> None:
    """For each base, aim and shape the least margin of any deployment; the closest and the last of each."""
    result = world()
    f, margin = result.flights, np.nan_to_num(result.pairs.margin_km_s, nan=np.inf)
    chosen = set(selected(result).tolist())
    groups = {
        (b, a, r) for b, a, r in zip(f.base, f.aim, f.flight_time_ratio.tolist(), strict=True)
    }
    assert len(chosen) < f.count
    for base, aim, ratio in groups:
        mine = np.flatnonzero((f.base == base) & (f.aim == aim) & (f.flight_time_ratio == ratio))
        best = margin[:, mine].min()
        assert any(margin[:, i].min() == best for i in mine if i in chosen)
    for d in result.deployments:
        for i in (d.worst_flight, d.latest_flight):
            assert i is None or i in chosen
    some = ephemerides(result)
    assert [t.flight for t in some.flights] == sorted(chosen)
    assert some.left_out == f.count - len(chosen)
    assert f"{len(chosen)} of {f.count} flights" in some.selection


def test_flights_by_number() -> None:
    """In order, once each; a number that no flight has is refused."""
    got = ephemerides(small(), flights=[4, 1, 4])
    assert [t.flight for t in got.flights] == [1, 4]
    assert "2 of 6 flights, chosen by number" in got.selection
    with pytest.raises(ResultError, match="flight 6; allowed: 0 to 5"):
        ephemerides(small(), flights=[6])


def test_numbers_that_do_not_fly_are_refused() -> None:
    """A burnout that leads elsewhere, and a meeting that no arc of that speed gets to."""
    result = small()
    velocity = result.flights.burnout_velocity_m_s.copy()
    velocity[2] *= 0.999
    astray = replace(result, flights=replace(result.flights, burnout_velocity_m_s=velocity))
    with pytest.raises(ResultError, match=r"flight 2 .* does not come down on its aim"):
        ephemerides(astray, every=True)
    late = replace(
        result, pairs=replace(result.pairs, intercept_s=result.pairs.intercept_s + 100.0)
    )
    with pytest.raises(ResultError, match="no arc of its required speed"):
        ephemerides(late, every=True)
