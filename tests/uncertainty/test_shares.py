"""Draws of flights and when they are enough: which flights a draw takes, and what stays the same between runs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from reassure.errors import ScenarioError
from reassure.scenario import Scenario
from reassure.scenario.question import Question
from reassure.scenario.reader import parse
from reassure.scenario.resolve import resolve
from reassure.uncertainty.assess import _narrow
from reassure.uncertainty.decisive import figures_used
from reassure.uncertainty.draws import Drawn, drawn_figures
from reassure.uncertainty.one_draw import (
    FLIGHTS_PER_DRAW,
    DrawnAnswer,
    ShareDraws,
    _as_drawn,
    least_margin,
)
from tests.forces import scenario as two_forces
from tests.small import SMALL

FIGURE = Drawn("a_s", 5.0, 0.0, 10.0, "uniform", None)


def asked(flights: int, **pools: int) -> Any:
    """What all draws have in common, as far as they take flights; pools by the letters of their forces."""
    held: dict[tuple[int, ...], Any] = {(0, 1): np.arange(flights)}
    for name, count in pools.items():
        held[tuple(map(ord, name))] = np.arange(count)
    return SimpleNamespace(flights=flights, figures=(FIGURE,), pools=held)


# -- flights of a draw ----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, FLIGHTS_PER_DRAW])
def test_few_flights_are_all_taken(count: int) -> None:
    """In every draw, in their order."""
    shares = ShareDraws(asked(count), 1, 10)
    assert shares.each == count
    for index in range(3):
        assert shares._flights(index, (0, 1)).tolist() == list(range(count))


def test_of_many_flights_some_are_taken_anew_in_every_draw() -> None:
    """As many as a draw has, each once; the same for the same draw and seed, however many draws there are."""
    count = 500
    shares = ShareDraws(asked(count), 1, 10)
    assert shares.each == FLIGHTS_PER_DRAW
    seen = [shares._flights(index, (0, 1)) for index in range(40)]
    for taken in seen:
        assert len(taken) == len(set(taken.tolist())) == FLIGHTS_PER_DRAW
        assert taken.min() >= 0
        assert taken.max() < count
    assert len({tuple(t.tolist()) for t in seen}) == 40
    again, other = ShareDraws(asked(count), 1, 99), ShareDraws(asked(count), 2, 10)
    assert (again._flights(7, (0, 1)) == seen[7]).all()
    assert (other._flights(7, (0, 1)) != seen[7]).any()
    counts = np.bincount(np.concatenate(seen), minlength=count)
    assert counts.mean() == 8.0
    assert counts.std() == pytest.approx(np.sqrt(40 * 0.2 * 0.8), rel=0.15)


def test_flights_of_some_forces_are_drawn_by_themselves() -> None:
    """Another set of forces, another choice; a scenario without them keeps its own."""
    both, alone = ShareDraws(asked(500, a=300, b=300), 1, 10), ShareDraws(asked(500), 1, 10)
    first, second = (both._flights(3, (ord(name),)) for name in "ab")
    assert (first != second).any()
    assert max(first.max(), second.max()) < 300
    assert (both._flights(3, (0, 1)) == alone._flights(3, (0, 1))).all()


def test_values_of_a_figure_do_not_hang_on_how_many_are_drawn() -> None:
    """Longer is a longer run of the same."""
    short, long = ShareDraws(asked(5), 1, 10), ShareDraws(asked(5), 1, 500)
    assert (short.values["a_s"] == long.values["a_s"][:10]).all()
    assert np.unique(long.values["a_s"]).size == 500
    assert long.values["a_s"].mean() == pytest.approx(5.0, abs=0.5)


# -- when draws are enough ------------------------------------------------------------------------


def answers(within: float, flown: float, count: int) -> list[DrawnAnswer]:
    """Draws of two deployments: the first always out of reach, the second so often within."""
    hits = np.arange(count) < within * count
    flies = np.arange(count) < flown * count
    return [
        DrawnAnswer(np.array([0.0, float(h)]), np.array([0.0, float(f)]), np.zeros(2))
        for h, f in zip(hits, flies, strict=True)
    ]


@pytest.mark.parametrize(
    ("within", "flown", "estimate", "count", "enough"),
    [
        (0.0, 0.0, False, 200, True),
        (0.5, 0.0, False, 200, False),
        (0.5, 0.0, False, 2000, True),
        (0.0, 0.5, False, 200, True),
        (0.0, 0.5, True, 200, False),
        (0.0, 0.5, True, 2000, True),
    ],
)
def test_draws_are_enough_when_every_interval_is_narrow(
    within: float, flown: float, estimate: bool, count: int, enough: bool
) -> None:
    """The widest of all deployments counts, and of flyouts where there are some: 1.96 sqrt(pq/n) by hand."""
    question: Any = SimpleNamespace(batteries=[SimpleNamespace(faces=(0,))] * 2)
    ask: Any = SimpleNamespace(pools={(0,): np.arange(50)}, estimate=estimate)
    drawn = answers(within, flown, count)
    assert _narrow(drawn, question, ask, 0.03) == enough


# -- what a margin rests on -----------------------------------------------------------------------


def uncertain(text: str) -> tuple[Scenario, Question, tuple[Drawn, ...]]:
    """A scenario, worked out, and the figures of it that are drawn."""
    asked_scenario = parse(text.encode(), "s")
    question = resolve(asked_scenario, estimate=True)
    return asked_scenario, question, drawn_figures(question.sources)


def test_a_deployment_uses_the_figures_of_its_own_and_of_its_flights() -> None:
    """The booster's is everybody's; a speed is its own deployment's; what only flyouts take is nobody's."""
    interval = "{ value = 3.0, low = 2.5, high = 3.5 }"
    text = SMALL.replace('id = "s", burnout_speed_km_s = 3.0', f'id = "s", burnout_speed_km_s = {interval}')  # fmt: skip
    text = text.replace("launch_delay_s = 100", "look_s = { value = 30, low = 20, high = 40 }\nlaunch_delay_s = 100", 1)  # fmt: skip
    held, question, figures = uncertain(text)
    keys = [f.key for f in figures]
    speed = keys.index("deployment.slow.interceptor.s.burnout_speed_km_s")
    look = keys.index("deployment.slow.look_s")
    boosters = {k for k, key in enumerate(keys) if key.startswith("booster.icbm-solid.")}
    assert boosters
    users = figures_used(held, question, figures)
    assert set(users[0]) == {speed, *boosters}
    assert all(set(u) - {keys.index(k) for k in keys if k.startswith("interceptor.")} == boosters for u in users[1:])  # fmt: skip
    assert not any(look in u for u in users)


def test_figures_of_a_force_that_is_not_faced_are_not_used() -> None:
    """Nor do they come back by another number of the force."""
    held = two_forces(faces_north="faces = [2]")
    spread = held.force[0].booster.model_copy(  # type: ignore[union-attr]
        update={"burnout_time_s": held.force[0].booster.burnout_time_s.model_copy(update={"low": 170.0, "high": 190.0})}  # type: ignore[union-attr]
    )  # fmt: skip
    held = held.model_copy(
        update={"force": [held.force[0].model_copy(update={"booster": spread}), held.force[1]]}
    )
    question = resolve(held)
    figures = drawn_figures(question.sources)
    assert [f.key for f in figures] == ["booster.b.burnout_time_s"]
    assert figures_used(held, question, figures) == [(0,), ()]


def test_what_is_refused_in_a_draw_says_so() -> None:
    """In one line; what is no fault of the scenario is left as it is."""
    with pytest.raises(ScenarioError) as caught, _as_drawn():
        raise ScenarioError("heights upside down")
    assert str(caught.value) == (
        "heights upside down (as some figures were drawn; allowed: intervals all of whose draws can be used)"
    )
    with pytest.raises(KeyError), _as_drawn():
        raise KeyError("x")


def test_the_least_margin_is_of_the_flights_of_a_span_that_exist(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And of no others; infinite where there is none."""
    monkeypatch.setattr(
        "reassure.uncertainty.one_draw.margins", lambda battery, rows, delays: rows[:, 0] + delays
    )
    battery = resolve(parse(SMALL.encode(), "s")).batteries[0]
    rows, delays = np.zeros((5, 8)), np.array([1.0, 2.0, 3.0, 4.0, 0.0])
    rows[:, 0] = [0.0, 10.0, 20.0, 5.0, 0.0]
    live = np.array([True, False, True, True, True])
    assert least_margin(battery, live, rows, delays, slice(1, 4)) == 9.0
    assert least_margin(battery, live, rows, delays, slice(1, 3)) == 23.0
    assert least_margin(battery, live, rows, delays, slice(1, 2)) == np.inf
    assert least_margin(battery, live, rows, delays, slice(2, 2)) == np.inf
