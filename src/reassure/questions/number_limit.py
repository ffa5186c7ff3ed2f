"""The limit as a number: with N interceptors, what share of the force's warheads could be engaged at all?

An upper bound. A base counts as reached by a deployment if the ideal interceptor reaches any one of its
flights; every interceptor works; and those of all deployments may be spent on whatever flights they reach.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from reassure.answers.number_limit import (
    Account,
    AccountSpan,
    CentralLimits,
    DeploymentBound,
    DeploymentReach,
    NumberLimit,
    NumberSpan,
)
from reassure.answers.weighed import NONE_ACCOUNTABLE
from reassure.catalog import Rule, catalog
from reassure.catalog.used import FigureUsed
from reassure.engagement.faced import check_faced, faced, forces_of
from reassure.engagement.flights import Family, family_of
from reassure.engagement.one_deployment import cases_of, margins_of
from reassure.errors import InputError, ScenarioError
from reassure.machine.cores import cores
from reassure.scenario import Scenario, load
from reassure.scenario.hand import figure_by_hand, title_by_hand
from reassure.scenario.lookup import base_ids, check_known
from reassure.scenario.model import AccountTable, DeploymentTable
from reassure.scenario.question import Question
from reassure.scenario.reader import fingerprint
from reassure.scenario.resolve import resolve
from reassure.treaty.engaged import engaged_between, most_engaged
from reassure.treaty.held import Weights, weights_asked
from reassure.typing import Progress, quiet

__all__ = ["MOST_INTERCEPTORS", "number_limit"]

MOST_INTERCEPTORS = 100_000
MOST_PER_FLIGHT = 100


@overload
def number_limit(
    scenario: Scenario | str | Path,
    *,
    per_flight: int = 1,
    deployments: Sequence[str] | None = None,
    interceptors: int | Mapping[str, int] | None = None,
    year: int | None = None,
    weigh: None = None,
    on: None = None,
    progress: Progress | None = None,
) -> NumberLimit: ...
@overload
def number_limit(
    scenario: Scenario | str | Path,
    *,
    per_flight: int = 1,
    deployments: Sequence[str] | None = None,
    interceptors: int | Mapping[str, int] | None = None,
    year: int | None = None,
    weigh: str,
    on: date | str | None = None,
    progress: Progress | None = None,
) -> NumberSpan: ...
def number_limit(
    scenario: Scenario | str | Path,
    *,
    per_flight: int = 1,
    deployments: Sequence[str] | None = None,
    interceptors: int | Mapping[str, int] | None = None,
    year: int | None = None,
    weigh: str | None = None,
    on: date | str | None = None,
    progress: Progress | None = None,
) -> NumberLimit | NumberSpan:
    """The most warheads that the deployments could engage: an upper bound.

    `scenario`: a Scenario, a path, or a preset's name; its forces need `accounts` (docs/scenario.md). `per_flight`:
    interceptors spent on each flight engaged, 1 to 100. `deployments`: ids; None: all. `interceptors`: instead of the
    scenario's numbers, one for every deployment, or by id. `year`: only deployments that are there in it, ends included;
    None: all. `weigh`: "warheads" for between what the bound lies where accounts are known within bounds only, or by totals;
    `on`: by what the catalogue says of that day. `progress`: called with (deployments done, in all). Raises ScenarioError or
    InputError in one line.
    """
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    if not 1 <= per_flight <= MOST_PER_FLIGHT:
        raise InputError(f"per_flight {per_flight}; allowed: 1 to {MOST_PER_FLIGHT}")
    chosen = _chosen(scenario, deployments, year)
    numbers = _numbers(scenario, chosen, interceptors)
    hand = _by_hand(chosen, numbers)
    weights = weights_asked(scenario, weigh, on)
    accounts = [] if weights is not None else _accounts(scenario)
    question = resolve(scenario.model_copy(update={"deployment": chosen}))
    family = family_of(question.forces)
    check_faced(question, family)
    units = [(k, a.base) for k, a in accounts] if weights is None else [p.unit for p in weights.parts]  # fmt: skip
    reached = _reached(question, family, units, progress or quiet)
    case = _Case(chosen, numbers, question, reached, per_flight)
    about: dict[str, Any] = {
        "title": title_by_hand(scenario.title, _in_words(hand, interceptors)),
        "scenario_sha256": fingerprint(scenario),
        "reassure_version": version("reassure"),
        "per_flight": per_flight,
        "year": year,
        "limits": _central_limits(),
    }
    sources = (*question.sources, *map(_figure_by_hand, hand))
    if weights is not None:
        return NumberSpan(**about, **_between(case, weights), sources=sources)
    return NumberLimit(**about, **_most(case, accounts), sources=(*_sources(accounts), *sources))


class _Case(NamedTuple):
    """What is asked, worked out."""

    chosen: Sequence[DeploymentTable]
    numbers: Sequence[int]
    """Interceptors of each of them."""
    question: Question
    reached: NDArray[np.bool_]
    """(d, c): by deployment, and account or part of one."""
    per_flight: int

    def by(self, c: int) -> tuple[str, ...]:
        """Who reaches an account."""
        there = self.reached[:, c]
        return tuple(d.id for d, reaches in zip(self.chosen, there, strict=True) if reaches)

    def heights(self, i: int) -> tuple[float, float]:
        """Between which heights (km) an intercept of a deployment counts."""
        return self.question.batteries[i].intercept_heights_km


def _most(case: _Case, accounts: Sequence[tuple[int, AccountTable]]) -> dict[str, Any]:
    """The bound by accounts that are known, account by account."""
    flights, spent = most_engaged(
        np.array([int(a.warheads.value) for _, a in accounts]),
        np.array([int(a.launchers.value) for _, a in accounts]),
        np.array(case.numbers),
        case.reached,
        case.per_flight,
    )
    return {
        "accounts": tuple(
            Account(
                force + 1, a.base, int(a.launchers.value), int(a.warheads.value), case.by(c), int(flights[c]),
            )
            for c, (force, a) in enumerate(accounts)
        ),
        "deployments": tuple(
            DeploymentBound(d.id, case.numbers[i], int(spent[i].sum()), int(case.reached[i].sum()), case.heights(i))
            for i, d in enumerate(case.chosen)
        ),
    }  # fmt: skip


def _between(case: _Case, weights: Weights) -> dict[str, Any]:
    """Between what the bound lies, over all accounts that are allowed."""
    found = engaged_between(weights, np.array(case.numbers), case.reached, case.per_flight)
    every = weights.allowed.between(range(len(weights.parts)))
    if not every.high:
        raise ScenarioError(f"{NONE_ACCOUNTABLE}; allowed: a force with some")
    spans = []
    for c, part in enumerate(weights.parts):
        (k, base), (low, high) = part.unit, weights.allowed.between([c])
        assert high is not None  # noqa: S101  (all parts are bounded)
        stand = part.launchers
        spans.append(AccountSpan(k + 1, base, low, high, stand.low, stand.high, case.by(c)))
    bases = [{weights.parts[c].unit for c in np.flatnonzero(row)} for row in case.reached]
    return {
        "low": found.low,
        "high": found.high,
        "exact": found.exact,
        "low_warheads": every.low,
        "high_warheads": every.high,
        "accounts": tuple(spans),
        "deployments": tuple(
            DeploymentReach(d.id, case.numbers[i], len(bases[i]), case.heights(i))
            for i, d in enumerate(case.chosen)
        ),
        "weighing": weights.weighing,
    }


_Hand = tuple[str, int, int | None]
"""A deployment's id, the number of interceptors that was asked for, and the scenario's."""


def _by_hand(chosen: Sequence[DeploymentTable], numbers: Sequence[int]) -> list[_Hand]:
    """The numbers that are not the scenario's."""
    return [
        (d.id, number, d.interceptors)
        for d, number in zip(chosen, numbers, strict=True)
        if number != d.interceptors
    ]


def _in_words(hand: Sequence[_Hand], asked: int | Mapping[str, int] | None) -> list[str]:
    """What was set by hand, for the title: one number for all where it was asked for so."""
    if hand and isinstance(asked, int):
        return [f"{asked} interceptors of each deployment"]
    return [f"{number} interceptors of {name}" for name, number, _ in hand]


def _figure_by_hand(hand: _Hand) -> FigureUsed:
    name, number, had = hand
    return figure_by_hand(
        f"deployment.{name}.interceptors", number, "none" if had is None else f"{had}"
    )


def _chosen(
    scenario: Scenario, names: Sequence[str] | None, year: int | None
) -> list[DeploymentTable]:
    """The deployments that are asked about, in the scenario's order. ScenarioError where none is there in the year."""
    check_known("deployment", names or (), [d.id for d in scenario.deployment])
    chosen = [d for d in scenario.deployment if not names or d.id in names]
    if year is not None:
        chosen = [
            d
            for d in chosen
            if (d.from_year is None or d.from_year <= year) and (d.until is None or year <= d.until)
        ]
        if not chosen:
            raise ScenarioError(
                f"year {year}: no deployment is there in it; allowed: one with some"
            )
    return chosen


def _numbers(
    scenario: Scenario,
    chosen: Sequence[DeploymentTable],
    given: int | Mapping[str, int] | None,
) -> list[int]:
    """How many interceptors each of the chosen deployments has: as given, else as the scenario says. ScenarioError where
    nobody says.
    """
    known = [d.id for d in scenario.deployment]
    by_id: Mapping[str, int] = given if isinstance(given, Mapping) else {}
    check_known("deployment", by_id, known)
    for name, number in by_id.items():
        _check(number, f"interceptors of {name}: ")
    if isinstance(given, int):
        _check(given, "interceptors ")
        return [given] * len(chosen)
    numbers = []
    for table in chosen:
        # 0 is a number that may be given, so `or` would not do
        own = by_id.get(table.id) if table.id in by_id else table.interceptors
        if own is None:
            raise ScenarioError(
                f"deployment {table.id}: no number of interceptors; add interceptors = N to its table, or give "
                f"--interceptors {table.id}=N, or --interceptors N for all"
            )
        numbers.append(own)
    return numbers


def _check(number: int, what: str) -> None:
    if not 0 <= number <= MOST_INTERCEPTORS:
        raise InputError(f"{what}{number}; allowed: 0 to {MOST_INTERCEPTORS}")


def _accounts(scenario: Scenario) -> list[tuple[int, AccountTable]]:
    """The account of every base of every force, with the force's place, counted from 0. ScenarioError where a base has
    none.
    """
    out = []
    for i, force in enumerate(scenario.force):
        held = {a.base: a for a in force.accounts}
        for name in base_ids(force):
            if name not in held:
                raise ScenarioError(
                    f"force #{i + 1}: no account of base {name}; add to the force's table: accounts = "
                    f'[{{ base = "{name}", launchers = N, warheads = N }}, ...]; or --weigh warheads, by what the catalogue has',
                )
            out.append((i, held[name]))
    return out


def _sources(accounts: Sequence[tuple[int, AccountTable]]) -> list[FigureUsed]:
    # a base with two kinds of missile stands in two forces, so the key then says which
    many = len({force for force, _ in accounts}) > 1
    return [
        FigureUsed.of(f"account.{f'{force + 1}.' if many else ''}{a.base}.{name}", figure)
        for force, a in accounts
        for name, figure in (("launchers", a.launchers), ("warheads", a.warheads))
    ]


def _central_limits() -> CentralLimits:
    """New START's."""
    rule = catalog().get("new-start", Rule, "rule")
    most = {limit.quantity: limit.at_most for limit in rule.limits}
    return CentralLimits(
        most["deployed_warheads"], most["total_launchers"], most["deployed_launchers"],
        rule.id, rule.status, rule.source,
    )  # fmt: skip


def _reached(
    question: Question,
    family: Family,
    accounts: Sequence[tuple[int, str]],
    progress: Progress,
) -> NDArray[np.bool_]:
    """(d, c): does the ideal interceptor of each of d deployments reach any flight of each of c accounts' bases? `accounts`: of
    which force and base each is.
    """
    force_of, facing = forces_of(question.forces, family.number), faced(question, family)
    # by force as well: a base with two kinds of missile has an account in each of two forces
    of = [
        np.flatnonzero((force_of == force) & (family.shown.base == base))
        for force, base in accounts
    ]
    sides = cases_of(question)
    out = np.zeros((len(sides), len(accounts)), bool)
    with ThreadPoolExecutor(cores()) as pool:
        for i, side in enumerate(sides):
            progress(i, len(sides))
            within = margins_of(side, family, pool, facing[i]) <= 0.0
            out[i] = [bool(within[flights].any()) for flights in of]
    progress(len(sides), len(sides))
    return out
