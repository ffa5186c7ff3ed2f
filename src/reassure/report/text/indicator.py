"""The indicator as text."""

from __future__ import annotations

from rich.console import Group, RenderableType

from reassure.answers.indicator import NOT_TRIED, Indicator, Outlook, ProofNote, Tally, YearRow
from reassure.answers.weighed import WeighedTally
from reassure.report.console import Column, Text, TextTable
from reassure.report.weighed import OF_FORCE, span_text, weights_lines
from reassure.report.wording import percent, percent_down, percent_up
from reassure.words.bands import bands_in_words
from reassure.words.counts import counted

__all__ = [
    "changed_text",
    "guaranteed_text",
    "heights_text",
    "indicator_text",
    "said_of",
    "share_text",
    "shares_text",
    "weighed_rows",
    "weighed_texts",
    "year_named",
    "years_span",
]

GROUPS = ("guaranteed", "out_of_ideal_reach", "open", "within_reach")
"""The groups that every flight falls into, from left to right in a bar."""

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
    """The table by year for each scenario, deployments alone, why what is not guaranteed is not, and the last year in
    words.
    """
    lines: list[RenderableType] = []
    for o in result.outlooks:
        lines += [Text(o.title, style="bold"), Text(), _years(o), _deployments(o), *_proofs(o)]
        lines += [Text(line) for line in heights_text(o)]
        lines += _weighed(o)
        bare = [d.id for d in o.deployments if d.vehicle is None]
        if bare:
            lines.append(
                Text(
                    f"No vehicle is named for {', '.join(bare)}: against these no witness can be found."
                )
            )
        # A proof and a witness exclude one another.
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
        lines.append(Text("Proofs: not tried. Without --no-proofs they are made.", style="dim"))
    lines += [Text(), *(Text(line, style="bold") for line in said_of(result))]
    return Group(*lines)


def heights_text(o: Outlook) -> list[str]:
    """Between which heights an intercept counts, a line for each band of an outlook's deployments."""
    return bands_in_words((d.id, d.intercept_heights_km) for d in o.deployments)


def said_of(result: Indicator) -> list[str]:
    """The last year of each scenario in a sentence; with several scenarios, each with its name."""
    out = []
    for o in result.outlooks:
        if not o.years:
            continue
        last = o.years[-1]
        t = last.tally
        start = "" if last.year is None else f"From {last.year} on, "
        who = f"{o.name}: " if len(result.outlooks) > 1 else ""
        reached, rest = share_text(t, "within_reach"), share_text(t, "undecided")
        if t.guarantee == NOT_TRIED:
            text = (
                f"{start}of {counted(t.flights, 'flight')} {reached} are within reach and {rest} undecided; "
                f"a guarantee was not tried (for {share_text(t, 'not_tried')} one may exist)."
            )
        else:
            text = (
                f"{start}of {counted(t.flights, 'flight')} {guaranteed_text(t)} are guaranteed, {reached} within reach and "
                f"{rest} undecided."
            )
            if t.not_tried:
                text += f" For {share_text(t, 'not_tried')} a proof was not tried."
        out.append(who + text[0].upper() + text[1:])
    return out


def shares_text(t: Tally) -> list[str]:
    """The shares of a tally in the order of the table's columns."""
    names = ("within_reach", "undecided", "out_of_ideal_reach", "open", "not_tried")
    return [guaranteed_text(t), *(share_text(t, name) for name in names)]


def guaranteed_text(t: Tally) -> str:
    """The guaranteed share, rounded down; or "not tried" where no proof was looked for, which is another thing than
    none.
    """
    return NOT_TRIED if t.guarantee == NOT_TRIED else share_text(t, "guaranteed")


def share_text(t: Tally, name: str) -> str:
    """The share of one group: what is guaranteed down, what is within reach up, the others to the nearest."""
    write = {"guaranteed": percent_down, "within_reach": percent_up}.get(name, percent)
    return write(t.share(name))


def year_named(year: YearRow) -> str:
    """The first year that a row of the table stands for: "from 2015", or "at first" where no deployment has a year."""
    return "at first" if year.year is None else f"from {year.year}"


def changed_text(year: YearRow) -> str:
    """The deployments that came and went in a year; "nothing new" where none did."""
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
        found.add(year_named(y), str(len(y.deployments)), *shares_text(y.tally), changed_text(y))
    return found


def _deployments(o: Outlook) -> TextTable:
    found = TextTable(Column("Deployment alone"), Column("Years"), *_SHARES)
    for d in o.deployments:
        found.add(d.id, years_span(d.from_year, d.until), *shares_text(d.tally))
    return found


WEIGHED_HEADS = ("guaranteed", "within reach", "undecided", "of it out of reach", "of it open")
"""Of the columns of `weighed_texts`."""

SEVERAL = "Each share is between its own bounds, so that shares of one row need not add up."


def _weighed(o: Outlook) -> list[RenderableType]:
    """The shares of the accountable force by year and deployment, and what they are weighed by."""
    if o.weighing is None:
        return []
    heads = ("Guaranteed", "Within reach", "Undecided", "out of reach", "open")
    table = TextTable(
        Column("Of the accountable force", least=24), *(Column(h, right=True) for h in heads)
    )
    for name, cells in weighed_rows(o):
        table.add(name, *cells)
    lines = [Text(line) for line in weights_lines(o.weighing)]
    return [Text(), table, *lines, Text(f"{OF_FORCE} {SEVERAL}", style="dim")]


def weighed_rows(o: Outlook) -> list[tuple[str, list[str]]]:
    """A row for each year, and for each deployment alone by its id, of shares of the accountable force."""
    rows = [(year_named(y), y.weighed) for y in o.years] + [(d.id, d.weighed) for d in o.deployments]  # fmt: skip
    return [(name, weighed_texts(weighed)) for name, weighed in rows if weighed is not None]


def weighed_texts(weighed: WeighedTally) -> list[str]:
    """The shares of the accountable force, in the order of WEIGHED_HEADS."""
    if weighed.reason:
        return [weighed.reason] * len(WEIGHED_HEADS)
    spans = {name: getattr(weighed, name) for name in ("guaranteed", "within_reach", "undecided", "out_of_ideal_reach", "open")}  # fmt: skip
    return [
        NOT_TRIED if span is None else span_text(span, name) for name, span in spans.items()
    ]  # fmt: skip


def years_span(first: int | None, last: int | None) -> str:
    """From one year to another, in words: "2015-2018", "2018-" without an end, "always" without either."""
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
    # The reason of most flights first.
    return sorted(rows, key=lambda r: -r[1])


def _short(p: ProofNote) -> str:
    """The reason why a claim has no proof, without the flights that it names: the same reason stands for many."""
    if "boost volume" in p.reason:
        return "flights boost within the interceptor's own boost volume, so the claim is false"
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
    # A table brings a blank line of its own.
    return [Text(words), found] if found.rows else [Text(words), Text()]


# -- as a file ------------------------------------------------------------------------------------
