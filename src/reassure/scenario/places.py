"""Places: a site or area looked up, and sampled by points."""

from __future__ import annotations

from functools import lru_cache

from reassure.catalog import Base, Site, Zone, catalog
from reassure.catalog.entries import Polygon
from reassure.errors import CatalogError
from reassure.geography.regions import Outline, Region
from reassure.scenario.lookup import outline_named, site_named
from reassure.scenario.parts import AimPolygon, SitePoint
from reassure.scenario.question import Place
from reassure.scenario.sources import Sources

__all__ = ["area", "area_of", "middle_of", "sampled", "site_of"]


def area(
    name: str, area: str | Polygon | AimPolygon, spacing_km: float, kind: str, sources: Sources
) -> tuple[Place, ...]:
    """Points that stand for an area, all under one name: a zone of the catalogue by its id, a polygon, or a table
    with its polygon and holes.

    `kind`: what the area is to the scenario ("base", "aim", "deployment"), for the key of its source. Raises
    CatalogError where there is no such zone, and RegionError where the spacing would need too many points.
    """
    return sampled(name, area_of(name, area, kind, sources), spacing_km)


def middle_of(name: str) -> tuple[float, float]:
    """Latitude and longitude, deg, of a base, a site, or the middle of a zone of the catalogue. Raises CatalogError for another id."""
    entry = catalog().entries.get(name)
    if isinstance(entry, Zone):
        return entry.region.middle()
    if isinstance(entry, Base):
        return entry.latitude_deg, entry.longitude_deg
    found = catalog().get(name, Site, "base, site or region")
    return found.latitude_deg, found.longitude_deg


def area_of(name: str, area: str | Polygon | AimPolygon, kind: str, sources: Sources) -> Outline:
    """An area as a region: a zone of the catalogue by its id, a polygon, or a table with its polygon and holes. Its size is noted in `sources`, as a plain
    number that no draw changes. Raises CatalogError where there is no such zone.
    """
    region = outline_named(area)
    if isinstance(area, str):
        # whole km^2: the polygons are some 15 to 50 km true
        sources.entry("zone", catalog().find(area), area_km2=round(region.area_km2))
    else:
        sources.plain(
            f"{kind}.{name}.area_km2", round(region.area_km2), "assumed", "polygon in the scenario"
        )
    return region


# Every draw of the figures resolves the scenario anew, and its regions are the same ones.
@lru_cache(maxsize=256)
def sampled(name: str, region: Region, spacing_km: float) -> tuple[Place, ...]:
    """Points that stand for a region, all under one name: its corners, its rim and a grid inside, `spacing_km` apart at
    most. Raises RegionError where that would be too many.
    """
    return tuple(Place(name, lat, lon) for lat, lon in region.sample(spacing_km))


def site_of(name: str, site: str | SitePoint, sources: Sources) -> tuple[str, list[Place]]:
    """What a site is called, and its point in a list; "site" where it has no name. Its place is noted in `sources`.

    `name`: the id of the deployment or sensor that stands there. Raises CatalogError where the catalogue has no site
    of that id, or where a site that is written out is called like one of its entries.
    """
    found = site_named(site)
    if isinstance(found, Site):
        sources.entry(
            "site", found, latitude_deg=found.latitude_deg, longitude_deg=found.longitude_deg
        )
        return found.id, [Place(found.id, found.latitude_deg, found.longitude_deg)]
    # an answer shows places by name, and the catalogue's name would tell a place that is not meant
    if found.name in catalog().entries:
        raise CatalogError(
            f"site name {found.name}: an id of the catalogue; allowed: a name of its own"
        )
    key, source = f"deployment.{name}.site", found.source or "the scenario"
    sources.plain(f"{key}.latitude_deg", found.latitude_deg, "assumed", source)
    sources.plain(f"{key}.longitude_deg", found.longitude_deg, "assumed", source)
    return found.name or "site", [Place(name, found.latitude_deg, found.longitude_deg)]
