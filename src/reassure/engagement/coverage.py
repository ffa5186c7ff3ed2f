"""What a radar sees of all that flies at one height: an outline on the ground below it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np

from reassure.answers.theatre import Coverage, Rim
from reassure.engagement.flights import earth_fixed
from reassure.engagement.radar_row import row_of
from reassure.geography.geodesics import ahead
from reassure.scenario.question import SeeingRadar
from reassure.sensing.radar import visible_points
from reassure.typing import Array, Mask

__all__ = ["HEIGHTS_KM", "coverage", "coverages"]

HEIGHTS_KM: Final = (200.0, 1000.0)
"""At which it is drawn: near the end of a boost, and near the summit of a flight to another continent."""

_STEP_DEG = 5.0  # between azimuths, at most
_FARTHEST_KM = 20_000.0  # nearly half way round: no straight line from the ground comes to a height again beyond it
_HALVINGS = 40  # 20,000 km halved so often are 2e-5 mm
_NO_HOLE_KM = 1.0  # a ring of silence overhead that is smaller is not drawn


# Every answer about a scenario draws the same radars.
@lru_cache(maxsize=256)
def coverages(radar: SeeingRadar) -> tuple[Coverage, ...]:
    """What a radar sees at each of HEIGHTS_KM; none for a height at which it sees nothing."""
    found = (coverage(radar, height) for height in HEIGHTS_KM)
    return tuple(c for c in found if c is not None)


def coverage(radar: SeeingRadar, height_km: float) -> Coverage | None:
    """The ground below all points at a height (km above the ellipsoid) that a radar sees; None: it sees none of them.

    Between azimuths 5 degrees apart the outline goes straight. An azimuth is that of the geodesic from the radar's site:
    the line of sight leaves it by less than 0.1 degree.
    """
    whole = radar.sector_deg >= 360.0
    pieces = int(np.ceil(radar.sector_deg / _STEP_DEG))
    first = radar.boresight_deg - 0.5 * radar.sector_deg
    azimuths: Array = first + radar.sector_deg / pieces * np.arange(float(pieces + (not whole)))
    # An azimuth stands at the edge of the sector: whether it is in it, rounding would say.
    sees = replace(radar, sector_deg=360.0)
    none = np.zeros(azimuths.size)
    upward = replace(sees, greatest_elevation_deg=90.0)
    # Ever farther away a point is ever lower and ever more distant: it is in view up to some distance.
    if not _seen(upward, height_km, azimuths, none)[0]:
        return None
    far = _last(upward, height_km, azimuths, none, np.full(azimuths.size, _FARTHEST_KM))
    if not _seen(sees, height_km, azimuths, far).any():
        return None
    # Nearer than some distance it is above the greatest elevation.
    near = (
        none
        if _seen(sees, height_km, azimuths, none)[0]
        else _last(sees, height_km, azimuths, far, none)
    )
    return Coverage(height_km, *_rims(radar, azimuths, near, far, whole))


def _seen(radar: SeeingRadar, height_km: float, azimuths: Array, away: Array) -> Mask:
    """(n,): does it see the points at a height that are so far away (n,), km along the ground?"""
    lat, lon = ahead(radar.latitude_deg, radar.longitude_deg, azimuths, away)
    points = earth_fixed(lat, lon, np.full(lat.size, 1e3 * height_km))
    return visible_points(row_of(radar), np.ascontiguousarray(points))


def _last(
    radar: SeeingRadar, height_km: float, azimuths: Array, seen: Array, hidden: Array
) -> Array:
    """The distance (n,), km, at which points go out of view between one where they are seen and one where they are not."""
    for _ in range(_HALVINGS):
        middle = 0.5 * (seen + hidden)
        there = _seen(radar, height_km, azimuths, middle)
        seen, hidden = np.where(there, middle, seen), np.where(there, hidden, middle)
    return seen


def _rims(
    radar: SeeingRadar, azimuths: Array, near: Array, far: Array, whole: bool
) -> tuple[Rim, tuple[Rim, ...]]:
    """The outline, and the hole in it: of a sector there and back, of a whole turn a ring with a ring of silence inside."""
    outer, inner = (_rim(radar, azimuths, away) for away in (far, near))
    hole = near.max() >= _NO_HOLE_KM
    if whole:
        return outer, (inner,) if hole else ()
    site = ((radar.latitude_deg, radar.longitude_deg),)
    return (*outer, *(inner[::-1] if hole else site)), ()


def _rim(radar: SeeingRadar, azimuths: Array, away: Array) -> Rim:
    lat, lon = ahead(radar.latitude_deg, radar.longitude_deg, azimuths, away)
    return tuple(zip(lat.tolist(), lon.tolist(), strict=True))
