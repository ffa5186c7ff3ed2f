"""For the documentation's site: a notebook's links to documents and to other notebooks lead to their pages.

A hook of MkDocs, named in mkdocs.yml. MkDocs turns links in Markdown, and leaves those that a notebook was rendered with.
"""

from __future__ import annotations

import re
from typing import Any

_LINK = re.compile(r'(<a [^>]*href=")(?![a-z]+:)([^"#]+)\.(?:md|ipynb)(#[^"]*)?"')


def on_page_content(html: str, *, page: Any, **_: Any) -> str:
    """The page with its links turned, where it is a notebook."""
    if not page.file.src_uri.endswith(".ipynb"):
        return html
    return _LINK.sub(lambda m: f'{m[1]}{m[2]}.html{m[3] or ""}"', html)
