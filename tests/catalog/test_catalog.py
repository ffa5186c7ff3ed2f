"""The catalogue says what the published tables say, with their trust."""

import numpy as np
import pytest
import shapely

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
from reassure.geography.geodesics import distance_km
from reassure.geography.regions import plane
from reassure.report.atlas import land

KNOWN = catalog()


def test_everything_is_there() -> None:
    """Counts by kind, as gathered in November 2026, and the regions drawn."""
    kinds = {
        Base: 26, Site: 17, Booster: 16, Interceptor: 9, Missile: 3, Plan: 8, Statement: 12, Reference: 133, Zone: 23,
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
     ("sea-of-okhotsk", 1.58e6), ("sea-of-japan", 1.05e6), ("yellow-sea", 4.6e5), ("east-china-sea", 7.7e5),
     ("south-china-sea", 3.5e6), ("bering-sea", 2.3e6)],
)  # fmt: skip
def test_drawn_regions_have_about_the_right_area(zone: str, area_km2: float) -> None:
    """Against gazetteer areas: coarse, within a quarter."""
    assert abs(KNOWN.get(zone, Zone, "region").region.area_km2 / area_km2 - 1) < 0.25


ON_LAND = {
    "mediterranean-sea": [
        (39.1, 9.0),
        (42.2, 9.1),
        (35.2, 24.9),
        (35.0, 33.2),
        (37.5, 14.2),
        (39.6, 3.0),
        (41.9, 12.5),
        (36.8, 10.2),
    ],
    "baltic-sea": [
        (57.5, 18.5),
        (58.4, 22.5),
        (58.9, 22.6),
        (59.3, 18.1),
        (54.7, 20.5),
        (60.2, 20.0),
    ],
    "black-sea": [(45.0, 34.1), (41.0, 29.0)],
    "barents-sea": [(69.1, 49.0), (69.0, 33.1), (73.0, 56.0)],
    "sea-of-okhotsk": [(50.5, 143.0), (55.0, 137.5), (56.0, 159.0)],
    "south-china-sea": [(19.2, 109.7), (14.6, 121.0), (22.4, 114.0)],
    "sea-of-japan": [(38.0, 138.4), (37.5, 127.0)],
    "bering-sea": [(63.4, -170.3), (60.1, -166.4), (57.0, -158.0)],
    "gulf-of-alaska": [(57.5, -153.6), (61.2, -149.9)],
}
AT_SEA = {
    "mediterranean-sea": [
        (40.0, 12.0),
        (35.0, 18.0),
        (34.0, 30.0),
        (42.5, 16.0),
        (37.5, 25.0),
        (43.0, 6.0),
        (36.2, -4.0),
    ],
    "baltic-sea": [
        (55.5, 18.0),
        (58.5, 19.8),
        (62.5, 20.0),
        (64.8, 23.5),
        (60.0, 27.0),
        (57.7, 23.5),
    ],
    "north-sea": [(56.0, 3.0), (52.5, 3.0), (60.5, 3.0), (58.0, 0.0)],
    "norwegian-sea": [(70.0, 5.0), (64.0, 0.0), (72.0, 15.0)],
    "black-sea": [(43.0, 34.0), (45.5, 31.5), (42.2, 40.0)],
    "barents-sea": [(75.0, 40.0), (69.2, 37.0), (69.3, 56.0), (79.5, 45.0)],
    "sea-of-okhotsk": [(53.0, 150.0), (46.0, 146.0), (58.0, 145.0), (60.5, 158.0)],
    "south-china-sea": [(12.0, 113.0), (20.0, 107.5), (21.0, 117.0), (1.0, 107.0)],
    "east-china-sea": [(29.0, 125.0), (26.5, 122.0)],
    "yellow-sea": [(36.0, 123.0), (39.0, 120.0)],
    "sea-of-japan": [(40.0, 135.0), (34.6, 129.9), (49.0, 141.3)],
    "western-pacific": [(25.0, 132.0), (31.0, 136.0)],
    "north-atlantic": [(57.0, -20.0), (62.0, -30.0)],
    "bering-sea": [(58.0, 180.0), (56.0, 170.0), (62.0, -175.0), (57.5, -164.0)],
    "gulf-of-alaska": [(58.5, -147.0), (55.0, -159.0)],
}
"""Latitudes and longitudes from an atlas: towns and islands; open water."""


@pytest.mark.parametrize("name", AT_SEA)
def test_seas_hold_water_and_no_islands(name: str) -> None:
    """Sardinia, Crete, Gotland, Kolguyev, Hainan and the towns on the coasts are not in them."""
    sea = KNOWN.get(name, Zone, "region").region
    assert sea.holds(*np.array(AT_SEA[name]).T).all()
    assert not sea.holds(*np.array(ON_LAND.get(name, [(51.5, 0.0)])).T).any()


@pytest.mark.some(3)
@pytest.mark.parametrize(
    "zone", [z for z in KNOWN.of(Zone) if z.kind == "sea area"], ids=lambda z: z.id
)
def test_ships_stand_off_land(zone: Zone) -> None:
    """Of a sample at 100 km no point lies farther than 20 km inland: against the coasts that maps show, point by point."""
    region = zone.region
    flat = plane(*region.middle(), back=False)
    lat, lon = np.array(region.sample(100.0)).T
    places = shapely.points(*flat.transform(lon, lat))
    for ring, *_ in land():
        if distance_km(*region.middle(), ring[:, 1], ring[:, 0]).min() < 2500.0:
            coast = np.column_stack(flat.transform(*ring.T))
            inland = shapely.contains(shapely.make_valid(shapely.Polygon(coast)), places)
            assert shapely.distance(places[inland], shapely.LineString(coast)).max(initial=0) < 20


def test_a_sea_says_where_its_outline_is_from() -> None:
    """The coasts, the tolerance, the limits; and none that rests on a limit from memory is called found."""
    for zone in KNOWN.of(Zone):
        if zone.kind == "sea area":
            assert "Natural Earth 4.1.0" in zone.source
            assert "simplified by 15 km" in zone.source
            assert (zone.status == "assumed") == ("chosen here" in zone.source)
            assert zone.status != "found" or "as quoted by" in zone.source


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
