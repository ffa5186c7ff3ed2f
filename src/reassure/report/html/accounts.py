"""Accounts as one HTML file: a chart of each quantity over time, or in bars where it was declared once, the tables, and
what others hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape

from reassure.answers.accounts import Accounts, Countable, PartyAccount
from reassure.catalog import QUANTITIES, Quantity
from reassure.report.html.accounts_bars import bars
from reassure.report.html.plain import plain_page, table
from reassure.report.text.accounts import (
    MARKS_IN_WORDS,
    count_text,
    dissent_lines,
    left_out_lines,
    limit_lines,
    party_name,
    rule_name,
    types_rows,
    verdict_in_a_word,
    verdict_text,
)
from reassure.report.wording import MARKS
from reassure.words.links import linked

__all__ = ["accounts_page"]

# Of a chart, in units of its view box: room for numbers at the left and for names at the right, width and height of the field.
_LEFT, _RIGHT, _TOP, _WIDE, _HIGH = 52, 116, 12, 620, 190
_COLOURS = {"russia": "#b3451f", "ussr": "#b3451f", "united-states": "#0b5cad"}
_STYLE = """
.over-time{width:100%;max-width:800px;height:auto;display:block;margin:2px 0 18px}.over-time text{fill:var(--ink);font:12px system-ui,sans-serif}
.over-time .faint{fill:var(--faint)}.over-time .grid{stroke:var(--line);stroke-width:1}.over-time .limit{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:5 4;fill:none}
.keys{display:flex;flex-wrap:wrap;gap:4px 18px;margin:2px 0 4px;font-size:.9rem}.keys span{display:inline-flex;gap:6px;align-items:center}
.keys i{width:11px;height:11px;border-radius:50%;display:inline-block;print-color-adjust:exact;-webkit-print-color-adjust:exact}.keys .hollow{border:2px solid var(--ink);width:7px;height:7px}.keys .dashed{border-radius:0;height:0;width:20px;border-top:2px dashed var(--ink)}
.words{min-width:13em}main th.number,main th{white-space:normal;vertical-align:bottom}
.over-time .line{fill:none;stroke-width:2}.over-time .other{fill:var(--paper);stroke-width:2}
"""


_Shown = list[tuple[PartyAccount, Countable]]


@dataclass(frozen=True)
class _Field:
    """The field of a chart: from the first day to the last, from 0 to the top."""

    first: date
    last: date
    top: int

    def x(self, day: date) -> float:
        return round(_LEFT + _WIDE * (day - self.first).days / (self.last - self.first).days, 1)

    def y(self, number: int) -> float:
        return round(_TOP + _HIGH * (1 - number / self.top), 1)


def accounts_page(result: Accounts, command: str) -> str:
    """One HTML file as text. `command`: what makes the file again."""
    sections = []
    for rule in dict.fromkeys(a.rule for a in result.accounts):
        counted = [a for a in result.accounts if a.rule == rule and a.left_out is None]
        if not counted:
            continue
        charts = "".join(_chart(counted, q) for q in QUANTITIES if _changes(counted, q))
        if charts:
            sections.append((f"Over time, by {rule_name(rule)}", charts))
        once = "".join(_bars(counted, q) for q in QUANTITIES if not _changes(counted, q))
        if once:
            sections.append((f"Against the limits, by {rule_name(rule)}", once))
        below = [*limit_lines(rule, counted), *(line for a in counted for line in dissent_lines(a))]
        sections.append((f"By {rule_name(rule)}", _table(counted) + _paragraphs(below)))
    for account in result.accounts:
        if account.rows and account.left_out is None:
            head = (
                f"{party_name(account.party)}, {account.declared_on}, by {rule_name(account.rule)}"
            )
            sections.append((head, _types(account)))
    left = left_out_lines(result)
    if left:
        sections.append(("Not counted", _paragraphs(left)))
    sections.append(("What this is", _paragraphs([MARKS_IN_WORDS])))
    sections.append(("Sources", _sources(result.accounts)))
    title = "What each side declared" + (f" by {result.on}" if result.on else "")
    return plain_page(
        title, result.reassure_version, _answer(result), sections, command, style=_STYLE
    )


def _answer(result: Accounts) -> str:
    """What stands at the top: by each rule, the last verdict on each party, and who differs."""
    said: dict[str, dict[str, str]] = {}
    for a in result.accounts:
        verdict = verdict_in_a_word(a)
        if verdict:
            # Of each party the last one stays.
            said.setdefault(a.rule, {})[a.party] = f"{party_name(a.party)} {verdict}{_but(a)} ({a.declared_on})"  # fmt: skip
    return " ".join(f"{rule_name(rule)}: {', '.join(of.values())}." for rule, of in said.items())


def _but(account: PartyAccount) -> str:
    """By whose count a limit is not kept that is kept as declared."""
    return "".join(
        f" as declared but {d.verdict} by another count: {d.value:,} {QUANTITIES[q.quantity]}, {d.over:,} over"
        for q in account.quantities
        for d in q.dissent
        if d.over is not None
    )


def _changes(accounts: Iterable[PartyAccount], quantity: Quantity) -> bool:
    """Has a party more than one count of a quantity?"""
    of = [a.party for a in accounts if a.find(quantity)]
    return any(of.count(party) > 1 for party in of)


def _chart(accounts: list[PartyAccount], quantity: Quantity) -> str:
    """One quantity over time: a line for each party, the limit, and others' counts as hollow points."""
    shown = [(a, q) for a in accounts if (q := a.find(quantity)) is not None]
    days = sorted({a.day for a, _ in shown})
    first, last = date(days[0].year, 1, 1), date(days[-1].year + 1, 1, 1)
    most = max(
        max(q.value for _, q in shown),
        max((q.limit.at_most for _, q in shown if q.limit), default=0),
        max((d.value for _, q in shown for d in q.dissent), default=0),
    )
    step = _step(most)
    at = _Field(first, last, step * -(-most // step))
    grid = "".join(
        f'<path class="grid" d="M{_LEFT} {at.y(n)}H{_LEFT + _WIDE}"/>'
        f'<text class="faint" x="{_LEFT - 6}" y="{at.y(n) + 4}" text-anchor="end">{n:,}</text>'
        for n in range(0, at.top + 1, step)
    )
    years = range(first.year, last.year + 1)
    grid += "".join(
        f'<text class="faint" x="{at.x(date(year, 1, 1))}" y="{_TOP + _HIGH + 18}" text-anchor="middle">{year}</text>'
        for year in years[:: 1 + len(years) // 14]
    )
    said = "; ".join(f"{party_name(a.party)} {a.declared_on} {q.value:,}" for a, q in shown)
    label = escape(f"{QUANTITIES[quantity]} over time: {said}", quote=True)
    return (
        f"<h3>{escape(_headed(quantity))}</h3>{_keys(shown)}"
        f'<svg class="over-time" viewBox="0 0 {_LEFT + _WIDE + _RIGHT} {_TOP + _HIGH + 26}" role="img" '
        f'aria-label="{label}">{grid}{_limits(shown, at)}{_lines(shown, at)}</svg>'
    )


def _bars(accounts: list[PartyAccount], quantity: Quantity) -> str:
    """One quantity that each party declared once; nothing where none did."""
    shown = [(a, q) for a in accounts if (q := a.find(quantity)) is not None]
    if not shown:
        return ""
    what = QUANTITIES[quantity]
    keys = _keys(shown, "the limit on it")
    return f"<h3>{escape(_headed(quantity))}</h3>{keys}{bars(shown, what, _colours(shown))}"


def _headed(quantity: Quantity) -> str:
    """A quantity as a head: "Launchers of heavy ICBMs"."""
    words = QUANTITIES[quantity]
    return words[:1].upper() + words[1:]


def _step(most: int) -> int:
    """Between two lines of the grid: 1, 2 or 5 times a power of ten, so that there are five or fewer of them."""
    step = 1
    while most > 5 * step:
        # 1, 2, 5, 10, 20, ...
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step


def _limits(shown: _Shown, at: _Field) -> str:
    """The limit from the day that it is due; nothing where that lies behind the chart."""
    limits = {(date.fromisoformat(q.limit.due), q.limit.at_most) for _, q in shown if q.limit}
    return "".join(
        f'<path class="limit" d="M{at.x(max(due, at.first))} {at.y(most)}H{_LEFT + _WIDE}"/>'
        f'<text x="{_LEFT + _WIDE + 6}" y="{at.y(most) + 4}">at most {most:,}</text>'
        for due, most in sorted(limits)
        if due < at.last
    )


def _lines(shown: _Shown, at: _Field) -> str:
    """A line for each party with a point for each day; a hollow point for another count of the same."""
    parts = []
    for party, colour in _colours(shown).items():
        own = [(a, q) for a, q in shown if a.party == party]
        way = "L".join(f"{at.x(a.day)} {at.y(q.value)}" for a, q in own)
        parts.append(f'<path class="line" stroke="{colour}" d="M{way}"/>')
        for a, q in own:
            head = f"{party_name(party)}, {a.declared_on}"
            parts.append(
                f'<circle cx="{at.x(a.day)}" cy="{at.y(q.value)}" r="3.4" fill="{colour}">'
                f"<title>{escape(f'{head}: {count_text(q)}')}</title></circle>"
            )
            parts += [
                f'<circle class="other" cx="{at.x(a.day)}" cy="{at.y(d.value)}" r="4.4" stroke="{colour}">'
                f"<title>{escape(f'{head}: {d.value:,} by another count. {d.who}')}</title></circle>"
                for d in q.dissent
            ]
    return "".join(parts)


def _colours(shown: _Shown) -> dict[str, str]:
    return {a.party: _COLOURS[a.party] for a, _ in shown}


def _keys(shown: _Shown, limit: str = "the limit, from the day that it is due") -> str:
    """The legend of a chart. `limit`: what its dashed line is."""
    keys = [
        f'<span><svg width="11" height="11"><circle cx="5.5" cy="5.5" r="5.5" fill="{colour}"/></svg>{escape(party_name(party))}</span>'
        for party, colour in _colours(shown).items()
    ]
    if any(q.dissent for _, q in shown):
        keys.append('<span><i class="hollow"></i>by another count</span>')
    if any(q.limit for _, q in shown):
        keys.append(f'<span><i class="dashed"></i>{limit}</span>')
    return f'<div class="keys">{"".join(keys)}</div>'


def _table(accounts: list[PartyAccount]) -> str:
    shown = [q for q in QUANTITIES if any(a.find(q) for a in accounts)]
    rows = [
        [
            _whole(party_name(a.party)),
            _whole(a.declared_on + MARKS[a.status]),
            *("" if (c := a.find(q)) is None else count_text(c) for q in shown),
            f'<p class="words">{escape(verdict_text(a))}</p>',
        ]
        for a in accounts
    ]
    heads = ["", "of", *(QUANTITIES[q] for q in shown), "limits"]
    return table(heads, rows, range(2, 2 + len(shown)))


def _whole(text: str) -> str:
    """Text of a cell that is not broken into lines."""
    return f'<span class="whole">{escape(text)}</span>'


def _types(account: PartyAccount) -> str:
    rows = [[escape(cell) for cell in row] for row in types_rows(account)]
    return table(("type", "kind", "launchers", "warheads", "left out"), rows, (2, 3))


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f'<p class="note">{escape(line)}</p>' for line in lines)


def _sources(accounts: Iterable[PartyAccount]) -> str:
    rows = {a.declaration: [_whole(party_name(a.party)), _whole(a.declared_on), a.status, linked(a.source)] for a in accounts}  # fmt: skip
    return table(("", "of", "trust", "source"), rows.values())
