"""Sources name their texts: each text is cited, each name can be found, and no preset changed for it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from reassure.catalog import Reference, catalog, cited
from reassure.scenario.reader import fingerprint, load, preset_names
from reassure.words.links import links

KNOWN = catalog()
TEXTS = KNOWN.of(Reference)
SOURCES = [e.model_dump_json() for e in KNOWN.entries.values() if not isinstance(e, Reference)]

OWN = [
    path.read_text() for path in Path("src/reassure").rglob("*.toml") if "catalog" not in path.parts
]
"""Scenarios and agreements that come with the package."""


@pytest.mark.parametrize("text", TEXTS, ids=lambda t: t.id)
def test_a_text_is_named_and_can_be_opened(text: Reference) -> None:
    """By some source, of the catalogue or of a scenario or agreement that comes with the package; its address is one, and it says what was read."""
    assert any(text.source in source for source in SOURCES + OWN)
    assert links(text.source) == [text.url]
    assert all(any(other in source for source in SOURCES + OWN) for other in text.also)
    assert text.read
    assert text.author or text.publisher
    assert re.fullmatch(r"\d{4}-\d{2}", text.accessed)


def test_no_source_names_nothing() -> None:
    """Words of the first harvest that no reader could follow."""
    nothing = re.compile(
        r"map data set|encyclopaedia copy|\(weak\)|public (?:launch|airport)|open tracking code|open code"
    )
    assert [s[:60] for s in SOURCES if nothing.search(s) and "drag_source" not in s] == []


def test_every_address_has_its_text() -> None:
    """With title, publisher and what was read: a source names no address that stands alone."""
    known = {
        url for text in TEXTS for url in (text.url, *(f"https://{other}" for other in text.also))
    }
    tables = [e.model_dump() for e in KNOWN.entries.values() if not isinstance(e, Reference)]
    named = {url for table in (*tables, *map(tomllib.loads, OWN)) for url in _addresses(table)}
    assert len(named) > 100
    assert named - known == set()


def _addresses(value: object) -> list[str]:
    """Those in all strings below a value."""
    if isinstance(value, str):
        return links(value)
    if isinstance(value, dict):
        return [url for v in value.values() for url in _addresses(v)]
    return [url for v in value for url in _addresses(v)] if isinstance(value, list | tuple) else []


def test_texts_are_cited_in_the_order_of_the_source() -> None:
    """By their addresses, and by nothing else."""
    first, second = TEXTS[0], TEXTS[1]
    assert cited(f"x {second.source}, then {first.source}", TEXTS) == [second, first]
    assert cited(f"{first.name}, {first.publisher}", TEXTS) == []
    (test,) = [text for text in TEXTS if text.also == ["adn.com"]]
    assert cited(f"adn.com 23 Jun 2014; {test.source}", TEXTS) == [test]


def test_corrections_are_taken_over() -> None:
    """The figures of November 2026: SM-3 IIA was read, the weak text of IA and IB is said to be weak, and two places
    are not found.
    """
    iia = KNOWN.find("sm3-iia").burnout_speed_km_s  # type: ignore[attr-defined]
    assert (iia.value, iia.trust) == (4.5, "found")
    assert "28 Aug 2019" in iia.source
    for name in ("sm3-ia", "sm3-ib"):
        speed = KNOWN.find(name).burnout_speed_km_s  # type: ignore[attr-defined]
        assert (speed.trust, "weak" in speed.source) == ("recalled", True)
    assert "abm_scc.htm" in KNOWN.find("plans-1997").source
    assert KNOWN.find("brdy").status == KNOWN.find("vypolzovo").status == "recalled"


PRESETS = {
    "china-us-gmd": "6e38def58fd8c507823e749cab317cf5ba4ec7cf31f20be403fbf74721720ee7",
    "criteria-2011": "39582a6c16edc9caa3748415c8eed0e510c6e91f8bf744c61469b9c2ebaf4842",
    "europe-2012": "7543b19f01cdd17faee2347524043ae8366c1f51f190e7bdb300849b17d68820",
    "europe-2012-sensed": "f693dc4498f4be985f8c4eadba0849fa95c6a8ff1b21c80b25e7e1132a73f86c",
    "europe-2013": "83e34b72c97c6ba99db20a30d21c2cd5a9e760cd3df61ef1950a2a42ce0e6bf4",
    "global-2012": "e5eae16cd99173599bea44513df63cd4a9e5c6883b06115d9728ef13659ef881",
    "global-2026": "3260400fa33376e2a52a0867279794d59d18018c0bb6f59483c93a4a6b4da5c8",
    "guarantee-2012": "4510066f54f29146efbeff9e67aee89616674a99f690fbcfa88871384f125aef",
    "korea-us": "7c4082a318857c0328e8b7a0ea65fa967c54b246c1edadd4cd2a264648e226d0",
    "poland-2007-mda": "d9d4c56a06ac1587b5b4d588be98efdd4da2101b51b8089aaa6d3db86a8ceadd",
    "poland-2007-postol": "33dc0d7f8fa10e30293477576426330fad92f765d40313ae3ec06d79a5233a49",
    "russia-us-gmd": "1bfc9c1c2396d071f7b3ee680605eecadabc2264a99614752c72e1f094f2bbb3",
}
"""Of the day before sources named their texts. A preset that is changed on purpose gets a new one here."""


def test_presets_keep_their_fingerprints() -> None:
    """A citation in the catalogue changes no scenario's hash: who cited a result by it still finds the same."""
    assert {name: fingerprint(load(name)) for name in preset_names()} == PRESETS
