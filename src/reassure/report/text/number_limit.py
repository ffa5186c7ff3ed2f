"""Limits as text."""

from __future__ import annotations

from rich.console import Group, RenderableType

from reassure.answers.number_limit import AccountSpan, DeploymentBound, NumberLimit, NumberSpan
from reassure.report.console import Column, Text, TextTable
from reassure.report.weighed import weights_lines
from reassure.report.wording import MARKS, percent_down, percent_up
from reassure.words.bands import bands_in_words
from reassure.words.counts import counted
from reassure.words.rounding import down, nearest, up

__all__ = ["number_text", "span_said", "span_text"]


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


def span_text(result: NumberSpan) -> RenderableType:
    """Between what the bound lies, in words; base by base, deployment by deployment."""
    return Group(
        Text(result.title, style="bold"),
        Text(span_said(result)),
        Text(f"New START allows {result.limits.warheads:,} warheads on {result.limits.deployed} deployed launchers ({result.limits.launchers} in all)."),
        Text(),
        _spans(result),
        _deployments(result),
        *(
            Text(line)
            for line in bands_in_words((d.id, d.intercept_heights_km) for d in result.deployments)
        ),
        *(Text(line) for line in weights_lines(result.weighing)),
        Text(_ends(result), style="dim"),
        Text(),
        Text(
            f"reassure {result.reassure_version}, scenario sha256 {result.scenario_sha256}",
            style="dim",
        ),
    )  # fmt: skip


def span_said(result: NumberSpan) -> str:
    """Between what the bound lies, in a sentence."""
    each = "one on each flight" if result.per_flight == 1 else f"{result.per_flight} on each flight"
    year = "" if result.year is None else f" of {result.year}"
    held = f"{result.low_warheads:,}" + ("" if result.low_warheads == result.high_warheads else f" to {result.high_warheads:,}")  # fmt: skip
    if not result.high:
        return f"With {counted(result.interceptors, 'interceptor')}{year}, none of {held} accountable warheads could be engaged."
    if result.exact and result.low == result.high and result.low_warheads == result.high_warheads:
        engaged = f"at most {_up(result.high):,} of {held} accountable warheads ({percent_up(result.high_share)}) could be engaged."  # fmt: skip
        return f"With {counted(result.interceptors, 'interceptor')}{year}, {each}, {engaged}"
    low = int(down(result.low, 0))
    shares = f"{percent_down(result.low_share)} to {percent_up(result.high_share)}"
    return (
        f"With {counted(result.interceptors, 'interceptor')}{year}, {each}, the bound on warheads that could be engaged lies "
        f"between {low:,} and {_up(result.high):,} of {held} accountable warheads ({shares}), by what their numbers are."
    )


def _ends(result: NumberSpan) -> str:
    sure = (
        "Both ends are exact: the bound rises with a base's warheads and falls with its launchers, and each of these numbers has bounds of its own."
        if result.exact
        else "The ends are cautious and not exact: totals bind several bases, or nobody says how many launchers there are. No allowed accounts "
        "have a bound outside of them; those that come nearest may lie inside. Where no number of launchers is known, all warheads may be "
        "on one for the upper end, and each on its own for the lower."
    )
    return (
        "By any of the accounts it is an upper bound: a base counts as reached if the ideal interceptor reaches any one of its flights, and every "
        f"interceptor works. {sure} † recalled, ‡ assumed: no source has been read for this number."
    )


def _spans(result: NumberSpan) -> TextTable:
    many = any(a.force > 1 for a in result.accounts)
    table = TextTable(
        Column("Base"),
        Column("Warheads", right=True),
        Column("Launchers", right=True),
        Column("Reached by", least=24),
    )
    for a in result.accounts:
        name = f"{a.base} (force #{a.force})" if many else a.base
        held = f"{a.low:,}" if a.low == a.high else f"{a.low:,} to {a.high:,}"
        table.add(name, held, _launchers(a), ", ".join(a.reached_by) or "none")
    return table


def _launchers(a: AccountSpan) -> str:
    if a.most_launchers is None:
        return "not known" if a.least_launchers == 0 else f"{a.least_launchers:,} or more"
    if a.least_launchers == a.most_launchers:
        return f"{a.most_launchers:,}"
    return f"{a.least_launchers:,} to {a.most_launchers:,}"


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


def _deployments(result: NumberLimit | NumberSpan) -> TextTable:
    spent = {d.id: str(d.spent) for d in result.deployments if isinstance(d, DeploymentBound)}
    numbers = ("Interceptors", *(("Spent",) if spent else ()), "Bases reached")
    table = TextTable(Column("Deployment"), *(Column(head, right=True) for head in numbers))
    bases = len({(a.force, a.base) for a in result.accounts})
    for d in result.deployments:
        mine = [spent[d.id]] if spent else []
        table.add(d.id, str(d.interceptors), *mine, f"{d.reaches} of {bases}")
    return table
