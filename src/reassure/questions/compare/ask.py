"""The same question under two sides' figures: where they agree, and which single figure flips the answer.

The shell around the kernels: scenarios in, one frozen result out. What is compared is the sign: can the
ideal interceptor of a deployment reach any flight of the force? Where it differs, one figure at a time is
exchanged, from B into A and from A into B; then two at a time, where no single one flips it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import combinations
from pathlib import Path

import numpy as np

from reassure.answers.comparison import (
    Asked,
    Compared,
    Comparison,
    DeploymentAnswer,
    Difference,
    Swap,
    Unmatched,
)
from reassure.engagement.flights import Family, family_of
from reassure.engagement.one_deployment import Case, cases_of, margins_of
from reassure.errors import InputError, ScenarioError
from reassure.machine.cores import cores
from reassure.questions.compare.figures import ComparedFigure, both_in_words, differing
from reassure.scenario import Scenario, load
from reassure.scenario.names import deployment_names
from reassure.scenario.question import Force
from reassure.scenario.reader import fingerprint
from reassure.scenario.resolve import resolve
from reassure.scenario.sent import sent_all
from reassure.typing import Progress, quiet
from reassure.words.counts import counted

__all__ = ["MOST_SCENARIOS", "compare"]

MOST_SCENARIOS = 20


_FAMILIES = 8  # kept at hand: swaps of the two sides' forces come back to the same few
_FINE = 1e-4  # of the way between two sides' values: how closely a critical value is found


def compare(*scenarios: Scenario | str | Path, progress: Progress | None = None) -> Comparison:
    """Compare two or more scenarios, each of the others with the first, deployment by deployment.

    `scenarios`: Scenarios, paths to scenario files, or presets' names, 2 to 20. Deployments of one id belong
    together; then those at one place, in order where each side has as many, else every one with every
    other; then those left over, in order, where each side has as many. `progress` is called with (deployments
    compared, to compare). Raises ScenarioError where a scenario cannot be used, InputError for fewer than two.
    """
    if not 2 <= len(scenarios) <= MOST_SCENARIOS:
        raise InputError(f"{counted(len(scenarios), 'scenario')}; allowed: 2 to {MOST_SCENARIOS}")
    read = [s if isinstance(s, Scenario) else load(s) for s in scenarios]
    questions = [resolve(s) for s in read]
    sides = [cases_of(q) for q in questions]
    names = [
        dict(zip((b.id for b in q.batteries), deployment_names(q.batteries), strict=True))
        for q in questions
    ]
    # for each other scenario: its index, the pairs, and the deployments of either side that are left over
    matches = [(i, *_matches(sides[0], sides[i])) for i in range(1, len(sides))]
    tell: Progress = progress or quiet
    total = sum(len(found) for _, found, _, _ in matches)
    compared: list[Compared] = []
    unmatched: list[Unmatched] = []
    with ThreadPoolExecutor(cores()) as pool:
        bench = _Bench(pool)
        tell(0, total)
        for i, found, only_a, only_b in matches:
            for a, b, how in found:
                told = _compared(bench, i, a, b, how)
                called = names[0][a.battery.id], names[i][b.battery.id]
                compared.append(replace(told, name_a=called[0], name_b=called[1]))
                tell(len(compared), total)
            unmatched += [Unmatched(0, s.battery.id) for s in only_a]
            unmatched += [Unmatched(i, s.battery.id) for s in only_b]
    return Comparison(
        reassure_version=version("reassure"),
        asked=tuple(
            Asked(
                s.title if isinstance(given, Scenario) else known.word,
                s.title,
                fingerprint(s),
                q.sources,
                known,
            )
            for given, s, q, known in zip(
                scenarios, read, questions, sent_all(scenarios, read), strict=True
            )
        ),
        compared=tuple(compared),
        unmatched=tuple(dict.fromkeys(unmatched)),
    )


# A deployment of the first scenario, one of another, and by what they belong together: "id", "place" or "order".
_Match = tuple[Case, Case, str]


def _matches(
    first: Sequence[Case], second: Sequence[Case]
) -> tuple[list[_Match], list[Case], list[Case]]:
    """Deployments that belong together, and those of each side that have no counterpart."""
    ids = {s.battery.id: s for s in second}
    found: list[_Match] = [(a, ids[a.battery.id], "id") for a in first if a.battery.id in ids]
    used = {a.battery.id for a, _, _ in found}
    left_a = [s for s in first if s.battery.id not in used]
    left_b = [s for s in second if s.battery.id not in used]
    there = _by_place(left_b)
    # 5.4 and 6.3 km/s at one site against 7.7, 8.3 and 9: not as many, so every one with every other
    for place, mine in _by_place(left_a).items():
        theirs = there.get(place, [])
        if len(mine) == len(theirs):
            found += [(a, b, "place") for a, b in zip(mine, theirs, strict=True)]
        else:
            found += [(a, b, "place") for a in mine for b in theirs]
    # by identity: two deployments of the same figures are equal
    left_a = [a for a in left_a if not any(a is m for m, _, _ in found)]
    left_b = [b for b in left_b if not any(b is m for _, m, _ in found)]
    if len(left_a) == len(left_b):
        found += [(a, b, "order") for a, b in zip(left_a, left_b, strict=True)]
        left_a, left_b = [], []
    order = {id(s): k for k, s in enumerate(first)}
    return sorted(found, key=lambda m: order[id(m[0])]), left_a, left_b


def _by_place(sides: Sequence[Case]) -> dict[object, list[Case]]:
    """By the catalogue's name of the place, or by where its points are."""
    out: dict[object, list[Case]] = {}
    for side in sides:
        points = tuple((p.latitude_deg, p.longitude_deg) for p in side.battery.points)
        # "site" and "area" stand for places without a name, which may be anywhere
        known = side.battery.place not in ("site", "area")
        out.setdefault(side.battery.place if known else points, []).append(side)
    return out


class _Bench:
    """Answers of sides, with the families of flights that were used last at hand."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._families: OrderedDict[tuple[Force, ...], Family | None] = OrderedDict()

    def _family(self, forces: tuple[Force, ...]) -> Family | None:
        """The flights; None where none exists."""
        if forces not in self._families:
            try:
                self._families[forces] = family_of(forces)
            except ScenarioError:
                self._families[forces] = None
            if len(self._families) > _FAMILIES:
                self._families.popitem(last=False)
        self._families.move_to_end(forces)
        return self._families[forces]

    def answer(self, side: Case) -> DeploymentAnswer:
        """What the side's ideal interceptor reaches; of no flight at all where none of its forces' exists."""
        family = self._family(side.forces)
        if family is None:
            return DeploymentAnswer(0, 0, None)
        margin = margins_of(side, family, self._pool)
        least = float(margin.min())
        return DeploymentAnswer(
            margin.size, int(np.count_nonzero(margin <= 0.0)), least if np.isfinite(least) else None
        )


@dataclass(frozen=True)
class _Pairing:
    """Two sides whose signs differ, and the figures in which they do."""

    bench: _Bench
    a: Case
    b: Case
    answer_a: DeploymentAnswer
    answer_b: DeploymentAnswer
    figures: tuple[ComparedFigure, ...]


def _compared(bench: _Bench, other: int, a: Case, b: Case, how: str) -> Compared:
    """Two deployments' answers, the figures in which they differ, and where the signs differ the swaps."""
    answers = bench.answer(a), bench.answer(b)
    figures = differing(a, b)
    singles: tuple[Swap, ...] = ()
    doubles: tuple[Swap, ...] = ()
    if answers[0].reaches != answers[1].reaches:
        quarrel = _Pairing(bench, a, b, *answers, figures)
        singles = tuple(_swap(quarrel, (f,)) for f in figures)
        # 10 figures have 45 pairs: these are looked at only where no single figure flips an answer
        if not any(s.flips for s in singles):
            doubles = tuple(_swap(quarrel, pair) for pair in combinations(figures, 2))
    return Compared(
        other, a.battery.id, b.battery.id, how, a.battery.place, b.battery.place, *answers,
        tuple(Difference(f.key, f.words, f.unit, *both_in_words(f, a, b)) for f in figures), singles, doubles,
    )  # fmt: skip


def _swap(q: _Pairing, figures: tuple[ComparedFigure, ...]) -> Swap:
    """Some figures exchanged both ways; where one figure flips an answer and is a number, also at which value."""
    with_b, with_a = q.a, q.b
    for f in figures:
        with_b, with_a = f.swapped(with_b, q.b), f.swapped(with_a, q.a)
    a_with_b, b_with_a = q.bench.answer(with_b), q.bench.answer(with_a)
    # an answer about no flight at all is no answer that could flip
    flips_a = a_with_b.flights > 0 and a_with_b.reaches != q.answer_a.reaches
    flips_b = b_with_a.flights > 0 and b_with_a.reaches != q.answer_b.reaches
    critical_a = critical_b = None
    if len(figures) == 1:
        (f,) = figures
        if flips_a:
            critical_a = _critical(q.bench, f, q.a, q.b, q.answer_a)
        if flips_b:
            critical_b = _critical(q.bench, f, q.b, q.a, q.answer_b)
    return Swap(tuple(f.key for f in figures), a_with_b, b_with_a, flips_a, flips_b, critical_a, critical_b)  # fmt: skip


def _critical(
    bench: _Bench, f: ComparedFigure, own: Case, other: Case, answer: DeploymentAnswer
) -> float | None:
    """Where a side's answer flips while one figure moves from its value to the other side's, all else as it
    is; None where it is no number. By halving: one place where it flips, should there be several.
    """
    start, end = f.get(own), f.get(other)
    if not f.unit or not all(isinstance(v, (int, float)) for v in (start, end)):
        return None
    if f.key in ("burnout_speed_km_s", "divert_km_s") and answer.least_margin_km_s is not None:
        return float(start + answer.least_margin_km_s)  # the required speed does not depend on it
    # `before` has the side's own answer, `after` the other one
    before, after = float(start), float(end)
    while abs(after - before) > _FINE * abs(end - start):
        middle = 0.5 * (before + after)
        found = bench.answer(f.with_number(own, middle))
        if found.reaches == answer.reaches:
            before = middle
        else:
            after = middle
    return 0.5 * (before + after)
