"""Where everything of an answer stands, for maps: bases, aim areas, sites, sea areas, radars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

import numpy as np
from pydantic import Field

from reassure.answers.document import Latitude, Longitude, Place
from reassure.words.document import GIVEN, OMITTED, OMITTED_IF_EMPTY, PLAIN, Digits, plain

__all__ = ["NOWHERE", "Area", "Coverage", "Rim", "Theatre", "TheatreSite", "middle"]

Rim = Annotated[tuple[Place, ...], Field(min_length=1), Digits(4, PLAIN)]
"""Latitudes and longitudes, deg, along a boundary; its first point is not repeated at the end."""


def middle(rim: Rim) -> tuple[float, float]:
    """The mean direction of a rim's points: latitude and longitude, deg."""
    lat, lon = np.radians(np.array(rim).T)
    x, y, z = (np.cos(lat) * np.cos(lon)).sum(), (np.cos(lat) * np.sin(lon)).sum(), np.sin(lat).sum()  # fmt: skip
    return float(np.degrees(np.arctan2(z, np.hypot(x, y)))), float(np.degrees(np.arctan2(y, x)))


@dataclass(frozen=True)
class Area:
    """A base, an aim region or a deployment: a single point, or the rim of an area."""

    kind: Literal["base", "aim", "deployment"]
    id: str
    rim: Rim
    name: Annotated[str | None, OMITTED] = None
    """What people call it; None: as the catalogue has it under its id, or the id in words."""
    holes: Annotated[tuple[Rim, ...], OMITTED_IF_EMPTY] = ()
    """The rims of what is cut out of it, as islands of a sea; left out where there is nothing."""


@dataclass(frozen=True)
class Coverage:
    """The ground below all points at one height that a radar sees."""

    DIGITS: ClassVar = {"": GIVEN}

    height_km: float
    """Above the ellipsoid."""
    rim: Rim
    holes: Annotated[tuple[Rim, ...], OMITTED_IF_EMPTY] = ()
    """Of a radar that looks all round, the ground below what passes above its greatest elevation."""


@dataclass(frozen=True)
class TheatreSite:
    """A radar: its place, and its sector on the ground.

    The rim is its range measured along the ground, but never more than a quarter of the way round the Earth; a sector
    of less than a whole turn has the radar's place as its first point.
    """

    DIGITS: ClassVar = {"": GIVEN}

    id: str
    latitude_deg: Latitude
    longitude_deg: Longitude
    range_km: float
    boresight_deg: float
    """Azimuth of the sector's middle, from north to east; `sector_deg` is the whole width."""
    sector_deg: float
    rim: Rim
    coverage: Annotated[tuple[Coverage, ...], OMITTED_IF_EMPTY] = ()
    """What it sees at some heights, rising; none where it sees nothing there, or where a file does not say."""

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file."""
        table: dict[str, Any] = plain(self)
        return table


@dataclass(frozen=True)
class Theatre:
    """All areas and radars of an answer, and how far the interceptors of each deployment could fly."""

    areas: tuple[Area, ...]
    radars: tuple[TheatreSite, ...]
    reach_km: Annotated[tuple[float | None, ...], Digits(3, PLAIN)]
    """For each deployment, the greatest ground distance at which an arc of its available speed comes down; None: it
    does not come down.
    """


NOWHERE: Final = Theatre((), (), ())
"""The theatre of an answer read from a file that does not say where anything stands."""
