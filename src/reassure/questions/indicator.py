"""The indicator: by phase and year, what share of a force's flights is guaranteed, within reach and undecided.

Within reach is what the estimate says (a flyout with a witness); guaranteed is what a certificate proves and the
checker accepts, for a deployment and a base, over the whole aim region. Nothing else counts as either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np

from reassure.answers.indicator import (
    REACHED,
    DeploymentRow,
    Indicator,
    Outlook,
    ProofNote,
    Tally,
    YearRow,
)
from reassure.answers.weighed import WeighedTally
from reassure.claim import Claim, claim_from_scenario
from reassure.engagement.faced import check_faced, faced, forces_of
from reassure.engagement.flights import Family, family_of
from reassure.engagement.flyouts import estimate
from reassure.engagement.launch_times import launch_times
from reassure.engagement.one_deployment import cases_of, margins_of
from reassure.errors import ClaimError, InputError, ScenarioError
from reassure.machine.cores import cores
from reassure.proof.folder import NOT_TRIED, CertificateFolder
from reassure.scenario import Scenario, load
from reassure.scenario.forces import with_forces
from reassure.scenario.lookup import base_ids, check_known
from reassure.scenario.names import deployment_names
from reassure.scenario.question import Battery, Question
from reassure.scenario.reader import fingerprint
from reassure.scenario.resolve import resolve
from reassure.scenario.sent import Sent, sent_all
from reassure.treaty.held import Weights, weights_asked
from reassure.treaty.shares import Weigher
from reassure.typing import Array, Mask, Progress, quiet
from reassure.words.counts import counted

__all__ = ["MOST_SCENARIOS", "indicator"]

MOST_SCENARIOS = 20

# Masks are (d, n), d deployments against n flights, unless it is said otherwise.


def indicator(
    *scenarios: Scenario | str | Path,
    certify: bool = False,
    certificates: str | Path | None = None,
    only: Sequence[str] | None = None,
    weigh: str | None = None,
    on: date | str | None = None,
    progress: Progress | None = None,
    progress_of_proofs: Progress | None = None,
) -> Indicator:
    """The indicator of one scenario or more, all over the years in which any of them changes.

    `scenarios`: Scenarios, paths, or presets' names, 1 to MOST_SCENARIOS. `certificates`: a folder; each certificate in
    it that the checker accepts counts for the deployments and flights that it is of. `certify`: prove what none
    settles, and keep the certificates there (failed tries too, so that they are not made again); `only`: for these
    deployments (ids; None: all). A run that is stopped takes up where it was. `weigh`: "warheads" for shares of the
    accountable force as well (docs/accounts.md); `on`: by what the catalogue says of that day. `progress`, `progress_of_proofs`: called
    with (done, in all) of the flyouts, and of deployments against bases. Raises InputError, ScenarioError or ClaimError
    in one line.
    """
    if not 1 <= len(scenarios) <= MOST_SCENARIOS:
        raise InputError(f"{counted(len(scenarios), 'scenario')}; allowed: 1 to {MOST_SCENARIOS}")
    if certify and certificates is None:
        raise InputError("certify without certificates; allowed: with a folder to keep proofs in")
    read = [s if isinstance(s, Scenario) else load(s) for s in scenarios]
    known = {d.id for s in read for d in s.deployment}
    check_known("deployment", only or (), sorted(known))
    # the deployments for which proofs are looked for; certificates at hand count for all
    wanted = frozenset((only or known) if certify else ())
    proofs = None if certificates is None else CertificateFolder(Path(certificates), certify)

    weights = [weights_asked(s, weigh, on) for s in read]
    cases = [
        _case(
            s.title if isinstance(given, Scenario) else known.word, s, known, w, progress or quiet
        )
        for given, s, known, w in zip(
            scenarios, read, sent_all(scenarios, read), weights, strict=True
        )
    ]
    # of all scenarios together, so that their rows stand side by side
    years = sorted({y for case in cases for y in _changes(case.question.batteries)})
    total = sum(case.pairs for case in cases)
    done = 0
    outlooks = []
    for case in cases:
        first = done

        # as a default the value is bound now; a closure would see that of the last round
        def tell(count: int, first: int = first) -> None:
            (progress_of_proofs or quiet)(first + count, total)

        outlooks.append(_outlook(case, proofs, wanted, years, tell))
        done += case.pairs
    return Indicator(version("reassure"), proofs is not None, tuple(outlooks))


@dataclass(frozen=True, eq=False)
class _Case:
    """A scenario, and what is known of its flights without proofs: (d, n)."""

    name: str
    scenario: Scenario
    sent: Sent
    question: Question
    family: Family
    within: Mask
    """Reached by a flyout with a witness."""
    out: Mask
    """Out of reach of the ideal interceptor."""
    faces: Mask | None = None
    """Which flights a deployment faces; None: each faces all."""
    weigher: Weigher | None = None
    """None: no shares of the accountable force were asked for."""

    @property
    def faced(self) -> Mask:
        """A deployment counts against the flights that it faces."""
        return np.ones(self.within.shape, bool) if self.faces is None else self.faces

    @property
    def bases(self) -> list[str]:
        """Each once, in order."""
        return list(dict.fromkeys(self.family.shown.base.tolist()))

    @property
    def pairs(self) -> int:
        """Deployments against bases."""
        return len(self.question.batteries) * len(self.bases)


def _case(
    name: str, scenario: Scenario, known: Sent, weights: Weights | None, progress: Progress
) -> _Case:
    """A scenario with what flyouts and the ideal interceptor say of each flight: all but the proofs."""
    question = resolve(scenario, estimate=True)
    family = family_of(question.forces)
    delays = launch_times(question, family.rows, family.bases).delay_s
    check_faced(question, family)
    facing = faced(question, family)
    found = estimate(question.batteries, family.rows, delays, progress, facing)
    with ThreadPoolExecutor(cores()) as pool:
        out = np.array(
            [
                margins_of(side, family, pool, mine) > 0.0
                for side, mine in zip(cases_of(question), facing, strict=True)
            ]
        )
    of = forces_of(question.forces, family.number)
    weigher = None if weights is None else Weigher.of(weights, of, family.shown.base)
    within = found.within_reach()
    return _Case(name, scenario, known, question, family, within, out, facing, weigher)


def _changes(batteries: Sequence[Battery]) -> set[int]:
    """Years in which a deployment comes, or is no longer there."""
    # `until` is the last year in which it is there
    came = {b.from_year for b in batteries if b.from_year is not None}
    return came | {b.until + 1 for b in batteries if b.until is not None}


def _there(battery: Battery, year: int | None) -> bool:
    """Is it there in a year; None: before the first in which anything changes?"""
    if year is None:
        return battery.from_year is None
    begun = battery.from_year is None or battery.from_year <= year
    return begun and (battery.until is None or year <= battery.until)


@dataclass(frozen=True, eq=False)
class _Proofs:
    """What is known of proofs, (d, n). Filled in as they are found."""

    proved: Mask
    """There is a certificate that the checker accepts."""
    settled: Mask
    """A proof is there, or was tried, or cannot be."""


def _years(case: _Case, years: Sequence[int], proofs: _Proofs) -> list[YearRow]:
    """A row for the time before anything changes (year None) and one for each year in which something does; none while
    nothing is there and nothing has gone.
    """
    rows: list[YearRow] = []
    before: tuple[str, ...] = ()
    for year in (None, *years):
        here = [i for i, b in enumerate(case.question.batteries) if _there(b, year)]
        names = tuple(case.question.batteries[i].id for i in here)
        if names or before:
            rows.append(
                YearRow(
                    year,
                    names,
                    tuple(n for n in names if n not in before),
                    tuple(n for n in before if n not in names),
                    _tally(case, here, proofs),
                    _weighed(case, here, proofs),
                )
            )
        before = names
    return rows


class _Groups(NamedTuple):
    """What is known of flights against some deployments together: masks (n,)."""

    named: dict[str, Mask]
    """By the names of a tally's groups. A flight with a proof and a witness is within reach, and is told of."""
    counted: Mask
    contradicted: Mask
    """There are a proof and a witness: one of the two is wrong."""
    tried: bool


def _groups(case: _Case, here: Sequence[int], proofs: _Proofs, alone: bool) -> _Groups:
    """Flights by what is known of them against some deployments together (`here`: their places). Counted are the flights
    that some deployment of the scenario faces, or with `alone` that these face. One that none of these faces is
    guaranteed.
    """
    # Rows of the deployments that are there, (h, n); below, (n,): the groups a flight may be in.
    faced = case.faced[here]
    proved, settled = proofs.proved[here] & faced, proofs.settled[here] & faced
    counted: Mask = np.asarray(faced.any(axis=0) if alone else case.faced.any(axis=0))
    # one deployment that reaches it is enough; a guarantee has to hold for all that face it
    within = case.within[here].any(axis=0) & counted
    sure = (proved | ~faced).all(axis=0) & counted
    out = (case.out[here] | ~faced).all(axis=0) & counted
    named = {
        "guaranteed": sure & ~within,
        "within_reach": within,
        "out_of_ideal_reach": ~sure & ~within & out,
        "open": ~sure & ~within & ~out & counted,
        # against none of these is it known that there is no proof, and against some nobody has tried
        "not_tried": ~sure & ~within & out & (proved | ~settled).all(axis=0),
    }
    return _Groups(
        {name: np.asarray(group) for name, group in named.items()},
        counted,
        np.asarray((case.within[here] & proved).any(axis=0)),
        # with no deployment there is nothing to prove
        bool(settled.any()) or not here,
    )


def _tally(case: _Case, here: Sequence[int], proofs: _Proofs, alone: bool = False) -> Tally:
    """How many flights are in each group."""
    groups = _groups(case, here, proofs, alone)
    return Tally(
        **{name: int(group.sum()) for name, group in groups.named.items()},
        contradicted=int(groups.contradicted.sum()),
        tried=groups.tried,
    )


def _weighed(
    case: _Case, here: Sequence[int], proofs: _Proofs, alone: bool = False
) -> WeighedTally | None:
    """The share of the accountable force in each group, where that is asked for."""
    if case.weigher is None:
        return None
    named, counted, _, tried = _groups(case, here, proofs, alone)
    undecided = named["out_of_ideal_reach"] | named["open"]
    return case.weigher.tally(named | {"undecided": undecided}, counted, tried)


def _outlook(
    case: _Case,
    proofs: CertificateFolder | None,
    wanted: frozenset[str],
    years: Sequence[int],
    tell: Callable[[int], None],
) -> Outlook:
    """A scenario's part of the answer: its years, its deployments one by one, and its proofs."""
    known = _Proofs(np.zeros(case.within.shape, bool), np.zeros(case.within.shape, bool))
    notes: list[ProofNote] = []
    if proofs is not None:
        notes = _prove(case, proofs, wanted, known, tell)
    names = deployment_names(case.question.batteries)
    return Outlook(
        name=case.name,
        title=case.scenario.title,
        sha256=fingerprint(case.scenario),
        years=tuple(_years(case, years, known)),
        deployments=tuple(_row(case, i, called, known) for i, called in enumerate(names)),
        proofs=tuple(notes),
        sources=case.question.sources,
        sent=case.sent,
        weighing=None if case.weigher is None else case.weigher.weights.weighing,
    )


def _row(case: _Case, i: int, called: str, known: _Proofs) -> DeploymentRow:
    """One deployment alone, by its place."""
    b = case.question.batteries[i]
    tally, weighed = _tally(case, [i], known, alone=True), _weighed(case, [i], known, alone=True)
    return DeploymentRow(
        b.id, b.place, b.interceptor, b.vehicle_id, b.from_year, b.until, tally, b.intercept_heights_km, called, weighed,
    )  # fmt: skip


def _prove(
    case: _Case,
    proofs: CertificateFolder,
    wanted: frozenset[str],
    known: _Proofs,
    tell: Callable[[int], None],
) -> list[ProofNote]:
    """What became of the proofs, for each deployment against each base and shape. What the deployments `wanted` (ids) lack
    is proved, and `known` is filled in.
    """
    notes: list[ProofNote] = []
    done = 0
    tell(0)
    for i, battery in enumerate(case.question.batteries):
        for base in case.bases:
            mine = (case.family.shown.base == base) & case.faced[i]
            if not mine.any():
                done += 1
                tell(done)
                continue
            for ratios, file, reason in _base(case, proofs, battery.id in wanted, i, base):
                covered = mine & np.isin(case.family.shown.flight_time_ratio, ratios)
                if file is not None:
                    known.proved[i] |= covered
                if reason != NOT_TRIED:
                    known.settled[i] |= covered
                notes.append(ProofNote(battery.id, base, ratios, int(covered.sum()), file, reason))
            done += 1
            tell(done)
    return notes


# Flight time ratios, the certificate's file (None: there is none), and why there is none (empty: there is one).
_Found = tuple[tuple[float, ...], str | None, str]


def _base(case: _Case, proofs: CertificateFolder, prove: bool, i: int, base: str) -> list[_Found]:
    """For each shape of a deployment's flights from a base a certificate, or why there is none; one for all shapes where
    it is at hand. `prove`: look for a proof where there is no certificate.
    """
    mine = (case.family.shown.base == base) & case.faced[i]
    ratio: Array = case.family.shown.flight_time_ratio
    ratios = tuple(sorted(set(ratio[mine].tolist())))
    # an ideal interceptor is one of the claim's: where it gets in there is no proof
    reached = ~case.out[i] | case.within[i]
    lost = {r for r in ratios if reached[mine & (ratio == r)].any()}
    # one over all shapes first: it covers what lies between them too
    together = NOT_TRIED
    if not lost and len(ratios) > 1:
        file, together = _certificate(
            case, i, base, ratios, lambda claim: proofs.settle(claim, prove)
        )
        if file is not None:
            return [(ratios, file, "")]
    out: list[_Found] = []
    for r in ratios:
        if r in lost:
            out.append(((r,), None, REACHED))
            continue
        file, reason = _certificate(case, i, base, (r,), lambda claim: proofs.settle(claim, prove))
        # of this shape alone nothing may be known, and of all together why there is no proof
        out.append(((r,), file, together if reason == NOT_TRIED else reason))
    return out


def _certificate(
    case: _Case,
    i: int,
    base: str,
    ratios: tuple[float, ...],
    settle: Callable[[Claim], tuple[str | None, str]],
) -> tuple[str | None, str]:
    """A certificate over the whole aim region for some shapes and all between them, or None and why there is none.

    `i`: the deployment, by its place. `settle`: from the claim to the certificate's name, or None and why.
    """
    table = case.scenario.deployment[i]
    # only forces with this base and one of these shapes: each other one would be a clause more to prove
    forces = [
        (k, case.scenario.force[k])
        for k in case.question.batteries[i].faces
        if set(case.scenario.force[k].flight_time_ratio) & set(ratios)
        and base in base_ids(case.scenario.force[k])
    ]
    asked = with_forces(case.scenario, forces, [table])
    name = table.id
    span = (min(ratios), max(ratios))
    try:
        claim = claim_from_scenario(asked, deployments=[name], bases=[base], flight_time_ratio=span)
        return settle(claim)
    except (ClaimError, ScenarioError) as error:
        return None, str(error)
