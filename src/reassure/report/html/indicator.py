"""The indicator as one HTML file with a chart."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from reassure.answers.indicator import NOT_TRIED, Indicator, Outlook, ProofNote, Tally, YearRow
from reassure.machine.files import whole
from reassure.report.html.plain import plain_page, sources_section, table
from reassure.report.text.indicator import (
    GROUPS,
    LEGEND,
    NAMES,
    changed_text,
    guaranteed_text,
    heights_text,
    said_of,
    share_text,
    shares_text,
    year_named,
    years_span,
)

__all__ = ["indicator_page", "write_indicator_page"]


# Of the chart, in units of its view box: room for years, length of a whole bar, its height, from bar to bar.
_LEFT, _WIDE, _BAR, _STEP = 120, 780, 26, 38

_STYLE = """<style>
.bars{width:100%;max-width:920px;height:auto;display:block;margin-bottom:10px}.bars text{fill:var(--ink);font:13px system-ui,sans-serif}
.bars .faint{fill:var(--faint)}.bars .guaranteed{fill:#0b6e4f}.bars .out_of_ideal_reach{fill:#8fb8de}.bars .open{fill:#b9b4a7}
.bars .within_reach{fill:#d1641b}.bars .in{fill:#fff}.bars .dark{fill:#1c2026}.bars rect{stroke:var(--paper);stroke-width:1}
.keys{display:flex;flex-wrap:wrap;gap:4px 18px;margin:6px 0 10px;font-size:.9rem}.keys span{display:inline-flex;gap:6px;align-items:center}
.keys i{width:13px;height:13px;border-radius:2px;display:inline-block;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.keys .guaranteed{background:#0b6e4f}.keys .out_of_ideal_reach{background:#8fb8de}.keys .open{background:#b9b4a7}.keys .within_reach{background:#d1641b}
</style>"""


def indicator_page(result: Indicator, command: str) -> str:
    """One HTML file as text: the last year in words, a bar for each year, tables, proofs.
    `command`: what makes the file again.
    """
    sections = []
    for o in result.outlooks:
        sections.append((o.title, _chart(o) + _years_html(o)))
        counted = "".join(f'<p class="note">{escape(line)}</p>' for line in heights_text(o))
        sections.append((f"Each deployment alone: {o.name}", _deployments_html(o) + counted))
        if o.proofs:
            sections.append((f"Proofs: {o.name}", _proofs_html(o)))
    sections.append(("What this is", f'<p class="note">{escape(LEGEND)}</p>'))
    for o in result.outlooks:
        sections.append((f"Figures: {o.name}", sources_section(o.sources)))
    title = " and ".join(o.title for o in result.outlooks)
    files = list(dict.fromkeys(o.sent.file for o in result.outlooks if o.sent is not None))
    return plain_page(
        title, result.reassure_version, " ".join(said_of(result)), sections, command, files
    )


def write_indicator_page(result: Indicator, command: str, path: str | Path) -> None:
    """Write the file, whole or not at all. Raises OutputError."""
    text = indicator_page(result, command)
    with whole(path) as out:
        out.write(text)


def _chart(o: Outlook) -> str:
    """Bars of shares as SVG, a year in each row; every part that has room says its share."""
    high = _STEP * len(o.years) + 24
    bars = "".join(_bar(y, k) for k, y in enumerate(o.years))
    axis = "".join(
        f'<text class="faint" x="{_LEFT + _WIDE * s / 100:g}" y="{high - 4}" text-anchor="middle">{s} %</text>'
        for s in (0, 25, 50, 75, 100)
    )
    keys = "".join(
        f'<span><i class="{g}"></i>{escape(NAMES[g])}{_never(o) if g == "guaranteed" else ""}</span>'
        for g in GROUPS
    )
    # What a screen reader says in place of the picture.
    label = escape("; ".join(_spoken(y) for y in o.years), quote=True)
    return (
        f'{_STYLE}<div class="keys">{keys}</div><svg class="bars" viewBox="0 0 {_LEFT + _WIDE + 24} {high}" role="img" '
        f'aria-label="{label}">{bars}{axis}</svg>'
    )


def _never(o: Outlook) -> str:
    """What the key of the bars' first colour says where that colour stands for nothing."""
    tried = {y.tally.guarantee for y in o.years}
    return ": not tried" if tried == {NOT_TRIED} else ""


def _spoken(y: YearRow) -> str:
    """A year's shares in words."""
    parts = ", ".join(
        f"{NAMES[g]} {guaranteed_text(y.tally) if g == 'guaranteed' else share_text(y.tally, g)}"
        for g in GROUPS
    )
    return f"{year_named(y)}: {parts}"


def _bar(y: YearRow, k: int) -> str:
    """The bar of the `k`-th year as SVG."""
    top = _STEP * k + 4
    out = [f'<text x="{_LEFT - 10}" y="{top + 18}" text-anchor="end">{year_named(y)}</text>']
    x = float(_LEFT)
    for group in GROUPS:
        share = y.tally.share(group)
        width = _WIDE * share
        if not share:
            continue
        said = f"{NAMES[group]}: {share_text(y.tally, group)}"
        out.append(
            # A part that would be thinner than a line stays visible.
            f'<rect class="{group}" x="{x:.2f}" y="{top}" width="{max(width, 1.0):.2f}" height="{_BAR}" rx="2">'
            f"<title>{escape(said)}</title></rect>"
        )
        if width > 52:  # room for "99.9 %"
            tone = "in" if group in ("guaranteed", "within_reach") else "dark"
            out.append(
                f'<text class="{tone}" x="{x + width / 2:.2f}" y="{top + 18}" text-anchor="middle">'
                f"{escape(share_text(y.tally, group))}</text>"
            )
        x += width
    return "".join(out)


_HEADS = (
    "guaranteed",
    "within reach",
    "undecided",
    "of it out of reach",
    "of it open",
    "of it not tried",
)


def _cells(t: Tally) -> list[str]:
    return [escape(s) for s in shares_text(t)]


def _years_html(o: Outlook) -> str:
    rows: list[Sequence[str]] = [
        (
            year_named(y).replace(" ", "&nbsp;"),
            str(len(y.deployments)),
            *_cells(y.tally),
            escape(changed_text(y)),
        )
        for y in o.years
    ]
    heads = ("years", "deployments", *_HEADS, "what is new")
    return table(heads, rows, (1, 2, 3, 4, 5, 6, 7))


def _deployments_html(o: Outlook) -> str:
    rows: list[Sequence[str]] = [
        (escape(d.id), escape(d.place), escape(d.interceptor), years_span(d.from_year, d.until), *_cells(d.tally))
        for d in o.deployments
    ]  # fmt: skip
    heads = ("deployment", "place", "interceptor", "years", *_HEADS)
    return table(heads, rows, (4, 5, 6, 7, 8, 9))


def _proofs_html(o: Outlook) -> str:
    def ratios(p: ProofNote) -> str:
        r = p.flight_time_ratio
        return f"{r[0]:g} to {r[-1]:g}" if len(r) > 1 else f"{r[0]:g}"

    rows: list[Sequence[str]] = [
        (
            escape(p.deployment),
            escape(p.base),
            ratios(p),
            str(p.flights),
            escape(p.file) if p.file is not None else escape(p.reason),
        )
        for p in o.proofs
    ]
    return table(
        ("deployment", "base", "flight time ratio", "flights", "certificate, or why none"),
        rows,
        (3,),
    )
