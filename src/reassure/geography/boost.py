"""In which azimuth a flight boosts, so that its boost leads into its free flight without a turn.

The boost goes along the geodesic of the ellipsoid from the base; at burnout that has a direction,
and so has the flight's own Earth-relative velocity over the ground. The azimuth at the base is
turned by the angle left between the two until none is left. As the boost is short beside the flight
this takes a few steps. Near the antipode of the base several azimuths may do, or none: there all
are looked through, and the one of least burnout speed is taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import earth_fixed_points
from reassure.flight.family import TIMED_SPEED, TIMED_VELOCITY, minimum_energy_times, timed_flights
from reassure.flight.outcome import (
    BACKWARDS,
    BELOW_GROUND,
    NO_AZIMUTH,
    NO_LEAST_SPEED,
    SOLVED,
    TOO_NEAR,
)
from reassure.geography.geodesics import ELLIPSOID, course
from reassure.typing import Array, IntArray

__all__ = ["LEFT_DEG", "Boosted", "boosted"]

LEFT_DEG = 1e-6
"""Greatest angle left at burnout between the boost and the flight, degrees."""

_WANTED_DEG = 1e-9  # the iteration ends here; what is left within LEFT_DEG is accepted
_SETTLED_DEG = 1e-3  # by then the free-flight time is settled too, and is kept
_MOST_STEPS = 40  # of the iteration for one azimuth
_FAR_KM = 17_000.0  # from here on all azimuths are looked through
_LOOKED_THROUGH = 360  # azimuths, evenly round
_AT_ONCE = 64  # flights whose azimuths are looked through in one go
_WIDEST_STEP_DEG = 60.0  # between neighbours with a solution in between
_NEAREST_HALF_TURN_DEG = 0.05  # nearer to half a turn the plane of the flight is anybody's
_SAME_TIME_S = 2.0  # two searches for one minimum may differ by this


@dataclass(frozen=True, eq=False)
class Boosted:
    """N flights from their bases on. All but the outcome mean something where that is SOLVED."""

    outcome: IntArray
    """(n,): of flight.outcome."""
    azimuth_deg: Array
    """(n,): of the boost at the base, clockwise from north."""
    burnout: Array
    """(n, 3): Earth-fixed, m."""
    velocity: Array
    """(n, 3), m/s: inertial, at burnout, along the Earth-fixed axes of that instant."""
    speed: Array
    """(n,), m/s: at burnout, relative to the turning Earth."""
    free_flight_s: Array
    """(n,): from burnout to the aim."""
    minimum_energy_s: Array
    """(n,): the free-flight time of least burnout speed in the same azimuth."""
    turn_deg: Array
    """(n,): from the boost's direction at burnout to the flight's own, clockwise, -180 to 180."""


@dataclass(frozen=True, eq=False)
class _Asked:
    """N flights that are wanted, and whether they go the long way round."""

    latitude_deg: Array
    longitude_deg: Array
    aim: Array
    ratio: Array
    downrange_km: Array
    height_km: Array
    long_way: bool

    def some(self, which: IntArray | NDArray[np.bool_]) -> _Asked:
        """Those of an index."""
        return replace(
            self,
            latitude_deg=self.latitude_deg[which],
            longitude_deg=self.longitude_deg[which],
            aim=np.ascontiguousarray(self.aim[which]),
            ratio=self.ratio[which],
            downrange_km=self.downrange_km[which],
            height_km=self.height_km[which],
        )


def boosted(
    origin: tuple[Array, Array],
    aim: tuple[Array, Array],
    ratio: Array,
    *,
    downrange_km: float | Array,
    height_km: float | Array,
    long_way: bool = False,
) -> Boosted:
    """N flights, one from each origin to its aim (latitudes and longitudes, deg, (n,)), with a
    free-flight time of `ratio` (n,) times that of least burnout speed in the flight's own azimuth.

    They burn out `downrange_km` along the geodesic on which they boost, `height_km` above the
    ellipsoid. The short way is a free flight of less than half a turn about the Earth's centre, the
    long way one of more. A flight that does not exist has an outcome other than SOLVED.
    """
    toward, ground = course(*origin, *aim)
    asked = _Asked(
        np.asarray(origin[0], float),
        np.asarray(origin[1], float),
        earth_fixed_points(np.radians(aim[0]), np.radians(aim[1]), np.zeros(ratio.size)),
        np.asarray(ratio, float),
        np.broadcast_to(np.asarray(downrange_km, float), ratio.shape),
        np.broadcast_to(np.asarray(height_km, float), ratio.shape),
        long_way,
    )
    # The boost would overshoot the aim; the long way round there is room for any.
    near = (ground <= downrange_km) & (not long_way)
    far = (ground >= _FAR_KM) & ~near
    # The long way leaves in the opposite direction.
    found = _settle(asked, toward + (180.0 if long_way else 0.0))
    lost = (found.outcome == NO_AZIMUTH) | (found.outcome == NO_LEAST_SPEED)
    again = np.flatnonzero((far | lost) & ~near)
    for part in np.array_split(again, -(-again.size // _AT_ONCE)) if again.size else ():
        here = asked.some(part)
        best, first = _look_through(here), _some(found, part)
        none = best.outcome != SOLVED
        # what was found at once stands where it is no slower; and where no azimuth will do, the
        # reason does why the first that led into a flight would not
        kept = (first.outcome == SOLVED) & _is_least(here, first)
        kept &= none | (first.speed <= best.speed)
        kept |= none & (first.outcome == BELOW_GROUND)
        _put(found, part[~kept], _some(best, ~kept))
    found.outcome[near] = TOO_NEAR
    return found


def _put(into: Boosted, where: IntArray, what: Boosted) -> None:
    """Write flights in the place of others."""
    for name in Boosted.__dataclass_fields__:
        getattr(into, name)[where] = getattr(what, name)


def _settle(asked: _Asked, azimuth: Array) -> Boosted:
    """The azimuths near given ones in which no turn is left; NO_AZIMUTH where there is none."""
    tried = _try(asked, azimuth, None)
    best = tried
    open_ = _can_turn(best.outcome) & (np.abs(best.turn_deg) > _WANTED_DEG)
    step = best.turn_deg.copy()
    for _ in range(_MOST_STEPS):
        which = np.flatnonzero(open_)
        if not which.size:
            break
        before = best.turn_deg[which]
        settled = np.abs(before) <= _SETTLED_DEG
        # 0 asks for the time anew, which costs a search.
        times = np.where(settled, best.minimum_energy_s[which], 0.0)
        tried = _try(asked.some(which), best.azimuth_deg[which] + step[which], times)
        better = _can_turn(tried.outcome) & (np.abs(tried.turn_deg) < np.abs(before))
        # the secant's step where it makes sense, else the angle left; half the step where it was
        # too long
        with np.errstate(divide="ignore", invalid="ignore"):
            onward = tried.turn_deg * step[which] / (before - tried.turn_deg)
        sane = np.isfinite(onward) & (np.abs(onward) <= np.abs(3.0 * tried.turn_deg))
        onward = np.where(sane, onward, tried.turn_deg)
        step[which] = np.where(better, onward, 0.5 * step[which])
        part = which[better]
        _put(best, part, _some(tried, better))
        open_[part] &= np.abs(best.turn_deg[part]) > _WANTED_DEG
    lost = _can_turn(best.outcome) & ~(np.abs(best.turn_deg) <= LEFT_DEG)
    best.outcome[lost | (best.outcome == BACKWARDS)] = NO_AZIMUTH
    return best


def _some(flights: Boosted, which: IntArray | NDArray[np.bool_]) -> Boosted:
    """Those of an index."""
    return Boosted(*(getattr(flights, name)[which] for name in Boosted.__dataclass_fields__))


def _can_turn(outcome: IntArray) -> NDArray[np.bool_]:
    """Which arcs have a velocity, though they may not be flown."""
    return np.isin(outcome, (SOLVED, BELOW_GROUND, BACKWARDS))


def _look_through(asked: _Asked) -> Boosted:
    """Of all azimuths that leave no turn, for each flight the one of least burnout speed."""
    n, m = asked.ratio.size, _LOOKED_THROUGH
    around = np.tile(np.arange(m) * (360.0 / m), n)
    flight = np.repeat(np.arange(n), m)
    seen = _try(asked.some(flight), around, None)
    turn = np.where(seen.outcome == SOLVED, seen.turn_deg, np.nan).reshape(n, m)
    # The next azimuth of each; the last one's is the first again.
    after = np.roll(turn, -1, axis=1)
    # A change of sign in between; NaN, where there is no flight, compares as none.
    crossed = (turn * after <= 0.0) & (np.abs(turn - after) <= _WIDEST_STEP_DEG)
    which, k = np.nonzero(crossed)
    start = np.where(np.abs(turn[which, k]) < np.abs(after[which, k]), k, k + 1) * (360.0 / m)
    # One row for each flight, to be overwritten.
    out = _some(seen, np.arange(n * m) % m == 0)
    out.outcome[:] = NO_AZIMUTH
    if not which.size:
        return out
    found = _settle(asked.some(which), start)
    good = (found.outcome == SOLVED) & _is_least(asked.some(which), found)
    order = np.flatnonzero(good)[np.argsort(-found.speed[good], kind="stable")]
    for i in order:  # the slowest last
        _put(out, np.array([which[i]]), _some(found, np.arange(which.size) == i))
    return out


def _is_least(asked: _Asked, found: Boosted) -> NDArray[np.bool_]:
    """Is the minimum-energy time one of least speed, and no edge where the flight's plane turns
    over?
    """
    again = _try(asked, found.azimuth_deg, None)
    # Where the aim stands at the end, in the inertial axes of burnout.
    turned = ROTATION_RATE * found.free_flight_s
    c, s = np.cos(turned), np.sin(turned)
    x, y, z = asked.aim.T
    end = np.column_stack([c * x - s * y, s * x + c * y, z])
    cosine = np.sum(end * found.burnout, axis=1) / (
        np.linalg.norm(end, axis=1) * np.linalg.norm(found.burnout, axis=1)
    )
    short_of = 180.0 - np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    same = np.abs(again.minimum_energy_s - found.minimum_energy_s) <= _SAME_TIME_S
    return np.asarray(same & (short_of > _NEAREST_HALF_TURN_DEG))


def _try(asked: _Asked, azimuth: Array, times: Array | None) -> Boosted:
    """The flights of some azimuths. `times` (n,): minimum-energy times to keep, s; 0 or None: found
    anew.
    """
    n = azimuth.size
    lon, lat, back = ELLIPSOID.fwd(
        asked.longitude_deg, asked.latitude_deg, azimuth, 1e3 * asked.downrange_km
    )
    # pyproj's azimuth at the far end looks back: half a turn on it looks ahead.
    lat, lon, on = (np.radians(np.asarray(a, float)) for a in (lat, lon, np.asarray(back) + 180.0))
    burnout = earth_fixed_points(lat, lon, 1e3 * asked.height_km)
    east = np.column_stack([-np.sin(lon), np.cos(lon), np.zeros(n)])
    north = np.column_stack([-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)])
    heading = np.sin(on)[:, None] * east + np.cos(on)[:, None] * north
    least = np.zeros(n) if times is None else times.copy()
    new = least == 0.0
    least[new] = minimum_energy_times(burnout[new], asked.aim[new], heading[new], asked.long_way)
    exists = least > 0.0
    # 1 s where there is no flight: any time will do, its outcome is overwritten.
    tau = np.where(exists, asked.ratio * least, 1.0)
    outcome, row = timed_flights(burnout, asked.aim, heading, tau, asked.long_way)
    outcome[~exists] = NO_LEAST_SPEED
    velocity = np.ascontiguousarray(row[:, TIMED_VELOCITY])
    x, y, _ = burnout.T
    # Relative to the ground: v - omega x r.
    along = velocity - ROTATION_RATE * np.column_stack([-y, x, np.zeros(n)])
    left = np.degrees(np.arctan2((along * east).sum(axis=1), (along * north).sum(axis=1)) - on)
    return Boosted(
        outcome,
        azimuth.copy(),
        burnout,
        velocity,
        row[:, TIMED_SPEED].copy(),
        tau,
        least,
        (left + 180.0) % 360.0 - 180.0,  # -180 to 180
    )
