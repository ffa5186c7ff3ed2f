"""Claims refused before any work: those of earlier formats, and clauses that are false as they stand."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from reassure.claim.model import FORMAT, AimRow, Claim, ClaimFlights, InterceptorLimits
from reassure.earth.constants import EQUATORIAL_RADIUS, POLAR_RADIUS
from reassure.errors import ClaimError
from reassure.typing import FIRST_LEAD, Array

__all__ = ["FalseClause", "check_format", "check_scope", "false_clauses"]

_GROUND = 6_371_000.0  # m, the radius of ground distances
_SURE = 1_000.0  # m: by this much inside before a claim is called false
# Shares of the way from base to burnout at which a boost is looked at, (41, 1).
_ALONG = np.linspace(0.0, 1.0, 41)[:, None]


class FalseClause(NamedTuple):
    """A clause that no proof can settle."""

    reason: str
    place: int
    """Whose boost volume a flight boosts through; `aim`: of which row. Indices from 0."""
    aim: int


def check_scope(claim: Claim) -> None:
    """Raise ClaimError, with the reason, for a claim of a format that is no longer proved, or with a clause that no proof
    can settle: see `false_clauses`.
    """
    check_format(claim)
    for k, false in false_clauses(claim).items():
        clause = claim.clause[k]
        raise ClaimError(
            f"clause #{k + 1}, {clause.interceptor} against {clause.flights}: {false.reason}"
        )


def check_format(claim: Claim) -> None:
    """Raise ClaimError for what is no claim, and for a claim of an earlier format."""
    if not isinstance(claim, Claim):
        raise ClaimError(
            f"{str(claim)[:60]!r} is not a claim; allowed: what claim_from_scenario or read_claim returns"
        )
    if claim.format != FORMAT:
        raise ClaimError(
            f"format = {claim.format}: its flights go any way; allowed in a proof: {FORMAT}, whose flights go the short way"
        )


def false_clauses(claim: Claim) -> dict[int, FalseClause]:
    """The clauses, by their index, that are false as they stand, and why: flights boost within the interceptor's own boost
    volume.
    """
    out = {}
    for k, (x, f) in enumerate(claim.pairs()):
        through = _boosts_through(x, f, 1e3 * claim.earth.keep_above_km)
        if through is not None:
            place, aim = through
            reason = (
                f"flights to the aims of row {aim + 1} boost through the boost volume of place #{place + 1}, "
                f"{list(x.places[place])}; allowed: a place with no flight in its boost volume before burnout"
            )
            out[k] = FalseClause(reason, place, aim)
    return out


def _boosts_through(x: InterceptorLimits, f: ClaimFlights, above: float) -> tuple[int, int] | None:
    """A place and a row of aims with a flight that is certainly in the interceptor's boost volume while
    it boosts itself; None if none is seen.
    """
    south, north, west, east = f.base
    base = _ground((south + north) / 2, (west + east) / 2)
    # no flight boosts farther from its base; twice as far is surely too far
    most = x.burnout_distance_km + f.field_radius_km + f.burnout_distance_km[1]
    at = (base / np.linalg.norm(base))[None]
    near_by = [
        (k, cell)
        for k, cell in enumerate(x.places)
        if _GROUND * float(_angle(at, cell)[0]) < 2e3 * most
    ]
    if not near_by:
        return None
    aims = np.array([_aim(row) for row in f.aims])
    # p: direction of the base; onward: unit tangents there towards the led aims, (aims, 3)
    p, q = base / np.linalg.norm(base), aims / np.linalg.norm(aims, axis=1)[:, None]
    onward = q - (q @ p)[:, None] * p
    size = np.linalg.norm(onward, axis=1)[:, None]
    onward = np.where(size > 0.0, onward / np.where(size > 0.0, size, 1.0), 0.0)
    for height in f.burnout_height_km:
        for distance in f.burnout_distance_km:
            psi = 1e3 * distance / _GROUND
            u = math.cos(psi) * p + math.sin(psi) * onward
            burnout = (_radius(u) + 1e3 * height)[:, None] * u
            # a chord of the hull that the flight may be anywhere in: (points, aims, 3)
            path = base + _ALONG[:, :, None] * (burnout - base)
            far = np.linalg.norm(path, axis=-1)
            direction = path / far[..., None]
            up = far - _radius(direction)
            low = (up > above + _SURE) & (up < 1e3 * x.burnout_height_km - _SURE)
            # the base may be anywhere in its field: the chord's start may lie nearer by as much, its end does not move
            near = 1e3 * (x.burnout_distance_km + f.field_radius_km * (1.0 - _ALONG)) - _SURE
            for place, cell in near_by:
                hit = np.argwhere(low & (_GROUND * _angle(direction, cell) < near))
                if hit.size:
                    return place, int(hit[0, 1])
    return None


def _aim(row: AimRow) -> Array:
    """The middle of a row of aims, led as in the middle of its flight times; m."""
    south, north, west, east, *_ = row
    lead = sum(row[FIRST_LEAD:]) / 2
    return _ground((south + north) / 2, (west + east) / 2 + lead)


def _ground(latitude: float, longitude: float) -> Array:
    """The point of the ellipsoid at a geodetic latitude and a longitude, degrees; m."""
    lat, lon = math.radians(latitude), math.radians(longitude)
    beta = math.atan2(POLAR_RADIUS * math.sin(lat), EQUATORIAL_RADIUS * math.cos(lat))
    across = EQUATORIAL_RADIUS * math.cos(beta)
    return np.array([across * math.cos(lon), across * math.sin(lon), POLAR_RADIUS * math.sin(beta)])


def _radius(u: Array) -> Array:
    """The ellipsoid's radius along unit vectors, m."""
    across = (u[..., 0] ** 2 + u[..., 1] ** 2) / EQUATORIAL_RADIUS**2
    return np.asarray(1.0 / np.sqrt(across + (u[..., 2] / POLAR_RADIUS) ** 2))


def _angle(u: Array, cell: tuple[float, float, float, float]) -> Array:
    """The angle from unit vectors to a point of the cell that is near to them, radians."""
    south, north, west, east = cell
    flat = (POLAR_RADIUS / EQUATORIAL_RADIUS) ** 2
    # geodetic, as a cell's latitudes are
    lat = np.degrees(np.arctan2(u[..., 2], flat * np.hypot(u[..., 0], u[..., 1])))
    lon = np.degrees(np.arctan2(u[..., 1], u[..., 0]))
    middle = (west + east) / 2
    # the turn of longitude that is nearest to the cell, which may lie past 180
    lon = middle + (lon - middle + 180.0) % 360.0 - 180.0
    lat, lon = np.radians(np.clip(lat, south, north)), np.radians(np.clip(lon, west, east))
    beta = np.arctan2(flat * np.sin(lat), np.cos(lat))  # geocentric
    nearest = np.stack(
        [np.cos(beta) * np.cos(lon), np.cos(beta) * np.sin(lon), np.sin(beta)], axis=-1
    )
    return np.asarray(np.arccos(np.clip((u * nearest).sum(axis=-1), -1.0, 1.0)))
