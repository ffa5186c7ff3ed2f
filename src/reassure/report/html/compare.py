"""Two sides' answers as one HTML file."""

from __future__ import annotations

from html import escape

from reassure.answers.comparison import (
    Compared,
    Comparison,
    DeploymentAnswer,
    with_unit,
)
from reassure.report.html.plain import plain_page, sources_section, table
from reassure.report.text.compare import HOW, LEGEND, flips_at_text, flips_text, least_text, letter
from reassure.report.wording import percent_up

__all__ = ["comparison_page"]


def comparison_page(result: Comparison, command: str) -> str:
    """One HTML file as text: the sentence, the table of agreements and flips, figures with their sources.
    `command`: what makes the file again.
    """
    sections = [
        ("Who is compared", _sides_html(result)),
        ("Where they agree, and where they differ", _answers_html(result)),
        *(
            (f"{c.name_a or c.a} against {c.name_b or c.b}: which figure flips it", _swaps_html(c))
            for c in result.disagreements
        ),
        ("What this is", f'<p class="note">{escape(LEGEND)}</p>'),
        *(
            (f"Figures of {letter(i)}, {s.title}", sources_section(s.sources))
            for i, s in enumerate(result.asked)
        ),
    ]
    title = " against ".join(s.title for s in result.asked)
    # Two sides of one file are attached once.
    files = list(dict.fromkeys(s.sent.file for s in result.asked))
    return plain_page(title, result.reassure_version, result.sentence, sections, command, files)


def _sides_html(result: Comparison) -> str:
    rows = [
        (letter(i), escape(s.title), f"<code>{escape(s.sha256)}</code>")
        for i, s in enumerate(result.asked)
    ]
    nothing = "".join(
        f"<p>{letter(i)} {escape(name)}: nothing to compare it with.</p>"
        for i, name in result.unmatched
    )
    return table(("", "scenario", "sha256"), rows) + nothing


def _answers_html(result: Comparison) -> str:
    def cell(answer: DeploymentAnswer) -> str:
        return f"{escape(percent_up(answer.share))}<br><small>{escape(least_text(answer))}</small>"

    rows = [
        (
            escape(c.name_a or c.a),
            f"{letter(c.other)} {escape(c.name_b or c.b)}",
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
    # Columns 3 and 4 hold numbers, which stand to the right.
    return table(heads, rows, (3, 4))


def _swaps_html(c: Compared) -> str:
    rows = []
    for swap in (*c.singles, *c.decisive_pairs):
        figures = [c.difference(key) for key in swap.keys]
        flips = flips_text(swap)
        rows.append(
            (
                escape(" and ".join(d.words for d in figures)),
                escape(", ".join(with_unit(d.a, d.unit) for d in figures)),
                escape(", ".join(with_unit(d.b, d.unit) for d in figures)),
                escape(percent_up(swap.a_with_b.share)),
                escape(percent_up(swap.b_with_a.share)),
                flips if flips == "neither" else f'<span class="yes">{flips}</span>',
                escape(flips_at_text(c, swap)),
            )
        )
    heads = ("swapped", "A has", "other has", "A with it", "other with A's", "flips", "at")
    return f'<p class="quote">{escape(c.sentence)}</p>' + table(heads, rows, (3, 4, 6))
