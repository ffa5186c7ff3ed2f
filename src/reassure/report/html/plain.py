"""A result as one HTML file without a script: tables and drawings in the viewer's style, nothing to fetch."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from reassure.catalog.used import FigureUsed
from reassure.report.bibtex import of_page
from reassure.report.html.shell import still_page
from reassure.scenario.sent import Attachment
from reassure.words.links import linked

__all__ = ["from_page", "plain_page", "sources_section", "table"]

_MORE = """
td p{margin:0 0 4px}.yes{color:var(--in);font-weight:650}.quote{border-left:3px solid var(--accent);padding:2px 0 2px 14px;
font-size:1.12rem;margin:8px 0 12px;max-width:46em}@media print{body{font-size:10pt}section{break-inside:avoid-page}}
"""


def plain_page(
    title: str,
    program: str,
    answer: str,
    sections: Iterable[tuple[str, str]],
    command: str,
    files: Sequence[Attachment] = (),
    style: str = "",
    script: str = "",
) -> str:
    """The file as text.

    `answer` and `title` are text; each section is a heading (text) and its HTML; `command` makes the same file again,
    from `files`, which the page carries. `style` is CSS of the sections' own; `script` adds to
    them what does not have to be there.
    """
    body = "\n".join(
        f"<section>\n<h2>{escape(head)}</h2>\n{inside}\n</section>" for head, inside in sections
    )
    inside = f"""<section id="answer">
<h2>The answer</h2>
<p class="answer">{escape(answer)}</p>
</section>
{body}
<section>
<h2>To make this file again</h2>
<p><code>{escape(command)}</code></p>
{"".join(map(_saved, files))}
<p class="note">reassure {escape(program)}</p>
</section>
<section>
<h2>Cite this</h2>
<pre class="scroll-x">{escape(of_page(title, program, command))}</pre>
</section>"""
    return still_page(title, program, _MORE + style, inside, script)


def _saved(file: Attachment) -> str:
    """A link that saves a file which the page carries; it needs neither a script nor a host."""
    name = escape(file.name, quote=True)
    data = base64.b64encode(file.text.encode()).decode()
    return f'<p><a download="{name}" href="data:application/octet-stream;base64,{data}">Save {name}</a></p>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """A table as HTML: cells are HTML, heads are text; the columns `numbers`, counted from 0, stand to the right."""

    def row(cells: Sequence[str], tag: str) -> str:
        return "".join(
            f'<{tag} class="number">{c}</{tag}>' if k in numbers else f"<{tag}>{c}</{tag}>"
            for k, c in enumerate(cells)
        )

    body = "\n".join(f"<tr>{row(cells, 'td')}</tr>" for cells in rows)
    head = row([escape(h) for h in heads], "th")
    return f'<div class="scroll-x"><table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>'


def from_page(folder: Path | None, page: Path) -> str | None:
    """A folder as a page's links have it (POSIX); None: there is none, or it is not beside the page or below."""
    if folder is None:
        return None
    kept, beside = folder.resolve(), page.resolve().parent
    return kept.relative_to(beside).as_posix() if kept.is_relative_to(beside) else None


def sources_section(sources: Iterable[FigureUsed]) -> str:
    """A table of every figure with its interval, trust, source and dissent."""

    def interval(f: FigureUsed) -> str:
        return "" if f.low is None else f"{f.low:g} to {f.high:g}"

    def said(f: FigureUsed) -> str:
        dissent = "".join(
            f"<p>{escape(f'{value:g}: {who}')}{f' <small>({linked(source)})</small>' if source else ''}</p>"
            for value, who, source in f.dissent
        )
        return f"<p>{linked(f.source)}</p>{dissent}"

    return table(
        ("figure", "value", "interval", "trust", "source, and who differs"),
        ((escape(f.key), f"{f.value:g}", interval(f), escape(f.status), said(f)) for f in sources),
        (1,),
    )
