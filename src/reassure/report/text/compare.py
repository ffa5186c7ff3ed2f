"""Two sides' answers as text, and as one HTML file."""

from __future__ import annotations

from html import escape
from pathlib import Path

from rich.console import Group, RenderableType

from reassure.answers.comparison import (
    Compared,
    Comparison,
    DeploymentAnswer,
    Swap,
    critical_text,
    with_unit,
)
from reassure.machine.files import whole
from reassure.report.console import Column, Indented, Text, TextTable
from reassure.report.html.plain import plain_page, sources_section, table
from reassure.report.wording import percent_up
from reassure.words.rounding import signed

__all__ = ["comparison_page", "comparison_text", "write_comparison_page"]

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
    """Titles, the table of comparisons, what was swapped, a sentence each, and the whole in one sentence."""
    lines: list[RenderableType] = []
    for i, side in enumerate(result.asked):
        lines.append(Text(f"{_letter(i)}  {side.title}", style="bold"))
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


def _letter(index: int) -> str:
    return chr(ord("A") + index)


def _line(c: Compared) -> Indented:
    return Indented(Text.assemble((f"{c.a} against {c.b}: ", "bold"), c.sentence), 2, 4)


def _least(answer: DeploymentAnswer) -> str:
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
            f"{_letter(c.other)} {c.b}",
            c.matched,
            percent_up(c.answer_a.share),
            _least(c.answer_a),
            percent_up(c.answer_b.share),
            _least(c.answer_b),
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
        for swap in (*c.singles, *c.decisive_pairs):
            figures = [c.difference(key) for key in swap.keys]
            found.add(
                c.a,
                f"{_letter(c.other)} {c.b}",
                " and ".join(d.words for d in figures),
                ", ".join(with_unit(d.a, d.unit) for d in figures),
                ", ".join(with_unit(d.b, d.unit) for d in figures),
                percent_up(swap.a_with_b.share),
                percent_up(swap.b_with_a.share),
                _flips(swap),
                _critical(c, swap),
            )
    return found


def _flips(swap: Swap) -> str:
    if swap.flips_a and swap.flips_b:
        return "both"
    return "A" if swap.flips_a else "other" if swap.flips_b else "neither"


def _critical(c: Compared, swap: Swap) -> str:
    known = [v for v in (swap.critical_a, swap.critical_b) if v is not None]
    d = c.difference(swap.keys[0])
    texts = [critical_text(v, d) for v in known]
    return f"{' / '.join(dict.fromkeys(texts))} {d.unit}" if texts else ""


def _unmatched(result: Comparison) -> list[RenderableType]:
    if not result.unmatched:
        return []
    names = ", ".join(f"{_letter(i)} {name}" for i, name in result.unmatched)
    return [Text(f"\nWith nothing to compare them with: {names}", style="yellow")]


# -- as a file ------------------------------------------------------------------------------------


def comparison_page(result: Comparison, command: str) -> str:
    """One HTML file: the sentence, the table of agreements and flips, figures with their sources."""
    sections = [
        ("Who is compared", _sides_html(result)),
        ("Where they agree, and where they differ", _answers_html(result)),
        *(
            (f"{c.a} against {c.b}: which figure flips it", _swaps_html(c))
            for c in result.disagreements
        ),
        ("What this is", f'<p class="note">{escape(LEGEND)}</p>'),
        *(
            (f"Figures of {_letter(i)}, {s.title}", sources_section(s.sources))
            for i, s in enumerate(result.asked)
        ),
    ]
    title = " against ".join(s.title for s in result.asked)
    files = list(dict.fromkeys(s.sent.file for s in result.asked))
    return plain_page(title, result.reassure_version, result.sentence, sections, command, files)


def write_comparison_page(result: Comparison, command: str, path: str | Path) -> None:
    """Write the file; it appears whole or not at all."""
    text = comparison_page(result, command)
    with whole(path) as out:
        out.write(text)


def _sides_html(result: Comparison) -> str:
    rows = [
        (_letter(i), escape(s.title), f"<code>{escape(s.sha256)}</code>")
        for i, s in enumerate(result.asked)
    ]
    nothing = "".join(
        f"<p>{_letter(i)} {escape(name)}: nothing to compare it with.</p>"
        for i, name in result.unmatched
    )
    return table(("", "scenario", "sha256"), rows) + nothing


def _answers_html(result: Comparison) -> str:
    def cell(answer: DeploymentAnswer) -> str:
        return f"{escape(percent_up(answer.share))}<br><small>{escape(_least(answer))}</small>"

    rows = [
        (
            escape(c.a),
            f"{_letter(c.other)} {escape(c.b)}",
            escape(HOW[c.matched]),
            cell(c.answer_a),
            cell(c.answer_b),
            "agrees" if c.agree else '<span class="yes">differs</span>',
            escape(", ".join(d.words for d in c.differences) or "none"),
        )
        for c in result.compared
    ]
    heads = (
        "A", "against", "matched by", "A: in reach, least margin km/s",
        "other: in reach, least margin km/s", "sign", "figures that differ",
    )  # fmt: skip
    return table(heads, rows, (3, 4))


def _swaps_html(c: Compared) -> str:
    rows = []
    for swap in (*c.singles, *c.decisive_pairs):
        figures = [c.difference(key) for key in swap.keys]
        flips = _flips(swap)
        rows.append(
            (
                escape(" and ".join(d.words for d in figures)),
                escape(", ".join(with_unit(d.a, d.unit) for d in figures)),
                escape(", ".join(with_unit(d.b, d.unit) for d in figures)),
                escape(percent_up(swap.a_with_b.share)),
                escape(percent_up(swap.b_with_a.share)),
                flips if flips == "neither" else f'<span class="yes">{flips}</span>',
                escape(_critical(c, swap)),
            )
        )
    heads = ("swapped", "A has", "other has", "A with it", "other with A's", "flips", "at")
    return f'<p class="quote">{escape(c.sentence)}</p>' + table(heads, rows, (3, 4, 6))
