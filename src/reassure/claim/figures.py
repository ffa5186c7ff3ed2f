"""A scenario's figures and places as a claim has them: intervals and cells."""

from __future__ import annotations

from collections.abc import Sequence

from reassure.catalog import Figure, Zone, catalog
from reassure.catalog.entries import Polygon
from reassure.claim.model import Cell, Interval
from reassure.errors import ScenarioError
from reassure.geography.regions import Region, outline

__all__ = ["BASE_CELL_KM", "check_names", "interval_of", "point", "region_of"]

BASE_CELL_KM = 300.0
"""Areas of bases and of ships are cut into cells of some this size."""


def interval_of(figure: Figure) -> Interval:
    """Least and greatest of a figure; its value where it has no interval."""
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return low, high


def point(latitude_deg: float, longitude_deg: float) -> Cell:
    """A cell of no size."""
    return latitude_deg, latitude_deg, longitude_deg, longitude_deg


def region_of(area: str | Polygon) -> Region:
    """The region of an area that is named in the catalogue, or drawn."""
    if isinstance(area, str):
        return catalog().get(area, Zone, "region").region
    return outline(area)


def check_names(what: str, names: Sequence[str] | None, known: Sequence[str]) -> None:
    """Raise ScenarioError where names are no list, or one of them is not known; None stands for all."""
    if names is None:
        return
    if isinstance(names, str) or not names:
        raise ScenarioError(f"{what}s = {names!r}; allowed: a list of ids, or None for all")
    for name in names:
        if name not in known:
            raise ScenarioError(
                f"no {what} {name!r} in the scenario; allowed: {', '.join(dict.fromkeys(known))}"
            )
