"""Regional missiles looked up, and the regions that they are aimed at or that are to be protected."""

from __future__ import annotations

from reassure.catalog import Missile as MissileEntry
from reassure.catalog import Zone, catalog
from reassure.errors import ScenarioError
from reassure.geography.regions import Disc, Region
from reassure.scenario.lookup import booster_named, no_such, outline_named
from reassure.scenario.model import MissileTable, Scenario
from reassure.scenario.parts import AimDisc, BoosterTable, SitePoint
from reassure.scenario.places import area_of, sampled
from reassure.scenario.question import Boost, RegionalMissile
from reassure.scenario.sources import Sources, at

__all__ = ["boost_of", "missile_of", "region_of"]


def boost_of(booster: str | BoosterTable, sources: Sources) -> Boost:
    """Where a boost ends, by the short way round. Its figures are noted in `sources`. Raises CatalogError where the
    catalogue has no booster of that id.
    """
    entry = booster_named(booster)
    key = f"booster.{entry.id}"
    limits = {}
    for name in ("greatest_range_km", "greatest_burnout_speed_km_s"):
        figure = getattr(entry, name)
        if figure is not None:  # refused is only what is beyond all of its interval
            sources.figure(f"{key}.{name}", figure)
            limits[name] = figure.bounds[1]
    return Boost(
        entry.id,
        sources.figure(f"{key}.burnout_time_s", entry.burnout_time_s),
        sources.figure(f"{key}.burnout_height_km", entry.burnout_height_km),
        sources.figure(f"{key}.downrange_km", entry.downrange_km),
        **limits,
    )


def missile_of(scenario: Scenario, name: str) -> RegionalMissile:
    """The scenario's missile of that id, or the catalogue's, with its launch area sampled.

    Raises ScenarioError where neither has it, or where its range is within its boost or beyond its booster's.
    """
    for i, table in enumerate(scenario.missile):
        if table.id == name:
            with at("missile", i):
                return _missile(table, ("missile", i), Sources())
    found = catalog().entries.get(name)
    if not isinstance(found, MissileEntry):
        raise no_such(
            "missile",
            name,
            [*(m.id for m in scenario.missile), *(m.id for m in catalog().of(MissileEntry))],
        )
    # an empty path: what is wrong with the catalogue's missile is at no key of the scenario
    table = MissileTable(
        id=found.id, launch=found.launch, booster=found.booster, range_km=found.range_km
    )
    return _missile(table, (), Sources())


def _missile(table: MissileTable, path: tuple[str | int, ...], sources: Sources) -> RegionalMissile:
    with at(*path, "launch"):
        area: Region
        # a point is a disc of no radius, and is sampled by its middle alone
        if isinstance(table.launch, SitePoint):
            area = Disc(table.launch.latitude_deg, table.launch.longitude_deg, 0.0)
        else:
            area = area_of(table.id, table.launch, "missile", sources)
        launches = sampled(table.id, area, table.spacing_km)
    with at(*path, "booster"):
        boost = boost_of(table.booster, sources)
    reach = sources.figure(f"missile.{table.id}.range_km", table.range_km)
    # no flight would be left: each ends before its boost does
    if reach <= boost.downrange_km:
        raise ScenarioError(
            f"range {reach:g} km, burnout {boost.downrange_km:g} km out; allowed: a range beyond the burnout",
            (*path, "range_km"),
        )
    if boost.greatest_range_km is not None and reach > boost.greatest_range_km:
        raise ScenarioError(
            f"range {reach:g} km, but booster {boost.id} reaches at most {boost.greatest_range_km:g} km; "
            "allowed: a range within the booster's",
            (*path, "range_km"),
        )
    return RegionalMissile(
        id=table.id,
        boost=boost,
        launch=table.launch if isinstance(table.launch, str) else "its launch area",
        area=area,
        launches=tuple(launches),
        range_km=reach,
        flight_time_ratio=tuple(table.flight_time_ratio),
        spacing_km=table.spacing_km,
        sources=tuple(sources.rows.values()),
    )


def region_of(scenario: Scenario, name: str) -> Region:
    """The scenario's region of that id, or the catalogue's zone. Raises ScenarioError where neither has it."""
    for table in scenario.region:
        if table.id == name:
            if isinstance(table, AimDisc):
                # its size is part of what is asked, so it is not noted among the sources
                return Disc(table.latitude_deg, table.longitude_deg, table.radius_km.value)
            return outline_named(table)
    found = catalog().entries.get(name)
    if isinstance(found, Zone):
        return found.region
    raise no_such(
        "region", name, [*(r.id for r in scenario.region), *(z.id for z in catalog().of(Zone))]
    )
