"""Certified maps: proved speeds lie below the map, and their certificates hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from reassure.errors import ScenarioError
from reassure.proof import blocks
from reassure.proof.greatest import proves
from reassure.proof.refute import claim_in
from reassure.questions.certified_frontier import certified
from reassure.questions.frontier import frontier
from reassure.scenario.reader import parse
from tests.amounts import mostly_long
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


def _check(path: Path) -> str:
    """What the checker says of a file that it accepts, its lines as one."""
    done = subprocess.run(
        [sys.executable, "-m", "reassure_check", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def test_certified_never_exceeds_the_map_and_its_certificates_hold(tmp_path: Path) -> None:
    """Nine places far apart: each has a certificate of its own, which the checker accepts and which claims the speed that
    the map shows, from half a degree each way.
    """
    scenario = parse(SCENARIO.encode(), "s.toml")
    made = certified(
        frontier(scenario, "speed", area="44,10,56,26", degrees=6.0), scenario, folder=tmp_path
    )
    assert made.certified is not None
    known = np.isfinite(made.certified)
    assert known.sum() >= 6
    assert (made.certified[known] < made.value[known]).all()
    assert (made.certified[known] >= 0.5 * made.value[known] - 0.001).all()
    assert len(list(tmp_path.glob("*.cert"))) == known.sum()
    r, c = np.argwhere(known)[0]
    lat, lon = made.latitude_deg[r], made.longitude_deg[c]
    path = tmp_path / f"{lat - 0.5:g}N-{lon - 0.5:g}E-to-{lat + 0.5:g}N-{lon + 0.5:g}E.cert"
    assert f"at no more than {made.certified[r, c]:g} km/s" in _check(path)
    assert claim_in(path).interceptor[0].places == ((lat - 0.5, lat + 0.5, lon - 0.5, lon + 0.5),)


@pytest.mark.long
def test_a_map_of_one_degree_is_proved_in_blocks(tmp_path: Path) -> None:
    """Every cell with a speed lies in a certificate of that speed or more; a second run takes over what the first kept."""
    scenario = parse(SCENARIO.encode(), "s.toml")
    drawn = frontier(scenario, "speed", area="47,18,53,26", degrees=1.0)
    steps: list[tuple[int, int]] = []
    made = certified(drawn, scenario, folder=tmp_path, progress=lambda *step: steps.append(step))
    assert made.certified is not None
    known = np.isfinite(made.certified)
    assert known.sum() > 0.8 * drawn.value.size
    assert (made.certified[known] < made.value[known]).all()
    files = {path: claim_in(path) for path in tmp_path.glob("*.cert")}
    # far fewer than cells, and each is accepted
    assert 2 <= len(files) < 0.3 * drawn.value.size
    for path in files:
        _check(path)
    for r, c in np.argwhere(known):
        lat, lon = made.latitude_deg[r], made.longitude_deg[c]
        speeds = [
            x.burnout_speed_km_s
            for x in (claim.interceptor[0] for claim in files.values())
            for s, n, w, e in x.places
            if s <= lat - 0.5 and lat + 0.5 <= n and w <= lon - 0.5 and lon + 0.5 <= e
        ]
        assert max(speeds) == made.certified[r, c]
    assert steps[0] == (0, drawn.value.size)
    assert steps[-1] == (drawn.value.size, drawn.value.size)
    before = {path: path.stat().st_mtime_ns for path in files}
    again = certified(drawn, scenario, folder=tmp_path)
    assert np.array_equal(again.certified, made.certified, equal_nan=True)
    assert {path: path.stat().st_mtime_ns for path in files} == before


@pytest.mark.parametrize(
    ("area", "left"),
    [
        *mostly_long([("50,12,54,17", left) for left in (0.2, 0.5, 0.9)], ("50,12,54,17", 0.5)),
        *(pytest.param("50,12,58,22", left, marks=pytest.mark.long) for left in (0.2, 0.5, 0.9)),
    ],
)
def test_a_map_is_the_same_however_it_was_stopped(area: str, left: float, tmp_path: Path) -> None:
    """Some of the certificates of a whole run are there: the rest is proved as it was, byte for byte. Blocks of both
    areas are cut, and follow each other in a strip.
    """
    scenario = parse(SCENARIO.replace("= 300", "= 200").encode(), "s.toml")
    drawn = frontier(scenario, "speed", area=area, degrees=1.0)
    whole = certified(drawn, scenario, folder=tmp_path)
    files = sorted(tmp_path.glob("*.cert"), key=lambda path: path.stat().st_mtime_ns)
    texts = {path: path.read_bytes() for path in files}
    assert len(files) > 5
    for path in files[int(left * len(files)) :]:
        path.unlink()
    again = certified(drawn, scenario, folder=tmp_path)
    assert np.array_equal(again.certified, whole.certified, equal_nan=True)
    assert {path: path.read_bytes() for path in tmp_path.glob("*.cert")} == texts


def test_a_block_is_cut_where_it_keeps_far_below_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parts are proved for themselves, and no cell loses by it."""
    scenario = parse(SCENARIO.encode(), "s.toml")
    drawn = frontier(scenario, "speed", area="46,18,53,25", degrees=1.0)
    whole = certified(drawn, scenario).certified
    monkeypatch.setattr(blocks, "_ENOUGH", 0.97)
    parts = certified(drawn, scenario).certified
    assert whole is not None
    assert parts is not None
    assert (np.nan_to_num(parts) >= np.nan_to_num(whole)).all()
    assert np.unique(parts[np.isfinite(parts)]).size > np.unique(whole[np.isfinite(whole)]).size


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
