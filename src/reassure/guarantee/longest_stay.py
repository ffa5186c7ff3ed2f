"""How long an interceptor can stay above the polar radius after its burnout: docs/guarantee.md, section 11, (61)."""

from __future__ import annotations

import math

from reassure.earth.constants import (
    EQUATORIAL_RADIUS,
    GRAVITATIONAL_PARAMETER,
    POLAR_RADIUS,
    ROTATION_RATE,
)
from reassure.guarantee.cell import GROUND_RADIUS
from reassure.typing import LimitFigures

__all__ = ["longest_stay"]

_MU, _R0 = GRAVITATIONAL_PARAMETER, POLAR_RADIUS
_CELLS = 12  # of climb angles from 0 to 90 degrees
_FASTEST = 0.828  # of W^2 R0/mu: below 2 sqrt(2) - 2, on which Theorem T rests
_LONGEST = 7_200  # s, the longest that a certificate says
_PASSES = 60


def longest_stay(limits: LimitFigures, least_latitude: float) -> int | None:
    """The least whole number of seconds after burnout after which no interceptor within these limits is above the polar
    radius; None where Theorem T gives none.

    `least_latitude`: rad, geodetic, the least that a launch point is from the equator.
    """
    time = 0.0
    for _ in range(_PASSES):
        # perturbation acts for as long as it is up, so a longer time gives a longer one yet
        longer = _time_up(limits, least_latitude, time)
        if longer > _LONGEST:
            return None
        if longer - time < 1e-3:
            break
        time = longer
    whole = math.ceil(time + 0.01)
    # by a hundredth of a second, for the checker's balls
    return whole if _time_up(limits, least_latitude, whole) <= whole - 0.01 else None


def _time_up(limits: LimitFigures, least_latitude: float, time: float) -> float:
    """s that the paths of (61) take down to the polar radius, where they take up what they may spend in `time` (s);
    infinite where they are too fast.
    """
    top = EQUATORIAL_RADIUS + limits.height
    geocentric = math.atan((_R0 / EQUATORIAL_RADIUS) ** 2 * math.tan(least_latitude))
    north = max(0.0, geocentric - limits.distance / GROUND_RADIUS)
    carried = ROTATION_RATE * top * math.cos(north)
    spent = limits.divert + limits.perturbation * time
    fall = 2.0 * _MU * (1.0 / _R0 - 1.0 / top)
    most = 0.0
    for i in range(_CELLS):
        flat, steep = (0.5 * math.pi * k / _CELLS for k in (i, i + 1))
        across = limits.speed**2 + 2.0 * limits.speed * carried * math.cos(flat) + carried**2
        w = math.sqrt(across + fall) + spent
        share = w * w * _R0 / _MU
        if share > _FASTEST - 1e-9:
            return math.inf
        climb = limits.speed * math.sin(steep) + spent
        axis = _R0 / (2.0 - share)
        c, s = (
            1.0 - top / axis,
            top * climb / math.sqrt(_MU * axis),
        )  # e cos E and e sin E at burnout
        gone = 2.0 * math.pi - math.acos((1.0 - _R0 / axis) / math.hypot(c, s)) - math.atan2(s, c)
        mean = gone + s * (1.0 - math.cos(gone)) - c * math.sin(gone)
        most = max(most, mean * math.sqrt(axis**3 / _MU))  # (61)
    return most
