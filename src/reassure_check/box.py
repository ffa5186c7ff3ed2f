"""Boxes on arrays: what times they leave, and where burnouts are. Numbers in brackets are those of docs/guarantee.md."""

from copy import copy
from typing import Any

import numpy as np

from reassure_check.ball import (
    Ball, cross, dot, exact, norm, plus, sin_cos, sq, times, where,
)  # fmt: skip
from reassure_check.earth import GROUND, RADIAN, SLOPE, A, Bundle, cell, ellipsoid_radius, half

STRETCH = exact("1.04")
SIDES = [
    "time", "launch", "aim_latitude", "aim_longitude", "end", "burnout_time", "burnout_height", "burnout_distance",
    "base_latitude", "base_longitude", "place_latitude", "place_longitude", "since", "share",
]  # fmt: skip
"""Of a box, in the order of docs/certificate.md: pairs of balls, s, degrees and km. Its `share` is that of the way from base
to burnout in the flights' boost, where `end` is that of all flights.
"""
LIMITS = ["speed", "divert", "distance", "height", "perturbation", "keep_above", "field", "sideways", "lead", "lead_rate"]  # fmt: skip
"""An interceptor's limits and what else bounds its path: m/s, m, m/s^2; the lead at time 0, rad, rad/s."""


class Holds:
    """Which leaves still hold, and for the others the condition that failed first."""

    def __init__(self, count: int) -> None:
        self.ok, self.why = np.ones(count, bool), np.full(count, "", object)

    def need(self, condition: Any, what: str) -> None:
        """Refuse the leaves of which the condition is not certainly true."""
        self.why[self.ok & np.logical_not(condition)] = what
        self.ok &= condition


def pick(x: Any, index: Any) -> Any:
    """Rows of all arrays in a thing."""
    if isinstance(x, tuple):
        return tuple(pick(y, index) for y in x)
    if isinstance(x, Ball | np.ndarray) or not hasattr(x, "__dict__"):
        return x[index] if np.ndim(getattr(x, "m", x)) else x
    out = copy(x)
    vars(out).update({key: pick(y, index) for key, y in vars(x).items()})
    return out


def when(box: Bundle) -> tuple[Bundle, Any]:
    """The times of boxes: least and greatest time of meeting, of the interceptor's burnout and of its free flight (t - t0), each
    as the others narrow it; and where there are none.
    """
    (low, high), (first, last), (least, most) = box.time, box.launch, box.since
    since = where(least > 0, least, -16384.0)  # from 0: the interceptor may still boost
    d = Bundle(
        low=low.max(first + since), high=high.min(last + most), first=first.max(low - most),
        last=last.min(high - since), least=since.max(low - last), most=most.min(high - first),
    )  # fmt: skip
    return d, (d.low > d.high) | (d.first > d.last) | (d.least > d.most)


def volume(box: Bundle, lim: Bundle) -> Bundle:
    """The boost volumes of all launch points of boxes, Earth-fixed at time 0."""
    ground = cell(box.place_latitude, box.place_longitude, Ball(0.0))
    u, angle = times(1 / norm(ground.middle), ground.middle), lim.distance / GROUND
    disc, drop = (A + lim.height) * angle, (A + lim.height) * sq(angle) * 0.5  # (58)
    half_height = (lim.height + drop) * 0.5  # (58)
    radius, north, east = ellipsoid_radius(u) + half_height - drop, ground.north, ground.east
    middle = times(radius, u)
    ball = ground.bend + SLOPE * angle + (lim.height + drop + disc) * ground.angle  # (59)
    size = (dot(north, north) + dot(east, east)).sqrt()
    reach = (sq(disc) + sq(half_height)).sqrt() + ball + size  # (59)
    farthest = (radius + reach).min(A + lim.height)  # (60)
    off_axis = ((sq(middle[0]) + sq(middle[1])).sqrt() + reach).min(farthest)
    return Bundle(
        middle=middle, north=north, east=east, disc=disc, half_height=half_height, ball=ball,
        reach=reach, off_axis=off_axis, radius=farthest,
    )  # fmt: skip


def burnout(holds: Holds, box: Bundle, lim: Bundle, carried: Any) -> Bundle:
    """Burnout points, axes carried by an angle, on great circles to the aims as the lead turns them: middle; half-extents forward, up,
    sideways; how they go with the aim's and the flight time's; what these leave out; the extent of all; the base, and its reach.
    """
    (time, dtime), own = half(*box.end), half(*box.aim_longitude)[1] * RADIAN
    swing = lim.lead_rate * dtime  # of the lead, over the box's flight times
    base = cell(box.base_latitude, box.base_longitude, carried)
    led = carried + lim.lead + lim.lead_rate * time
    aim = cell(box.aim_latitude, box.aim_longitude, led, abs(swing))
    far = norm(aim.middle)
    p, q = times(1 / norm(base.middle), base.middle), times(1 / far, aim.middle)
    cosine = dot(p, q)
    across = plus(q, -cosine, p)
    sine = norm(across)
    holds.need(sine > 0, "base and aim are opposite or one")
    t = times(1 / sine, across)
    s = cross(p, t)
    (psi, dpsi), (height, dheight) = half(*box.burnout_distance), half(*box.burnout_height)
    psi, dpsi = psi * 1e3 / GROUND, dpsi * 1e3 / GROUND
    height, dheight = height * 1e3, dheight * 1e3
    sp, cp = sin_cos(psi)
    u, onward = plus(times(cp, p), sp, t), plus(times(cp, t), -sp, p)
    radius = ellipsoid_radius(u) + height
    off, aside = base.angle + lim.field / GROUND, lim.sideways / GROUND  # b, w
    wide, lean = norm(aim.north) + norm(aim.east), (off + aim.angle) / sine
    bent = aim.bend / far + 2 * sq(wide / far)  # (24)
    second = sq(dpsi) * 0.5 + dpsi * (off + STRETCH * lean) + sq(off) * 0.5  # (25)
    second += sp / sine * (off * (2 * off + 2 * aim.angle + off * aim.angle) + bent)  # (25)
    second += 2 * sp * sq(lean)  # (25)
    stray = dpsi + off + STRETCH * lean * (sp + dpsi).min(1.0)  # (26)
    whole = stray + aside
    near = (lean <= 0.25) & (whole <= 0.5) & (psi < 1.5)  # (23), (28)
    holds.need(near, "base or aim cell too wide for its distance")
    holds.need(wide <= far * 0.25, "aim cell too wide")  # (24)
    ball = radius * (second + aside * (stray + aside * 0.5))  # (28)
    ball += SLOPE * whole * (1 + whole) + dheight * whole  # (28)
    forward = radius * (dpsi + off + aside)  # (27)
    side = radius * (abs(cp - sp * cosine / sine) * off + aside)  # (27)
    lever = radius * sp / (far * sine)
    north, east = lever * dot(s, aim.north), lever * dot(s, aim.eastward)  # (27)
    east, end = east * own, east * swing  # (27)
    extent = (sq(forward) + sq(dheight) + sq(side + abs(north) + abs(east) + abs(end))).sqrt()
    return Bundle(
        middle=times(radius, u), starts=(times(forward, onward), times(dheight, u), times(side, s)),
        with_aim=(times(north, s), times(east, s), times(end, s)), ball=ball, extent=extent,
        base=base.middle, base_reach=off * A + base.bend,  # (57)
    )  # fmt: skip
