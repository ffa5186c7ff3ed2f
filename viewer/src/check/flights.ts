/** A reference flight and where the flights of its box are (guarantee.md, section 7). */
import {
  Ball, Vec, abs, add, add3, div, dot, exact, hi, into, lo, max, middle, min, mul, neg, norm, plus, pos, root, spin, sqr, sub,
  times, turn, up, v3, vadd, vscale, vsub, vx, vy, vz,
} from './ball';
import { Conic, State, apply, conicOf, guessChi, inverse, lessThanTurn, position, stateAt, stmAt, sweep, velocity } from './conic';
import { Earth } from './earth';
import { Family } from './family';
import { coshSinhc, sincos } from './functions';
import { demand, need, say } from './outcome';
import { Arc, Stray, angleSwept, k2, endsOf, perturbed, strayAt, strayOf, theoremU } from './swept';

/** Seconds by which an arc is prolonged beyond its times (section 13). */
export const PAD = 1e-6;
/** A slip in time of this or more is refused (section 13). */
export const SLIP = 1e-4;

export interface Reference {
  family: Family; conic: Conic; arc: Arc; stray: Stray;
  /** Stray of what is not linear: (9) in place of sigma. */
  restB: Ball; restA: Ball; rest9: Ball;
  first: State; last: State; te: Ball;
  /** Least and greatest time of the flights, doubles rounded outwards. */
  earliest: number; latest: number;
  /** The seven offsets' fields at tb and their rates there, in the conic's axes. */
  fields: Vec[]; rates: Vec[];
  /** k of (34). */
  k: Ball;
  /** Where the search for chi begins: a guess of chi per second. */
  chiPerSecond: number;
}

const sc: Ball[] = [];
const ch: Ball[] = [];

/** omega t turned: cosine and sine into sc. */
function turnBy(w: Earth, t: Ball): [Ball, Ball] {
  sincos(mul(w.omega, t), sc);
  return [sc[1], sc[0]];
}

/** More than the farthest of two times from a third, as a ball of no size. */
function farthest(t: Ball, low: number, high: number): Ball {
  return exact(up(Math.max(high - lo(t), hi(t) - low)));
}

/** The reference flight with this inertial burnout velocity (mm/s), or null. */
export function referenceOf(w: Earth, f: Family, mm: Float64Array, box: Float64Array, o: number): Reference | null {
  const { mu, eps, B: R0 } = w;
  const [c, s] = turnBy(w, exact(f.tb));
  const bStar = turn(f.burn, c, s);
  const v0 = v3(div(exact(mm[0]), exact(1000)), div(exact(mm[1]), exact(1000)), div(exact(mm[2]), exact(1000)));
  const k = conicOf(mu, w.rootMu, bStar, v0);
  if (!need(k.e, exact(0.9999), 'section 7: e < 0.9999')) return null;
  // chosen anomalies: the end, and the two ends of the window with a little more
  const chi0 = f.T - f.tb, guess = guessChi(k, chi0, chi0 * middle(k.rootMu) / (1.1 * middle(k.r0)));
  const end = stateAt(k, guess), te = plus(end.t, f.tb);
  const slip = abs(plus(te, -f.T));
  if (!need(slip, exact(SLIP), 'section 13: the slip of the end')) return null;
  const dte = add(f.dT, slip);
  const earliest = box[o + 10], latest = box[o + 9];
  const perSecond = guess / chi0;
  const firstChi = guessChi(k, earliest - PAD - f.tb, (earliest - PAD - f.tb) * middle(k.rootMu) / middle(k.r0));
  const first = stateAt(k, firstChi);
  const lastAt = Math.max(latest, hi(te)) + PAD - f.tb;
  const last = stateAt(k, guessChi(k, lastAt, guess));
  if (!demand(hi(plus(first.t, f.tb)) <= earliest, 'the reference begins too late')) return null;
  if (!demand(lo(plus(last.t, f.tb)) >= latest, 'the reference ends too early')) return null;
  const arc = arcOf(k, first, last);
  if (!arc) return null;
  const lead = flightConditions(w, f, k, first, last, end, te, dte);
  if (!lead) return null;
  const fields = fieldsOf(w, f, k, end, te, dte, slip, bStar, v0, c, s, lead);
  if (!fields) return null;
  return boundsOf(w, f, k, arc, first, last, te, dte, lead, fields, earliest, latest, perSecond, eps, R0);
}

/** F certainly between 0 and pi, and the arc's greatest and least radius. (Less than a revolution would follow from k_b dtb < 0.5, by which
 *  chi^2/a is below 0.26 at the first state, and from the series, by which it is below 16 at the last: the root of chi^2/a is below 4.6 in all.) */
function arcOf(k: Conic, first: State, last: State): Arc | null {
  const sw = sweep(first, last);
  if (!demand(pos(plus(sw.sin, -0.001)) && lessThanTurn(k, first, last), 'section 7: 0 < F < pi, sin F > 0.001')) return null;
  const angle = angleSwept(sw);
  return {
    angle, rTop: div(k.p, sub(exact(1), k.e)), rLow: min(first.r, last.r), p: k.p, h: k.h,
  };
}

interface Ends { rb: Ball; ra: Ball; gb: Ball; ga: Ball; kb: Ball; ka: Ball; dbTime: Ball; daTime: Ball }

/** (31) and what is asked besides. */
function flightConditions(
  w: Earth, f: Family, k: Conic, first: State, last: State, end: State, te: Ball, dte: Ball,
): Ends | null {
  const rb = first.r, ra = last.r, gb = div(w.mu, sqr(rb)), ga = div(w.mu, sqr(ra));
  const zero = exact(0);
  // The first and the third of (31) would follow from the other two, as F < pi: a path that falls at the first state and rises at tb, or
  // falls at te and rises at the last, has an apogee and a perigee between the two states.
  // times from the first state to the latest burnout, and from the earliest end to the last state
  const dbTime = sub(add(exact(f.tb), f.dtb), plus(first.t, f.tb));
  const daTime = sub(plus(last.t, f.tb), sub(te, dte));
  if (!need(zero, first.rate, "(31): r' > 0 at the earliest burnout")) return null;
  if (!need(mul(f.dtb, gb), k.vr, "(31): r'(tb) > dtb mu/r_b^2")) return null;
  if (!need(last.rate, zero, "(31): r' < 0 at the latest end")) return null;
  if (!need(mul(dte, ga), neg(end.rate), "(31): -r'(te) > dte mu/r_a^2")) return null;
  const between2 = sub(plus(te, -f.tb), times(add(f.dtb, dte), 2));
  if (!need(zero, between2, 'section 7: te - tb > 2 (dtb + dte)')) return null;
  const kb = root(times(div(gb, rb), 2)), ka = root(times(div(ga, ra), 2));
  if (!need(mul(kb, f.dtb), exact(0.5), 'section 7: k_b dtb < 0.5')) return null;
  if (!need(mul(ka, dte), exact(0.5), 'section 7: k_a dte < 0.5')) return null;
  return { rb, ra, gb, ga, kb, ka, dbTime, daTime };
}

interface Fields {
  b: Vec[]; rate: Vec[]; yb: Ball; ya: Ball; lb: Ball; la: Ball;
}

/** The seven offsets as Jacobi fields, and the bounds of |y| and of |y - y_lin| at both ends. */
function fieldsOf(
  w: Earth, f: Family, k: Conic, end: State, te: Ball, dte: Ball, slip: Ball,
  bStar: Vec, v0: Vec, c: Ball, s: Ball, g: Ends,
): Fields | null {
  const [e1, e2, e3] = k.frame;
  const here = (a: Vec): Vec => into(turn(a, c, s), e1, e2, e3);
  const [c2, s2] = turnBy(w, te);
  const there = (a: Vec): Vec => into(turn(a, c2, s2), e1, e2, e3);
  const a = turn(f.aim.centre, c2, s2);
  const ve = velocity(end), xe = position(end);
  const slideB = vsub(into(spin(w.omega, bStar), e1, e2, e3), into(v0, e1, e2, e3));
  const slideA = vsub(into(spin(w.omega, a), e1, e2, e3), ve);
  const zero = v3(exact(0), exact(0), exact(0));
  const atB = [here(f.forward), here(f.up), here(f.side), vscale(slideB, f.dtb), here(f.ledNorth), here(f.ledEast), here(f.ledTime)];
  const atA = [zero, zero, zero, zero, there(f.aim.north), there(f.aim.east), vscale(slideA, dte)];
  const m = stmAt(k, end), back = inverse(m.rv), backZ = div(exact(1), m.G);
  const rates: Vec[] = [];
  let sizeB = exact(0), driftB = exact(0), sizeA = exact(0), driftA = exact(0);
  for (let i = 0; i < 7; i++) {
    const rate = apply(back, backZ, vsub(atA[i], apply(m.rr, m.F, atB[i])));
    rates.push(rate);
    const rateA = vadd(apply(m.vr, m.Fd, atB[i]), apply(m.vv, m.Gd, rate));
    sizeB = add(sizeB, norm(atB[i])); driftB = add(driftB, norm(rate));
    sizeA = add(sizeA, norm(atA[i])); driftA = add(driftA, norm(rateA));
  }
  const omega2 = sqr(w.omega);
  const aSize = norm(a);
  const moreB = add3(f.ball, mul(mul(w.omega, f.dtb), f.extent),                                  // (29)
    mul(times(sqr(f.dtb), 0.5), add(g.gb, mul(omega2, add(norm(bStar), f.dHeight)))));
  const aimCell = root(add(sqr(f.aim.northSize), sqr(f.aim.eastSize)));
  const miss = norm(vsub(xe, into(a, e1, e2, e3)));
  const moreA0 = add3(f.aim.bend, mul(mul(w.omega, dte), aimCell),                                // (30)
    add(mul(times(sqr(dte), 0.5), add(g.ga, mul(omega2, aSize))), miss));
  const moreA = add(moreA0, mul(slip, norm(slideA)));
  const yb = add3(f.extent, mul(f.dtb, norm(slideB)), moreB);
  const ya = add3(aimCell, mul(dte, norm(slideA)), moreA);
  const lb = add3(moreB, mul(f.dtb, driftB), mul(sqr(mul(g.kb, f.dtb)), add(sizeB, mul(f.dtb, driftB))));   // (32)
  const la = add3(moreA, mul(dte, driftA), mul(sqr(mul(g.ka, dte)), add(sizeA, mul(dte, driftA))));         // (32)
  say('(29) more_b', moreB); say('(30) more_a', moreA); say('(32) at burnout', lb); say('(32) at the end', la);
  return { b: atB, rate: rates, yb, ya, lb, la };
}

/** Theorem F for the flights, and (9) for what is not linear. */
function boundsOf(
  w: Earth, f: Family, k: Conic, arc: Arc, first: State, last: State, te: Ball, dte: Ball, g: Ends, q: Fields,
  earliest: number, latest: number, chiPerSecond: number, eps: Ball, R0: Ball,
): Reference | null {
  const zb = div(q.yb, g.rb), za = div(q.ya, g.ra);
  const db = div(mul(g.dbTime, k.h), sqr(g.rb)), da = div(mul(g.daTime, k.h), sqr(g.ra));
  if (!need(add(db, da), times(arc.angle.F, 0.8), 'section 7: d_b + d_a < 0.8 F')) return null;
  const none = exact(0);
  const stray = strayOf(arc, zb, za, db, da, none, eps, R0, 0.4);
  if (!stray) return null;
  const T = add3(plus(te, -f.tb), f.dtb, dte);
  if (!theoremU(arc, zb, za, none, eps, T, w.mu, R0)) return null;
  const c = exact(stray.c);
  const nine = add(times(mul(mul(div(arc.rTop, arc.p), sqr(c)), k2(stray.c)), 3), perturbed(arc, eps, R0, stray.c));   // (9)
  const [restB, restA] = endsOf(div(q.lb, g.rb), div(q.la, g.ra), db, da, arc.angle.F);                                // (10)
  const kk = root(times(div(w.mu, mul(sqr(arc.rLow), arc.rLow)), 2));
  say('(9)', nine);
  return {
    family: f, conic: k, arc, stray, restB, restA, rest9: nine, first, last, te, earliest, latest,
    fields: q.b, rates: q.rate, k: kk, chiPerSecond,
  };
}

/** What a leaf asks of its flights, whether they fly freely or boost; vectors in `frame`. */
export interface Target {
  frame: [Vec, Vec, Vec] | null;
  /** The time of the middle, and how far the leaf's times are from it. */
  t: Ball; h: Ball;
  x: Vec; v: Vec; size: Ball; speed: Ball;
  pull: Ball; floor: Ball; spread: Ball; linear: Ball; rest: Ball;
  fields: Vec[]; rates: Vec[]; bow: Ball; boosting: boolean;
}

/** The flights at a leaf's times, from low to high within the reference's. */
export function targetAt(w: Earth, ref: Reference, low: number, high: number): Target | null {
  const k = ref.conic, tb = ref.family.tb;
  // The middle, but never after te; h then reaches to the ends of the leaf's times all the same.
  const want = Math.min(0.5 * low + 0.5 * high, middle(ref.te)) - tb;
  const s = stateAt(k, guessChi(k, want, want * ref.chiPerSecond));
  const t = plus(s.t, tb), h = farthest(t, low, high);
  const before = sweep(ref.first, s), after = sweep(s, ref.last);
  if (!demand(s.chi >= ref.first.chi && s.chi <= ref.last.chi, "section 13: the moment is not between the reference's ends")) return null;
  const { rLow, rTop, h: ang } = ref.arc, rate = abs(s.rate);
  const fallen = mul(h, add(rate, div(mul(h, w.mu), times(sqr(rLow), 2))));
  const floor = max(rLow, sub(s.r, fallen));                                                        // (38)
  const pull = div(w.mu, sqr(floor));
  const floor2 = sqr(floor), floor3 = mul(floor2, floor), h2 = sqr(h);
  const most = min(rTop, add3(s.r, mul(h, rate), div(mul(h2, sqr(ang)), times(floor3, 2))));
  const d = div(mul(h, ang), floor2);
  const st = ref.stray;
  const psi = min(mul(most, strayAt(st.zB, st.zA, st.sigma, ref.arc.angle, before, after, d)), mul(rTop, exact(st.c)));   // (33)
  const rest = mul(most, strayAt(ref.restB, ref.restA, ref.rest9, ref.arc.angle, before, after, d));                      // (33)
  const m = stmAt(k, s);
  const fields: Vec[] = [], rates: Vec[] = [];
  for (let i = 0; i < 7; i++) {
    fields.push(vadd(apply(m.rr, m.F, ref.fields[i]), apply(m.rv, m.G, ref.rates[i])));
    rates.push(vadd(apply(m.vr, m.Fd, ref.fields[i]), apply(m.vv, m.Gd, ref.rates[i])));
  }
  const ux = div(s.x, s.r), uy = div(s.y, s.r);
  const ylin = absoluteSum(fields, ux, uy), ydot = absoluteSum(rates, ux, uy);
  const kh = mul(ref.k, h);
  coshSinhc(kh, ch);
  const linear = add(mul(ch[0], ylin), mul(mul(ch[1], h), ydot));                                   // (34)
  const spread = min(psi, add(linear, rest));                                                       // (35)
  const bow = add(mul(add(times(sqr(kh), 0.5), mul(w.omega, h)), linear), rest);                    // (36)
  const x = position(s), v = velocity(s);
  say('(38) floor', floor); say('(33) Psi', psi); say('(33) rest', rest); say('(34) linear', linear); say('(35) spread', spread);
  return { frame: k.frame, t, h, x, v, size: s.r, speed: norm(v), pull, floor, spread, linear, rest, fields, rates, bow, boosting: false };
}

/** The root of the sum of squares of the absolute sums along up, on and aside. */
function absoluteSum(fields: Vec[], ux: Ball, uy: Ball): Ball {
  let a = exact(0), b = exact(0), c = exact(0);
  for (const f of fields) {
    const x = vx(f), y = vy(f);
    a = add(a, abs(add(mul(ux, x), mul(uy, y))));
    b = add(b, abs(sub(mul(ux, y), mul(uy, x))));
    c = add(c, abs(vz(f)));
  }
  return root(add3(sqr(a), sqr(b), sqr(c)));
}

/** The sums of |e.J_i| and of |e.J_i'|. */
export function sums(T: Target, e: Vec): [Ball, Ball] {
  let a = exact(0), b = exact(0);
  for (let i = 0; i < T.fields.length; i++) {
    a = add(a, abs(dot(e, T.fields[i])));
    b = add(b, abs(dot(e, T.rates[i])));
  }
  return [a, b];
}

/** How far flights are from x* prolonged, along the unit vector e: (36), or the ball of section 9. */
export function alongTarget(T: Target, e: Vec): Ball {
  if (T.boosting) return T.spread;
  const [a, b] = sums(T, e);
  return min(T.spread, add3(a, mul(T.h, b), T.bow));
}
