"""The indicator as one HTML file with a chart."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from reassure.answers.indicator import (
    NOT_TRIED,
    REACHED,
    Indicator,
    Outlook,
    ProofNote,
    Tally,
    YearRow,
)
from reassure.answers.proof import REACHABLE, WHY_NOT
from reassure.answers.weighed import Weighing
from reassure.machine.files import write_whole
from reassure.report.html.plain import from_page, plain_page, sources_section, table
from reassure.report.text.indicator import (
    GROUPS,
    LEGEND,
    NAMES,
    SEVERAL,
    WEIGHED_HEADS,
    changed_text,
    guaranteed_text,
    heights_text,
    said_of,
    share_text,
    shares_text,
    weighed_rows,
    year_named,
    years_span,
)
from reassure.report.weighed import OF_FORCE, weights_lines
from reassure.scenario.names import in_words, interceptor_name, name_of, place_name

__all__ = ["indicator_page", "write_indicator_page"]


# Of the chart, in units of its view box: room for years, length of a whole bar, its height, from bar to bar.
_LEFT, _WIDE, _BAR, _STEP = 120, 780, 26, 38

_STYLE = """
.bars{width:100%;max-width:920px;height:auto;display:block;margin-bottom:10px}.bars text{fill:var(--ink);font:13px system-ui,sans-serif}
.bars .faint{fill:var(--faint)}.bars .guaranteed{fill:#0b6e4f}.bars .out_of_ideal_reach{fill:#8fb8de}.bars .open{fill:#b9b4a7}
.bars .within_reach{fill:#d1641b}.bars .in{fill:#fff}.bars .dark{fill:#1c2026}.bars rect{stroke:var(--paper);stroke-width:1}
.keys{display:flex;flex-wrap:wrap;gap:4px 18px;margin:6px 0 10px;font-size:.9rem}.keys span{display:inline-flex;gap:6px;align-items:center}
.keys i{width:13px;height:13px;border-radius:2px;display:inline-block;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.pairs{overflow-x:auto;margin-bottom:26px;}.pairs table{font-size:.72rem}.pairs table th,.pairs table td{padding:4px;vertical-align:bottom}.pairs th{white-space:normal;hyphens:none}.pairs td{white-space:nowrap}.pairs th+th{text-align:center}.pairs td.proved{background:#0b6e4f;text-align:center}.pairs td.proved,.pairs td.proved a{color:#fff}
.pairs td.part{background:#8fc1a9;text-align:center}.pairs td.part,.pairs td.part a{color:#1c2026}.pairs td.reached{background:#f0c39d;color:#1c2026;text-align:center}
.pairs td.none,.pairs td.absent{text-align:center;color:var(--faint)}
.keys .guaranteed{background:#0b6e4f}.keys .out_of_ideal_reach{background:#8fb8de}.keys .open{background:#b9b4a7}.keys .within_reach{background:#d1641b}
"""


def indicator_page(result: Indicator, command: str, folder: str | None = None) -> str:
    """One HTML file as text: the last year in words, a bar for each year, tables, proofs.

    `command`: what makes the file again. `folder`: where the certificates lie, from where the file will (POSIX); None:
    they are not beside it.
    """
    sections = []
    for o in result.outlooks:
        sections.append((o.title, _chart(o) + _years_html(o)))
        counted = "".join(f'<p class="note">{escape(line)}</p>' for line in heights_text(o))
        sections.append((f"Each deployment alone: {o.name}", _deployments_html(o) + counted))
        if o.weighing is not None:
            sections.append((f"Of the accountable force: {o.name}", _weighed_html(o, o.weighing)))
        if o.proofs:
            sections.append((f"Proofs: {o.name}", _pairs_html(o, folder) + _proofs_html(o, folder)))
    sections.append(("What this is", f'<p class="note">{escape(LEGEND)}</p>'))
    for o in result.outlooks:
        sections.append((f"Figures: {o.name}", sources_section(o.sources)))
    title = " and ".join(o.title for o in result.outlooks)
    files = list(dict.fromkeys(o.sent.file for o in result.outlooks if o.sent is not None))
    return plain_page(
        title, result.reassure_version, " ".join(said_of(result)), sections, command, files, _STYLE
    )


def write_indicator_page(
    result: Indicator, command: str, path: str | Path, certificates: Path | None = None
) -> None:
    """Write the file, whole or not at all. Raises OutputError.

    `certificates`: the folder that they are kept in; where it is beside the file or below, the file has links to them.
    """
    text = indicator_page(result, command, from_page(certificates, Path(path)))
    write_whole(path, text)


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
        f'<div class="keys">{keys}</div><svg class="bars" viewBox="0 0 {_LEFT + _WIDE + 24} {high}" role="img" '
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
        (escape(_named(o, d.id)), escape(place_name(d.place)), escape(interceptor_name(d.interceptor)), years_span(d.from_year, d.until), *_cells(d.tally))
        for d in o.deployments
    ]  # fmt: skip
    heads = ("deployment", "place", "interceptor", "years", *_HEADS)
    return table(heads, rows, (4, 5, 6, 7, 8, 9))


def _weighed_html(o: Outlook, weighing: Weighing) -> str:
    """Shares of the accountable force by year and deployment, and what they are weighed by."""
    known = {d.id for d in o.deployments}
    rows: list[Sequence[str]] = [
        (escape(_named(o, name) if name in known else name), *map(escape, cells))
        for name, cells in weighed_rows(o)
    ]
    words = "".join(f'<p class="note">{escape(line)}</p>' for line in (*weights_lines(weighing), OF_FORCE, SEVERAL))  # fmt: skip
    return table(("years, or one deployment alone", *WEIGHED_HEADS), rows, (1, 2, 3, 4, 5)) + words


def _named(o: Outlook, name: str) -> str:
    """What people call a deployment; its id in words where the answer does not say."""
    return next((d.name for d in o.deployments if d.id == name and d.name), in_words(name))


def _linked(file: str, said: str, folder: str | None) -> str:
    """Words with a link to a certificate, where it lies beside the page."""
    if folder is None:
        return escape(said)
    return f'<a href="{quote(f"{folder}/{file}")}">{escape(said)}</a>'


def _pair_cell(notes: Sequence[ProofNote], folder: str | None) -> str:
    """A cell of the table of pairs: what is known of one deployment against one base."""
    if not notes:
        return '<td class="absent" title="this deployment does not face this base">&ndash;</td>'
    files = {p.file: None for p in notes if p.file is not None}
    why = "; ".join(dict.fromkeys(p.reason for p in notes if p.file is None))
    if not files:
        reached = any(p.reason in (REACHED, WHY_NOT[REACHABLE]) for p in notes)
        kind, said = ("reached", "reach") if reached else ("none", "no proof")
        return f'<td class="{kind}" title="{escape(why, quote=True)}">{said}</td>'
    said = "in part" if why else "proved"
    # the second and further certificates are of other shapes of flight
    names = [said, *(str(n) for n in range(2, len(files) + 1))]
    links = " ".join(_linked(file, name, folder) for file, name in zip(files, names, strict=True))
    if why:
        return f'<td class="part" title="other shapes: {escape(why, quote=True)}">{links}</td>'
    return f'<td class="proved">{links}</td>'


def _pairs_html(o: Outlook, folder: str | None) -> str:
    """Each deployment against each base: proved, with the certificates; within reach; or neither."""
    bases = list(dict.fromkeys(p.base for p in o.proofs))
    names = list(dict.fromkeys(p.deployment for p in o.proofs))
    head = "".join(f"<th>{escape(name_of(base))}</th>" for base in bases)
    rows = "".join(
        f"<tr><td>{escape(_named(o, name))}</td>"
        + "".join(
            _pair_cell([p for p in o.proofs if (p.deployment, p.base) == (name, base)], folder)
            for base in bases
        )
        + "</tr>"
        for name in names
    )
    words = (
        "Proved: a certificate says that no interceptor of this deployment, held to its limits, can be where any flight of this base "
        "is, and the checker accepts it. In part: so for some shapes of flight. Reach: the ideal interceptor, a flyout or a witness gets there. No proof: neither is known."
    )
    if folder is not None:
        words += (
            f" The certificates lie in the folder {folder} beside this page; send it along. To check one: "
            f"reassure-check {folder}/NAME.cert"
        )
    return (
        f'<p class="note">{escape(words)}</p><div class="pairs"><table><thead><tr><th>deployment</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _proofs_html(o: Outlook, folder: str | None) -> str:
    def ratios(p: ProofNote) -> str:
        r = p.flight_time_ratio
        return f"{r[0]:g} to {r[-1]:g}" if len(r) > 1 else f"{r[0]:g}"

    rows: list[Sequence[str]] = [
        (
            escape(_named(o, p.deployment)),
            escape(name_of(p.base)),
            ratios(p),
            str(p.flights),
            _linked(p.file, p.file, folder) if p.file is not None else escape(p.reason),
        )
        for p in o.proofs
    ]
    return table(
        ("deployment", "base", "flight time ratio", "flights", "certificate, or why none"),
        rows,
        (3,),
    )
