"""The documents as pages of the site: Markdown turned into HTML, links and pictures with it."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reassure.errors import OutputError
from reassure.report.site.frame import framed

__all__ = ["document_pages"]

_PICTURES = {".png": "image/png", ".svg": "image/svg+xml"}
_NOT_WORD = re.compile(r"[^\w\- ]")


def document_pages(program: str) -> dict[str, str]:
    """Every document as a page, by file name, with an index. `program`: the version. Raises OutputError where the package
    has none.
    """
    folder = _folder()
    texts = {p.stem: p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.md"))}
    titles = {name: _title(text) for name, text in texts.items()}
    pages = {}
    for name, text in texts.items():
        body = _html(text, titles, folder)
        links = '<a href="../index.html">Scenarios</a> <a href="index.html">All documents</a>'
        pages[f"{name}.html"] = framed(titles[name], program, links, f"<article>{body}</article>")
    rows = "".join(f'<li><a href="{n}.html">{escape(t)}</a></li>' for n, t in titles.items())
    home = '<a href="../index.html">Scenarios</a>'
    pages["index.html"] = framed("Documents", program, home, f"<ul>{rows}</ul>")
    return pages


def _folder() -> Path:
    """Where the documents lie: in a package that was built, inside it; in a checkout, beside its source."""
    report = Path(str(files("reassure.report")))
    for folder in (report / "docs", report.parents[2] / "docs"):
        if (folder / "certificate.md").is_file():
            return folder
    raise OutputError(
        "no documents: they are not in this package; allowed: one that pip has installed"
    )


def _title(text: str) -> str:
    """The first heading."""
    return next(line[2:].strip() for line in text.splitlines() if line.startswith("# "))


def _html(text: str, titles: Mapping[str, str], folder: Path) -> str:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    _name_headings(tokens)
    for token in tokens:
        children = token.children or []
        for k, child in enumerate(children):
            _turn(child, children[k + 1] if k + 1 < len(children) else None, titles, folder)
    html: str = reader.renderer.render(tokens, reader.options, {})
    return html


def _name_headings(tokens: Sequence[Token]) -> None:
    """Give every heading the id that a link to it has on the usual hosts of such documents."""
    for token, words in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _NOT_WORD.sub("", words.content.lower()).replace(" ", "-"))


def _turn(token: Any, words: Any, titles: Mapping[str, str], folder: Path) -> None:
    """A link to another document leads to its page, and is called by its title where it was called by its file; a picture is
    put inside. `words`: the token after it.
    """
    if token.type == "link_open":
        target, mark, part = str(token.attrGet("href") or "").partition("#")
        path = PurePosixPath(target)
        if not target or target.startswith(("https:", "http:")):
            return
        if path.suffix != ".md" or path.stem not in titles or len(path.parts) > 1:
            # It leads out of the documents: the repository's own files are not here.
            token.attrSet("href", "index.html")
            return
        token.attrSet("href", f"{path.stem}.html{mark}{part}")
        if words is not None and words.content == path.name:
            words.content = titles[path.stem]
    elif token.type == "image":
        picture = folder / str(token.attrGet("src"))
        data = base64.b64encode(picture.read_bytes()).decode()
        token.attrSet("src", f"data:{_PICTURES[picture.suffix]};base64,{data}")
