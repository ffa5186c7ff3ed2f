"""What an agreement buys, as one HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from reassure.answers.bargain import Bargain, SeenLimit
from reassure.machine.files import write_whole
from reassure.report.html.plain import from_page, plain_page, sources_section, table
from reassure.report.text.agree import (
    answer_text,
    cost_text,
    held_heads,
    held_rows,
    seen_text,
)
from reassure.scenario.sent import Attachment
from reassure.words.digits import digits_of
from reassure.words.shares import percent

__all__ = ["agree_page", "write_agree_page"]

_STYLE = """
main th,main td{white-space:normal;vertical-align:top}.pairs td{text-align:center}.pairs td:first-child{text-align:left}
.pairs .unreachable{color:#1f6fae}.pairs .reachable{color:#b34700;font-weight:650}.pairs .undecided{color:var(--faint)}
.range{width:100%;max-width:760px;height:auto;display:block;margin:4px 0 16px}.range text{fill:var(--ink);font:12px system-ui,sans-serif}
.range .axis{stroke:var(--line);stroke-width:1}.range .cleared{fill:#2f7fb8}.range .between{fill:#b9b4a5}.range .found{fill:#c2510a}.range .faint{fill:var(--faint)}
"""
_WORDS = {"unreachable": "proved", "reachable": "reachable", "undecided": "undecided"}
_WIDE = 760


def agree_page(
    result: Bargain, command: str, folder: str | None = None, files: Sequence[Attachment] = ()
) -> str:
    """One HTML file as text. `command`: what makes the file again, from `files`, which the page carries. `folder`: where the
    certificates lie, from where the file will; None: not beside it.
    """
    sections = [("Deployments under the limits", table([h.replace(",\n", ", ").replace("\n", ", ") for h in held_heads(result)], [[escape(c) for c in row] for row in held_rows(result)]))]  # fmt: skip
    if result.pairs:
        sections.append(("What the limits guarantee, base by base", _pairs(result, folder)))
    if result.protection is not None:
        sections.append(("What they cost in protection", _cost(result)))
    told = [s for s in result.seen if s.seen_beyond is not None]
    sections.append(("How far they can be seen", "".join(map(_range, told)) + _paragraphs(seen_text(result))))  # fmt: skip
    if result.sources:
        sections.append(("Figures, as planned", sources_section(result.sources)))
    sections.append(("What this is", _about(result)))
    return plain_page(result.agreement, result.reassure_version, answer_text(result), sections, command, files, _STYLE)  # fmt: skip


def write_agree_page(
    result: Bargain,
    command: str,
    path: Path,
    certificates: Path | None = None,
    files: Sequence[Attachment] = (),
) -> None:
    """Write the file, whole or not at all. Raises OutputError.

    `certificates`: the folder that they are kept in; where it is beside the file or below, the file has links to them. `files`:
    what the command reads.
    """
    text = agree_page(result, command, from_page(certificates, path), files)
    write_whole(path, text)


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _pairs(result: Bargain, folder: str | None) -> str:
    """Bases down, deployments across; `folder`: where the certificates lie, None: no links."""
    bases = {p.base: p.base_name for p in result.pairs}
    across = [d for d in result.deployments if not d.banned]
    found = {(p.deployment, p.base): p for p in result.pairs}

    def cell(deployment: str, base: str) -> str:
        p = found.get((deployment, base))
        if p is None:
            return ""
        word = f'<span class="{p.verdict}">{_WORDS[p.verdict]}</span>'
        if p.certificate is None or folder is None:
            return word
        return f'<a href="{quote(f"{folder}/{p.certificate}")}">{word}</a>'

    rows = [[escape(n), *(cell(d.id, b) for d in across)] for b, n in bases.items()]
    return f'<div class="pairs">{table(["Base", *(d.name for d in across)], rows)}</div>'


def _cost(result: Bargain) -> str:
    p = result.protection
    if p is None:
        return ""
    names = {d.id: d.name for d in result.deployments}
    rows = [[escape(names[i]), percent(a), percent(b)] for i, a, b in p.by_deployment]
    return _paragraphs([cost_text(result)]) + table(["Deployment alone", "As planned", "Under the limits"], rows, (1, 2))  # fmt: skip


def _range(s: SeenLimit) -> str:
    """A limit on a line: where a side is cleared, where it may go either way, and where it is found out."""
    low, high = sorted((s.cleared_up_to or 0.0, s.seen_beyond or 0.0))
    pad = 0.35 * (high - low) or 1.0
    digits = digits_of(s.standard_uncertainty or 0.0)
    first, last = low - pad, high + pad

    def x(value: float) -> float:
        return round(20 + (_WIDE - 40) * (value - first) / (last - first), 1)

    most = (s.seen_beyond or 0.0) >= s.at
    ends = [("cleared", first, low), ("between", low, high), ("found", high, last)]
    if not most:
        ends = [("found", first, low), ("between", low, high), ("cleared", high, last)]
    bars = "".join(f'<rect class="{kind}" x="{x(a)}" y="34" width="{round(x(b) - x(a), 1)}" height="12"/>' for kind, a, b in ends)  # fmt: skip
    words = {"cleared": "cleared", "between": "may go either way", "found": "found out"}
    names = "".join(f'<text class="faint" x="{(x(a) + x(b)) / 2}" y="28" text-anchor="middle">{words[kind]}</text>' for kind, a, b in ends)  # fmt: skip
    marks = "".join(f'<path class="axis" d="M{x(v)} 34V52"/><text x="{x(v)}" y="66" text-anchor="middle">{v:.{digits}f}</text>' for v in (low, high))  # fmt: skip
    limit = f'<path d="M{x(s.at)} 30V52" stroke="var(--ink)" stroke-width="2"/><text x="{x(s.at)}" y="66" text-anchor="middle">limit {s.at:g}</text>'
    title = escape(f"{s.what[:1].upper()}{s.what[1:]}: {s.means} (true values, {s.unit})")
    return f'<svg class="range" viewBox="0 0 {_WIDE} 72" role="img" aria-label="{title}"><text x="20" y="12">{title}</text>{names}{bars}{marks}{limit}</svg>'


def _about(result: Bargain) -> str:
    lines = [
        "Two figures of a deployment are those that are planned and those that the limits permit. Permitted is the greatest burnout speed and divert, and the least launch delay, that the limits leave to a deployment, whatever is planned. "
        "A base is proved out of reach of it by a certificate that a small independent program checks; reachable means that a witness gets in; "
        "undecided that neither was found.",
        "The cost is worked out for notional vehicles: one that is faster than its limit is held to it by more payload.",
        "How far a limit can be seen is said of one observation, at the risks that the sides agreed. Found out: with the agreed probability. "
        "Cleared: a side whose true value keeps to this is cleared with the agreed probability.",
    ]  # fmt: skip
    if not result.certified:
        lines.append("No proofs were looked for.")
    return _paragraphs(lines)
