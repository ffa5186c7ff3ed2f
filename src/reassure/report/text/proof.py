"""Verdicts of proofs, limits and attacks as text."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.console import Group, RenderableType

from reassure.answers.proof import (
    REACHABLE,
    UNDECIDED,
    UNREACHABLE,
    Attack,
    ClauseVerdict,
    Flown,
    Limit,
    PairVerdict,
    pair_verdicts,
)
from reassure.report.console import Column, Text, TextTable
from reassure.words.counts import counted
from reassure.words.rounding import down, up

__all__ = ["attacks_text", "certificate_text", "limits_text"]


def certificate_text(
    verdicts: Sequence[ClauseVerdict], keep_above_km: float, path: str
) -> RenderableType:
    """What became of each interceptor against each base, and how to check it: `path` is the certificate's file.
    Meetings below `keep_above_km` do not count.
    """
    table = TextTable(
        Column("interceptor"),
        Column("base"),
        Column("verdict"),
        Column("clauses", right=True),
        Column("leaves", right=True),
        Column("", least=24),
    )
    several = len(verdicts) > len(pairs := pair_verdicts(verdicts))
    for p in pairs:
        table.add(
            Text(p.interceptor), Text(p.base), _WORDS[p.verdict], str(p.clauses) if several else "",
            str(p.leaves or ""), _note(p),
        )  # fmt: skip
    good = sum(v.verdict == "unreachable" for v in verdicts)
    count = len(verdicts)
    lines: list[RenderableType] = [table]
    if good == count:
        lines.append(
            Text("Proved: within these limits no interceptor can be where any of the flights is.")
        )
    else:
        undecided = any(v.verdict == "undecided" for v in verdicts)
        meant = " Undecided does not mean within reach." if undecided else ""
        lines.append(Text(f"Proved: {good} of {counted(count, 'clause')}.{meant}"))
    if keep_above_km > 0.0:
        lines.append(
            Text(
                f"Only meetings more than {keep_above_km:g} km up count: below it the claim says nothing."
            )
        )
    if good:
        lines.append(
            Text(
                "A limit is only as good as its verification: the proof holds for interceptors that "
                "keep to it."
            )
        )
        lines.append(Text(f"Check it with: reassure-check {path}"))
    return Group(*lines)


_WORDS = {UNREACHABLE: "proved", REACHABLE: "reachable", UNDECIDED: "undecided"}


def _note(p: PairVerdict) -> str:
    """What there is to add to a verdict."""
    if p.speed_km_s is not None:
        # a speed that gets in, so never below it
        return f"a witness gets in with {up(p.speed_km_s, 3)} km/s"
    if p.verdict == UNREACHABLE:
        return ""
    if p.reason:
        return f"no proof was looked for: {p.reason}"
    if p.gap_m_s is None:
        return "given up"
    short = "less than 1" if p.gap_m_s < 1.0 else up(p.gap_m_s)
    return f"given up, short by {short} m/s"


def limits_text(limits: tuple[Limit, ...], of: str) -> RenderableType:
    """The two numbers that bracket each limit (`of` is "speed" or "delay"): proved, and found by a search.
    "none" stands where there is no number.
    """
    unit = "km/s" if of == "speed" else "s"
    table = TextTable(
        Column("interceptor"),
        Column("flights"),
        Column(f"proved, {unit}", right=True),
        Column(f"found to get in, {unit}", right=True),
        Column("ratio", right=True),
    )
    for x in limits:
        # How tight the bracket is: 1 would be exact. Of delays a ratio says nothing.
        ratio = down(x.proved / x.found, 3) if of == "speed" and x.proved and x.found else ""
        # to the safe side: what is proved is never said to be more, what gets in never to be less
        proved, found = (down, up) if of == "speed" else (up, down)
        digits = 3 if of == "speed" else 0
        table.add(
            Text(x.interceptor), Text(x.flights),
            "none" if x.proved is None else proved(x.proved, digits),
            "none" if x.found is None else found(x.found, digits),
            ratio,
        )  # fmt: skip
    meaning = (
        "Up to the first speed no interceptor can reach any flight; with the second a search got in."
        if of == "speed"
        else "From the first delay on no interceptor can reach any flight; at the second a search got in."
    )
    if all(x.found is None for x in limits):
        # Without a search that got in the second number is missing in every row, and so in the words.
        meaning = meaning.split(";")[0] + "; no search got in."
    return Group(table, Text(meaning))


def attacks_text(attacks: tuple[Attack, ...]) -> RenderableType:
    """What each attack found, with the witness of every meeting as JSON."""
    table = TextTable(
        Column("interceptor"),
        Column("flights"),
        Column("limit, km/s", right=True),
        Column("lowest found, km/s", right=True),
        Column("samples", right=True),
        Column("flyouts", right=True),
        Column(""),
    )
    parts: list[RenderableType] = [table]
    for a in attacks:
        found = "none" if a.found_km_s is None else up(a.found_km_s, 3)
        table.add(
            Text(a.interceptor), Text(a.flights), f"{a.limit_km_s:.3f}", found, f"{a.samples:,}",
            _flown(a.flown),
            "GETS IN" if a.gets_in else "does not get in",
        )  # fmt: skip
        for witness in (a.witness, a.flown.witness):
            if witness is not None:
                parts.append(Text(f"\nWitness, {a.interceptor} against {a.flights}:"))
                parts.append(Text(json.dumps(witness, indent=1)))
    parts.append(Text(""))
    parts.append(
        Text(
            "Flyouts: a notional vehicle, its payload changed so that it burns out just below the limit, against so many "
            "random flights of the family; how many it meets, and by how many seconds its earliest allowed launch is too late."
        )
    )
    return Group(*parts)


def _flown(found: Flown) -> str:
    """What flyouts came to: flights tried, how many they met, and the time to spare; or why none were flown."""
    if found.vehicle is None or not found.flights:
        return found.reason
    if found.spare_s is None:
        late = "never there"
    elif found.spare_s >= 0.0:
        late = f"{found.spare_s:.0f} s to spare"
    else:
        late = f"{-found.spare_s:.0f} s too late"
    return f"{found.flights:,}: {found.met} met, {late}"
