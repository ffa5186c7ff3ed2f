"""The first page of the site: every scenario with its answer, its page, its file and its certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from reassure.report.site.frame import framed

__all__ = ["Proved", "SiteEntry", "index_page"]

_WHAT = (
    "Can these interceptors reach those flights, with what margin, and which figure flips the answer? Each page below holds one "
    "scenario with all that its answer rests on. It works out its numbers anew when a figure is moved. {proofs}Nothing is fetched from anywhere: the folder works from a disk as it does "
    "from a web host."
)


_PROOFS = "It proves its guarantees again on the reader's own machine. "
_NONE = "No proofs were looked for: what a page says is an estimate. "


@dataclass(frozen=True)
class Proved:
    """A certificate of the site: its file, from the first page, whose it is, and what the checker said of it in one line."""

    file: str
    of: str
    """The deployment's name."""
    said: str


@dataclass(frozen=True)
class SiteEntry:
    """One scenario of the site. `page` and `scenario` are files, from the first page."""

    title: str
    page: str
    scenario: str
    verdict: str
    certificates: Sequence[Proved] = ()


def index_page(entries: Sequence[SiteEntry], program: str, *, with_documents: bool) -> str:
    """The page as text. `program`: the version. `with_documents`: the documentation lies in docs/."""
    body = "\n".join(map(_entry, entries))
    links = '<a href="docs/index.html">Documentation</a> ' if with_documents else ""
    links += '<a download href="check.mjs">The checker for Node</a>'
    words = (
        f"<p>{escape(_WHAT.format(proofs=_PROOFS if any(e.certificates for e in entries) else _NONE))}</p>"
        "<h2>Scenarios</h2>"
        f"{body}"
        "<h2>Certificates</h2>"
        "<p>A certificate proves that no interceptor within stated limits can be where a flight is, at the time it is there. "
        "Every page has a field that checks one on this machine. Two programs check it without a page, written apart: "
        "<code>reassure-check FILE</code> (Python) and <code>node check.mjs FILE</code>.</p>"
    )
    return framed("Answers and proofs", program, links, words)


def _entry(entry: SiteEntry) -> str:
    certificates = "".join(
        f'<li>{escape(c.of)}: {escape(c.said)} (<a download href="{quote(c.file)}">certificate</a>)</li>'
        for c in entry.certificates
    )
    held = f"<ul>{certificates}</ul>" if certificates else ""
    return (
        f'<div class="entry"><h3><a href="{quote(entry.page)}">{escape(entry.title)}</a></h3>'
        f'<p class="said">{escape(entry.verdict)}</p>'
        f'<p class="note"><a download href="{quote(entry.scenario)}">The scenario as a file</a></p>{held}</div>'
    )
