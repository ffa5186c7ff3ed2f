"""Addresses in a text: which of its words can be opened, and the text with them as links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

__all__ = ["linked", "links", "pieces", "with_scheme"]

# A domain in small letters, and a path up to white space or a mark that ends it. The ends are the names of files here,
# and no domains in what people cite. viewer/src/links.ts has the same expression.
_ADDRESS = re.compile(
    r"(?<![\w@/.-])(https?://)?((?:[a-z0-9-]+\.)+(?!(?:toml|py|md|csv|json|js|ts|html?)\b)[a-z]{2,}(?::\d+)?(?:/[^\s,;()\"'<>]*)?)(?![\w@])"
)
_END = ".:!?"
"""Marks that end a sentence, and no address."""


def pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """The text in its pieces, each with the address (https://...) that it opens; None: it opens nothing."""
    at = 0
    for found in _ADDRESS.finditer(text):
        shown = found.group().rstrip(_END)
        if found.start() > at:
            yield text[at : found.start()], None
        yield shown, shown if found.group(1) else f"https://{shown}"
        at = found.start() + len(shown)
    if at < len(text):
        yield text[at:], None


def links(text: str) -> list[str]:
    """The addresses in a text, each once, in their order."""
    return list(dict.fromkeys(url for _, url in pieces(text) if url))


def with_scheme(text: str) -> str:
    """The text with https:// before each address that has no scheme: what reads plain text makes links of these."""
    return "".join(url or shown for shown, url in pieces(text))


def linked(text: str, *, bare: bool = True) -> str:
    """The text as HTML with its addresses as links. All else is escaped. Without `bare`, those alone that have their
    scheme: in a text where other words may look like a domain, as the key of a figure does.
    """
    return "".join(
        f'<a href="{escape(url)}" rel="noopener noreferrer" target="_blank">{escape(shown)}</a>'
        if url and (bare or shown == url)
        else escape(shown)
        for shown, url in pieces(text)
    )
