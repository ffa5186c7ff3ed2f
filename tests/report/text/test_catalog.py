"""Catalogue entries in words: every kind of field, and what is left out."""

from __future__ import annotations

import pytest

from reassure.catalog import catalog
from reassure.report.text.catalog import catalog_text, entry_text
from tests.report.made import flat, printed


def test_the_list_has_a_line_for_each_entry_with_kind_and_trust() -> None:
    """In the catalogue's order."""
    known = catalog()
    text = printed(catalog_text(known), 250)
    lines = [line.split() for line in text.splitlines()[2:] if line.strip()]
    assert [line[0] for line in lines] == list(known.entries)
    assert {line[-1] for line in lines} == {e.status for e in known.entries.values()}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("notional-8-3", "(notional vehicle notional-8-3; assumed)"),
        ("kozelsk", "(base kozelsk; "),
        ("gbi-2-stage-mda", "(interceptor gbi-2-stage-mda; "),
    ],
)
def test_the_kind_is_in_words(entry: str, said: str) -> None:
    """Two words where the class has two."""
    assert said in flat(entry_text(catalog().find(entry)))


def test_stages_stand_on_a_line_each_and_drag_with_its_axis() -> None:
    """Fields of a table inside an entry, apart by semicolons; plain fields by a colon."""
    text = flat(entry_text(catalog().find("notional-8-3")))
    assert "drag 0.2 at 0, 0.2 at 0.85, 0.27 at 1," in text
    assert "(coefficient at Mach number)" in text
    first, _, rest = text.partition("stage 1 ")[2].partition("stage 2 ")
    assert first.startswith("propellant_kg 15034, ")
    assert "; " in first
    assert rest.startswith("propellant_kg ")
    assert (
        "published 1 quantity: burnout_speed_km_s; value 8.3; modelled 8.3; status: found;" in text
    )


def test_an_outline_has_its_corners_with_latitude_first() -> None:
    """Said which number is which."""
    zone = next(e for e in catalog().entries.values() if getattr(e, "polygon", None))
    lat, lon = zone.polygon[0]  # type: ignore[attr-defined]
    text = flat(entry_text(zone))
    assert f"polygon [{lat:g}, {lon:g}], [" in text
    assert "(latitude_deg, longitude_deg)" in text


def test_an_entry_without_a_source_is_unverified() -> None:
    """One with a source says it."""
    for entry in catalog().entries.values():
        said = flat(entry_text(entry))
        assert said.endswith(" ".join((entry.source or "none: unverified").split()))
        assert ("none: unverified" in said) is (not entry.source)
