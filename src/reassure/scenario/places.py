"""Places: a site or area looked up, and sampled by points."""

from __future__ import annotations

from functools import lru_cache

from reassure.catalog import Catalog, Site, Zone
from reassure.catalog.entries import Polygon
from reassure.errors import CatalogError
from reassure.geography.regions import Outline, Region, outline
from reassure.scenario.model import SitePoint
from reassure.scenario.question import Place
from reassure.scenario.sources import Sources

__all__ = ["area", "area_of", "sampled", "site_of"]


def area(
    name: str, area: str | Polygon, spacing_km: float, kind: str, known: Catalog, sources: Sources
) -> tuple[Place, ...]:
    """Points that stand for an area: a zone of the catalogue, or a polygon."""
    return sampled(name, area_of(name, area, kind, known, sources), spacing_km)


def area_of(name: str, area: str | Polygon, kind: str, known: Catalog, sources: Sources) -> Outline:
    """An area as a region: a zone of the catalogue, or a polygon."""
    if isinstance(area, str):
        zone = known.get(area, Zone, "region")
        region = zone.region
        sources.entry("zone", zone, area_km2=round(region.area_km2))
    else:
        region = outline(area)
        sources.plain(
            f"{kind}.{name}.area_km2", round(region.area_km2), "assumed", "polygon in the scenario"
        )
    return region


@lru_cache(maxsize=256)
def sampled(name: str, region: Region, spacing_km: float) -> tuple[Place, ...]:
    """Points that stand for a region, all under one name."""
    return tuple(Place(name, lat, lon) for lat, lon in region.sample(spacing_km))


def site_of(
    name: str, site: str | SitePoint, known: Catalog, sources: Sources
) -> tuple[str, list[Place]]:
    """What a site is called, and its point."""
    if isinstance(site, str):
        entry = known.get(site, Site, "site")
        sources.entry(
            "site", entry, latitude_deg=entry.latitude_deg, longitude_deg=entry.longitude_deg
        )
        return entry.id, [Place(entry.id, entry.latitude_deg, entry.longitude_deg)]
    if site.name in known.entries:
        raise CatalogError(
            f"site name {site.name}: an id of the catalogue; allowed: a name of its own"
        )
    key, source = f"deployment.{name}.site", site.source or "the scenario"
    sources.plain(f"{key}.latitude_deg", site.latitude_deg, "assumed", source)
    sources.plain(f"{key}.longitude_deg", site.longitude_deg, "assumed", source)
    return site.name or "site", [Place(name, site.latitude_deg, site.longitude_deg)]
