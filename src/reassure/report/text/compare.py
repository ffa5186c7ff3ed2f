"""Two sides' answers as text."""

from __future__ import annotations

from rich.console import Group, RenderableType

from reassure.answers.comparison import (
    Compared,
    Comparison,
    DeploymentAnswer,
    Swap,
    critical_text,
    with_unit,
)
from reassure.report.console import Column, Indented, Text, TextTable
from reassure.report.wording import percent_up
from reassure.words.rounding import signed

__all__ = ["comparison_text", "flips_at_text", "flips_text", "least_text", "letter"]

HOW = {
    "id": "the same id",
    "place": "the same place",
    "order": "their order: neither id nor place is shared",
}
LEGEND = (
    "In reach: of the ideal interceptor, which has all its speed at once, in whatever direction it likes: an "
    "estimate made to favour it, and not a guarantee. Two sides differ where one reaches some flight and the other "
    "none. Swapped: the first side's answer with the second's figure, and the other way round, all else as it was. "
    "Flips at: the value of this figure at which the answer changes."
)


def comparison_text(result: Comparison) -> RenderableType:
    """Titles, the table of comparisons, what was swapped, a sentence for each difference, and the whole in one
    sentence.
    """
    lines: list[RenderableType] = []
    for i, side in enumerate(result.asked):
        lines.append(Text(f"{letter(i)}  {side.title}", style="bold"))
    lines += [Text(), _answers(result)]
    if result.disagreements:
        lines += [Text("Where the sign differs, figure by figure", style="bold"), _swaps(result)]
    lines += [Text(LEGEND, style="dim"), Text()]
    lines += [Text("For print", style="bold"), *(_line(c) for c in result.disagreements)]
    lines += _unmatched(result)
    lines += [
        Text(),
        Text(
            f"reassure {result.reassure_version}, scenarios sha256 "
            + ", ".join(s.sha256[:12] for s in result.asked),
            style="dim",
        ),
        Text(),
        Text(result.sentence, style="bold"),
    ]
    return Group(*lines)


def letter(index: int) -> str:
    """A, B, C and so on, for a side by its place, counted from 0."""
    return chr(ord("A") + index)


def _line(c: Compared) -> Indented:
    return Indented(
        Text.assemble((f"{c.name_a or c.a} against {c.name_b or c.b}: ", "bold"), c.sentence), 2, 4
    )


def least_text(answer: DeploymentAnswer) -> str:
    """A least margin (km/s) with its sign; "none" where no arc meets a flight."""
    least = answer.least_margin_km_s
    return "none" if least is None else signed(least)


def _answers(result: Comparison) -> TextTable:
    shares = (
        "A, in\nreach",
        "A, least\nmargin km/s",
        "other, in\nreach",
        "other, least\nmargin km/s",
    )
    found = TextTable(
        Column("A"),
        Column("against"),
        Column("Matched by"),
        *(Column(head, right=True) for head in shares),
        Column("Sign"),
        Column("Figures that differ", least=24),
    )
    for c in result.compared:
        found.add(
            c.a,
            f"{letter(c.other)} {c.b}",
            c.matched,
            percent_up(c.answer_a.share),
            least_text(c.answer_a),
            percent_up(c.answer_b.share),
            least_text(c.answer_b),
            "agrees" if c.agree else Text("differs", style="bold red"),
            ", ".join(d.words for d in c.differences) or "none",
        )
    return found


def _swaps(result: Comparison) -> TextTable:
    found = TextTable(
        Column("A"),
        Column("against"),
        Column("Swapped", least=16),
        Column("A has", least=10),
        Column("other has", least=10),
        Column("A\nwith it", right=True),
        Column("other\nwith A's", right=True),
        Column("Flips"),
        Column("at", right=True),
    )
    for c in result.disagreements:
        # Single figures first, then the pairs of figures that flip an answer.
        for swap in (*c.singles, *c.decisive_pairs):
            figures = [c.difference(key) for key in swap.keys]
            found.add(
                c.a,
                f"{letter(c.other)} {c.b}",
                " and ".join(d.words for d in figures),
                ", ".join(with_unit(d.a, d.unit) for d in figures),
                ", ".join(with_unit(d.b, d.unit) for d in figures),
                percent_up(swap.a_with_b.share),
                percent_up(swap.b_with_a.share),
                flips_text(swap),
                flips_at_text(c, swap),
            )
    return found


def flips_text(swap: Swap) -> str:
    """Whose answer a swap flips: "both", "A", "other" or "neither"."""
    if swap.flips_a and swap.flips_b:
        return "both"
    return "A" if swap.flips_a else "other" if swap.flips_b else "neither"


def flips_at_text(c: Compared, swap: Swap) -> str:
    """At which values of the figure swapped the answers flip, with its unit; empty where they flip at no number."""
    known = [v for v in (swap.critical_a, swap.critical_b) if v is not None]
    # Critical values are of a single figure: that of the first key.
    d = c.difference(swap.keys[0])
    texts = [critical_text(v, d) for v in known]
    # Two equal texts are one.
    return f"{' / '.join(dict.fromkeys(texts))} {d.unit}" if texts else ""


def _unmatched(result: Comparison) -> list[RenderableType]:
    if not result.unmatched:
        return []
    names = ", ".join(f"{letter(i)} {name}" for i, name in result.unmatched)
    return [Text(f"\nWith nothing to compare them with: {names}", style="yellow")]


# -- as a file ------------------------------------------------------------------------------------
