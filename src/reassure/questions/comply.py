"""Is an agreement kept? Every limit and duty, by what was observed up to a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from reassure.answers.accounts import AccountVerdict, PartyAccount
from reassure.answers.compliance import Compliance, Owed, Period
from reassure.catalog import Rule, catalog
from reassure.errors import AgreementError, InputError
from reassure.questions.uncertain import MeansAccuracy, accuracy_of
from reassure.scenario.lookup import declaration_named
from reassure.treaty.agreement import UNITS, Agreement, DutyTable, LimitTable, MeansTable
from reassure.treaty.duties import DutyHistory
from reassure.treaty.judging import CountSeen, LimitState
from reassure.treaty.ledger import account_of
from reassure.treaty.moments import day_of, on_day
from reassure.treaty.observations import Observation, Observations
from reassure.treaty.reading import read_agreement, read_observations, scenario_of
from reassure.treaty.wording import duty_words, limit_words

__all__ = ["comply", "judge"]

Uncertain = Callable[[MeansTable, LimitTable], MeansAccuracy | str]
"""The accuracy of means; or in words why there is none."""


def _by_tables(means: MeansTable, limit: LimitTable) -> MeansAccuracy | str:
    """Of means without a radar: nothing but the tables is needed."""
    return accuracy_of(means, limit, None)


def comply(
    agreement: str | Path, observations: str | Path, *, on: date | str | None = None
) -> Compliance:
    """What was fulfilled of an agreement.

    `agreement`, `observations`: files, or names of those that come with the package. `on`: the day of the verdicts, a date or
    "YYYY-MM-DD"; None: the last day on which anything was seen, or up to which the observations are complete. Raises
    InputError in one line for what cannot be used.
    """
    agreed = read_agreement(agreement)
    seen = read_observations(observations, agreed)
    scenario = None if agreed.scenario is None else scenario_of(agreed, agreement)

    @cache
    def uncertain(means: str, limit: str) -> MeansAccuracy | str:
        table = next(m for m in agreed.means if m.id == means)
        owed = next(x for x in agreed.limit if x.id == limit)
        return accuracy_of(table, owed, scenario)

    day = None if on is None else day_of(on)
    return judge(agreed, seen, day, lambda means, limit: uncertain(means.id, limit.id))


def judge(agreement: Agreement, seen: Observations, on: date | None = None, uncertain: Uncertain = _by_tables) -> Compliance:  # fmt: skip
    """The same of tables. `uncertain`: how accurate means are; unless given, an observation by a radar needs its own uncertainty."""
    days = {o.id: _day_of(o) for o in seen.observation}
    if on is None:
        on = max([*days.values(), seen.complete_to or agreement.from_day, agreement.from_day])
    if on < agreement.from_day:
        raise InputError(f"on {on}: before the agreement's start; allowed: {agreement.from_day} or later")  # fmt: skip
    last = on if agreement.until is None else min(on, agreement.until)
    known = sorted((o for o in seen.observation if days[o.id] <= last), key=_order)
    of: dict[str, list[Observation]] = {}
    for o in known:
        for owed_id in _of_which(o, agreement):
            of.setdefault(owed_id, []).append(o)
    owed = [
        *(_limit(agreement, x, of.get(x.id, []), days, on, uncertain) for x in agreement.limit),
        *(
            _duty(agreement, x, of.get(x.id, []), on, seen.complete_to)
            for d in agreement.duty
            for x in _by_party(agreement, d)
        ),
    ]
    return Compliance(
        reassure_version=version("reassure"),
        title=agreement.title,
        parties=tuple(agreement.parties),
        since=agreement.from_day.isoformat(),
        until=None if agreement.until is None else agreement.until.isoformat(),
        on=on.isoformat(),
        complete_to=None if seen.complete_to is None else seen.complete_to.isoformat(),
        observations=len(known),
        owed=tuple(owed),
    )


def _day_of(o: Observation) -> date:
    """The day from which an observation counts."""
    if o.declaration is not None:
        return declaration_named(o.declaration).declared_on
    moment = o.event or o.on
    return (moment.first if moment else datetime.max.replace(tzinfo=UTC)).date()


def _order(o: Observation) -> tuple[datetime, datetime, str]:
    """By when something was; of what was at once, by its id."""
    moment = o.event or o.on or on_day(_day_of(o))
    return moment.first, moment.last, o.id


@cache
def _account(declaration: str, rule: str) -> PartyAccount:
    """A declaration of the catalogue counted by a rule: asked for many times over."""
    known = catalog()
    return account_of(known, declaration_named(declaration), known.get(rule, Rule, "rule"))


def _of_which(o: Observation, agreement: Agreement) -> list[str]:
    """The limit or duty that an observation is of; of a declaration that names none, every limit that it has a count for."""
    if o.declaration is None or o.limit is not None:
        return [o.limit or o.duty or ""]
    party = declaration_named(o.declaration).party
    return [
        limit.id
        for limit in agreement.limit
        if limit.account is not None
        and limit.bound == party
        and _account(o.declaration, limit.account.rule).find(limit.account.quantity)
    ]


def _periods(found: Iterable[tuple[date, AccountVerdict, float | None]]) -> tuple[Period, ...]:
    """One for each day on which the verdict changed; within one, the last probability of a day stands for it."""
    out: list[Period] = []
    for day, verdict, kept in found:
        if out and out[-1].since == day.isoformat():
            out.pop()
        if out and out[-1].verdict == verdict and out[-1].probability_kept == kept:
            continue
        out.append(Period(day.isoformat(), verdict, kept))
    return tuple(out)


def _since(periods: tuple[Period, ...]) -> str:
    """From when the last verdict holds."""
    first = periods[-1]
    for period in reversed(periods):
        if period.verdict != first.verdict:
            break
        first = period
    return first.since


def _limit(
    agreement: Agreement,
    limit: LimitTable,
    seen: list[Observation],
    days: dict[str, date],
    on: date,
    uncertain: Uncertain,
) -> Owed:
    """A limit, day by day on which anything was seen of it."""
    state = LimitState(agreement, limit)
    due = limit.due or agreement.from_day
    found: list[tuple[date, AccountVerdict, float | None]] = []
    if due > agreement.from_day:
        found.append((agreement.from_day, "not yet due", None))
    if on >= due and not any(days[o.id] <= due for o in seen):
        found.append((due, "undetermined", None))
    for k, o in enumerate(seen):
        _take(state, agreement, limit, o, uncertain)
        last_of_day = k + 1 == len(seen) or days[seen[k + 1].id] != days[o.id]
        # What was seen before the limit was due counts from its first day.
        if last_of_day and (days[o.id] >= due or k + 1 == len(seen) or days[seen[k + 1].id] > due):
            day = max(days[o.id], due)
            if day <= on:
                found.append((day, *state.verdict()))
    periods = _periods(found)
    risk = agreement.risk_of(limit)
    return Owed(
        id=limit.id,
        kind="limit",
        bound=limit.bound,
        what=limit_words(limit),
        quantity=limit.subject,
        unit=UNITS.get(limit.subject, ""),
        verdict=periods[-1].verdict,
        probability_kept=periods[-1].probability_kept,
        since=_since(periods),
        means=tuple(limit.means),
        promise=not limit.means and not seen,
        false_alarm=risk.false_alarm,
        missed_breach=risk.missed_breach,
        seen=state.seen() if on >= due else (),
        obligations=(),
        periods=periods,
    )


def _take(
    state: LimitState, agreement: Agreement, limit: LimitTable, o: Observation, uncertain: Uncertain
) -> None:  # fmt: skip
    """One more observation of a limit."""
    if o.declaration is not None:
        for by, count in _counts(limit, o):
            state.add_count(o, by, count)
        return
    if o.kind != limit.subject:
        state.add(o, None, 0.0)
        return
    table = agreement.means_of(o.means) if o.means else None
    measured = o.measured
    deviation, systematic = measured.uncertainty, measured.systematic
    if deviation is None and measured.value is not None and table is not None:
        found = uncertain(table, limit)
        if isinstance(found, str):
            raise AgreementError(f"observation {o.id}: no uncertainty by {table.id}: {found}; allowed: one of its own")  # fmt: skip
        deviation = found.random
        systematic = found.systematic if systematic is None else systematic
    if systematic is None:
        systematic = table.systematic if table is not None else 0.0
    if measured.degrees_of_freedom is not None and systematic:
        raise AgreementError(f"observation {o.id}: degrees_of_freedom with a systematic part; allowed: one of the two")  # fmt: skip
    state.add(o, deviation, systematic)


def _counts(limit: LimitTable, o: Observation) -> Iterable[tuple[str, CountSeen]]:
    """What a declaration counts of a limited quantity, by who holds it."""
    account = limit.account
    if account is None or o.declaration is None:
        raise AgreementError(f"observation {o.id}: limit {limit.id} is on no account")
    declared = _account(o.declaration, account.rule)
    if declared.party != limit.bound:
        raise AgreementError(f"observation {o.id}: {o.declaration} is of {declared.party}, and limit {limit.id} binds {limit.bound}")  # fmt: skip
    found = declared.find(account.quantity)
    if found is None:
        raise AgreementError(f"observation {o.id}: {o.declaration} gives no {account.quantity}")
    yield declared.party, CountSeen(found.value, found.low, found.high, declared.source, o.declaration)  # fmt: skip
    for other in found.dissent:
        yield other.who, CountSeen(other.value, other.value, other.value, other.source, o.declaration)  # fmt: skip


def _by_party(agreement: Agreement, duty: DutyTable) -> list[DutyTable]:
    """A duty of each party that owes it."""
    parties = [duty.bound] if duty.bound is not None else agreement.parties
    return [duty.model_copy(update={"bound": party}) for party in parties]


def _duty(
    agreement: Agreement, duty: DutyTable, seen: list[Observation], on: date, complete_to: date | None
) -> Owed:  # fmt: skip
    """A duty, day by day on which it may change."""
    mine = [o for o in seen if o.party in (None, duty.bound)]
    history = DutyHistory(agreement, duty, mine, complete_to)
    days = {agreement.from_day, on, *history.changes(on)}
    periods = _periods(
        (day, history.verdict(day), None) for day in sorted(days) if agreement.from_day <= day <= on
    )
    return Owed(
        id=duty.id,
        kind="duty",
        bound=duty.bound,
        what=duty_words(duty),
        quantity="",
        unit="",
        verdict=periods[-1].verdict,
        probability_kept=None,
        since=_since(periods),
        means=(),
        promise=False,
        false_alarm=None,
        missed_breach=None,
        seen=(),
        obligations=tuple(history.owed(on)),
        periods=periods,
    )
