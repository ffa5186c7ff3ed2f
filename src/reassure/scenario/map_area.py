"""The area that a map is asked over: a region of the scenario or of the catalogue, a box, or the whole globe."""

from __future__ import annotations

from reassure.geography.graticule import GLOBE, Box, Graticule, box_of
from reassure.geography.regions import Region
from reassure.scenario import Scenario
from reassure.scenario.missiles import region_of

__all__ = ["SPACING_KM", "area_of", "grid_of", "region_in"]

SPACING_KM = 100.0
"""Between the places of a map where nothing is said."""


def area_of(scenario: Scenario, area: str) -> tuple[Box, Region | None]:
    """The box of a map's grid (degrees), and the region that its places must lie in; None: the whole box.

    `area`: a region's id, or SOUTH,WEST,NORTH,EAST in degrees. Raises ScenarioError where no region has that id, and
    RegionError for a box or region over which no grid can be laid.
    """
    # no id has a comma
    if "," in area:
        return Box.read(area), None
    region = region_of(scenario, area)
    return box_of(region), region


def region_in(scenario: Scenario, area: str) -> Region | None:
    """The region that a map's places must lie in; None: a box, or the whole globe. Raises what `area_of` raises."""
    return None if area == GLOBE else area_of(scenario, area)[1]


def grid_of(
    scenario: Scenario, area: str, spacing_km: float | None, degrees: float | None
) -> tuple[Graticule, Region | None]:
    """A map's grid, and the region that its places must lie in; None: all of them do.

    `area`: as `area_of` takes it, or GLOBE. `spacing_km` or `degrees`: between places; SPACING_KM where neither is
    given. Raises what `area_of` raises, and RegionError for a spacing that cannot be used.
    """
    if spacing_km is None and degrees is None:
        spacing_km = SPACING_KM
    if area == GLOBE:
        return Graticule.globe(spacing_km=spacing_km, degrees=degrees), None
    box, within = area_of(scenario, area)
    return Graticule.over(box, spacing_km=spacing_km, degrees=degrees), within
