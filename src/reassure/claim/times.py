"""The shortest and the longest minimum-energy flight time from one base to each cell of aims.

Flights of least burnout speed are computed to the nine corners, edge middles and middle of a cell,
from the near and the far end of where burnout may lie along the way (the base's field, or its own
cell, moves these ends), at the least and greatest height. What moving burnout sideways does is found
at the cell's middle and added. In between the time is smooth: along a line of three nodes a
parabola turns at most an eighth of its second difference beyond them. The interval is widened by
a quarter of the greatest second difference, and by WIDENING_S more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from reassure.claim.burnout import EARTH_KM, FARTHEST, BurnoutBox
from reassure.claim.model import Interval
from reassure.claim.places import (
    MIDDLE,
    Launch,
    Nodes,
    NoFlightError,
    Targets,
    angle,
    points,
    step,
)
from reassure.earth.constants import ROTATION_RATE
from reassure.flight.family import flights
from reassure.flight.outcome import (
    BACKWARDS,
    NO_AZIMUTH,
    NO_LEAST_SPEED,
    REMEDY,
    SOLVED,
    TOO_NEAR,
    Outcome,
)
from reassure.geography.boost import boosted
from reassure.geography.geodesics import ELLIPSOID
from reassure.typing import Array, IntArray

__all__ = ["WIDENING_S", "farthest", "least_speed_times"]

WIDENING_S: Final = 1.0
"""By how much the interval of times is widened at each end, beside what second differences say."""

_HALF_TURN = "it turns half way round the Earth's centre; allowed: less than 180 degrees"
_AHEAD_KM = 50.0  # how far ahead of burnout the flight's heading is taken


def farthest(launch: Launch, targets: Targets) -> float:
    """An angle (rad) at the Earth's centre that no base and aim are farther apart than.

    Raises NoFlightError where it is more than FARTHEST.
    """
    bases = Nodes.of([launch.cell])
    apart = angle(targets.nodes.direction[:, :, None], bases.direction[0])
    most = apart.max(axis=(1, 2)) + targets.nodes.slack + bases.slack + launch.field_km / EARTH_KM
    worst = int(np.argmax(most))
    if most[worst] > FARTHEST:
        raise NoFlightError(
            worst,
            f"{math.degrees(most[worst]):.0f} degrees away with the cells' size; "
            f"allowed: at most {math.degrees(FARTHEST):.0f} degrees",
        )
    return float(most[worst])


@dataclass(frozen=True, eq=False)
class _Way:
    """From the middle of the base to each node of the aims; all arrays (n, 9)."""

    azimuth_deg: Array
    near_km: Array  # burnout's ends along the geodesic from the middle of the base
    far_km: Array
    side_km: Array  # burnout is at most this far to either side


def _way(launch: Launch, targets: Targets, box: BurnoutBox, ratio: Interval) -> _Way:
    base, aim = Nodes.of([launch.cell]), targets.nodes
    lat0, lon0 = base.latitude_deg[0, MIDDLE], base.longitude_deg[0, MIDDLE]
    shape = aim.latitude_deg.shape
    to, _, off = ELLIPSOID.inv(
        np.full(9, lon0), np.full(9, lat0), base.longitude_deg[0], base.latitude_deg[0]
    )
    toward, _, metres = ELLIPSOID.inv(
        np.full(shape, lon0), np.full(shape, lat0), aim.longitude_deg, aim.latitude_deg
    )
    apart = np.asarray(metres) / 1e3 / EARTH_KM
    extent = np.asarray(off).max() / 1e3 + launch.field_km
    short = np.flatnonzero(
        (EARTH_KM * (apart - aim.slack) <= box.distance_km[1] + extent + _AHEAD_KM).any(axis=1)
    )
    if len(short):
        raise NoFlightError(int(short[0]), REMEDY[Outcome(TOO_NEAR)])
    azimuth, swing = _azimuths((lat0, lon0), np.asarray(toward), targets, box, ratio)
    # the base's nodes, resolved along and across each way: (n, 9, 9), the last over the base's nodes
    turned = np.radians(np.asarray(to) - azimuth[..., None])
    along = np.asarray(off) / 1e3 * np.cos(turned)
    across = np.abs(np.asarray(off) / 1e3 * np.sin(turned)).max(axis=-1) + launch.field_km
    burnout = box.distance_km[1] / EARTH_KM
    # ways side by side at the base are wider apart at burnout where the aim is past a quarter turn
    spread = np.maximum(1.0, np.sin(apart - burnout) / np.sin(apart))
    side = across * spread + box.sideways_km + swing * box.distance_km[1]
    # moving sideways along a great circle moves along the way too, in second order
    pad = side**2 / (2.0 * EARTH_KM) * (1.0 + np.abs(1.0 / np.tan(apart)))
    near = box.distance_km[0] + along.min(axis=-1) - launch.field_km - pad
    far = box.distance_km[1] + along.max(axis=-1) + launch.field_km + pad
    return _Way(azimuth, near, far, side)


def _azimuths(
    base: tuple[float, float], toward: Array, targets: Targets, box: BurnoutBox, ratio: Interval
) -> tuple[Array, Array]:
    """The azimuth (deg) of flights as flown from the base to each of the aims' nodes, and by how much (rad) it
    changes to either end of the ratios: (n, 9) each.
    """
    shape = toward.shape
    size = toward.size
    found = []
    for share in ratio:
        flown = boosted(
            (np.full(size, base[0]), np.full(size, base[1])),
            (targets.nodes.latitude_deg.ravel(), targets.nodes.longitude_deg.ravel()),
            np.full(size, share),
            downrange_km=box.distance_km[1],
            height_km=0.5 * sum(box.height_km),
        )
        bad = np.flatnonzero(flown.outcome != SOLVED)
        if bad.size:
            raise NoFlightError(int(bad[0]) // shape[1], _reason(share, int(flown.outcome[bad[0]])))
        # how far the azimuth is from that of the geodesic, -180 to 180 deg
        found.append((flown.azimuth_deg.reshape(shape) - toward + 180.0) % 360.0 - 180.0)
    return toward + 0.5 * (found[0] + found[1]), np.radians(0.5 * np.abs(found[1] - found[0]))


def _reason(ratio: float, outcome: int) -> str:
    if outcome in (BACKWARDS, NO_LEAST_SPEED, NO_AZIMUTH):
        return _HALF_TURN
    return f"at {ratio:g} times the least-speed time {REMEDY[Outcome(outcome)]}"


def least_speed_times(
    launch: Launch, targets: Targets, box: BurnoutBox, ratio: Interval
) -> tuple[Array, Array]:
    """Least and greatest free-flight time (s) of least burnout speed to each of n cells: (n,), (n,).

    Over every base of `launch`, every aim of the cell and every burnout in `box`. Flights of both
    ends of `ratio` (of that time) are computed too. Raises NoFlightError where one does not exist,
    where an aim is nearer than burnout, or where a flight goes more than half way round.

    Measured: 4,000 random flights to each cell (corners and edges of aims, bases and burnout box
    preferred), from land bases and cells of both submarine areas to conus in cells of 400 km, to
    discs at a pole, at the equator and across the antimeridian, from 2,000 to 16,000 km away, with
    base fields up to 500 km and cells up to 2,000 km: all lie inside by at least 1.1 s. So without
    WIDENING_S they would still lie inside, by 0.1 s, and the second differences see what the nodes
    miss. tests/claim/test_times.py does the same with fewer.
    """
    way = _way(launch, targets, box, ratio)
    base = (sum(launch.cell[:2]) / 2.0, sum(launch.cell[2:]) / 2.0)
    # four burnouts of each node: near and far, each low and high
    distance = np.stack([way.near_km, way.near_km, way.far_km, way.far_km], axis=-1)
    height = np.array([box.height_km[0], box.height_km[1]] * 2)
    lat, lon, azimuth = step(base[0], base[1], way.azimuth_deg[..., None], distance)
    ratios = np.array([ratio[0], ratio[1], ratio[0], ratio[1]])
    time = _times(targets, slice(None), (lat, lon, azimuth, height), ratios, ratio[1])
    # columns: to the left, in the middle, to the right
    sides = _side_times(base, way, targets, box, ratio)
    later = np.maximum(0.0, sides.max(axis=-1) - sides[:, 1])
    sooner = np.maximum(0.0, sides[:, 1] - sides.min(axis=-1))
    # cells, south to north, west to east, and the four burnouts
    grid = time.reshape(-1, 3, 3, 4)
    bend = np.maximum(
        np.abs(grid[:, 0] - 2.0 * grid[:, 1] + grid[:, 2]).max(axis=(1, 2)),
        np.abs(grid[:, :, 0] - 2.0 * grid[:, :, 1] + grid[:, :, 2]).max(axis=(1, 2)),
    )
    wide = WIDENING_S + 0.25 * bend
    flat = time.reshape(len(time), -1)
    return flat.min(axis=1) - sooner - wide, flat.max(axis=1) + later + wide


def _side_times(
    base: tuple[float, float],
    way: _Way,
    targets: Targets,
    box: BurnoutBox,
    ratio: Interval,
) -> Array:
    """Times (n, 3), s, to the cells' middles: burnout in the middle of its box, and to both sides."""
    middle = slice(MIDDLE, MIDDLE + 1)
    azimuth = way.azimuth_deg[:, middle, None]
    between = (way.near_km + way.far_km)[:, middle, None] / 2.0
    lat, lon, azimuth = step(base[0], base[1], azimuth, between)
    side = way.side_km[:, middle, None] * np.array([-1.0, 0.0, 1.0])
    lat, lon, turned = step(lat, lon, azimuth + 90.0, side)
    height = np.array(3 * [sum(box.height_km) / 2.0])
    burnout = (lat, lon, turned - 90.0, height)
    return _times(targets, middle, burnout, np.ones(3), ratio[1])[:, 0]


def _times(
    targets: Targets,
    which: slice,
    burnout: tuple[Array, Array, Array, Array],
    ratio: Array,
    longest: float,
) -> Array:
    """Least-speed times (n, m, k), s, from k burnouts to each of m nodes of n cells of aims.

    `burnout`: latitude, longitude and azimuth ahead (deg, (n, m, k)) and height (km, (k,)).
    """
    lat, lon, azimuth, height = burnout
    start = points(lat, lon, np.broadcast_to(height, lat.shape))
    ahead_lat, ahead_lon, _ = step(lat, lon, azimuth, _AHEAD_KM)
    heading = points(ahead_lat, ahead_lon, np.broadcast_to(height, lat.shape)) - start
    nodes = targets.nodes
    aim = points(nodes.latitude_deg[:, which], nodes.longitude_deg[:, which], 0.0)
    aim = np.broadcast_to(aim[:, :, None], start.shape)
    p, q, ahead = (np.array(a, order="C").reshape(-1, 3) for a in (start, aim, heading))
    # one flight for each cell, node and burnout, in that order
    each = np.array(np.broadcast_to(ratio, lat.shape), order="C").ravel()  # numba wants it writable
    outcome, row = flights(p, q, ahead, each, False)
    cell = np.repeat(np.arange(len(lat), dtype=np.int64), lat[0].size)
    bad = np.flatnonzero(outcome != SOLVED)
    if len(bad):
        raise NoFlightError(int(cell[bad[0]]), _reason(each[bad[0]], int(outcome[bad[0]])))
    # column 5 of a flight's row is its least-speed time, s
    _check_half_turn(p, q, ahead, longest * row[:, 5], nodes.slack, cell)
    return np.asarray(row[:, 5]).reshape(lat.shape)


def _check_half_turn(
    start: Array, aim: Array, heading: Array, time: Array, slack: float, cell: IntArray
) -> None:
    """Refuse a flight that turns half way round the Earth's centre, or nearly, while the Earth turns."""
    turn = ROTATION_RATE * time
    cos, sin = np.cos(turn), np.sin(turn)
    end = np.column_stack(
        [aim[:, 0] * cos - aim[:, 1] * sin, aim[:, 0] * sin + aim[:, 1] * cos, aim[:, 2]]
    )
    normal = np.cross(start, heading)
    long_way = np.sum(normal * np.cross(start, end), axis=1) < 0.0
    over = np.flatnonzero(long_way | (angle(start, end) + slack >= math.pi))
    if len(over):
        raise NoFlightError(int(cell[over[0]]), _HALF_TURN)
