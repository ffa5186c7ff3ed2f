"""The area that a map is asked over: a region of the scenario or of the catalogue, or a box."""

from __future__ import annotations

from reassure.geography.graticule import Box, box_of
from reassure.geography.regions import Region
from reassure.scenario import Scenario
from reassure.scenario.missiles import region_of

__all__ = ["area_of"]


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
