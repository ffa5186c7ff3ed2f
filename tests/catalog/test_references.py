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
    "china-us-gmd": "febea17bf95dbb60ce608d95a6745dfc35c3986c70d56e0b60804058f87e6357",
    "criteria-2011": "62613c6b117768a71460c6e624880b925f6418023a3b50eb3d837d967fbf90d4",
    "europe-2012": "54de3be32f16cce9d353cacb117bbfd04a1bf4c139c0019b08bf5cc1c40174fa",
    "europe-2012-sensed": "f693dc4498f4be985f8c4eadba0849fa95c6a8ff1b21c80b25e7e1132a73f86c",
    "europe-2013": "1c5e0fa0f8efa0a33ed7ac843670bbb4db44b6b31efcf95837269b7dad4213e3",
    "global-2012": "33bcd6ba105208779146574b6638f0b709af08be25a698ef5ade8839e9681801",
    "global-2026": "cd6934147748324183b2405b7af90ed9ec12d7a6ba3fe1dff6bcfb7b8290ade4",
    "guarantee-2012": "4510066f54f29146efbeff9e67aee89616674a99f690fbcfa88871384f125aef",
    "korea-us": "f6f290083b87732889cc6413611c67757265e93787aaa581c92bb05e8515291e",
    "poland-2007-mda": "ce17f79da593d53f95106e58bef1f29865376d4f29a9438cf827339dbe648e9a",
    "poland-2007-postol": "8038d1c4304ea77ee5e50a507ac20ad14b09ac0a79c6617698a31454ad1b3c34",
    "russia-us-gmd": "1bfc9c1c2396d071f7b3ee680605eecadabc2264a99614752c72e1f094f2bbb3",
}
"""Of the day before sources named their texts. A preset that is changed on purpose gets a new one here."""


def test_presets_keep_their_fingerprints() -> None:
    """A citation in the catalogue changes no scenario's hash: who cited a result by it still finds the same."""
    assert {name: fingerprint(load(name)) for name in preset_names()} == PRESETS
