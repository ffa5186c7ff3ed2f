"""The report on the tasks fulfilled as one HTML file: a timeline of verdicts, and what each rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from reassure.answers.compliance import Compliance, Obligation, Owed
from reassure.report.html.plain import plain_page, table
from reassure.report.text.accounts import party_name
from reassure.report.text.comply import HEADS, answer_text, owed_rows, rests_on
from reassure.scenario.sent import Attachment

__all__ = ["comply_page"]

_VERDICTS = ("fulfilled", "breached", "undetermined", "not yet due")
_WIDE, _ROW, _HEAD = 760, 22, 22
_STYLE = """
.timeline{width:100%;max-width:960px;height:auto;display:block;margin:4px 0 14px}.timeline text{fill:var(--ink);font:12px system-ui,sans-serif}
.timeline .faint{fill:var(--faint)}.timeline .grid{stroke:var(--line);stroke-width:1}
.timeline .fulfilled{fill:#2f7fb8}.timeline .breached{fill:#c2510a}.timeline .undetermined{fill:#b9b4a5}.timeline .not-yet-due{fill:#e9e6dd;stroke:var(--line)}
.keys{display:flex;flex-wrap:wrap;gap:4px 18px;margin:2px 0 8px;font-size:.9rem}.keys span{display:inline-flex;gap:6px;align-items:center}
.keys i{width:14px;height:12px;display:inline-block;border:1px solid var(--line);print-color-adjust:exact;-webkit-print-color-adjust:exact}
.keys .fulfilled{background:#2f7fb8}.keys .breached{background:#c2510a}.keys .undetermined{background:#b9b4a5}.keys .not-yet-due{background:#e9e6dd}
main th,main td{white-space:normal;vertical-align:top}
"""


def comply_page(result: Compliance, command: str, files: Sequence[Attachment] = ()) -> str:
    """One HTML file as text. `command`: what makes the file again, from `files`, which the page carries."""
    sections = [
        (f"Verdicts on {result.on}", _table(result)),
        ("Over time", _timeline(result)),
        ("What each verdict rests on", "".join(f"<p>{escape(line)}</p>" for o in result.owed for line in rests_on(o))),
    ]  # fmt: skip
    duties = [o for o in result.owed if o.obligations]
    if duties:
        sections.append(("What was owed, and when it was done", "".join(_obligations(o) for o in duties)))  # fmt: skip
    sections.append(("What this is", _about(result)))
    return plain_page(result.title, result.reassure_version, answer_text(result), sections, command, files, _STYLE)  # fmt: skip


def _table(result: Compliance) -> str:
    columns = len(HEADS) if any(o.probability_kept is not None for o in result.owed) else len(HEADS) - 1  # fmt: skip
    rows = [[escape(c) for c in row[:columns]] for row in owed_rows(result)]
    for row in rows:
        row[2] = f"<b>{row[2]}</b>"
    return table(HEADS[:columns], rows)


def _timeline(result: Compliance) -> str:
    """A bar for each limit and duty, in the colour of its verdict from day to day."""
    first = date.fromisoformat(result.since)
    last = date.fromisoformat(result.on) + timedelta(days=1)
    span = max((last - first).days, 1)

    def x(day: str) -> float:
        return round(_WIDE * (date.fromisoformat(day) - first).days / span, 1)

    height = _HEAD + sum(_ROW * 2 for _ in result.owed) + 6
    marks = _years(first, last, span, height)
    for k, o in enumerate(result.owed):
        y = _HEAD + k * _ROW * 2
        marks += f'<text x="0" y="{y + 13}">{escape(_named(o))}</text>'
        ends = [x(p.since) for p in o.periods[1:]] + [float(_WIDE)]
        for p, end in zip(o.periods, ends, strict=True):
            start = x(p.since)
            title = f"{p.verdict} from {p.since}"
            kind = p.verdict.replace(" ", "-")
            marks += f'<rect class="{kind}" x="{start}" y="{y + 18}" width="{max(round(end - start, 1), 2.0)}" height="14"><title>{title}</title></rect>'
    keys = "".join(f'<span><i class="{v.replace(" ", "-")}"></i>{v}</span>' for v in _VERDICTS)
    return f'<div class="keys">{keys}</div><svg class="timeline" viewBox="0 0 {_WIDE + 24} {height}" role="img" aria-label="Verdicts over time">{marks}</svg>'


def _named(o: Owed) -> str:
    whose = f" ({party_name(o.bound)})" if o.bound else ""
    name = f"{o.what[:1].upper()}{o.what[1:]}{whose}"
    return name if len(name) <= 110 else name[:109] + "…"


def _years(first: date, last: date, span: int, height: int) -> str:
    """Lines at the beginnings of years; as many as can be read."""
    step = max(1, -(-(last.year - first.year) // 12))
    out = ""
    for year in range(first.year + 1, last.year + 1, step):
        at = round(_WIDE * (date(year, 1, 1) - first).days / span, 1)
        out += f'<path class="grid" d="M{at} {_HEAD - 6}V{height}"/><text class="faint" x="{at}" y="12" text-anchor="middle">{year}</text>'
    return out


def _obligations(o: Owed) -> str:
    of = any(b.of for b in o.obligations)

    def row(b: Obligation) -> list[str]:
        return [
            *([escape(b.of)] if of else []),
            escape(b.due),
            escape(b.done or ""),
            escape(b.verdict),
        ]

    heads = [*(["Of"] if of else []), "Due", "Done", "Verdict"]
    return f"<h3>{escape(_named(o))}</h3>" + table(heads, [row(b) for b in o.obligations])


def _about(result: Compliance) -> str:
    lines = [
        "Each limit and duty is fulfilled, breached, undetermined or not yet due. A limit is fulfilled where the probability of a "
        "breach is at most the agreed risk of missing one, and breached where the probability that it is kept is at most the agreed "
        "risk of accusing a compliant side (JCGM 106:2012). Counts that differ are two verdicts, never their mean.",
        f"The agreement is in force from {result.since}{f' to {result.until}' if result.until else ''}.",
        f"The observations are complete to {result.complete_to}: what is missing up to that day did not happen."
        if result.complete_to
        else "The observations do not say up to which day they are complete: what is missing is undetermined.",
    ]
    return "".join(f"<p>{escape(line)}</p>" for line in lines)
