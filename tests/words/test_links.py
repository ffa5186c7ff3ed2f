"""Addresses in a text: what is one, what is none, and how they are shown."""

from __future__ import annotations

import pytest

from reassure.words.links import linked, links, pieces, with_scheme


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("mostlymissiledefense.com/2012/09/21", ["https://mostlymissiledefense.com/2012/09/21"]),
        ("over: rt.com/newsline/411520: 13,000 km", ["https://rt.com/newsline/411520"]),
        ("a page (heritage.org, 31 Mar 2023).", ["https://heritage.org"]),
        ("bryanmurray.net/home/?p=3835 (poor copy)", ["https://bryanmurray.net/home/?p=3835"]),
        ("http://a.example/b, and again http://a.example/b.", ["http://a.example/b"]),
        ("x.org/w/K%C3%BCrecik; y.com:20082/z", ["https://x.org/w/K%C3%BCrecik", "https://y.com:20082/z"]),
        ("holdings.toml, design/regional_boosters.py, docs/method.md", []),
        ("e.g. 5.5 km/s, i.e. faster; reassure 0.2.0.dev0", []),
        ("javascript:alert(1) me@x.org file:///etc/passwd", []),
        ("", []),
    ],
)  # fmt: skip
def test_addresses_are_told_from_words(text: str, urls: list[str]) -> None:
    """And no letter of the text is lost."""
    assert links(text) == urls
    assert "".join(shown for shown, _ in pieces(text)) == text


def test_a_text_becomes_links_and_stays_text() -> None:
    """What is no address is escaped, and so is what stands in one."""
    assert linked('<b> "x" a.org/?p=1&q=2') == (
        '&lt;b&gt; &quot;x&quot; <a href="https://a.org/?p=1&amp;q=2" rel="noopener noreferrer" target="_blank">'
        "a.org/?p=1&amp;q=2</a>"
    )
    assert with_scheme("see a.org/b, or http://c.org.") == "see https://a.org/b, or http://c.org."
