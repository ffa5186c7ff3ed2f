"""A sweep's store in short: sentences, its dimensions, and its deployments."""

from __future__ import annotations

from rich.console import Group, RenderableType

from reassure.answers.sweep import SweepSummary, Swept, SweptDimension, WorstSwept
from reassure.report.console import Column, Indented, Text, TextTable
from reassure.words.counts import counted
from reassure.words.rounding import down, signed, up
from reassure.words.shares import percent_down

__all__ = ["sweep_text"]

_SHOWN = 6
"""Values of a dimension that are listed one by one; more are told by their ends."""


def sweep_text(summary: SweepSummary) -> RenderableType:
    """What a store says: how much is done, where some flight is in reach, the least margin, the dimensions and the
    deployments.
    """
    parts: list[RenderableType] = [Text(summary.title, style="bold")]
    parts += [Text(line) for line in (*_counts(summary.swept), _least(summary)) if line]
    parts += [Text(), _dimensions(summary)]
    if any(d.margins_km_s or d.shares_out for d in summary.deployments):
        parts.append(_spread(summary))
    elif len(summary.deployments) > 1:
        parts.append(_deployments(summary))
    if summary.swept.missing:
        parts.append(Text(f"No number, of {counted(summary.swept.answers, 'answer')}, and why:"))
        parts += [
            Indented(Text(f"{count}: {words}"), 2, 4) for words, count in summary.swept.missing
        ]
        parts.append(Text())
    return Group(*parts)


def _counts(s: Swept) -> list[str]:
    done = "all done" if s.done == s.points else f"{s.done} done, {s.points - s.done} not computed yet"  # fmt: skip
    lines = [f"{counted(s.points, 'point')}, {done}."]
    if s.in_reach is None or s.out_of_reach is None:
        return lines
    known = s.in_reach + s.out_of_reach
    if s.in_reach == 0:
        told = (
            f"At none of {counted(known, 'point')} is any flight in reach of the ideal interceptor."
        )
    elif s.out_of_reach == 0:
        told = f"At every one of {counted(known, 'point')} some flight is in reach of the ideal interceptor."
    else:
        told = f"At {s.in_reach} of {counted(known, 'point')} some flight is in reach of the ideal interceptor; at {s.out_of_reach} none is."
    return [*lines, told]


def _least(summary: SweepSummary) -> str:
    if summary.worst is None:
        return ""
    value = _value(summary.worst.value, summary)
    return f"The {summary.words} is {value} at the worst point: {_at(summary.worst)}."


def _value(value: float, summary: SweepSummary) -> str:
    if summary.words.startswith("least margin"):
        return f"{signed(value)} {summary.unit}"
    return f"{up(value) if summary.unit == 's' else down(value)} {summary.unit}"


def _at(worst: WorstSwept) -> str:
    """Where it is, in words: "SM-3 IIA: burnout speed 7 km/s; SM-3 IIA at Redzikowo"."""
    return "; ".join(place.words for place in worst.at)


def _dimensions(summary: SweepSummary) -> TextTable:
    table = TextTable(
        Column("Dimension", least=9), Column("What moves along it", least=20), Column("Values", least=12),
        Column("The answer changes,\nthe others held", least=16), Column("The answer changes,\nthe others at their worst", least=16),
    )  # fmt: skip
    alone = len(summary.dimensions) == 1 and len(summary.deployments) == 1
    for d in summary.dimensions:
        worst = "; ".join(f"between {a} and {b}" for a, b in d.at_worst)
        if not d.ordered:
            rows = counted(len(d.labels), "draw" if d.drawn else "row")
            table.add(d.name, d.words, rows, "", "")
            continue
        table.add(
            d.name, d.words, _values(d.labels), _flips(d, summary.swept),
            "" if alone else worst or _nowhere(d, summary.swept),
        )  # fmt: skip
    return table


def _values(labels: tuple[str, ...]) -> str:
    if len(labels) <= _SHOWN:
        return ("; " if any("," in label for label in labels) else ", ").join(labels)
    return f"{len(labels)} from {labels[0]} to {labels[-1]}"


def _flips(d: SweptDimension, swept: Swept) -> str:
    if d.between is None:
        return _nowhere(d, swept)
    return f"in {d.flips} of {counted(d.cases, 'case')}, between {d.between[0]} and {d.between[1]}"


def _nowhere(d: SweptDimension, swept: Swept) -> str:
    if not d.cases:
        return ""
    return "nowhere" if swept.done == swept.points else "not known yet"


def _spread(summary: SweepSummary) -> TextTable:
    """Of draws: in how many some flight is in reach, and how the least margin and the share are spread over them."""
    table = TextTable(
        Column("Deployment", least=16), Column("Draws with some\nflight in reach", right=True),
        Column("Least margin to any flight, km/s\n5 %, median, 95 % of the draws", right=True),
        Column("Flights out of reach\n5 %, median, 95 % of the draws", right=True),
    )  # fmt: skip
    for d in summary.deployments:
        table.add(
            d.name, f"{d.in_reach} of {summary.swept.points}",
            ", ".join(map(signed, d.margins_km_s)) if d.margins_km_s else "none in some draws",
            ", ".join(map(percent_down, d.shares_out)) if d.shares_out else "",
        )  # fmt: skip
    return table


def _deployments(summary: SweepSummary) -> TextTable:
    table = TextTable(
        Column("Deployment", least=16), Column("Least margin\nkm/s", right=True), Column("At", least=24),
        Column("Points\nin reach", right=True),
    )  # fmt: skip
    for d in summary.deployments:
        least, at = "none", ""
        if d.worst is not None:
            # In the study's own words, which the table above explains.
            least = signed(d.worst.value)
            at = "; ".join(f"{place.dimension} {place.value}" for place in d.worst.at)
        table.add(d.name, least, at, f"{d.in_reach} of {summary.swept.points}")
    return table
