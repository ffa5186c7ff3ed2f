"""The page finds the same addresses as the package, in every source of the catalogue."""

from __future__ import annotations

from typing import Any

from reassure.catalog import catalog
from reassure.words.links import pieces
from tests.viewer.engine import call


def texts_in(data: Any) -> list[str]:
    """Every text in plain data."""
    if isinstance(data, dict):
        return [t for value in data.values() for t in texts_in(value)]
    if isinstance(data, list):
        return [t for value in data for t in texts_in(value)]
    return [data] if isinstance(data, str) else []


def test_the_page_links_what_files_link() -> None:
    """Texts of the catalogue, and some that nobody would write there."""
    texts = sorted({t for e in catalog().entries.values() for t in texts_in(e.model_dump(mode="json"))})  # fmt: skip
    texts += [
        "",
        "http://a.b/c.",
        "<a.org>",
        "javascript:alert(1)",
        "me@x.org",
        "a.py b.toml/c d.co:80/e",
    ]
    found = call("piecesOf", texts)
    wanted = [[list(piece) for piece in pieces(t)] for t in texts]
    assert found == wanted
    assert sum(url is not None for text in found for _, url in text) > 200
