"""A scenario's figures and places as a claim has them: intervals and cells."""

from __future__ import annotations

from collections.abc import Sequence

from reassure.catalog import Figure
from reassure.claim.model import Cell, Interval
from reassure.errors import ScenarioError
from reassure.scenario.lookup import check_known

__all__ = ["BASE_CELL_KM", "check_names", "interval_of", "point"]

BASE_CELL_KM = 300.0
"""About how large the cells are into which areas of bases and of ships are cut."""


def interval_of(figure: Figure) -> Interval:
    """Least and greatest of a figure, in its unit; its value twice where it has no interval."""
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return low, high


def point(latitude_deg: float, longitude_deg: float) -> Cell:
    """A cell of no size, degrees: south = north and west = east."""
    return latitude_deg, latitude_deg, longitude_deg, longitude_deg


def check_names(what: str, names: Sequence[str] | None, known: Sequence[str]) -> None:
    """Raise ScenarioError where names are no list, or one of them is not known; None stands for all."""
    if names is None:
        return
    if isinstance(names, str) or not names:
        raise ScenarioError(f"{what}s = {names!r}; allowed: a list of ids, or None for all")
    check_known(what, names, known)
