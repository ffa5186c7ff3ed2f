"""The catalogue says what the published tables say, with their trust."""

import pytest

from reassure.catalog import (
    Base,
    Booster,
    Declaration,
    Holding,
    Interceptor,
    Missile,
    Plan,
    Radar,
    Reference,
    Rule,
    Scheme,
    Site,
    Statement,
    Station,
    Zone,
    catalog,
)
from reassure.errors import CatalogError

KNOWN = catalog()


def test_everything_is_there() -> None:
    """Counts by kind, as gathered in November 2026, and the regions drawn."""
    kinds = {
        Base: 26, Site: 17, Booster: 16, Interceptor: 9, Missile: 3, Plan: 8, Statement: 12, Reference: 19, Zone: 23,
        Rule: 2, Declaration: 33, Holding: 37, Radar: 13, Station: 18, Scheme: 5,
    }  # fmt: skip
    assert {kind: len(KNOWN.of(kind)) for kind in kinds} == kinds


@pytest.mark.parametrize("entry", KNOWN.entries.values(), ids=lambda e: e.id)
def test_what_is_found_names_its_source(entry) -> None:
    """No `found` without a source, in the entry or in its figures."""
    assert entry.status != "found" or entry.source
    for _, value in entry:
        if getattr(value, "trust", None) == "found":
            assert value.source


def test_figures_and_their_trust() -> None:
    """A few figures typed again from the tables."""
    iia = KNOWN.get("sm3-iia", Interceptor, "interceptor").burnout_speed_km_s
    assert (iia.value, iia.low, iia.high, iia.trust) == (4.5, 4.3, 4.5, "found")
    iib = KNOWN.get("sm3-iib", Interceptor, "interceptor").burnout_speed_km_s
    assert (iib.value, iib.low, iib.trust) == (5.5, 5.0, "found")
    mda = KNOWN.get("gbi-2-stage-mda", Interceptor, "interceptor").burnout_speed_km_s
    assert [d.value for d in mda.dissent] == [5.4, 8.3]
    solid = KNOWN.get("icbm-solid", Booster, "booster")
    assert (solid.burnout_time_s.low, solid.burnout_height_km.trust) == (120, "assumed")
    kozelsk = KNOWN.get("kozelsk", Base, "base")
    assert (kozelsk.latitude_deg, kozelsk.longitude_deg) == (54.03, 35.77)
    assert KNOWN.get("barnaul", Base, "base").status == "recalled"


@pytest.mark.parametrize(
    ("zone", "area_km2"),
    [("conus", 8.08e6), ("mediterranean-sea", 2.5e6), ("baltic-sea", 3.8e5), ("black-sea", 4.4e5),
     ("norwegian-sea", 1.38e6), ("barents-sea", 1.4e6), ("north-sea", 5.7e5),
     ("sea-of-okhotsk", 1.58e6)],
)  # fmt: skip
def test_drawn_regions_have_about_the_right_area(zone: str, area_km2: float) -> None:
    """Against gazetteer areas: coarse, within a quarter."""
    assert abs(KNOWN.get(zone, Zone, "region").region.area_km2 / area_km2 - 1) < 0.25


def test_a_station_is_a_kind_of_radar_at_a_place() -> None:
    """Its kind is there, and the site that it names; a place of its own stands only where it names none."""
    for station in KNOWN.of(Station):
        assert KNOWN.get(station.radar, Radar, "radar").accuracy is not None
        if station.site is not None:
            assert KNOWN.get(station.site, Site, "site").kind == "radar"
            assert station.latitude_deg is None


def test_unknown_id_gets_the_nearest() -> None:
    """Of the kind that is wanted."""
    with pytest.raises(CatalogError, match="did you mean kozelsk"):
        KNOWN.find("kozelks")
    with pytest.raises(CatalogError, match="no site"):
        KNOWN.get("kozelsk", Site, "site")
