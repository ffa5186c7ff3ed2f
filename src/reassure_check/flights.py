"""Where the flights of boxes are in free flight: docs/guarantee.md, section 7, whose numbers stand beside the lines."""

from __future__ import annotations

from typing import Any

from reassure_check.ball import (
    ZERO, Ball, Vector, apply, cross, cube, dot, inverse, minus, norm, plus, sinh_cosh, sq, times,
)  # fmt: skip
from reassure_check.bounds import Target
from reassure_check.box import Holds, burnout
from reassure_check.conic import Conic
from reassure_check.earth import MU, OMEGA, Bundle, cell, half, spin
from reassure_check.swept import one_path, reached, rest_source, stray, sweep

SOON = 1e-6  # s by which an arc is prolonged, so that its time there is certainly enough


def tube(box: Bundle, lim: Bundle, velocity: Vector) -> Bundle:
    """The tubes about the reference arcs with these burnout velocities; `holds`: which of these were seen to be sound."""
    holds = Holds(len(velocity[0].m))
    (tb, dtb), (te, dte) = half(*box.burnout_time), half(*box.end)
    out = burnout(holds, box, lim, OMEGA * tb)
    path = Conic(out.middle, velocity)
    arc, before = path.at(path.guess(te - tb)), path.at(path.guess(-dtb - SOON))
    end = tb + arc.time  # the time at the anomaly that was guessed
    slip = abs(te - end)
    late = dte + slip
    after = path.at(path.guess(arc.time + late + SOON))
    holds.need((before.time <= -dtb) & (after.time >= arc.time + late), "no end of the reference")
    s = sweep(holds, path, before, after)
    r0, r1 = s.r0, s.r1
    k2_b, k2_a = 2 * MU / cube(r0), 2 * MU / cube(r1)
    falls = -dot(arc.position, arc.velocity) / arc.radius
    rises = (s.rates[0] > 0) & (dot(path.r0, path.v0) / path.d0 > dtb * MU / sq(r0))  # (31)
    rises &= (s.rates[1] < 0) & (falls > late * MU / sq(r1))  # (31)
    holds.need(rises, "the reference must rise, then fall")
    narrow = (k2_b * sq(dtb) < 0.25) & (k2_a * sq(late) < 0.25)
    holds.need(narrow & (arc.time > 2 * (dtb + late)), "times too wide")
    holds.need((s.e < 0.9999) & (s.sine > 1e-3), "the reference is too narrow")
    s.top, s.low, s.other = s.p / (1 - s.e), r0.min(r1), lim.perturbation

    # the seven fields, by position and velocity at burnout
    aim = cell(box.aim_latitude, box.aim_longitude, OMEGA * end)
    back_b = minus(spin(path.r0), path.v0)
    back_a = minus(spin(aim.middle), arc.velocity)
    nil = (ZERO * dtb,) * 3
    starts = (*out.starts, times(dtb, back_b), *out.with_aim)
    finishes = nil, nil, nil, nil, aim.north, aim.east, times(dte, back_a)
    rr, rv = path.blocks(arc)
    vr, vv = path.rates(arc)
    inv = inverse(rv)
    rates = [apply(inv, minus(f, apply(rr, x))) for x, f in zip(starts, finishes, strict=True)]
    ends = [plus(apply(vr, x), 1.0, apply(vv, y)) for x, y in zip(starts, rates, strict=True)]
    size_b, drift_b, size_a, drift_a = (
        sum(map(norm, x), ZERO) for x in (starts, rates, finishes, ends)
    )
    wide_a = (dot(aim.north, aim.north) + dot(aim.east, aim.east)).sqrt()
    turning = sq(OMEGA)
    more_b = out.ball + OMEGA * dtb * out.extent  # (29)
    more_b += sq(dtb) * 0.5 * (MU / sq(r0) + turning * (path.d0 + norm(out.starts[1])))  # (29)
    more_a = aim.bend + OMEGA * late * wide_a + slip * norm(back_a)  # (30)
    more_a += sq(late) * 0.5 * (MU / sq(r1) + turning * norm(aim.middle))  # (30)
    more_a += norm(minus(arc.position, aim.middle))  # (30)
    rest_b = more_b + dtb * drift_b + k2_b * sq(dtb) * (size_b + dtb * drift_b)  # (32)
    rest_a = more_a + late * drift_a + k2_a * sq(late) * (size_a + late * drift_a)  # (32)
    y_b, y_a = out.extent + dtb * norm(back_b) + more_b, wide_a + dte * norm(back_a) + more_a

    turn_b, turn_a = (
        -2 * before.time * s.h / sq(r0),
        2 * (after.time - arc.time) * s.h / sq(r1),
    )  # (10)
    holds.need(turn_b + turn_a < 0.8 * s.angle, "times too wide")
    z_b, z_a, l_b, l_a = y_b / r0, y_a / r1, rest_b / r0, rest_a / r1
    a, b = reached(z_b, z_a, s, turn_b), reached(z_a, z_b, s, turn_a)
    c, source = stray(holds, s, a, b, ZERO, 0.4)
    one_path(holds, s, z_b + z_a, after.time - before.time, ZERO)
    rest = rest_source(s, c)
    bound = a + source, b + source, source
    rests = reached(l_b, l_a, s, turn_b) + rest, reached(l_a, l_b, s, turn_a) + rest, rest
    return Bundle(
        holds=holds, path=path, start=tb, end=end, earliest=tb - dtb, latest=end + late, starts=starts,
        rates=tuple(rates), before=before, after=after, s=s, c=c, bound=bound,
        rest=rests, normal=times(1 / s.h, cross(path.r0, path.v0)),
    )  # fmt: skip


def _size(x: Bundle, fields: list[Vector]) -> Any:
    """No sum of the fields, each with a factor from -1 to 1, is longer: axes up, on and aside."""
    up = times(1 / x.radius, x.position)
    on = plus(x.velocity, -dot(x.velocity, up), up)
    on = times(1 / norm(on), on)
    axes = up, on, cross(up, on)
    sums = (sum((abs(dot(axis, f)) for f in fields), ZERO) for axis in axes)
    return sum((sq(x) for x in sums), ZERO).sqrt()


def flying(t: Bundle, low: Ball, high: Ball) -> Target:
    """Flights after burnout, at times between these."""
    low = low.max(t.earliest)
    high = high.min(t.latest).max(low)
    x = t.path.at(t.path.guess(((low + high) * 0.5).min(t.end) - t.start))
    mid, s, r = t.start + x.time, t.s, x.radius
    t.holds.need((x.chi >= t.before.chi) & (x.chi <= t.after.chi), "not on the reference")
    h = (mid - low).max(high - mid).max(0.0)
    (rr, rv), (vr, vv) = t.path.blocks(x), t.path.rates(x)
    pairs = list(zip(t.starts, t.rates, strict=True))
    fields = [plus(apply(rr, a), 1.0, apply(rv, b)) for a, b in pairs]
    rates = [plus(apply(vr, a), 1.0, apply(vv, b)) for a, b in pairs]
    k = (2 * MU / cube(s.low)).sqrt()
    sinh, cosh = sinh_cosh(k * h)
    linear = cosh * _size(x, fields) + sinh / k * _size(x, rates)  # (34)
    rate = abs(dot(x.position, x.velocity)) / r
    floor = s.low.max(r - h * (rate + h * 0.5 * MU / sq(s.low)))  # (38)
    top = s.top.min(r + h * rate + sq(h) * 0.5 * sq(s.h) / cube(floor))  # (33)
    turn = h * s.h / sq(floor)  # (33)
    s0 = (dot(cross(t.before.position, x.position), t.normal) / (s.r0 * r)).max(0.0)
    s1 = (dot(cross(x.position, t.after.position), t.normal) / (s.r1 * r)).max(0.0)
    c0, c1 = (
        dot(t.before.position, x.position) / (s.r0 * r),
        dot(t.after.position, x.position) / (s.r1 * r),
    )

    def over(bound: tuple[Any, Any, Any]) -> Any:
        a, b, source = bound
        return top * ((a * s1 + b * s0 + turn * abs(b * c0 - a * c1)) / s.sine - source)  # (33)

    rest = over(t.rest)
    return Target(
        time=mid, half=h, position=x.position, velocity=x.velocity, fields=fields, rates=rates,
        spread=(t.c * s.top).min(over(t.bound)).min(linear + rest), rest=rest, linear=linear,  # (35)
        bow=(sq(k * h) * 0.5 + OMEGA * h) * linear + rest,  # (36)
        floor=floor, pull=MU / sq(floor),
    )  # fmt: skip
