/** Where the flights of a box are at burnout (guarantee.md, section 7, up to (28)). */
import {
  Ball, Vec, abs, add, add3, cross, div, dot, exact, mul, norm, plus, pos, root, sqr, sub, times, vadd, vscale, vsub, vx, vy, vz, minD, neg,
} from './ball';
import { Cell, Earth, GROUND, Range, SLOPE, cellOf, half, mid, radiusAlong, range } from './earth';
import { sincos } from './functions';
import { demand, need, say } from './outcome';

/** What the claim says of one row of flights, as intervals; km and degrees as there. */
export interface Row {
  fieldKm: Range; sidewaysKm: Range;
  south: Range; north: Range; west: Range; east: Range;
  shortest: Range; longest: Range; leadShort: Range; leadLong: Range; oneTime: boolean;
}

/** One box of flights: coordinates 2 to 9 of the tree. */
export interface Family {
  /** Middle aim, unled; base; both Earth-fixed. */
  aim: Cell; base: Cell;
  /** Middle burnout, and what (27) adds to it: each times a factor from -1 to 1. Earth-fixed. */
  burn: Vec; forward: Vec; up: Vec; side: Vec; ledNorth: Vec; ledEast: Vec; ledTime: Vec;
  /** (28), the extent of (27), the base's angle b, and half the heights. */
  ball: Ball; extent: Ball; b: Ball; dHeight: Ball;
  /** Middle burnout time and flight time (doubles), and their halves. */
  tb: number; dtb: Ball; T: number; dT: Ball;
}

/** The lead in degrees at a time, and its slope in degrees a second. */
function leadOf(row: Row, T: number): [Ball, Ball] {
  if (row.oneTime) return [range(row.leadShort), exact(0)];
  const first = range(row.shortest);
  const slope = div(sub(range(row.leadLong), range(row.leadShort)), sub(range(row.longest), first));
  return [add(range(row.leadShort), mul(slope, sub(exact(T), first))), slope];
}

const sc: Ball[] = [];

/** (24), where W <= F/4; F is the distance of the led aim's middle from the centre. */
function secondOfAim(led: Cell, F: Ball): Ball | null {
  const WF = div(add(led.northSize, led.eastSize), F);
  // Follows from l <= 1/4: |north| <= A db, |east| = A cos(beta) dl and F >= B, so W/F is at most (21), and that at most l.
  if (!need(WF, exact(0.25), 'section 7: W <= F/4')) return null;
  return add(div(led.bend, F), times(sqr(WF), 2));
}

/** Of what the widened cell's east gives (es), the share |L1| dT of the half-width goes with the
 *  flight time, with the sign of L1, and the rest with the aim's own east. Third: what cannot be
 *  shared out, as the sign of L1 or the width is not told; it joins the ball. */
function shareEast(w: Earth, led: Cell, es: Ball, spreadLead: Ball, L1: Ball): [Ball, Ball, Ball] {
  const timePart = pos(led.dl) ? div(mul(spreadLead, w.degree), led.dl) : exact(0);
  const sign = pos(L1) ? 1 : pos(neg(L1)) ? -1 : 0;
  const part = mul(es, timePart), time = sign === 0 ? exact(0) : times(part, sign);
  const own = mul(es, sub(exact(1), timePart));
  return [own, time, add(sign === 0 ? abs(part) : exact(0), pos(led.dl) ? exact(0) : abs(es))];
}

export function familyOf(w: Earth, row: Row, box: Float64Array, o: number): Family | null {
  const lo = (k: number): number => box[o + 2 * k], hi = (k: number): number => box[o + 2 * k + 1];
  const m = (k: number): number => mid(lo(k), hi(k));
  const h = (k: number): Ball => exact(half(lo(k), hi(k), m(k)));
  const T = m(4), dT = h(4);
  const [lead, L1] = leadOf(row, T);
  const spreadLead = mul(abs(L1), dT);                 // |L1| dT, degrees
  const aim = cellOf(w, lo(2), hi(2), lo(3), hi(3), null, null);
  const led = cellOf(w, lo(2), hi(2), lo(3), hi(3), lead, spreadLead);
  const base = cellOf(w, lo(8), hi(8), lo(9), hi(9), null, null);
  const b = add(base.angle, div(times(range(row.fieldKm), 1000), exact(GROUND)));
  const g = led.angle, side = div(times(range(row.sidewaysKm), 1000), exact(GROUND));
  const psi = div(times(exact(m(7)), 1000), exact(GROUND));
  const dpsi = div(times(h(7), 1000), exact(GROUND));
  const height = times(exact(m(6)), 1000), dHeight = times(h(6), 1000);

  // p, q, t, s, m, u
  const Fd = norm(led.centre);
  const p = vscale(base.centre, div(exact(1), norm(base.centre))), q = vscale(led.centre, div(exact(1), Fd));
  const cosT = dot(p, q), pq = cross(p, q), sinT = norm(pq);
  // (else a quotient by it is no number, and l <= 1/4 is not seen)
  if (!demand(pos(sinT), 'base and led aim are in line with the centre')) return null;
  const cot = div(cosT, sinT), s = vscale(pq, div(exact(1), sinT));
  const t = vscale(vsub(q, vscale(p, cosT)), div(exact(1), sinT));
  if (!need(psi, exact(1.5), 'section 7: psi < 1.5')) return null;
  sincos(psi, sc);
  const sinPsi = sc[0], cosPsi = sc[1];
  const u = vadd(vscale(p, cosPsi), vscale(t, sinPsi));
  const fore = vsub(vscale(t, cosPsi), vscale(p, sinPsi));
  const l = div(add(b, g), sinT);
  if (!need(l, exact(0.25), 'section 7: l <= 1/4')) return null;
  const e = secondOfAim(led, Fd);
  if (!e) return null;
  const share = div(sinPsi, sinT);
  const second = add(times(sqr(b), 2), add3(times(mul(b, g), 2), mul(sqr(b), g), e));
  const beyond = add3(                                                              // (25)
    add(times(sqr(dpsi), 0.5), mul(dpsi, add(b, times(l, up104)))),
    times(sqr(b), 0.5),
    add(mul(share, second), times(mul(sinPsi, sqr(l)), 2)));
  const stray = add3(dpsi, b, mul(times(l, up104), minD(add(sinPsi, dpsi), 1)));    // (26)
  const all = add(stray, side);
  if (!need(all, exact(0.5), 'section 7: stray + w <= 0.5')) return null;

  const r = add(radiusAlong(w, vx(u), vy(u), vz(u)), height);
  const across = add(mul(abs(sub(cosPsi, mul(sinPsi, cot))), b), side);
  const forward = mul(r, add3(dpsi, b, side)), sideways = mul(r, across);           // (27)
  const led1 = div(mul(r, share), Fd);
  const ns = mul(led1, dot(led.north, s)), es = mul(led1, dot(led.east, s));
  const ball28 = add3(                                                                // (28)
    mul(r, add(beyond, mul(side, add(stray, times(side, 0.5))))),
    times(mul(all, plus(all, 1)), SLOPE), mul(dHeight, all));
  const along = add3(sideways, abs(ns), abs(es));
  const extent = root(add3(sqr(forward), sqr(dHeight), sqr(along)));
  const [ea, et, left] = shareEast(w, led, es, spreadLead, L1);
  const ball = add(ball28, left);
  say('(25)', beyond); say('(26) stray', stray); say('(28) ball', ball); say('(27) extent', extent);
  return {
    aim, base, burn: vscale(u, r), forward: vscale(fore, forward), up: vscale(u, dHeight), side: vscale(s, sideways),
    ledNorth: vscale(s, ns), ledEast: vscale(s, ea), ledTime: vscale(s, et),
    ball, extent, b, dHeight, tb: m(5), dtb: h(5), T, dT,
  };
}
/** 1.04, rounded up. */
const up104 = 1.04 * (1 + 2 ** -50);
