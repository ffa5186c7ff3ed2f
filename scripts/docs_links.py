"""For the documentation's site: links read as the title of the page that they lead to, and a notebook's links lead to pages.

A hook of MkDocs, named in mkdocs.yml. In the sources a link is written as its file, `[agree.md](agree.md)`, which is what a reader
of the files wants. MkDocs turns links in Markdown, and leaves those that a notebook was rendered with.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_NAMED = re.compile(r"\[`?([\w-]+\.md)`?\]\(\1(#[\w-]+)?\)")
_LINK = re.compile(r'(<a [^>]*href=")(?![a-z]+:)([^"#]+)\.(?:md|ipynb)(#[^"]*)?"')


def on_page_markdown(markdown: str, *, config: Any, **_: Any) -> str:
    """The page with the titles of pages where their files were named."""
    docs = Path(config.docs_dir)
    return _NAMED.sub(lambda m: f"[{_title(docs / m[1])}]({m[1]}{m[2] or ''})", markdown)


def _title(page: Path) -> str:
    """The first heading of a page; its name where the file is not there, which MkDocs will complain of."""
    if not page.is_file():
        return page.name
    first = re.search(r"^# (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return first[1] if first else page.name


def on_page_content(html: str, *, page: Any, **_: Any) -> str:
    """The page with its links turned, where it is a notebook."""
    if not page.file.src_uri.endswith(".ipynb"):
        return html
    return _LINK.sub(lambda m: f'{m[1]}{m[2]}.html{m[3] or ""}"', html)
