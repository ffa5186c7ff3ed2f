"""What one radar, or the infrared satellites, see of a point and of a flight."""

from __future__ import annotations

import math

import numpy as np

from reassure.answers.sensors import FlightView, PointView
from reassure.earth.frames import (
    SITE_EAST,
    SITE_NORTH,
    SITE_UP,
    component,
    offset,
)
from reassure.engagement.flights import earth_fixed
from reassure.engagement.hidden import hidden_now, hidden_throughout
from reassure.flight.family import BURNOUT_TIME, end_time
from reassure.flight.path import position_at
from reassure.numeric.vectors import take
from reassure.sensing.radar import FIRST_SEEN, TRACKED, sightings, visible_points
from reassure.typing import Array

__all__ = ["BETWEEN_S", "boost_view", "flight_view", "path_of", "point_view"]

BETWEEN_S = 1.0
"""Between the moments at which a flight is looked for; a rise is found to a millisecond."""


def point_view(
    row: Array, latitude_deg: float, longitude_deg: float, height_km: float
) -> PointView:
    """What a radar (a row of sensing.radar.radar_row) sees of a point (deg, km above the ellipsoid)."""
    place = np.array([latitude_deg]), np.array([longitude_deg]), np.array([1e3 * height_km])
    points = np.ascontiguousarray(earth_fixed(*place))
    d = offset(row, take(points[0], 0))
    east, north, up = (component(row, axis, d) for axis in (SITE_EAST, SITE_NORTH, SITE_UP))
    seen = bool(visible_points(row, points)[0])
    return PointView(
        sees=seen,
        reason=None if seen else hidden_now(row, points[0]),
        away_km=math.hypot(east, north, up) / 1e3,
        azimuth_deg=math.degrees(math.atan2(east, north)) % 360.0,
        elevation_deg=math.degrees(math.atan2(up, math.hypot(east, north))),
    )


def path_of(base: Array, flight: Array) -> tuple[Array, Array]:
    """Times (m,), s from launch, BETWEEN_S apart, and Earth-fixed positions (m, 3), m, of a flight, boost included.

    `base` (3,): Earth-fixed, m; `flight`: a row of flight.family.standing.
    """
    end = end_time(flight)
    times = np.append(np.arange(0.0, end, BETWEEN_S), end)
    return times, np.array([position_at(base, flight, float(t)) for t in times])


def flight_view(row: Array, base: Array, flight: Array, track_s: float) -> FlightView:
    """When a radar sees a flight; by itself, without a cue. `base`, `flight` as for `path_of`."""
    times, path = path_of(base, flight)
    view = visible_points(row, np.ascontiguousarray(path))
    rows = np.ascontiguousarray(flight[None, :]), np.ascontiguousarray(base[None, :])
    found = sightings(row, *rows, np.zeros(1), track_s)[0]
    # A pass shorter than a step of `sightings` may be in `view`, and not there: then it is too short to be told.
    if not view.any() or not math.isfinite(found[FIRST_SEEN]):
        return FlightView(reason=hidden_throughout(row, path) if not view.any() else "in view for less than two seconds")  # fmt: skip
    tracked = float(found[TRACKED])
    return FlightView(
        first_seen_s=float(found[FIRST_SEEN]),
        last_seen_s=float(times[view][-1]),
        in_view_s=float(view.sum() * BETWEEN_S),
        tracked_s=tracked if math.isfinite(tracked) else None,
    )


def boost_view(flight: Array, detection_delay_s: float, track_s: float) -> FlightView:
    """When infrared satellites see a flight: in its boost alone, from their delay on."""
    burnout = float(flight[BURNOUT_TIME])
    if detection_delay_s > burnout:
        return FlightView(
            reason=f"the boost is over after {burnout:g} s, and they need {detection_delay_s:g} s"
        )
    tracked = detection_delay_s + track_s
    return FlightView(
        first_seen_s=detection_delay_s,
        last_seen_s=burnout,
        in_view_s=burnout - detection_delay_s,
        tracked_s=tracked if tracked <= burnout else None,
    )
