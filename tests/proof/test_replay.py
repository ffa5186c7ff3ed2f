"""The replay: it confirms a true witness and denies every one that has been tampered with."""

import ast
from pathlib import Path

import numpy as np
import pytest

import reassure.proof.replay
from reassure.adversary.search import lowest_speed
from reassure.adversary.witness import Witness
from reassure.flight.lambert import lambert
from reassure.proof import meeting, replay_earth
from reassure.proof.replay import replay
from tests.adversary.test_search import clause, with_speed


@pytest.fixture(scope="module")
def true() -> tuple[tuple, Witness]:
    """A clause whose speed limit is 10 % above the lowest speed found, and the witness."""
    case = clause()
    found = lowest_speed(*case, 50000, 0)
    return with_speed(case, 1.1 * found.speed_m_s), found.witness


def changed(witness: Witness, **parts) -> Witness:
    """The witness with some of its flight's, interceptor's or own fields replaced."""
    for part in ("flight", "interceptor"):
        inside = {k[len(part) + 1 :]: v for k, v in parts.items() if k.startswith(part + "_")}
        witness = witness._replace(**{part: getattr(witness, part)._replace(**inside)})
    rest = {k: v for k, v in parts.items() if not k.startswith(("flight_", "interceptor_"))}
    return witness._replace(**rest)


def test_a_true_witness_holds(true) -> None:
    """Nothing is wrong with it, and the numbers that come back are those of the witness."""
    case, witness = true
    again = replay(witness, *case)
    assert again.holds, again.reasons
    assert again.reasons == ()
    assert again.miss_m < 1e-3
    assert again.flight_miss_m < 1e-3
    assert again.burnout_speed_m_s == pytest.approx(case[0].speed / 1.1, abs=1e-6)
    assert again.divert_m_s == pytest.approx(200.0, abs=1e-6)
    assert again.in_boost_volume
    assert again.flight_in_family
    assert min(again.flight_least_radius_m, again.interceptor_least_radius_m) > 6356752.0
    assert again.burnout_distance_m <= 150e3 + 1e-3
    assert again.burnout_height_m <= 150e3 + 1e-3


TAMPERING = {
    "later meeting": ("misses the flight", lambda w: changed(w, time_s=w.time_s + 1.0)),
    "meeting after the end": ("within the flight", lambda w: changed(w, time_s=4000.0)),
    "other place": ("where the witness", lambda w: changed(w, position_m=w.position_m + 20.0)),
    "flight's velocity": (
        "misses its aim",
        lambda w: changed(w, flight_velocity_m_s=w.flight.velocity_m_s * (1 + 1e-5)),
    ),
    "aim": ("misses its aim", lambda w: changed(w, flight_aim_m=w.flight.aim_m * (1 + 1e-5))),
    "aim below ground": (
        "not on the ellipsoid",
        lambda w: changed(w, flight_aim_m=w.flight.aim_m * (1 - 1e-9)),
    ),
    "aim elsewhere": (
        "No row of the aims",
        lambda w: changed(w, flight_aim_m=w.flight.aim_m * [1, -1, 1]),
    ),
    "end": ("No row of the aims", lambda w: changed(w, flight_end_s=w.flight.end_s + 400.0)),
    "flight's burnout time": (
        "flight burns out at",
        lambda w: changed(w, flight_burnout_s=w.flight.burnout_s + 20.0),
    ),
    "flight's burnout": (
        "of height",
        lambda w: changed(w, flight_burnout_m=w.flight.burnout_m * 1.01),
    ),
    "base": ("from its cell", lambda w: changed(w, flight_base_rad=w.flight.base_rad + 0.02)),
    "launch": (
        "none of its places",
        lambda w: changed(w, interceptor_launch_rad=w.interceptor.launch_rad + 1e-6),
    ),
    "burnout": (
        "outside its boost volume",
        lambda w: changed(w, interceptor_burnout_m=w.interceptor.burnout_m * 1.001),
    ),
    "early": (
        "too early",
        lambda w: changed(w, interceptor_burnout_s=w.interceptor.burnout_s - 1.0),
    ),
    "too fast": (
        "too high",
        lambda w: changed(w, interceptor_velocity_m_s=1.3 * w.interceptor.velocity_m_s),
    ),
    "no divert": ("misses the flight", lambda w: changed(w, interceptor_impulses=())),
    "divert twice": (
        "too much",
        lambda w: changed(w, interceptor_impulses=2 * w.interceptor.impulses),
    ),
    "divert early": (
        "before burnout",
        lambda w: changed(
            w, interceptor_impulses=tuple((t - 1.0, dv) for t, dv in w.interceptor.impulses)
        ),
    ),
    "nan": (
        "misses the flight",
        lambda w: changed(w, interceptor_velocity_m_s=w.interceptor.velocity_m_s * np.nan),
    ),
}


@pytest.mark.parametrize("fault", TAMPERING)
def test_a_tampered_witness_does_not_hold(true, fault) -> None:
    """Each change alone is enough, and the replay says why."""
    case, witness = true
    words, change = TAMPERING[fault]
    again = replay(change(witness), *case)
    assert not again.holds
    assert any(words in reason for reason in again.reasons), again.reasons


TIGHTER = {
    "earliest_burnout": lambda value: value + 1.0,
    "speed": lambda value: value / 1.11,
    "divert": lambda value: value - 0.01,
    "distance": lambda value: value - 1.0,
    "height": lambda value: value - 1.0,
    "keep_above": lambda value: 2e6,
}


@pytest.mark.parametrize("limit", TIGHTER)
def test_a_tighter_limit_denies_it(true, limit) -> None:
    """The witness lies on the edge of every one of these limits but the last."""
    case, witness = true
    limits = case[0]._replace(**{limit: TIGHTER[limit](getattr(case[0], limit))})
    assert not replay(witness, limits, *case[1:]).holds


FAMILY = {
    "field": (lambda f: 10.0, "from its cell"),
    "latest": (lambda f: f.burnout_s - 0.01, "flight burns out at"),
    "earliest": (lambda f: f.burnout_s + 0.01, "flight burns out at"),
    "lowest": (lambda f: 1e6, "of height"),
    "highest": (lambda f: 1e5, "of height"),
    "sideways": (lambda f: 1.0, "off its course"),
    "farthest": (lambda f: 100e3, "off its course"),
    "nearest": (lambda f: 900e3, "off its course"),
}


@pytest.mark.parametrize("limit", FAMILY)
def test_a_narrower_family_denies_it(true, limit) -> None:
    """A flight that any one word of the family leaves out is none of it."""
    case, witness = true
    value, words = FAMILY[limit]
    limits, places, base, boost, aims = case
    narrower = boost._replace(**{limit: value(witness.flight)})
    again = replay(witness, limits, places, base, narrower, aims)
    assert not again.flight_in_family
    assert any(words in reason for reason in again.reasons), again.reasons


@pytest.mark.parametrize(
    ("time", "long_way", "words"),
    [(700.0, False, "of the Earth's centre"), (1e4, True, "the long way")],
)
def test_a_flight_stays_above_ground_and_goes_the_short_way(true, time, long_way, words) -> None:
    """A flight that arrives, but through the Earth or round the back, is denied."""
    case, witness = true
    flight = witness.flight
    end = flight.burnout_s + time
    x = replay_earth.turned(flight.burnout_m, 7.292115e-5 * flight.burnout_s)
    y = replay_earth.turned(flight.aim_m, 7.292115e-5 * end)
    outcome, *ends = lambert(*x, *y, time, long_way)
    assert outcome == 0
    other = changed(witness, flight_end_s=end, flight_velocity_m_s=np.array(ends[:3]))
    again = replay(other, *case)
    assert again.flight_miss_m < 1.0
    assert any(words in reason for reason in again.reasons), again.reasons


def test_a_cell_is_as_near_as_its_nearest_point() -> None:
    """Ground distance to a cell against 160,000 of its points, over the date line and the pole too."""
    rng = np.random.default_rng(2)
    for _ in range(12):
        south = rng.uniform(-89, 80)
        west = rng.uniform(-200, 200)
        cell = np.radians([south, rng.uniform(south, 90), west, west + rng.uniform(0, 60)])
        latitude, longitude = rng.uniform(-1.55, 1.55), rng.uniform(-3.1, 3.1)
        point = replay_earth.on_ground(latitude, longitude)
        a, b = np.meshgrid(np.linspace(*cell[:2], 400), np.linspace(*cell[2:], 400))
        a = np.arctan((6356752.3142 / 6378137.0) ** 2 * np.tan(a))
        cosines = (
            np.cos(a) * (np.cos(b) * point[0] + np.sin(b) * point[1]) + np.sin(a) * point[2]
        ) / np.linalg.norm(point)
        near = 6371e3 * np.arccos(min(1.0, cosines.max()))
        spacing = 6371e3 * max(cell[1] - cell[0], cell[3] - cell[2]) / 399
        if not replay_earth.in_cell(latitude, longitude, cell):
            assert replay_earth.to_cell(point, cell) == pytest.approx(near, abs=spacing)


@pytest.mark.parametrize("module", [reassure.proof.replay, replay_earth, meeting])
def test_shares_nothing_with_the_solver(module) -> None:
    """Of the package it imports the array types and its own parts, and no more."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    own = {"reassure.typing", "reassure.proof.meeting", "reassure.proof.replay_earth"}
    assert {name for name in modules if name.startswith("reassure")} <= own
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    assert not any(name.startswith("reassure") for name in names)
