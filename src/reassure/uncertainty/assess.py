"""Draws of the uncertain figures: how often a deployment reaches the flights, and which figure decides it.

Every draw takes a value for each figure that has an interval or a distribution, and some flights at
random; an answer is an average over both. A second, ordered set of draws (Saltelli's scheme) gives the
parts of the variance that go back to each figure (influences.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reassure.answers.assessment import Pairs
from reassure.answers.uncertainty import (
    DeploymentUncertainty,
    Influence,
    Uncertainty,
)
from reassure.engagement.faced import forces_of
from reassure.engagement.flights import Family, flights_numbered
from reassure.engagement.flyouts import LaunchSites, agree, fans_of, look_for, stand_of
from reassure.engagement.ideal import delays_of, margins
from reassure.engagement.launch_times import timeline
from reassure.errors import ScenarioError
from reassure.flight.outcome import SOLVED
from reassure.flight.vehicle import Vehicle
from reassure.machine.cores import cores
from reassure.reach.flyouts.fan import Fan
from reassure.reach.heights import HeightBand
from reassure.scenario import Scenario
from reassure.scenario.forces import with_forces
from reassure.scenario.question import Battery, Question
from reassure.scenario.resolve import resolve
from reassure.typing import Array, IntArray, Progress
from reassure.uncertainty.confidence import CONFIDENCE, percentiles, share_of
from reassure.uncertainty.draws import Drawn, drawn_figures, stream
from reassure.uncertainty.influences import shares_of_variance

__all__ = ["CLOSEST", "uncertainty"]

CLOSEST = 20
"""How many flights of least margin, by the figures as they stand, are looked at in every draw."""

FLIGHTS_PER_DRAW = 100
BASE_DRAWS = 256
FEWEST_DRAWS = 100
"""No stopping before, and no influences from fewer base draws than a third of it."""


_BATCH = 32


@dataclass(frozen=True, eq=False)
class _Ask:
    """What all draws have in common."""

    scenario: Scenario
    estimate: bool
    figures: tuple[Drawn, ...]
    flights: int
    pools: dict[tuple[int, ...], IntArray]
    """For each set of forces that a deployment faces, the numbers of their flights."""
    closest: tuple[IntArray, ...]
    stands: tuple[LaunchSites | None, ...]


@dataclass(frozen=True, eq=False)
class _Answer:
    """One draw: for each deployment the share of flights within reach (ideal, by estimate) and the least
    margin (km/s) to its closest flights.
    """

    within: Array
    estimate: Array
    least: Array


def uncertainty(
    scenario: Scenario,
    question: Question,
    family: Family,
    pairs: Pairs,
    *,
    samples: int,
    seed: int,
    tolerance: float,
    estimate: bool,
    progress: Progress,
) -> Uncertainty:
    """Up to `samples` draws, fewer where every share is known to `tolerance` before; a pair is what `assess`
    takes it for. `family` and `pairs`: the answer by the figures as they stand.
    """
    figures = drawn_figures(question.sources)
    flights = sum(force.flights for force in question.forces)
    closest = tuple(
        family.number[mine][
            np.argsort(np.where(np.isnan(m), np.inf, m)[mine], kind="stable")[:CLOSEST]
        ]
        for m, mine in zip(pairs.margin_km_s, pairs.faced, strict=True)
    )
    of = forces_of(question.forces, np.arange(flights))
    pools = {b.faces: np.flatnonzero(np.isin(of, b.faces)) for b in question.batteries}
    with ThreadPoolExecutor(cores()) as pool:
        stands = _stands(question, estimate, pool)
        ask = _Ask(scenario, estimate, figures, flights, pools, closest, stands)
        shares = _Shares(ask, seed, samples)
        answers: list[_Answer] = []
        base = min(BASE_DRAWS, samples)
        users = _users(scenario, question, figures)
        total = samples + base * (2 + len(figures))
        progress(0, total)
        while len(answers) < samples:
            batch = range(len(answers), min(len(answers) + _BATCH, samples))
            answers += pool.map(shares.draw, batch)
            progress(len(answers), total)
            if len(answers) >= FEWEST_DRAWS and _narrow(answers, question, ask, tolerance):
                break
        made = len(answers)
        influences = _influences(
            ask, users, seed, base, pool, lambda done: progress(samples + done, total)
        )
        progress(total, total)
    each = shares.each
    return Uncertainty(
        draws=made,
        most_draws=samples,
        seed=seed,
        confidence=CONFIDENCE,
        tolerance=tolerance,
        flights_per_draw=each,
        flights=flights,
        closest=min(CLOSEST, len(family.rows)),
        base_draws=base,
        figures=figures,
        deployments=tuple(
            _deployment(
                i, battery, answers, min(each, pools[battery.faces].size), ask, influences[i]
            )
            for i, battery in enumerate(question.batteries)
        ),
    )


def _deployment(
    i: int,
    battery: Battery,
    answers: Sequence[_Answer],
    each: int,
    ask: _Ask,
    influences: tuple[tuple[Influence, ...], str],
) -> DeploymentUncertainty:
    within = np.array([a.within[i] for a in answers])
    least = np.array([a.least[i] for a in answers])
    flown = np.array([a.estimate[i] for a in answers])
    return DeploymentUncertainty(
        id=battery.id,
        within_reach=share_of(within, each),
        reaches_some=share_of((least <= 0.0).astype(float), 1),
        least_margin_km_s=percentiles(least),
        estimate_within_reach=share_of(flown, each)
        if ask.estimate and ask.stands[i] is not None
        else None,
        influences=influences[0],
        no_influences=influences[1],
    )


def _narrow(answers: Sequence[_Answer], question: Question, ask: _Ask, tolerance: float) -> bool:
    each = [min(FLIGHTS_PER_DRAW, ask.pools[b.faces].size) for b in question.batteries]
    parts = [np.array([a.within for a in answers])]
    if ask.estimate:
        parts.append(np.array([a.estimate for a in answers]))
    widths = [
        share_of(column, n).half_width
        for part in parts
        for column, n in zip(part.T, each, strict=True)
    ]
    return max(widths) <= tolerance


def _stands(
    question: Question, estimate: bool, pool: ThreadPoolExecutor
) -> tuple[LaunchSites | None, ...]:
    if not estimate:
        return (None,) * len(question.batteries)
    armed = [(b, b.vehicle) for b in question.batteries if b.vehicle is not None]
    fans = fans_of(armed, pool)
    agree(armed, fans)
    return tuple(
        None if b.vehicle is None else stand_of(b, b.vehicle, fans[b.vehicle])
        for b in question.batteries
    )


# -- draws ----------------------------------------------------------------------------------------


class _Shares:
    """The draws behind the shares: each figure's from a stream of its own, and so the flights'."""

    def __init__(self, ask: _Ask, seed: int, samples: int) -> None:
        self.ask = ask
        self.each = min(FLIGHTS_PER_DRAW, ask.flights)
        self.seed = seed
        self.values = {f.key: f.at(stream(seed, f.key).random(samples)) for f in ask.figures}

    def draw(self, index: int) -> _Answer:
        """The index-th draw: the same whatever was drawn before it."""
        ask = self.ask
        given = {key: float(values[index]) for key, values in self.values.items()}
        return _answer(ask, given, {f: self._flights(index, f) for f in ask.pools})

    def _flights(self, index: int, faces: tuple[int, ...]) -> IntArray:
        """Some flights of the forces that a deployment faces, by number."""
        pool = self.ask.pools[faces]
        if pool.size <= FLIGHTS_PER_DRAW:
            return pool
        name = f"flights of draw {index}"
        if pool.size < self.ask.flights:
            name += f" of forces {faces}"
        return pool[stream(self.seed, name).choice(pool.size, FLIGHTS_PER_DRAW, replace=False)]


def _world(
    ask: _Ask, given: Mapping[str, float], number: IntArray
) -> tuple[Question, NDArray[np.bool_], Array, Array]:
    """The question under some values of the figures; of n flights which exist (n,), their rows (n, 8), and
    each deployment's launch delays against them (d, n), s.
    """
    with _as_drawn():
        question = resolve(ask.scenario, ask.estimate, given)
    outcome, rows, bases = flights_numbered(question.forces, number)
    live = outcome == SOLVED
    delays = np.full((len(question.batteries), number.size), np.inf)
    if live.any():
        times = timeline(question, np.ascontiguousarray(rows[live]), bases[live])
        delays[:, live] = delays_of(question, times, int(live.sum()))
    return question, live, rows, delays


def _answer(
    ask: _Ask, given: Mapping[str, float], numbers: Mapping[tuple[int, ...], IntArray]
) -> _Answer:
    """All deployments under some values of the figures, each against some flights of the forces it faces."""
    question, live, rows, delays = _world(
        ask, given, np.concatenate([*numbers.values(), *ask.closest])
    )
    d = len(question.batteries)
    out = _Answer(np.zeros(d), np.zeros(d), np.full(d, np.inf))
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
                heights = HeightBand(*(1e3 * h for h in battery.intercept_heights_km))
                assert battery.vehicle is not None  # noqa: S101  (it has a stand)
                flown = replace(
                    stand, vehicle=battery.vehicle, fan=fans[battery.vehicle],
                    heights=heights, look=battery.look_s,
                )  # fmt: skip
                look = look_for(flown, np.ascontiguousarray(rows[mine]), delays[i, mine])
                out.estimate[i] = float(np.mean(look.within_reach(delays[i, mine])))
        size = ask.closest[i].size
        out.least[i] = _least(battery, live, rows, delays[i], slice(first, first + size))
        first += size
    return out


def _fans(ask: _Ask, question: Question) -> dict[Vehicle, Fan]:
    """The fans of one draw's vehicles: as they stand, or flown anew where a figure of theirs is drawn."""
    known = {stand.vehicle: stand.fan for stand in ask.stands if stand is not None}
    if not ask.estimate:
        return known
    armed = [(b, b.vehicle) for b in question.batteries if b.vehicle is not None]
    with _as_drawn():
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


def _least(
    battery: Battery, live: NDArray[np.bool_], rows: Array, delays: Array, span: slice
) -> float:
    """Least margin (km/s) to some flights; infinite where no arc meets one."""
    mine = np.arange(span.start, span.stop)[live[span]]
    if not mine.size:
        return np.inf
    return float(margins(battery, np.ascontiguousarray(rows[mine]), delays[mine]).min())


# -- influences -----------------------------------------------------------------------------------


def _users(
    scenario: Scenario, question: Question, figures: tuple[Drawn, ...]
) -> list[tuple[int, ...]]:
    """For each deployment, the figures (indices) that its margins rest on: not those that only flyouts do, nor
    those of forces that it does not face.
    """
    keys = [
        {s.key for s in resolve(with_forces(scenario, faced, [table])).sources}
        for table, battery in zip(scenario.deployment, question.batteries, strict=True)
        for faced in [[(k, scenario.force[k]) for k in battery.faces]]
    ]
    return [tuple(j for j, f in enumerate(figures) if f.key in mine) for mine in keys]


def _influences(
    ask: _Ask,
    users: list[tuple[int, ...]],
    seed: int,
    base: int,
    pool: ThreadPoolExecutor,
    tell: Callable[[int], None],
) -> list[tuple[tuple[Influence, ...], str]]:
    """Sobol indices of each deployment's least margin to its closest flights."""
    d, k = len(users), len(ask.figures)
    if base < FEWEST_DRAWS // 3:
        why = f"too few draws ({base}); from {FEWEST_DRAWS // 3} on"
        return [((), why)] * d
    if not k:
        return [((), "no figure has an interval")] * d
    a, b = (
        np.column_stack([f.at(stream(seed, f"{f.key}/{which}").random(base)) for f in ask.figures])
        for which in ("A", "B")
    )

    def row(task: tuple[int, int]) -> Array:
        n, column = task
        values = b[n].copy() if column == k + 1 else a[n].copy()
        if 1 <= column <= k:
            values[column - 1] = b[n, column - 1]
        wanted = [column in {0, k + 1} or column - 1 in used for used in users]
        if not any(wanted):
            return np.full(d, np.nan)
        return _leasts(
            ask, dict(zip((f.key for f in ask.figures), values.tolist(), strict=True)), wanted
        )

    tasks = [(n, column) for n in range(base) for column in range(k + 2)]
    least = np.empty((base, k + 2, d))
    for i, (task, found) in enumerate(zip(tasks, pool.map(row, tasks), strict=True)):
        least[task] = found
        if i % 50 == 0:
            tell(i)
    return [
        shares_of_variance(least[:, :, i], used, ask.figures, seed) for i, used in enumerate(users)
    ]


def _leasts(ask: _Ask, given: Mapping[str, float], wanted: Sequence[bool]) -> Array:
    """Least margins of the wanted deployments to their closest flights (d,); NaN for the others."""
    question, live, rows, delays = _world(ask, given, np.concatenate(ask.closest))
    out = np.full(len(wanted), np.nan)
    first = 0
    for i, battery in enumerate(question.batteries):
        span = slice(first, first + ask.closest[i].size)
        first = span.stop
        if wanted[i]:
            out[i] = _least(battery, live, rows, delays[i], span)
    return out
