"""Limits and duties in words."""

from __future__ import annotations

from reassure.catalog import QUANTITIES, Rule, catalog
from reassure.scenario.names import in_words
from reassure.treaty.agreement import (
    BUILT_IN_MEANS,
    MEASURED,
    UNITS,
    Agreement,
    DutyTable,
    LimitTable,
)

__all__ = ["duty_words", "limit_words", "watched_words"]


def limit_words(limit: LimitTable) -> str:
    """What a limit says: its own name, or "burnout speed of phase-3-* at most 3.5 km/s"."""
    if limit.name:
        return limit.name
    of = ", ".join(limit.deployments or ())
    if isinstance(limit.interceptors, list):
        of = ", ".join((*([of] if of else []), *limit.interceptors))
    whose = f" of {of}" if of else ""
    if limit.account is not None:
        return f"{QUANTITIES[limit.account.quantity]} at most {limit.account.at_most:,}, by {catalog().get(limit.account.rule, Rule, 'rule').name}"
    if limit.place is not None:
        inside = limit.place.inside is not None
        region = limit.place.inside if inside else limit.place.outside
        name = in_words(region) if isinstance(region, str) else "a region"
        return f"place{whose} {'inside' if inside else 'outside'} {name}"
    if limit.sensors is not None:
        return f"no use{whose} of {', '.join(limit.sensors.none_of)}"
    bound = limit.figure
    if limit.subject == "interceptors":
        return f"number of interceptors{whose} at most {bound.at_most:,.0f}"
    unit = UNITS[limit.subject]
    said = f"at most {bound.at_most:g}" if bound.at_most is not None else f"at least {bound.at_least:g}"  # fmt: skip
    return f"{MEASURED[limit.subject]}{whose} {said} {unit}"


def watched_words(limit: LimitTable, agreement: Agreement) -> str:
    """By which means without a figure a limit is to be seen: "place inside Black Sea: to be seen by inspections on the spot"; empty
    where there are none. Means that have a table are among them where nothing of the limit is measured.
    """
    told = [BUILT_IN_MEANS[m] for m in limit.means if m in BUILT_IN_MEANS]
    if limit.subject not in MEASURED:
        tables = map(agreement.means_of, limit.means)
        told += [f'"{t.name or in_words(t.id).lower()}"' for t in tables if t is not None]
    return f"{limit_words(limit)}: to be seen by {' and '.join(told)}" if told else ""


def duty_words(duty: DutyTable) -> str:
    """What a duty asks for: its own name, or "data exchange every 183 days"."""
    if duty.name:
        return duty.name
    what = in_words(duty.of).lower()
    if duty.before_h is not None:
        return f"{what} {duty.before_h:g} h before"
    if duty.every_days is not None:
        return f"{what} every {duty.every_days} days"
    if duty.by is not None:
        return f"{what} by {duty.by}"
    return f"{what}, {duty.count_a_year} a year"
