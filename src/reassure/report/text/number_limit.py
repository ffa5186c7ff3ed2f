"""Limits as text."""

from __future__ import annotations

from rich.console import Group, RenderableType

from reassure.answers.number_limit import NumberLimit
from reassure.report.console import Column, Text, TextTable
from reassure.report.wording import MARKS, percent_up
from reassure.words.bands import bands_in_words
from reassure.words.counts import counted
from reassure.words.rounding import nearest, up

__all__ = ["number_text"]


def number_text(result: NumberLimit) -> RenderableType:
    """The bound in words, beside the treaty's limits; base by base, deployment by deployment."""
    return Group(
        Text(result.title, style="bold"),
        Text(_said(result)),
        Text(_beside(result)),
        Text(),
        _accounts(result),
        _deployments(result),
        *(
            Text(line)
            for line in bands_in_words((d.id, d.intercept_heights_km) for d in result.deployments)
        ),
        Text(
            "An upper bound: a base counts as reached if the ideal interceptor (an estimate made to favour it) reaches any one of its flights, every "
            "interceptor works, and those of all deployments may be spent on whatever they reach. Flights of a base "
            "carry equal shares of its warheads. † recalled, ‡ assumed: no source has been read for this number.",
            style="dim",
        ),
        Text(),
        Text(
            f"reassure {result.reassure_version}, scenario sha256 {result.scenario_sha256}",
            style="dim",
        ),
    )


def _said(result: NumberLimit) -> str:
    each = "one on each flight" if result.per_flight == 1 else f"{result.per_flight} on each flight"
    year = "" if result.year is None else f" of {result.year}"
    return (
        f"With {counted(result.interceptors, 'interceptor')}{year}, {each}, at most {_up(result.engaged)} of "
        f"{counted(result.warheads, 'warhead')} ({percent_up(result.share)}) could be engaged."
    )


def _up(number: float) -> int:
    """A number of warheads to the whole number above: a bound is never rounded down."""
    return int(up(number))


def _beside(result: NumberLimit) -> str:
    limits = result.limits
    return (
        f"New START allows {limits.warheads:,} warheads on {limits.deployed} deployed launchers ({limits.launchers} in all): "
        # More engaged than the treaty's limit is all of it.
        f"of as many warheads these would be {percent_up(min(1.0, result.engaged / limits.warheads))}. The scenario has {result.warheads} on "
        f"{result.launchers}."
    )


def _accounts(result: NumberLimit) -> TextTable:
    trust = {s.key: s.status for s in result.sources}
    # Several forces may share a base: then it is named with its force, here and in the keys of the sources.
    many = any(a.force > 1 for a in result.accounts)
    numbers = ("Launchers", "Warheads", "On each", "Flights\nengaged", "Warheads\nengaged")
    table = TextTable(
        Column("Base"),
        *(Column(head, right=True) for head in numbers),
        Column("Reached by", least=24),
    )
    for a in result.accounts:
        key = f"account.{f'{a.force}.' if many else ''}{a.base}"
        table.add(
            f"{a.base} (force #{a.force})" if many else a.base,
            f"{a.launchers}{MARKS[trust[f'{key}.launchers']]}",
            f"{a.warheads}{MARKS[trust[f'{key}.warheads']]}",
            nearest(a.load, 1),
            str(a.engaged),
            up(a.warheads_engaged),
            ", ".join(a.reached_by) or "none",
        )
    return table


def _deployments(result: NumberLimit) -> TextTable:
    numbers = ("Interceptors", "Spent", "Bases reached")
    table = TextTable(Column("Deployment"), *(Column(head, right=True) for head in numbers))
    for d in result.deployments:
        table.add(d.id, str(d.interceptors), str(d.spent), f"{d.reaches} of {len(result.accounts)}")
    return table
