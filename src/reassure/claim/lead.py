"""The lead: how far ahead of the aims of one row boosts point, and how far to the side their burnouts then are.

A flight boosts the way it flies (reassure.geography.boost), so not towards where its aim stands at launch. A claim
draws the great circle on which burnouts lie from the base to the *led aim*: the aim turned eastward by a
lead that is linear in the flight time. Here flights as flown are computed between the corners, edges and
middles of base and cell, at the ends of what else may vary; the lead is fitted to them, and what it
leaves becomes the sideways tolerance, widened for what lies between (WIDER, WIDENING_KM).

A real boost bends. Thrust along the Earth-relative velocity keeps no geodesic on the turning Earth: Coriolis'
acceleration turns the heading by 2 omega (sin phi - cos phi cos chi v_up/v_ahead) a second, phi the
latitude and chi the azimuth. With the heading at burnout given, burnout is then aside of where it is without
that, by the integral of that rate times the way gone: for a way that grows as t^p and a height as t^q, to
the left by 2 omega T (d sin phi/(p + 1) - h cos phi cos chi q/(p (q + 1))), with p at least 2 (a speed that
grows no slower than evenly) and q at most 2 no more than a third of 2 omega T d sin phi and of 2 omega T h
cos phi. Both ends of that range are among what the lead is fitted to. design/boost_bend.py measures it by
flyouts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from reassure.claim.burnout import EARTH_KM
from reassure.claim.model import Cell, Interval
from reassure.claim.places import Launch, Nodes, NoFlightError, Targets, points, step
from reassure.earth.constants import ROTATION_RATE
from reassure.flight.outcome import REMEDY, SOLVED, Outcome
from reassure.geography.boost import boosted
from reassure.typing import Array

__all__ = ["WIDENING_KM", "WIDER", "Leads", "bend_km", "leads"]

WIDER: Final = 0.15
WIDENING_KM: Final = 0.3
"""Sideways, WIDER times half of what boosts without bend leave is added to what all leave, and WIDENING_KM more.
Measured: flights at random of all the cases of tests/claim/test_lead.py lie within what is computed and half of
this.
"""

# Rounds of improvement at most.
_PASSES = 6
# Of the Earth's turn during the free flight: the leads that are tried first.
_SHARES = (0.5, 0.8, 1.1, 1.4)
# What a round has to gain in some cell for another round.
_ENOUGH_KM = 0.01
# Every so many flights of the sample one is fitted to.
_THIN = 5
# rad: the greatest lead at the middle time, and by how much it may change to either side. A claim allows 60 degrees.
_MOST_LEAD, _MOST_SWING = (
    math.radians(35.0),
    math.radians(15.0),
)
# s. A row's shortest and longest time lie no farther than this outside of the times of the flights computed here.
_BEYOND_S = 100.0
_CORNERS = (0, 2, 4, 6, 8)  # of nine nodes: corners and middle


@dataclass(frozen=True, eq=False)
class Leads:
    """The leads of n rows, linear in the flight time: at the time `middle` (n,), s, of `value` (n,), rad, with the
    rate `rate` (n,), rad/s. Burnouts, of real boosts too, lie within `sideways_km` of the great circles to
    the led aims.
    """

    middle: Array
    value: Array
    rate: Array
    sideways_km: float

    def at(self, time: Array) -> Array:
        """Leads (n,) at times (n,), degrees, as a claim writes them."""
        lead: Array = np.degrees(self.value + self.rate * (time - self.middle))
        return lead.round(4)


@dataclass(frozen=True, eq=False)
class _Sample:
    """Flights as flown, m for each of n cells: directions of base, aim, burnout (n, m, 3), of burnout as a boost
    without bend has it and as real ones may; free-flight time (n, m), s.
    """

    base: Array
    aim: Array
    burnout: Array
    time: Array


def bend_km(
    distance_km: Array, height_km: Array, time_s: float, latitude: Array, azimuth: Array
) -> tuple[Array, Array]:
    """How far to the left of a boost without Coriolis' acceleration a real one burns out, least and greatest, km:
    (n,) each.

    `latitude` of burnout and `azimuth` of the boost, rad (n,); `distance_km` and `height_km` of burnout (n,). See
    above for the bound.
    """
    each = 2.0 * ROTATION_RATE * time_s / 3.0
    # each of the two terms lies between 0 and these ends, whatever p and q are
    ahead = each * distance_km * np.sin(latitude)
    climb = -each * height_km * np.cos(latitude) * np.cos(azimuth)
    least: Array = np.minimum(ahead, 0.0) + np.minimum(climb, 0.0)
    return least, np.maximum(ahead, 0.0) + np.maximum(climb, 0.0)


def leads(
    launch: Launch,
    targets: Targets,
    boost: tuple[Interval, Interval, Interval],
    ratio: Interval,
) -> Leads:
    """The leads of n rows, one for each cell of `targets`.

    `boost`: least and greatest burnout time (s), distance (km along the geodesic) and height (km, geodetic). `ratio`:
    least and greatest of the free-flight time over that of the minimum-energy flight. Raises NoFlightError where a
    flight does not exist, or where no lead brings the burnouts beside the great circle.
    """
    time = boost[0]
    sample = _sample(launch, targets, boost, ratio)
    # any burnout time goes with any flight, so each counts with both ends
    base, aim, burnout = (
        np.concatenate([a, a], axis=1) for a in (sample.base, sample.aim, sample.burnout)
    )
    end = np.concatenate([sample.time + time[0], sample.time + time[1]], axis=1)
    middle = end.mean(axis=1, keepdims=True)
    since = end - middle
    flown = _Flown(base, aim, burnout, since)
    a, b = _fit(flown.thinned(), end - time[0] - since - 0.5 * (time[1] - time[0]))
    off, _, worst = flown.left(a, b)
    bad = np.flatnonzero(~np.isfinite(worst))
    if bad.size:
        raise NoFlightError(
            int(bad[0]), "its burnouts lie beside no great circle towards its aims; move the aims"
        )
    # bends are bounds already, so only the spread of the boosts without bend is widened. Flights stand as
    # (burnout time: 2, bend: none, least, greatest, flights), and [:, :, 0] are those without bend.
    straight = off.reshape(len(off), 2, 3, -1)[:, :, 0].reshape(len(off), -1)
    spread = 0.5 * (straight.max(axis=1) - straight.min(axis=1))
    sideways = float((worst[:, 0] + WIDER * spread).max()) + WIDENING_KM
    return Leads(middle[:, 0], a[:, 0], b[:, 0], sideways)


@dataclass(frozen=True, eq=False)
class _Flown:
    """Directions of base, aim and burnout of m flights for each of n cells, and their end time less the cells'
    middle.
    """

    base: Array
    aim: Array
    burnout: Array
    since: Array

    def thinned(self) -> _Flown:
        """Some of the flights, enough to fit a lead to: what it leaves is then looked for among all."""
        some = (self.base, self.aim, self.burnout, self.since)
        return _Flown(*(np.ascontiguousarray(values[:, ::_THIN]) for values in some))

    def left(self, a: Array, b: Array) -> tuple[Array, Array, Array]:
        """With the leads a + b since (a and b (n, 1)): burnouts' distances aside of the great circles to the led aims
        (n, m), km, their rate with the lead, km/rad, and the greatest distance (n, 1), km: infinite where a
        burnout is not ahead of its base, on the way to the led aim.
        """
        lead = a + b * self.since
        c, s = np.cos(lead), np.sin(lead)
        # the aims turned eastward by their leads, and the rate of that with the lead
        x, y, z = np.moveaxis(self.aim, -1, 0)
        led = np.stack([c * x - s * y, s * x + c * y, z], axis=-1)
        rate = np.stack([-led[..., 1], led[..., 0], np.zeros_like(z)], axis=-1)
        with np.errstate(divide="ignore", invalid="ignore"):
            normal = np.cross(self.base, led)
            size = np.linalg.norm(normal, axis=-1, keepdims=True)
            unit = normal / size
            turn = np.cross(self.base, rate)
            # how the great circle's unit normal moves with the lead
            change = (turn - np.sum(turn * unit, axis=-1, keepdims=True) * unit) / size
            off = EARTH_KM * np.arcsin(np.clip(np.sum(unit * self.burnout, axis=-1), -1.0, 1.0))
            slope = EARTH_KM * np.sum(change * self.burnout, axis=-1)
            # on the half of the great circle that leads from the base to the aim
            ahead = np.sum(np.cross(unit, self.base) * self.burnout, axis=-1) > 0.0
        # one flight on the wrong side rules the lead out for the whole cell
        worst = np.where(ahead.all(axis=1), np.abs(off).max(axis=1), np.inf)[:, None]
        return off, slope, np.where(np.isnan(worst), np.inf, worst)


def _fit(flown: _Flown, middle: Array) -> tuple[Array, Array]:
    """Leads a + b since (n, 1 each) with little left aside.

    From the best of some shares of the Earth's turn during the free flight, whose middle is `middle` (n, m), s; then by
    steps of least squares, and to the middle between the extremes. A step is taken only where less is left after it.
    """
    # bounds the lead at the row's ends, which lie a little beyond the flights' times
    swing = _MOST_SWING / (np.abs(flown.since).max(axis=1, keepdims=True) + _BEYOND_S)
    turned = ROTATION_RATE * middle.mean(axis=1, keepdims=True)
    a = b = np.zeros_like(turned)
    off, slope, worst = flown.left(a, b)

    def better(da: Array, db: Array) -> None:
        nonlocal a, b, off, slope, worst
        na = np.clip(np.where(np.isfinite(da), a + da, a), -_MOST_LEAD, _MOST_LEAD)
        nb = np.clip(np.where(np.isfinite(db), b + db, b), -swing, swing)
        tried = flown.left(na, nb)
        # cell by cell: each keeps its better lead
        good = tried[2] < worst
        a, b = np.where(good, na, a), np.where(good, nb, b)
        off, slope = np.where(good, tried[0], off), np.where(good, tried[1], slope)
        worst = np.where(good, tried[2], worst)

    for share in _SHARES:
        better(share * turned - a, share * ROTATION_RATE - b)
    for _ in range(_PASSES):
        before = worst
        da, db = _least_squares(off, slope, flown.since)
        # a whole step may go too far where distances are not linear in the lead
        for part in (1.0, 0.3):
            better(part * da, part * db)
        middles = 0.5 * (off.max(axis=1, keepdims=True) + off.min(axis=1, keepdims=True))
        with np.errstate(divide="ignore", invalid="ignore"):
            better(-middles / slope.mean(axis=1, keepdims=True), np.zeros_like(b))
        if not (worst < before - _ENOUGH_KM).any():
            break
    return a, b


def _least_squares(off: Array, slope: Array, since: Array) -> tuple[Array, Array]:
    """The change of a and b that leaves least of the sum of the squares of what is left."""
    # normal equations of off + slope (da + since db) = 0, for each cell
    gaa, gab, gbb = (
        (slope * slope * w).sum(axis=1, keepdims=True) for w in (1.0, since, since * since)
    )
    ra, rb = ((slope * off * w).sum(axis=1, keepdims=True) for w in (1.0, since))
    # a row of one flight time has no slope in time
    free = gaa * gbb - gab * gab > 1e-9 * gaa * gbb
    det = np.where(free, gaa * gbb - gab * gab, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        da = np.where(free, (gbb * ra - gab * rb) / det, ra / gaa)
    db = np.where(free, (gaa * rb - gab * ra) / det, 0.0)
    return -da, -db


def _sample(
    launch: Launch,
    targets: Targets,
    boost: tuple[Interval, Interval, Interval],
    ratio: Interval,
) -> _Sample:
    """The flights to which the lead is fitted."""
    time, distance, height = boost
    lat, lon = _bases(launch)
    nodes = targets.nodes
    middle = len(lat) // 2
    ratios = tuple(dict.fromkeys((ratio[0], 0.5 * (ratio[0] + ratio[1]), ratio[1])))
    ends = tuple(dict.fromkeys((ratio[0], ratio[1])))
    heights = tuple(dict.fromkeys(height))
    wanted = [
        # base node, aim node, ratio, distance, height: all bases to the corners; one base to all aims; one base and all
        # shapes.
        *product(range(len(lat)), _CORNERS, ends, distance[1:], heights),
        *product((middle,), range(9), ends, distance[1:], heights),
        *product((middle,), _CORNERS, ratios, dict.fromkeys(distance), heights),
    ]
    b, k = (np.array([w[i] for w in wanted]) for i in (0, 1))
    q, d, h = (np.array([w[i] for w in wanted]) for i in (2, 3, 4))
    n, m = len(targets.cells), len(wanted)
    origin = np.tile(lat[b], n), np.tile(lon[b], n)
    aim = nodes.latitude_deg[:, k].ravel(), nodes.longitude_deg[:, k].ravel()
    found = boosted(origin, aim, np.tile(q, n), downrange_km=np.tile(d, n), height_km=np.tile(h, n))
    bad = np.flatnonzero(found.outcome != SOLVED)
    if bad.size:
        i = int(bad[0])
        raise NoFlightError(
            i // m,
            f"at {q[i % m]:g} times the least-speed time {REMEDY[Outcome(int(found.outcome[i]))]}",
        )

    burnout = found.burnout / np.linalg.norm(found.burnout, axis=1)[:, None]
    # velocity relative to the turning Earth, along the Earth-fixed axes of burnout
    over = found.velocity - ROTATION_RATE * np.column_stack(
        [-found.burnout[:, 1], found.burnout[:, 0], np.zeros(n * m)]
    )
    ahead = over - np.sum(over * burnout, axis=1)[:, None] * burnout
    left = np.cross(burnout, ahead / np.linalg.norm(ahead, axis=1)[:, None])
    latitude = np.arcsin(burnout[:, 2])
    bends = bend_km(np.tile(d, n), np.tile(h, n), time[1], latitude, np.radians(found.azimuth_deg))
    # without bend, with the least and with the greatest: the order that `leads` relies on
    every = [burnout, *(burnout + (b / EARTH_KM)[:, None] * left for b in bends)]

    def shaped(p: Array) -> Array:
        unit = p / np.linalg.norm(p, axis=-1, keepdims=True)
        return np.asarray(unit).reshape(n, m, 3)

    return _Sample(
        np.tile(shaped(points(*origin, 0.0)), (1, 3, 1)),
        np.tile(shaped(points(*aim, 0.0)), (1, 3, 1)),
        np.concatenate([shaped(p) for p in every], axis=1),
        np.tile(found.free_flight_s.reshape(n, m), (1, 3)),
    )


def _bases(launch: Launch) -> tuple[Array, Array]:
    """Corners, edges' middles and middle of where flights start; the middle in the middle."""
    nodes = Nodes.of([launch.cell])
    lat, lon = nodes.latitude_deg[0], nodes.longitude_deg[0]
    if launch.field_km == 0.0:
        return (lat, lon) if _wide(launch.cell) else (lat[4:5], lon[4:5])
    # outward by the field, in the direction of the compass (deg) that the node stands for; the middle stays
    out = np.array([225.0, 180.0, 135.0, 270.0, 0.0, 90.0, 315.0, 0.0, 45.0])
    km = np.full(9, launch.field_km)
    km[4] = 0.0
    moved = step(lat, lon, out, km)
    return moved[0], moved[1]


def _wide(cell: Cell) -> bool:
    return cell[0] < cell[1] or cell[2] < cell[3]
