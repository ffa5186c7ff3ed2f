"""Flyouts against claims: a false claim is broken by a flyout that can be flown again; a true one is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reassure.claim import claim_from_scenario
from reassure.claim.problem import problem
from reassure.flight.family import standing
from reassure.proof.flyouts import fly_at, held_to
from reassure.proof.refute import attack
from reassure.reach.flyouts.fan import greatest_burnout
from tests.amounts import amount, fewer
from tests.flight.vehicles import vehicle
from tests.oracles.flown_again import fly_again


def _problem(speed: float, **limits: float):
    claim = claim_from_scenario(
        "guarantee-2012", deployments=["redzikowo"], bases=["kozelsk"], burnout_speed_km_s=speed,
        burnout_distance_km=400.0, burnout_height_km=400.0,
    )  # fmt: skip
    p = problem(claim, *claim.pairs()[0])
    return p._replace(limits=p.limits._replace(**limits))


@pytest.mark.parametrize("speed", [3.0, 4.5, 6.0])
def test_a_vehicle_is_held_to_its_limit(speed: float) -> None:
    """Its greatest burnout speed is below, by a thousandth at most, and it burns out in the volume."""
    found = held_to(speed, 400.0, 400.0)
    assert found is not None
    reached, distance, height = greatest_burnout(found[1])
    assert 0.998 * speed < reached / 1e3 <= speed
    assert max(distance, height) <= 400e3


def test_no_vehicle_is_named_where_there_is_none() -> None:
    """Too fast for any, or a volume that none stays in."""
    assert held_to(14.0, 400.0, 400.0) is None
    assert held_to(4.5, 1.0, 1.0) is None
    none = fly_at(_problem(14.0), 14.0, 500, 1)
    assert none.vehicle is None
    assert none.reason
    assert none.met == 0


def test_a_false_claim_is_broken_by_a_flyout() -> None:
    """Interceptors of 6 km/s that may burn out 40 s after the flight's launch: met, and flown again by
    another integrator the witness is where the flight is; burnt out within speed and volume, in time.
    """
    p = _problem(6.0, earliest_burnout=40.0)
    found = fly_at(p, 6.0, 2000, 1)
    assert found.met > 0
    assert found.spare_s > 0.0
    w = found.witness
    assert w["miss_m"] < 10.0
    assert found.vehicle is not None
    flown = replace(vehicle(found.vehicle), payload=found.payload_kg)
    assert w["launch_s"] + flown.burn_time >= 40.0 - 1e-3
    there = fly_again(
        flown, *np.radians(w["launch_deg"]), np.radians(w["azimuth_deg"]), np.radians(w["kick_deg"]),
        w["intercept_s"] - w["launch_s"],
    )  # fmt: skip
    row = np.array(
        [
            *(1e3 * x for x in w["flight_burnout_earth_fixed_km"]),
            *(1e3 * x for x in w["flight_velocity_inertial_km_s"]),
            w["flight_burnout_s"], w["intercept_s"],
        ]
    )  # fmt: skip
    assert np.linalg.norm(there - np.array(standing(row, w["intercept_s"]))) < 150.0


def test_the_later_the_burnout_the_less_is_met() -> None:
    """And what cannot be in time says by how much it is late."""
    early, late = (fly_at(_problem(6.0, earliest_burnout=t), 6.0, 2000, 1) for t in (40.0, 300.0))
    assert late.met == 0
    assert late.spare_s == pytest.approx(early.spare_s - 260.0, abs=0.5)
    assert late.spare_s < 0.0


@pytest.mark.long
@fewer
def test_flyouts_join_the_attack() -> None:
    """A claim that is proved elsewhere in the tests: 20,000 flights in a whole run, none met."""
    claim = claim_from_scenario("guarantee-2012", bases=["kozelsk"])
    for tried in attack(claim, samples=amount(10_000_000, 3_000_000), seed=3):
        assert not tried.gets_in
        assert tried.flown.vehicle == "notional-4-5"
        assert tried.flown.met == 0
        assert tried.flown.flights > amount(15_000, 4_500)
