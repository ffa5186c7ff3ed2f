"""Certified maps: proved speeds lie below the map, and their certificates hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from reassure.errors import ScenarioError
from reassure.proof.greatest import proves
from reassure.questions.certified_frontier import certified
from reassure.questions.frontier import frontier
from reassure.scenario.reader import parse
from tests.forces import LOFTED

SCENARIO = """\
format = "reassure-scenario/1"
title = "One base, one aim"

[[force]]
bases = ["kozelsk"]
aims = [{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 0 }]
booster = { id = "b", burnout_time_s = 175, burnout_height_km = 200, downrange_km = 550 }
flight_time_ratio = [1.0]

[[deployment]]
id = "d"
site = "redzikowo"
interceptor = { id = "i", burnout_speed_km_s = 3.0 }
launch_delay_s = 300
"""


def test_certified_never_exceeds_the_map_and_its_certificates_hold(tmp_path: Path) -> None:
    """Nine places; every certificate is accepted by the checker, and claims the speed that the map shows."""
    scenario = parse(SCENARIO.encode(), "s.toml")
    made = certified(
        frontier(scenario, "speed", area="44,10,56,26", degrees=6.0), scenario, folder=tmp_path
    )
    assert made.certified is not None
    known = np.isfinite(made.certified)
    assert known.sum() >= 6
    assert (made.certified[known] < made.value[known]).all()
    assert (made.certified[known] >= 0.5 * made.value[known] - 0.001).all()
    files = sorted(tmp_path.glob("*.cert"))
    assert len(files) == known.sum()
    r, c = np.argwhere(known)[0]
    name = f"{made.latitude_deg[r]:.2f}N-{made.longitude_deg[c]:.2f}E.cert"
    done = subprocess.run(
        [sys.executable, "-m", "reassure_check", str(tmp_path / name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"at no more than {made.certified[r, c]:g} km/s" in " ".join(done.stdout.split())


def test_a_proof_is_refused_where_there_is_none() -> None:
    """A fast interceptor beneath the flights is not proved harmless; a slow one far away is."""
    fast = SCENARIO.replace("= 3.0 }", "= 8.0 }")
    assert not proves(parse(fast.encode(), "s.toml"), "d")
    slow = SCENARIO.replace('"redzikowo"', "{ latitude_deg = 30, longitude_deg = 30 }")
    assert proves(parse(slow.encode(), "s.toml"), "d")


def test_what_cannot_be_certified_is_refused() -> None:
    """Maps of delays."""
    scenario = parse(SCENARIO.encode(), "s.toml")
    delays = frontier(scenario, "delay", area="44,10,56,26", degrees=12.0)
    with pytest.raises(ScenarioError, match="allowed: of speeds"):
        certified(delays, scenario)


def test_lofted_flights_are_certified_too() -> None:
    """However long they fly."""
    far = parse(LOFTED.encode(), "far.toml")
    made = certified(frontier(far, "speed", area="44,10,56,26", degrees=12.0), far)
    assert np.nanmax(made.certified) > 1.0
