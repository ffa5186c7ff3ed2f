"""The texts that figures were read in, and which of them a source names: it names one by its address."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from reassure.catalog.entries import Entry
from reassure.words.links import links

__all__ = ["Reference", "cited"]


class Reference(Entry):
    """A text: `name` is its title, `source` its address without https://."""

    author: str = ""
    publisher: str = ""
    date: str = ""
    """As precise as it is known: "2010" or "2019-08-28"; empty where the text has none."""
    accessed: str
    """Month in which it was read: "2026-11"."""
    read: str
    """What was read there."""
    also: list[str] = Field(default_factory=list)
    """Other addresses by which sources name it, shorter ones say."""

    @property
    def url(self) -> str:
        """Its address with its scheme."""
        return f"https://{self.source}"

    @property
    def words(self) -> str:
        """Author, title, publisher, date and address, in a line."""
        parts = (self.author, self.name, self.publisher, self.date, self.url)
        return ", ".join(p for p in parts if p)


def cited(text: str, references: Iterable[Reference]) -> list[Reference]:
    """Those that a source names, in the order in which it names them."""
    known = {url: r for r in references for url in (*(f"https://{a}" for a in r.also), r.url)}
    # Once, by whatever addresses it is named.
    return list({known[url].id: known[url] for url in links(text) if url in known}.values())
