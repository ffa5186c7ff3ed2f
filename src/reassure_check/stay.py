"""How long interceptors can stay above the polar radius: docs/guarantee.md, section 11."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from reassure_check.ball import HALF_PI, Ball, atan2, exact, sin_cos, sq
from reassure_check.earth import GROUND, MU, OMEGA, RADIAN, A, B

CELLS = 12


@np.errstate(all="ignore")  # what overflows proves nothing
def stays(interceptor: dict[str, Any], earth: dict[str, Any], seconds: int) -> bool:
    """Whether none within these limits (as the claim has them) is above the polar radius later after its burnout."""
    speed, divert, distance, height = (
        exact(interceptor[key] * 1000)
        for key in ("burnout_speed_km_s", "divert_km_s", "burnout_distance_km", "burnout_height_km")
    )
    least = min(max(Fraction(0), south, -north) for south, north, _, _ in interceptor["places"])
    top, spent = A + height, divert + exact(earth["perturbation_m_s2"]) * float(seconds)
    s, c = sin_cos(exact(least) * RADIAN)
    north = (atan2(sq(B / A) * s, c) - distance / GROUND).max(0.0)  # geocentric
    carried = OMEGA * top * sin_cos(north)[1]
    angles = HALF_PI * (np.arange(CELLS + 1.0) / CELLS)
    sines, cosines = sin_cos(angles)
    w = (
        sq(speed) + 2 * speed * carried * cosines[:-1] + sq(carried) + 2 * MU * (1 / B - 1 / top)
    ).sqrt() + spent
    share, climb = sq(w) * B / MU, speed * sines[1:] + spent
    axis = B / (2 - share)
    ec, es = 1 - top / axis, top * climb / (MU * axis).sqrt()
    size = np.hypot(ec.m, es.m)
    # a guess, taken as exact, of how far the eccentric anomaly goes
    far = 2 * np.pi - np.arccos((1 - B.m / axis.m) / size) - np.arctan2(es.m, ec.m)
    gone = Ball(far + 1e-6)
    s, c = sin_cos(gone)
    radius = axis * (1 - ec * c + es * s)
    time = (sq(axis) * axis / MU).sqrt() * (gone + es * (1 - c) - ec * s)
    down = (share <= 0.828) & (gone >= 0) & (radius < B) & (time <= float(seconds))  # (61)
    return bool(np.all(down))
