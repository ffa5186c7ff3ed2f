"""One draw of the uncertain figures, answered: what is in reach, and the least margin to the closest flights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reassure.engagement.flights import flights_numbered
from reassure.engagement.flyouts import LaunchSites, agree, fans_of, look_for, stand_of
from reassure.engagement.ideal import margins
from reassure.engagement.launch_times import launch_times
from reassure.errors import ScenarioError
from reassure.flight.outcome import SOLVED
from reassure.flight.vehicle import Vehicle
from reassure.reach.flyouts.fan import Fan
from reassure.reach.heights import HeightBand
from reassure.scenario import Scenario
from reassure.scenario.change import with_figures
from reassure.scenario.question import Battery, Question
from reassure.scenario.resolve import resolve
from reassure.typing import Array, IntArray
from reassure.uncertainty.draws import Drawn, stream

__all__ = [
    "FEWEST_DRAWS",
    "FLIGHTS_PER_DRAW",
    "DrawSetting",
    "DrawnAnswer",
    "ShareDraws",
    "drawn_question",
    "least_margin",
    "sites_flown",
]


FLIGHTS_PER_DRAW = 100
"""Flights of a draw's share. More would cost in proportion, and the figures' draw, which they share, would stay one."""


@dataclass(frozen=True, eq=False)
class DrawSetting:
    """What all draws have in common."""

    scenario: Scenario
    estimate: bool
    """Are flyouts asked for as well?"""
    figures: tuple[Drawn, ...]
    """Those that are drawn, in the order of their keys."""
    flights: int
    """How many all forces have together, those that cannot exist included."""
    pools: dict[tuple[int, ...], IntArray]
    """For each set of forces that a deployment faces, the numbers of their flights."""
    closest: tuple[IntArray, ...]
    """For each deployment, the numbers of the flights of least margin by the figures as they stand."""
    stands: tuple[LaunchSites | None, ...]
    """For each deployment, its sites and fan by the figures as they stand; None: no flyouts."""


@dataclass(frozen=True, eq=False)
class DrawnAnswer:
    """One draw: for each of d deployments the shares of flights within reach and the least margin to its closest
    flights. Every array has shape (d,).
    """

    within: Array
    """Of the flights drawn that exist, those within the ideal interceptor's reach. 0 where none exists."""
    estimate: Array
    """The same by flyouts with a witness. 0 where there is no estimate."""
    least: Array
    """km/s; infinite where no arc meets any."""


def sites_flown(
    question: Question, estimate: bool, pool: ThreadPoolExecutor
) -> tuple[LaunchSites | None, ...]:
    """Where and with what vehicle each deployment flies, by the figures as they stand; None without a vehicle, and for all
    of them without an estimate. Raises ScenarioError where a vehicle cannot fly or is not its interceptor's.
    """
    if not estimate:
        return (None,) * len(question.batteries)
    armed = [(b, b.vehicle) for b in question.batteries if b.vehicle is not None]
    fans = fans_of(armed, pool)
    agree(armed, fans)
    return tuple(
        None if b.vehicle is None else stand_of(b, b.vehicle, fans[b.vehicle])
        for b in question.batteries
    )


class ShareDraws:
    """The draws behind the shares: each figure's values from a stream of its own, and each draw's flights too.

    `each`: flights of a draw at most. `values`: by the figure's key, (samples,).
    """

    def __init__(self, ask: DrawSetting, seed: int, samples: int) -> None:
        self.ask = ask
        self.each = min(FLIGHTS_PER_DRAW, ask.flights)
        self.seed = seed
        self.values = {f.key: f.at(stream(seed, f.key).random(samples)) for f in ask.figures}

    def draw(self, index: int) -> DrawnAnswer:
        """The index-th draw, counted from 0: the same whatever was drawn before it, and in any thread. Raises
        ScenarioError where the scenario cannot be used with the values drawn.
        """
        ask = self.ask
        given = {key: float(values[index]) for key, values in self.values.items()}
        return _answer(ask, given, {f: self._flights(index, f) for f in ask.pools})

    def _flights(self, index: int, faces: tuple[int, ...]) -> IntArray:
        """Some flights of the forces that a deployment faces, by number."""
        pool = self.ask.pools[faces]
        if pool.size <= FLIGHTS_PER_DRAW:
            return pool
        # Deployments of one pool are held against the same flights, so their shares can be compared.
        name = f"flights of draw {index}"
        if pool.size < self.ask.flights:
            name += f" of forces {faces}"
        return pool[stream(self.seed, name).choice(pool.size, FLIGHTS_PER_DRAW, replace=False)]


def drawn_question(
    ask: DrawSetting, given: Mapping[str, float], number: IntArray
) -> tuple[Question, NDArray[np.bool_], Array, Array]:
    """The question under some values of the figures, by key. Of the n flights of some numbers (n,): which exist (n,),
    their rows (n, 8) of flight.family.standing, and each deployment's launch delays against them (d, n), s, infinite
    where a flight is not sensed or does not exist.

    Raises ScenarioError where the scenario cannot be used with these values.
    """
    with _as_drawn():
        question = resolve(with_figures(ask.scenario, given), ask.estimate)
    outcome, rows, bases = flights_numbered(question.forces, number)
    # Under another burnout a flight may not exist: its aim is within the boost, or its path below the ground.
    live = outcome == SOLVED
    delays = np.full((len(question.batteries), number.size), np.inf)
    if live.any():
        times = launch_times(question, np.ascontiguousarray(rows[live]), bases[live])
        delays[:, live] = times.delay_s
    return question, live, rows, delays


def _answer(
    ask: DrawSetting, given: Mapping[str, float], numbers: Mapping[tuple[int, ...], IntArray]
) -> DrawnAnswer:
    """All deployments under some values of the figures, each against some flights of the forces it faces."""
    # One call for all flights: first the pools' (where: `spans`), then each deployment's closest ones.
    question, live, rows, delays = drawn_question(
        ask, given, np.concatenate([*numbers.values(), *ask.closest])
    )
    d = len(question.batteries)
    out = DrawnAnswer(np.zeros(d), np.zeros(d), np.full(d, np.inf))
    spans, first = {}, 0
    for faces, number in numbers.items():
        spans[faces] = np.arange(first, first + number.size)
        first += number.size
    fans = _fans(ask, question)
    for i, battery in enumerate(question.batteries):
        mine = spans[battery.faces][live[spans[battery.faces]]]
        if mine.size:
            margin = margins(battery, np.ascontiguousarray(rows[mine]), delays[i, mine])
            out.within[i] = float(np.mean(margin <= 0.0))
            stand = ask.stands[i]
            if stand is not None:
                # the places stay; vehicle, fan, heights and look are the draw's
                heights = HeightBand(*(1e3 * h for h in battery.intercept_heights_km))
                assert battery.vehicle is not None  # noqa: S101  (it has a stand)
                flown = replace(
                    stand, vehicle=battery.vehicle, fan=fans[battery.vehicle],
                    heights=heights, look=battery.look_s,
                )  # fmt: skip
                look = look_for(flown, np.ascontiguousarray(rows[mine]), delays[i, mine])
                out.estimate[i] = float(np.mean(look.within_reach(delays[i, mine])))
        size = ask.closest[i].size
        out.least[i] = least_margin(battery, live, rows, delays[i], slice(first, first + size))
        first += size
    return out


def _fans(ask: DrawSetting, question: Question) -> dict[Vehicle, Fan]:
    """The fans of one draw's vehicles: as they stand, or flown anew where a figure of theirs is drawn."""
    # A vehicle is equal to another of the same figures, so one of which none is drawn is known already.
    known = {stand.vehicle: stand.fan for stand in ask.stands if stand is not None}
    if not ask.estimate:
        return known
    armed = [(b, b.vehicle) for b in question.batteries if b.vehicle is not None]
    with _as_drawn():
        # no pool: the draws themselves are in its threads, and would wait for one another
        return known | fans_of([(b, v) for b, v in armed if v not in known])


@contextmanager
def _as_drawn() -> Iterator[None]:
    """Say of what is refused that it was drawn."""
    try:
        yield
    except ScenarioError as error:
        raise ScenarioError(
            f"{error} (as some figures were drawn; allowed: intervals all of whose draws can be used)"
        ) from None


def least_margin(
    battery: Battery, live: NDArray[np.bool_], rows: Array, delays: Array, span: slice
) -> float:
    """Least margin (km/s) of a battery to the flights of a span; infinite where no arc meets one, or none exists.

    `live` (n,), `rows` (n, 8) and `delays` (n,), s: of all n flights, as `drawn_question` has them.
    """
    mine = np.arange(span.start, span.stop)[live[span]]
    if not mine.size:
        return np.inf
    return float(margins(battery, np.ascontiguousarray(rows[mine]), delays[mine]).min())


FEWEST_DRAWS = 100
"""Draws before which nothing stops. There are no influences from fewer base draws than a third of it."""
