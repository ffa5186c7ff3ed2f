"""Where the flights of a box are in free flight: a reference arc, seven fields about it, and what these leave.

docs/guarantee.md, sections 3 and 7, whose numbers stand beside the lines. Bounds are closed forms in the angle that the
reference sweeps.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from reassure.earth.constants import GRAVITATIONAL_PARAMETER, ROTATION_RATE
from reassure.flight.lambert import lambert
from reassure.flight.outcome import SOLVED
from reassure.guarantee.box import AIM_LATITUDE, AIM_LONGITUDE, BURNOUT_TIME, END, OTHER
from reassure.guarantee.burnout import Burnout, burnout, extent
from reassure.guarantee.cell import Cell, cell
from reassure.guarantee.conic import Conic, State, conic, state_after
from reassure.guarantee.swept import (
    Ends,
    Sweep,
    one_path,
    reached,
    rest_source,
    shape_of,
    stray,
    sweep_of,
)
from reassure.numeric.compile import inner
from reassure.numeric.vectors import apply, cross, dot, inverse, minus, norm, plus, scaled, spin
from reassure.typing import Array, Point

__all__ = ["FIELDS", "LOWEST", "Tube", "fields_at", "local", "sizes_at", "tube", "tube_about"]

FIELDS = 7
"""Forward, up, sideways and burnout time; aim north and east, and end time."""

LOWEST = 4_000_000.0
"""m. A reference arc that comes below this while flights last is not used."""

_MU = GRAVITATIONAL_PARAMETER
_WIDEST = 0.4
"""The greatest Z that is accepted: (4) rests on it."""
_NARROW = 1e-3  # the least sine of the angle that a reference sweeps
_ROUND = 0.9999  # the greatest eccentricity of a reference
_NIL = (0.0, 0.0, 0.0)
_Offsets = tuple[Point, Point, Point, Point, Point, Point, Point]
_Bound = tuple[float, float, float]
"""a, b and sigma of (7): (a sin(F - f) + b sin f)/sin F - sigma."""


class Tube(NamedTuple):
    """A box's flights in free flight: a reference, and how far they are from it. Times from the flight's launch."""

    sound: bool
    """Do all conditions hold? Where not, nothing is bounded."""
    position: Point
    """m, the reference at `burnout_time` in inertial axes; `velocity` there, m/s."""
    velocity: Point
    burnout_time: float
    """s, the middle of the box's burnout times; `end_time`: of its end times."""
    end_time: float
    earliest: float
    """s, the earliest burnout; `latest`: the latest end."""
    latest: float
    fields: Array
    """(7, 6): position (m) and velocity (m/s) of the seven Jacobi fields at the middle burnout."""
    sweep: Sweep
    """The reference from the earliest burnout to the latest end."""
    first: Point
    """m, the reference at the earliest burnout; `last`: at the latest end."""
    last: Point
    floor: float
    """m, the reference's least radius; `top`: its greatest."""
    top: float
    most: float
    """The greatest Z."""
    bound: _Bound
    """Above Z; `rest`: above what the fields leave of it."""
    rest: _Bound


class Local(NamedTuple):
    """The reference over some times: what (34) to (36) take of it."""

    floor: float
    """m, its least radius there; (38)."""
    spread: float
    """m, above the distance of flights from it, by (7) alone."""
    rest: float
    """m, above what the fields leave of that distance."""


@inner
def local(t: Tube, c: Conic, half: float) -> Local:
    """The tube's bounds up to `half` (s) before and after the state `c` of its reference."""
    r = norm(c.position)
    rate = abs(dot(c.position, c.velocity)) / r
    low = max(t.floor, r - half * (rate + 0.5 * half * _MU / t.floor**2))  # (38)
    high = min(t.top, r + half * rate + 0.5 * half * half * t.sweep.momentum**2 / low**3)  # (33)
    turn = half * t.sweep.momentum / low**2  # (33)
    # sines and cosines of the angles from the first state and to the last
    normal = scaled(1.0 / t.sweep.momentum, cross(t.position, t.velocity))
    s0 = max(0.0, dot(cross(t.first, c.position), normal) / (t.sweep.first * r))
    s1 = max(0.0, dot(cross(c.position, t.last), normal) / (t.sweep.last * r))
    c0 = dot(t.first, c.position) / (t.sweep.first * r)
    c1 = dot(t.last, c.position) / (t.sweep.last * r)
    a, b, sigma = t.bound
    at = (a * s1 + b * s0) / t.sweep.sine - sigma
    spread = high * (at + turn * abs(b * c0 - a * c1) / t.sweep.sine)  # (33)
    a, b, sigma = t.rest
    at = (a * s1 + b * s0) / t.sweep.sine - sigma
    rest = high * (at + turn * abs(b * c0 - a * c1) / t.sweep.sine)  # (33)
    return Local(low, min(t.most * t.top, spread), rest)


class _Off(NamedTuple):
    """How far members are from the reference at their own burnout and at their own end, m."""

    at_burnout: float
    """In all; y_b of section 7."""
    at_end: float
    rest_burnout: float
    """Beyond the linear part; (32)."""
    rest_end: float


@inner
def tube(lo: Array, hi: Array, fixed: Array) -> Tube:
    """The tube of a box: `lo`, `hi` (14,) in the claim's units; `fixed`: see `RowFigures`.

    Its reference joins the middles, its velocity rounded to the mm/s. `sound` is false where nothing is bounded.
    """
    tb, te = 0.5 * (lo[BURNOUT_TIME] + hi[BURNOUT_TIME]), 0.5 * (lo[END] + hi[END])
    b = burnout(lo, hi, fixed, ROTATION_RATE * tb).middle
    a = _aims(lo, hi, te).middle
    outcome, vx, vy, vz, _, _, _ = lambert(*b, *a, te - tb, False)
    v = (round(vx, 3), round(vy, 3), round(vz, 3))
    return tube_about(lo, hi, fixed, v, outcome == SOLVED)


@inner
def _aims(lo: Array, hi: Array, time: float) -> Cell:
    """The aims of a box, the Earth turned to `time` (s)."""
    return cell(
        lo[AIM_LATITUDE],
        hi[AIM_LATITUDE],
        lo[AIM_LONGITUDE],
        hi[AIM_LONGITUDE],
        ROTATION_RATE * time,
    )


@inner
def tube_about(lo: Array, hi: Array, fixed: Array, v: Point, sound: bool) -> Tube:
    """The tube of a box about the reference of inertial velocity v (m/s) at its middle burnout.

    `sound`: is there such a reference? The tube's is false where it is not, or where a condition fails.
    """
    tb, dtb = (
        0.5 * (lo[BURNOUT_TIME] + hi[BURNOUT_TIME]),
        0.5 * (hi[BURNOUT_TIME] - lo[BURNOUT_TIME]),
    )
    te, dte = 0.5 * (lo[END] + hi[END]), 0.5 * (hi[END] - lo[END])
    out = burnout(lo, hi, fixed, ROTATION_RATE * tb)
    a = _aims(lo, hi, te)
    b, long, eps = out.middle, te - tb, fixed[OTHER]
    arc = conic(b, v, long)
    sound = sound and arc.solved and out.sound and long > 2.0 * (dte + dtb)
    before, after = state_after(b, v, -dtb), state_after(b, v, long + dte)
    sound = sound and before.solved and after.solved
    s = sweep_of(before.position, before.velocity, after.position)
    floor = min(s.first, s.last)
    sound = sound and _rises_then_falls(b, v, arc, before, after, dtb, dte)
    sound = sound and s.eccentricity < _ROUND and s.sine > _NARROW and floor > LOWEST
    fields = np.zeros((FIELDS, 6))
    empty = Tube(
        False, b, v, tb, te, tb - dtb, te + dte, fields, s, before.position, after.position,
        floor, 0.0, 0.0, _NIL, _NIL,
    )  # fmt: skip
    if not sound:
        return empty
    top = s.parameter / (1.0 - s.eccentricity)
    ends = _fill(out, a, v, arc, fields, (dtb, dte), (s.first, s.last))
    angle = math.atan2(s.sine, s.cosine)
    turn_b, turn_a = 2.0 * dtb * s.momentum / s.first**2, 2.0 * dte * s.momentum / s.last**2  # (10)
    if turn_b + turn_a >= 0.8 * angle:
        return empty
    zb, za = ends.at_burnout / s.first, ends.at_end / s.last
    a_z, b_z = reached(zb, za, angle, turn_b), reached(za, zb, angle, turn_a)
    shape = shape_of(s, floor, top, eps)
    z = stray(shape, a_z, b_z, 0.0, _WIDEST)
    span = long + dtb + dte
    if not z.agreed or one_path(s, Ends(zb + za, floor, top, span, 0.0, eps)) < 0.0:
        return empty
    lb, la = ends.rest_burnout / s.first, ends.rest_end / s.last
    sigma = rest_source(shape, z.most)
    bound = (a_z + z.source, b_z + z.source, z.source)
    rest = (
        reached(lb, la, angle, turn_b) + sigma,
        reached(la, lb, angle, turn_a) + sigma,
        sigma,
    )
    return Tube(
        True, b, v, tb, te, tb - dtb, te + dte, fields, s, before.position, after.position,
        floor, top, z.most, bound, rest,
    )  # fmt: skip


@inner
def _rises_then_falls(
    b: Point, v: Point, arc: Conic, first: State, last: State, dtb: float, dte: float
) -> bool:
    """Does the reference rise while burnouts last, fall while ends last, and turn less than once?"""
    r0, r1 = norm(first.position), norm(last.position)
    rising = dot(b, v) / norm(b) - dtb * _MU / r0**2  # (31)
    falling = -dot(arc.position, arc.velocity) / norm(arc.position) - dte * _MU / r1**2  # (31)
    before, after = dot(first.position, first.velocity), dot(last.position, last.velocity)
    # so that cosh x <= 1 + x^2 at both ends
    narrow = (
        math.sqrt(2.0 * _MU / r0**3) * dtb < 0.499 and math.sqrt(2.0 * _MU / r1**3) * dte < 0.499
    )
    # from the first state to the last, whose anomalies are those of the middle and little more
    span = 1.0 + 2.0 * (dtb + dte) / 600.0
    once = arc.alpha <= 0.0 or math.sqrt(arc.alpha) * arc.chi * span < 6.2
    return rising > 0.01 and falling > 0.01 and before > 1.0 and after < -1.0 and narrow and once


@inner
def _fill(
    out: Burnout,
    a: Cell,
    v: Point,
    arc: Conic,
    fields: Array,
    halves: tuple[float, float],
    radii: tuple[float, float],
) -> _Off:
    """Fill in the fields (7, 6) by their ends, and bound how far members are off at theirs.

    v: the reference's velocity at burnout, m/s; `arc`: its state at the middle end time. `halves`: of the burnout and
    end times, s; `radii`: the reference's least while these last, m.
    """
    (dtb, dte), (r0, r1) = halves, radii
    omega, b = ROTATION_RATE, out.middle
    # how far a burnout is off for half the span of its time: it turns with the Earth, the reference flies on
    back_b = scaled(dtb, minus(spin(omega, b), v))
    back_a = scaled(dte, minus(spin(omega, a.middle), arc.velocity))
    # the seven fields' offsets at the middle burnout and at the middle end
    starts = (
        out.forward, out.up, out.side, back_b, out.with_north, out.with_east, out.with_end
    )  # fmt: skip
    finishes = (_NIL, _NIL, _NIL, _NIL, a.north, a.east, back_a)
    _join(arc, starts, finishes, fields)
    size_b = size_a = drift_b = drift_a = 0.0
    for k in range(FIELDS):
        size_b += norm((fields[k, 0], fields[k, 1], fields[k, 2]))
        drift_b += norm((fields[k, 3], fields[k, 4], fields[k, 5]))
        size_a += norm(finishes[k])
        drift_a += norm(_moved(arc.vr, arc.vv, fields, k))
    wide_b = extent(out)
    wide_a = math.sqrt(dot(a.north, a.north) + dot(a.east, a.east))
    turning = omega * omega
    more_b = out.ball + omega * dtb * wide_b  # (29)
    more_b += 0.5 * dtb * dtb * (_MU / r0**2 + turning * (norm(b) + norm(out.up)))  # (29)
    more_a = a.bend + omega * dte * wide_a  # (30)
    more_a += 0.5 * dte * dte * (_MU / r1**2 + turning * norm(a.middle))  # (30)
    more_a += norm(minus(arc.position, a.middle))  # (30)
    k2_b, k2_a = 2.0 * _MU / r0**3, 2.0 * _MU / r1**3
    rest_b = more_b + dtb * drift_b + k2_b * dtb * dtb * (size_b + dtb * drift_b)  # (32)
    rest_a = more_a + dte * drift_a + k2_a * dte * dte * (size_a + dte * drift_a)  # (32)
    return _Off(wide_b + norm(back_b) + more_b, wide_a + norm(back_a) + more_a, rest_b, rest_a)


@inner
def _join(arc: Conic, starts: _Offsets, finishes: _Offsets, fields: Array) -> None:
    """Fill in the Jacobi fields with these ends, by position and velocity at the start."""
    rv_inverse = inverse(arc.rv)
    for k in range(FIELDS):
        # the rate at the start that leads to the offset at the end
        rate = apply(rv_inverse, minus(finishes[k], apply(arc.rr, starts[k])))
        for j in range(3):
            fields[k, j], fields[k, 3 + j] = starts[k][j], rate[j]


@inner
def _moved(by_position: Array, by_velocity: Array, fields: Array, k: int) -> Point:
    """Field k, carried on by two blocks of the transition matrix."""
    start = (fields[k, 0], fields[k, 1], fields[k, 2])
    rate = (fields[k, 3], fields[k, 4], fields[k, 5])
    return plus(apply(by_position, start), 1.0, apply(by_velocity, rate))


@inner
def _axes(c: Conic) -> tuple[Point, Point, Point]:
    """Unit vectors up, on along the path and aside."""
    up = scaled(1.0 / norm(c.position), c.position)
    on = plus(c.velocity, -dot(c.velocity, up), up)
    on = scaled(1.0 / norm(on), on)
    return up, on, cross(up, on)


@inner
def _added(parts: Point, axes: tuple[Point, Point, Point], p: Point) -> Point:
    x, y, z = axes
    return parts[0] + abs(dot(p, x)), parts[1] + abs(dot(p, y)), parts[2] + abs(dot(p, z))


@inner
def sizes_at(c: Conic, fields: Array) -> tuple[float, float]:
    """The greatest sums of the fields' positions and of their velocities, each taken with a factor
    from -1 to 1: m, m/s. `fields`: what `fields_at` gives for `c`.
    """
    p = q = (0.0, 0.0, 0.0)
    axes = _axes(c)
    for k in range(FIELDS):
        p = _added(p, axes, (fields[k, 0], fields[k, 1], fields[k, 2]))
        q = _added(q, axes, (fields[k, 3], fields[k, 4], fields[k, 5]))
    return norm(p), norm(q)


@inner
def fields_at(t: Tube, c: Conic) -> Array:
    """The seven fields at the state `c` of the reference arc: position and velocity, (7, 6)."""
    out = np.empty((FIELDS, 6))
    for k in range(FIELDS):
        p, q = _moved(c.rr, c.rv, t.fields, k), _moved(c.vr, c.vv, t.fields, k)
        for j in range(3):
            out[k, j], out[k, 3 + j] = p[j], q[j]
    return out
