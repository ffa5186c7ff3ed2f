"""Grids of places along meridians and parallels, for maps: rows from south to north, columns
eastward.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from reassure.errors import RegionError
from reassure.geography.regions import Region
from reassure.typing import Array
from reassure.words.counts import counted

__all__ = ["GLOBE", "MOST_PLACES", "Box", "Graticule", "box_of"]

GLOBE = "globe"
"""What stands for the whole Earth in place of a region's id."""

MOST_PLACES = 500_000
"""No graticule has more places."""

_KM_PER_DEGREE = 6371.0072 * math.pi / 180.0  # along a meridian of a sphere of the ellipsoid's area
_LONGEST_STEP = 60.0  # degrees: three rows from pole to pole
_FARTHEST_NORTH = 89.5  # nearer to a pole a grid of meridians has no columns to speak of


@dataclass(frozen=True)
class Box:
    """Everything between two parallels and two meridians, WGS84 degrees. RegionError where `south` is
    not below `north`, beyond 89.5 degrees either way, and for more than once round.
    """

    south: float
    west: float
    north: float
    east: float
    """May pass 180, for a box across the antimeridian."""

    def __post_init__(self) -> None:
        if not -_FARTHEST_NORTH <= self.south < self.north <= _FARTHEST_NORTH:
            raise RegionError(
                f"latitudes {self.south:g} to {self.north:g}; allowed: south below north, "
                f"-{_FARTHEST_NORTH} to {_FARTHEST_NORTH}"
            )
        if not (-180.0 <= self.west <= 180.0 and 0.0 < self.east - self.west <= 360.0):
            raise RegionError(
                f"longitudes {self.west:g} to {self.east:g}; allowed: from -180 to 180, eastward, at most once round"
            )

    @classmethod
    def read(cls, text: str) -> Box:
        """From SOUTH,WEST,NORTH,EAST in degrees; an east below the west lies beyond the
        antimeridian.

        RegionError for another text, and for a box that is none.
        """
        try:
            # Adding 0.0 turns -0.0 into 0.0, for messages and files.
            south, west, north, east = (float(part) + 0.0 for part in text.split(","))
        except ValueError:
            raise RegionError(f"{text}; allowed: SOUTH,WEST,NORTH,EAST in degrees") from None
        return cls(south, west, north, east + 360.0 if east <= west else east)


@dataclass(frozen=True, eq=False)
class Graticule:
    """Places at every latitude (rows,) and longitude (columns,), deg; longitudes rise and may pass
    180.
    """

    latitude_deg: Array
    longitude_deg: Array

    @classmethod
    def over(
        cls, box: Box, *, spacing_km: float | None = None, degrees: float | None = None
    ) -> Graticule:
        """Edges included. `spacing_km`: between rows, and between columns in the middle; or
        `degrees` each way.

        Spacings are rounded so that a whole number fits. RegionError for both or neither, for a
        spacing that is not above 0, and for more than MOST_PLACES.
        """
        if (spacing_km is None) == (degrees is None):
            raise RegionError("a spacing in km or in degrees; allowed: one of the two")
        middle = 0.5 * (box.south + box.north)
        if degrees is not None:
            steps = (degrees, degrees)
        else:
            assert spacing_km is not None  # noqa: S101
            step = spacing_km / _KM_PER_DEGREE
            # Meridians are cos(latitude) as far apart as at the equator.
            steps = (step, step / math.cos(math.radians(middle)))
        if not all(s > 0.0 and math.isfinite(s) for s in steps):
            given = degrees if spacing_km is None else spacing_km
            raise RegionError(f"a spacing of {given:g}; allowed: above 0")
        sides = (box.north - box.south, box.east - box.west)
        counts = [max(1, round(side / step)) + 1 for side, step in zip(sides, steps, strict=True)]
        if counts[0] * counts[1] > MOST_PLACES:
            raise RegionError(
                f"{counts[0]} by {counted(counts[1], 'place')}; allowed: at most {MOST_PLACES}"
            )
        return cls(
            np.linspace(box.south, box.north, counts[0]), np.linspace(box.west, box.east, counts[1])
        )

    @classmethod
    def globe(cls, *, spacing_km: float | None = None, degrees: float | None = None) -> Graticule:
        """The whole globe: the middles of equal steps of latitude and longitude, neither a pole nor
        the antimeridian among them, so that each place stands for a cell and the cells for all the
        Earth.

        `spacing_km` (along a meridian) or `degrees`, rounded so that a whole number of steps goes
        from pole to pole; twice as many go round. RegionError as of `over`, and for a step above 60
        degrees.
        """
        if (spacing_km is None) == (degrees is None):
            raise RegionError("a spacing in km or in degrees; allowed: one of the two")
        given = degrees if spacing_km is None else spacing_km
        assert given is not None  # noqa: S101
        step = given if spacing_km is None else spacing_km / _KM_PER_DEGREE
        if not (step > 0.0 and math.isfinite(step)):
            raise RegionError(f"a spacing of {given:g}; allowed: above 0")
        if step > _LONGEST_STEP:
            raise RegionError(
                f"a spacing of {given:g} over the globe; allowed: at most {_LONGEST_STEP:g} degrees"
            )
        rows = round(180.0 / step)
        if 2 * rows * rows > MOST_PLACES:
            raise RegionError(
                f"{rows} by {counted(2 * rows, 'place')}; allowed: at most {MOST_PLACES}"
            )
        half = 90.0 / rows
        return cls(
            np.linspace(-90.0 + half, 90.0 - half, rows),
            np.linspace(-180.0 + half, 180.0 - half, 2 * rows),
        )

    @property
    def round(self) -> bool:
        """Is the first column the next after the last: do the columns go once round the Earth?"""
        lon = self.longitude_deg
        return lon.size > 1 and abs(lon[-1] + (lon[1] - lon[0]) - lon[0] - 360.0) < 1e-6

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, columns."""
        return self.latitude_deg.size, self.longitude_deg.size

    def places(self) -> tuple[Array, Array]:
        """Latitudes and longitudes (deg, -180 to 180), (rows, columns)."""
        lat, lon = np.meshgrid(self.latitude_deg, self.longitude_deg, indexing="ij")
        return lat, (lon + 180.0) % 360.0 - 180.0


def box_of(region: Region) -> Box:
    """The least box of meridians and parallels around a region. RegionError where it holds a pole."""
    middle = region.middle()
    lat, lon = np.array(region.rim()).T
    # Counted from the middle, so that a region across the antimeridian is in one piece.
    east = (lon - middle[1] + 180.0) % 360.0 - 180.0
    # A rim round a pole goes through all longitudes but the gap between two of its points.
    if east.max() - east.min() > 300.0:
        raise RegionError("a region around a pole; allowed: SOUTH,WEST,NORTH,EAST")
    west = (middle[1] + east.min() + 180.0) % 360.0 - 180.0
    if not (lat.max() > lat.min() and east.max() > east.min()):
        raise RegionError("a region without an inside; allowed: SOUTH,WEST,NORTH,EAST")
    return Box(
        float(lat.min()), float(west), float(lat.max()), float(west + east.max() - east.min())
    )
