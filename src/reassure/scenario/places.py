"""Places: a site or area looked up, and sampled by points."""

from __future__ import annotations

from functools import lru_cache

from reassure.catalog import Site, catalog
from reassure.catalog.entries import Polygon
from reassure.errors import CatalogError
from reassure.geography.regions import Outline, Region
from reassure.scenario.lookup import outline_named, site_named
from reassure.scenario.parts import SitePoint
from reassure.scenario.question import Place
from reassure.scenario.sources import Sources

__all__ = ["area", "area_of", "sampled", "site_of"]


def area(
    name: str, area: str | Polygon, spacing_km: float, kind: str, sources: Sources
) -> tuple[Place, ...]:
    """Points that stand for an area: a zone of the catalogue, or a polygon."""
    return sampled(name, area_of(name, area, kind, sources), spacing_km)


def area_of(name: str, area: str | Polygon, kind: str, sources: Sources) -> Outline:
    """An area as a region: a zone of the catalogue, or a polygon."""
    region = outline_named(area)
    if isinstance(area, str):
        sources.entry("zone", catalog().find(area), area_km2=round(region.area_km2))
    else:
        sources.plain(
            f"{kind}.{name}.area_km2", round(region.area_km2), "assumed", "polygon in the scenario"
        )
    return region


@lru_cache(maxsize=256)
def sampled(name: str, region: Region, spacing_km: float) -> tuple[Place, ...]:
    """Points that stand for a region, all under one name."""
    return tuple(Place(name, lat, lon) for lat, lon in region.sample(spacing_km))


def site_of(name: str, site: str | SitePoint, sources: Sources) -> tuple[str, list[Place]]:
    """What a site is called, and its point."""
    found = site_named(site)
    if isinstance(found, Site):
        sources.entry(
            "site", found, latitude_deg=found.latitude_deg, longitude_deg=found.longitude_deg
        )
        return found.id, [Place(found.id, found.latitude_deg, found.longitude_deg)]
    if found.name in catalog().entries:
        raise CatalogError(
            f"site name {found.name}: an id of the catalogue; allowed: a name of its own"
        )
    key, source = f"deployment.{name}.site", found.source or "the scenario"
    sources.plain(f"{key}.latitude_deg", found.latitude_deg, "assumed", source)
    sources.plain(f"{key}.longitude_deg", found.longitude_deg, "assumed", source)
    return found.name or "site", [Place(name, found.latitude_deg, found.longitude_deg)]
