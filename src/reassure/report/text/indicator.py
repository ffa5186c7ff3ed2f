"""The indicator as text, and as one HTML file with a chart."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from rich.console import Group, RenderableType

from reassure.answers.indicator import NOT_TRIED, Indicator, Outlook, ProofNote, Tally, YearRow
from reassure.machine.files import whole
from reassure.report.console import Column, Text, TextTable
from reassure.report.html.plain import plain_page, sources_section, table
from reassure.report.wording import percent, percent_down, percent_up
from reassure.words.bands import bands_in_words
from reassure.words.counts import counted

__all__ = ["indicator_page", "indicator_text", "write_indicator_page"]

GROUPS = ("guaranteed", "out_of_ideal_reach", "open", "within_reach")
"""From left to right in a bar."""

NAMES = {
    "guaranteed": "guaranteed",
    "out_of_ideal_reach": "undecided: out of reach of the ideal interceptor",
    "open": "undecided: the ideal interceptor gets there, no flyout was found",
    "within_reach": "within reach",
}
LEGEND = (
    "Guaranteed: a certificate proves it for this deployment, this base and this shape, for every point of the aim region, and the "
    "checker accepts it. Within reach: a flyout of the notional vehicle was found that gets there, a witness. Undecided: the "
    "rest; of it, out of reach: of the ideal interceptor, which is an estimate made to favour it; open: the ideal interceptor gets there. "
    "Not tried: of the out of reach, no proof was looked for; where none was looked for at all that stands in the place of a guaranteed share. "
    "A year's deployments count together: a flight is guaranteed if it is so against each that faces it, within reach if it is of any."
)


def indicator_text(result: Indicator) -> RenderableType:
    """Table by year for each scenario, deployments alone, why what is not guaranteed is not."""
    lines: list[RenderableType] = []
    for o in result.outlooks:
        lines += [Text(o.title, style="bold"), Text(), _years(o), _deployments(o), *_proofs(o)]
        lines += [Text(line) for line in _heights(o)]
        bare = [d.id for d in o.deployments if d.vehicle is None]
        if bare:
            lines.append(
                Text(
                    f"No vehicle is named for {', '.join(bare)}: against these no witness can be found."
                )
            )
        clash = sum(d.tally.contradicted for d in o.deployments)
        if clash:
            lines.append(
                Text(
                    f"{counted(clash, 'flight has', 'flights have')} a proof and a witness: "
                    "one of the two is wrong; please report it.",
                    style="bold red",
                )
            )
    lines += [Text(LEGEND, style="dim")]
    if not result.certified:
        lines.append(
            Text("Proofs: not tried. --certify --certificates DIR makes them.", style="dim")
        )
    lines += [Text(), *(Text(line, style="bold") for line in _said(result))]
    return Group(*lines)


def _heights(o: Outlook) -> list[str]:
    return bands_in_words((d.id, d.intercept_heights_km) for d in o.deployments)


def _said(result: Indicator) -> list[str]:
    """The last year in a sentence; with several scenarios, one for each."""
    out = []
    for o in result.outlooks:
        if not o.years:
            continue
        last = o.years[-1]
        t = last.tally
        start = "" if last.year is None else f"From {last.year} on, "
        who = f"{o.name}: " if len(result.outlooks) > 1 else ""
        reached, rest = _share(t, "within_reach"), _share(t, "undecided")
        if t.guarantee == NOT_TRIED:
            text = (
                f"{start}of {counted(t.flights, 'flight')} {reached} are within reach and {rest} undecided; "
                f"a guarantee was not tried (for {_share(t, 'not_tried')} one may exist)."
            )
        else:
            text = (
                f"{start}of {counted(t.flights, 'flight')} {_guaranteed(t)} are guaranteed, {reached} within reach and "
                f"{rest} undecided."
            )
            if t.not_tried:
                text += f" For {_share(t, 'not_tried')} a proof was not tried."
        out.append(who + text[0].upper() + text[1:])
    return out


def _shares(t: Tally) -> list[str]:
    names = ("within_reach", "undecided", "out_of_ideal_reach", "open", "not_tried")
    return [_guaranteed(t), *(_share(t, name) for name in names)]


def _guaranteed(t: Tally) -> str:
    """A share, or that no proof was tried: that is another thing than none."""
    return NOT_TRIED if t.guarantee == NOT_TRIED else _share(t, "guaranteed")


def _share(t: Tally, name: str) -> str:
    write = {"guaranteed": percent_down, "within_reach": percent_up}.get(name, percent)
    return write(t.share(name))


def _named(year: YearRow) -> str:
    return "at first" if year.year is None else f"from {year.year}"


def _changed(year: YearRow) -> str:
    gone = [f"without {name}" for name in year.gone]
    return ", ".join([*year.new, *gone]) or "nothing new"


_SHARES = tuple(
    Column(head, right=True)
    for head in (
        "Guaran-\nteed",
        "Within\nreach",
        "Un-\ndecided",
        "out of\nreach",
        "open",
        "not\ntried",
    )
)


def _years(o: Outlook) -> TextTable:
    found = TextTable(
        Column("Years"),
        Column("Deploy-\nments", right=True),
        *_SHARES,
        Column("What is new", least=30),
    )
    for y in o.years:
        found.add(_named(y), str(len(y.deployments)), *_shares(y.tally), _changed(y))
    return found


def _deployments(o: Outlook) -> TextTable:
    found = TextTable(Column("Deployment alone"), Column("Years"), *_SHARES)
    for d in o.deployments:
        found.add(d.id, _span(d.from_year, d.until), *_shares(d.tally))
    return found


def _span(first: int | None, last: int | None) -> str:
    if first is None and last is None:
        return "always"
    return f"{'' if first is None else first}-{'' if last is None else last}"


def _reasons(o: Outlook) -> list[tuple[str, int, list[str]]]:
    """Why flights against a deployment have no proof: reason, flights, where."""
    found: dict[str, tuple[int, list[str]]] = {}
    for p in o.proofs:
        if not p.proved:
            count, where = found.get(_short(p), (0, []))
            found[_short(p)] = count + p.flights, [*where, f"{p.deployment} against {p.base}"]
    rows = [(reason, count, list(dict.fromkeys(where))) for reason, (count, where) in found.items()]
    return sorted(rows, key=lambda r: -r[1])


def _short(p: ProofNote) -> str:
    """A claim that is refused names its flights; the reason is the same for many."""
    if "the theorem says nothing" in p.reason:
        return "free flights too long for the theorem (above 2,425 s)"
    if "boost volume" in p.reason:
        return "flights boost within the interceptor's own boost volume, about which the theorem says nothing"
    return p.reason


def _proofs(o: Outlook) -> list[RenderableType]:
    if not o.proofs:
        return []
    files = {p.file for p in o.proofs if p.file is not None}
    sure = sum(p.flights for p in o.proofs if p.proved)
    total = sum(p.flights for p in o.proofs)
    found = TextTable(
        Column("Why not guaranteed", least=40),
        Column("Pairs of flight\nand deployment", right=True),
        Column("For example", least=30),
    )
    for reason, count, where in _reasons(o):
        more = f" and {len(where) - 1} more" if len(where) > 1 else ""
        found.add(reason, str(count), where[0] + more)
    words = (
        f"{counted(len(files), 'certificate')}, accepted by the checker, "
        f"{'covers' if len(files) == 1 else 'cover'} {sure} of {counted(total, 'pair')} of flight and deployment."
    )
    return [Text(words), found] if found.rows else [Text(words), Text()]


# -- as a file ------------------------------------------------------------------------------------


_STYLE = """<style>
.bars{width:100%;max-width:920px;height:auto;display:block;margin-bottom:10px}.bars text{fill:var(--ink);font:13px system-ui,sans-serif}
.bars .faint{fill:var(--faint)}.bars .guaranteed{fill:#0b6e4f}.bars .out_of_ideal_reach{fill:#8fb8de}.bars .open{fill:#b9b4a7}
.bars .within_reach{fill:#d1641b}.bars .in{fill:#fff}.bars .dark{fill:#1c2026}.bars rect{stroke:var(--paper);stroke-width:1}
.keys{display:flex;flex-wrap:wrap;gap:4px 18px;margin:6px 0 10px;font-size:.9rem}.keys span{display:inline-flex;gap:6px;align-items:center}
.keys i{width:13px;height:13px;border-radius:2px;display:inline-block;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.keys .guaranteed{background:#0b6e4f}.keys .out_of_ideal_reach{background:#8fb8de}.keys .open{background:#b9b4a7}.keys .within_reach{background:#d1641b}
</style>"""
_LEFT, _WIDE, _BAR, _STEP = 120, 780, 26, 38


def indicator_page(result: Indicator, command: str) -> str:
    """One HTML file: the last year in words, a bar for each year, tables, proofs."""
    sections = []
    for o in result.outlooks:
        sections.append((o.title, _chart(o) + _years_html(o)))
        counted = "".join(f'<p class="note">{escape(line)}</p>' for line in _heights(o))
        sections.append((f"Each deployment alone: {o.name}", _deployments_html(o) + counted))
        if o.proofs:
            sections.append((f"Proofs: {o.name}", _proofs_html(o)))
    sections.append(("What this is", f'<p class="note">{escape(LEGEND)}</p>'))
    for o in result.outlooks:
        sections.append((f"Figures: {o.name}", sources_section(o.sources)))
    title = " and ".join(o.title for o in result.outlooks)
    files = list(dict.fromkeys(o.sent.file for o in result.outlooks if o.sent is not None))
    return plain_page(
        title, result.reassure_version, " ".join(_said(result)), sections, command, files
    )


def write_indicator_page(result: Indicator, command: str, path: str | Path) -> None:
    """Write the file; it appears whole or not at all."""
    text = indicator_page(result, command)
    with whole(path) as out:
        out.write(text)


def _chart(o: Outlook) -> str:
    """Bars of shares, a year in each row; every part that has room says its share."""
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
    parts = ", ".join(
        f"{NAMES[g]} {_guaranteed(y.tally) if g == 'guaranteed' else _share(y.tally, g)}"
        for g in GROUPS
    )
    return f"{_named(y)}: {parts}"


def _bar(y: YearRow, k: int) -> str:
    top = _STEP * k + 4
    out = [f'<text x="{_LEFT - 10}" y="{top + 18}" text-anchor="end">{_named(y)}</text>']
    x = float(_LEFT)
    for group in GROUPS:
        share = y.tally.share(group)
        width = _WIDE * share
        if not share:
            continue
        said = f"{NAMES[group]}: {_share(y.tally, group)}"
        out.append(
            f'<rect class="{group}" x="{x:.2f}" y="{top}" width="{max(width, 1.0):.2f}" height="{_BAR}" rx="2">'
            f"<title>{escape(said)}</title></rect>"
        )
        if width > 52:
            tone = "in" if group in ("guaranteed", "within_reach") else "dark"
            out.append(
                f'<text class="{tone}" x="{x + width / 2:.2f}" y="{top + 18}" text-anchor="middle">'
                f"{escape(_share(y.tally, group))}</text>"
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
    return [escape(s) for s in _shares(t)]


def _years_html(o: Outlook) -> str:
    rows: list[Sequence[str]] = [
        (
            _named(y).replace(" ", "&nbsp;"),
            str(len(y.deployments)),
            *_cells(y.tally),
            escape(_changed(y)),
        )
        for y in o.years
    ]
    heads = ("years", "deployments", *_HEADS, "what is new")
    return table(heads, rows, (1, 2, 3, 4, 5, 6, 7))


def _deployments_html(o: Outlook) -> str:
    rows: list[Sequence[str]] = [
        (escape(d.id), escape(d.place), escape(d.interceptor), _span(d.from_year, d.until), *_cells(d.tally))
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
