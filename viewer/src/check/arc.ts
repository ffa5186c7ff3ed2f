/** Leaf A: a reference arc and its adjoint (guarantee.md, section 8). */
import {
  Ball, Vec, abs, add, add3, cross, div, dot, exact, gtD, hi, into, lt, ltD, max, maxD, middle, min, mul, neg, norm, plus,
  pos, root, sign, sqr, sub, times, up, v3, vadd, vneg, vscale, vsub, vx as vxOf, vy as vyOf, vz as vzOf, le,
} from './ball';
import { Conic, State, Stm, apply, applyT, conicOf, guessChi, inverse, lessThanTurn, position, stateAt, stmAt, sweep, velocity } from './conic';
import { Earth, half, mid } from './earth';
import { PAD, SLIP, Target, sums } from './flights';
import { coshSinhc, sincos } from './functions';
import { Limits, Times, spinIn } from './leaves';
import { Outcome, decide, demand, need, say, trouble } from './outcome';
import { Arc, Stray, angleSwept, k2, strayOf, theoremU } from './swept';
import { Volume, turned } from './volume';

/** The radii in metres that an arc may be asked to keep above (section 8). */
const FLOORS = [6200e3, 5200e3, 4200e3, 3200e3];

/** The arc z, its two ends and its meeting, and what holds of its radius. */
interface Way {
  conic: Conic; first: State; last: State; meet: State; arc: Arc;
  alpha: Ball; beta: Ball; slip: Ball;
  /** From the middle burnout to the first state, from the meeting to the last. */
  alphaWide: Ball; betaWide: Ball;
  near0: Ball; near1: Ball; g: Ball; n: Ball; k: Ball; apogee: number;
}

const sc: Ball[] = [];
const ch: Ball[] = [];

/** cosh x, and sinh(x)/x times s. */
function coshOf(x: Ball): Ball { coshSinhc(x, ch); return ch[0]; }
/** sinh(k s)/k. */
function sinhOver(k: Ball, s: Ball): Ball { coshSinhc(mul(k, s), ch); return mul(ch[1], s); }

/** The arc from X with velocity U, looked at over the leaf's times. */
function wayOf(w: Earth, T: Target, X: Vec, U: Vec, t0: number, alpha: Ball): Way | null {
  const conic = conicOf(w.mu, w.rootMu, X, U);
  const want = middle(T.t) - t0;
  if (!demand(want > 0, 'the meeting is not after the burnout')) return null;
  const start = want * middle(w.rootMu) / (1.1 * middle(conic.r0));
  const meet = stateAt(conic, guessChi(conic, want, start));
  const slip = abs(sub(meet.t, plus(T.t, -t0)));
  if (!need(slip, exact(SLIP), 'section 13: the slip of the meeting')) return null;
  const beta = exact(up(hi(add(T.h, slip))));
  const back = -(hi(alpha) + PAD), on = hi(meet.t) + hi(beta) + PAD;
  const first = stateAt(conic, guessChi(conic, back, back * middle(w.rootMu) / middle(conic.r0)));
  const last = stateAt(conic, guessChi(conic, on, meet.chi * on / want));
  const alphaWide = neg(first.t), betaWide = sub(last.t, meet.t);
  if (!demand(le(alpha, alphaWide) && le(beta, betaWide), 'the arc does not reach to its times')) return null;
  // (The order would follow: of the first and the last as the arc reaches to its times, of the meeting by (53), for d_b + d_a is above
  // F where the meeting is not after the burnout.)
  if (!demand(first.chi < 0 && meet.chi > 0 && last.chi > meet.chi, 'the order of the anomalies')) return null;
  const sw = sweep(first, last);
  // (Less than a revolution would follow from (39) and the series: by g alpha^2/2 < |X| - R and a >= |X|/2 chi^2/a is below 4 at the
  // first state, and it is below 16 at the last: the root of chi^2/a is below 6 in all.)
  if (!demand(gtD(sw.sin, 1e-9) && lessThanTurn(conic, first, last), 'section 3: 0 < F < pi')) return null;
  const shape = radiiOf(conic, first, last);
  const arc: Arc = { angle: angleSwept(sw), rTop: shape.top, rLow: shape.low, p: conic.p, h: conic.h };
  for (const R of FLOORS) {
    const g = div(w.mu, sqr(exact(R)));
    const near0 = sub(conic.r0, mul(alphaWide, add(abs(conic.vr), times(mul(g, alphaWide), 0.5))));      // (39)
    const near1 = sub(meet.r, mul(betaWide, add(abs(meet.rate), times(mul(g, betaWide), 0.5))));         // (39)
    if (!(gtD(arc.rLow, R) && gtD(near0, R) && gtD(near1, R) && gtD(T.floor, R))) continue;
    const n = root(div(g, exact(R))), k = mul(root(exact(2)), n);
    return { conic, first, last, meet, arc, alpha, beta, slip, alphaWide, betaWide, near0, near1, g, n, k, apogee: shape.apogee };
  }
  demand(false, 'section 8: the arc or the flights come below 3,200 km');
  return null;
}

/** r_top and r_low of section 8. Where a sign cannot be told, perigee and apogee bound the radius.
 *  apogee: 1 there is one between, 0 none, -1 not told. */
function radiiOf(k: Conic, a: State, b: State): { top: Ball; low: Ball; apogee: number } {
  const s0 = sign(a.rate), s1 = sign(b.rate);
  const top = div(k.p, sub(exact(1), k.e)), low = div(k.p, add(exact(1), k.e));
  const above = max(a.r, b.r), below = min(a.r, b.r);
  if (s0 > 0 && s1 < 0) return { top: ltD(k.e, 1) ? top : div(exact(1), exact(0)), low: below, apogee: 1 };
  if (s0 < 0 && s1 > 0) return { top: above, low, apogee: 0 };
  if (s0 !== 0 && s0 === s1) return { top: above, low: below, apogee: 0 };
  return { top: ltD(k.e, 1) ? top : div(exact(1), exact(0)), low, apogee: -1 };
}

/** The adjoint q: (40). */
interface Adjoint { w: Vec; a0: Vec; a1: Vec; w1: Ball; a0Size: Ball; a1Size: Ball; qb: Ball; qa: Ball }
function adjointOf(way: Way, w: Vec): Adjoint {
  const m: Stm = stmAt(way.conic, way.meet);
  const back = inverse(m.rv), backZ = div(exact(1), m.G);
  const a0 = apply(back, backZ, apply(m.rr, m.F, w));
  const b0 = vneg(a0);
  const t = applyT(back, backZ, w);
  const a1 = vneg(t);
  const w1 = norm(w), a0Size = norm(b0), a1Size = norm(a1);
  // over the prolonged times, for (54) and (55) begin and end there
  const qb = add(mul(w1, coshOf(mul(way.k, way.alphaWide))), mul(a0Size, sinhOver(way.k, way.alphaWide)));
  const qa = mul(a1Size, sinhOver(way.k, way.betaWide));
  return { w, a0: b0, a1, w1, a0Size, a1Size, qb, qa };
}

/** (44) to (49): what the burnouts take off. */
function atBurnout(w: Earth, lim: Limits, way: Way, q: Adjoint, V: Volume, yb: Ball, frame: [Vec, Vec, Vec], speed: Ball): Ball {
  const { alpha, g, k } = way, k2_ = sqr(k), a2 = times(sqr(alpha), 0.5), omega2 = sqr(w.omega), rho = V.offAxis;
  const field = add(g, mul(omega2, rho));
  const e44 = mul(mul(a2, add(q.a0Size, mul(k2_, mul(q.qb, alpha)))), field);                          // (44)
  const e45 = mul(mul(a2, mul(q.qb, k2_)), add(speed, times(mul(g, alpha), 0.5)));                      // (45)
  const e46 = mul(mul(alpha, mul(q.qb, omega2)), add(V.reach, mul(w.omega, mul(alpha, rho))));          // (46)
  const e47 = mul(mul(alpha, mul(q.qb, k2_)), times(add(V.reach, yb), 0.5));                            // (47)
  const e48 = mul(mul(lim.V, a2), mul(k2_, q.qb));                                                      // (48)
  const c = vadd(q.a0, spinIn(w, frame, q.w));
  const along = abs(dot(c, V.axis)), across = norm(cross(c, V.axis));
  const e49 = add3(add(mul(across, V.disc), mul(along, V.half)), mul(norm(c), V.ball),                  // (49)
    add(abs(dot(c, V.north)), abs(dot(c, V.east))));
  say('(44)', e44); say('(45)', e45); say('(46)', e46); say('(47)', e47); say('(48)', e48); say('(49)', e49);
  return add(add3(e44, e45, e46), add3(e47, e48, e49));
}

/** cubic, quadratic and linear integrals over half of F, for (54). */
export function halfIntegral(F: Ball, C: Ball, S: Ball, qa: Ball, qb: Ball, za: Ball, zb: Ball, level: Ball): Ball {
  const w = div(sub(exact(1), C), S), S2 = times(sqr(S), 2), w2 = sqr(w), S3 = times(S, 3);
  const AA = div(sub(F, mul(S, C)), S2), AB = div(sub(S, mul(F, C)), S2);
  const AAA = div(mul(w2, plus(C, 2)), S3), AAB = div(w2, S3);
  const za2 = sqr(za), zb2 = sqr(zb), zz = times(mul(za, zb), 2);
  const cubic = add(
    mul(AAA, add(mul(qa, za2), mul(qb, zb2))),
    mul(AAB, add(add(mul(qa, zz), mul(qb, za2)), add(mul(qa, zb2), mul(qb, zz)))));
  const quad = add(mul(AA, add(mul(qa, za), mul(qb, zb))), mul(AB, add(mul(qa, zb), mul(qb, za))));
  const lin = mul(w, add(qa, qb));
  return add3(cubic, times(mul(level, quad), 2), mul(sqr(level), lin));
}

/** (54): what the way takes off by second order. */
export function onTheWay(w: Earth, way: Way, st: Stray, q0: Ball, q1: Ball): Ball {
  const { arc, first, last } = way, ang = arc.angle, kappa = div(exact(1), times(ang.cosHalf, 2));
  const z0 = add(st.zB, st.sigma), z1 = add(st.zA, st.sigma), level = sub(st.P, st.sigma);
  const F = times(ang.F, 0.5), C = ang.cosHalf, S = div(ang.sin, times(C, 2));
  const overP = div(exact(1), arc.p), o0 = div(exact(1), first.r), o1 = div(exact(1), last.r);
  const rMid = div(exact(1), add(overP, mul(sub(add(o0, o1), times(overP, 2)), kappa)));
  let r0 = max(first.r, rMid), r1 = max(last.r, rMid);
  if (way.apogee !== 0) {
    // the apogee lies in the half of the higher end
    if (way.apogee < 0 || !lt(first.r, last.r)) r0 = arc.rTop;
    if (way.apogee < 0 || !lt(last.r, first.r)) r1 = arc.rTop;
  }
  const qm = mul(add(q0, q1), kappa), zm = mul(add(z0, z1), kappa);
  const one = halfIntegral(F, C, S, q0, qm, z0, zm, level), two = halfIntegral(F, C, S, qm, q1, zm, z1, level);
  return mul(div(times(mul(w.mu, k2(st.c)), 3), arc.h), add(mul(r0, one), mul(r1, two)));
}

/** (55) for one end: the greatest of r A over its end's radius r0; `rate` is r' of the other end, towards it. */
export function most(k: Conic, p: Ball, sinF: Ball, cosF: Ball, r0: Ball, r1: Ball, rate: Ball): Ball {
  const cosB = sub(exact(1), div(p, r1));
  if (le(cosB, cosF)) return exact(1);
  const sinB = root(maxD(sub(exact(1), sqr(cosB)), 0));
  const below = add(sinB, div(mul(k.h, rate), k.mu));
  // it is positive where b < F, as r A is
  if (!pos(below)) return div(exact(1), exact(0));
  return maxD(div(p, mul(r0, mul(sinF, below))), 1);
}

/** (52): |y'| at the meeting; `then` bounds |y| a quarter turn before. */
function slopeAtMeeting(w: Earth, lim: Limits, way: Way, q: Times, ya: Ball, yb: Ball, far: Ball): Ball {
  const quarter = div(exact(1.5707963), way.n);
  const d = min(exact(q.tau[0]), quarter), long = exact(q.tau[1]);
  const T = min(long, div(exact(1.5707964), way.n));
  const then = le(long, quarter) ? yb : max(yb, far);
  coshSinhc(mul(way.k, d), ch);
  const coth = div(ch[0], mul(ch[1], d));          // k coth(k d) = cosh/(sinh(kd)/k)
  sincos(mul(way.n, d), sc);
  return add(add(mul(coth, ya), mul(div(way.n, sc[0]), then)), add(lim.D, mul(w.eps, T)));
}

/** (5), with the longest time of members. */
function lemma2(w: Earth, lim: Limits, way: Way, zb: Ball, za: Ball, T: Ball): boolean {
  const turn = times(mul(w.n, T), 0.5);
  if (!need(turn, exact(1.55), 'Lemma 2: n T/2 < 1.55')) return false;
  sincos(turn, sc);
  const tan = div(sc[0], sc[1]);
  const cosHalf = sub(way.arc.angle.cosHalf, times(add(zb, za), 0.52 * (1 + 2 ** -50)));
  return need(div(mul(add(lim.D, mul(w.eps, T)), tan), times(w.n, 2)), mul(w.B, cosHalf), '(5)');
}

/** Leaf A. `mm` is U in mm/s. */
export function leafA(w: Earth, lim: Limits, T: Target, fixed: Volume, q: Times, mm: Float64Array): Outcome {
  if (!demand(q.tau[0] >= 1, 'section 8: tau >= 1 s')) return trouble();
  const t0 = mid(q.t0[0], q.t0[1]);
  const alpha = exact(half(q.t0[0], q.t0[1], t0));
  sincos(mul(w.omega, exact(t0)), sc);
  const V0 = turned(fixed, sc[1], sc[0], null);
  const U0 = v3(div(exact(mm[0]), exact(1000)), div(exact(mm[1]), exact(1000)), div(exact(mm[2]), exact(1000)));
  const way = wayOf(w, T, V0.X, U0, t0, alpha);
  if (!way) return trouble();
  if (!need(mul(way.n, exact(q.tau[1])), exact(3.14), 'section 8: n tau < 3.14')) return trouble();
  const [f1, f2, f3] = way.conic.frame, frame: [Vec, Vec, Vec] = [f1, f2, f3];
  const put = (a: Vec): Vec => into(a, f1, f2, f3);
  const V: Volume = { ...V0, X: put(V0.X), axis: put(V0.axis), north: put(V0.north), east: put(V0.east) };
  const U = put(U0), rho = V.offAxis, omega2 = sqr(w.omega);
  const wv = vsub(U, spinIn(w, frame, V.X));
  const adj = adjointOf(way, wv);
  const { beta, slip, k, g } = way;

  const yb = add3(V.reach, mul(alpha, add(adj.w1, mul(w.omega, V.reach))),                            // (42)
    mul(times(sqr(alpha), 0.5), add(g, mul(omega2, rho))));
  // the flights' axes into the arc's
  const [t1, t2, t3] = T.frame!;
  const into3 = (a: Vec): Vec => put(vadd(vadd(vscale(t1, vxOf(a)), vscale(t2, vyOf(a))), vscale(t3, vzOf(a))));
  const closing = vsub(into3(T.v), velocity(way.meet)), delta = vsub(into3(T.x), position(way.meet));
  const slipped = mul(slip, add(T.speed, mul(slip, T.pull))), faster = mul(slip, T.pull);
  const apart = mul(add3(norm(delta), slipped, mul(beta, add(norm(closing), faster))), coshOf(mul(k, beta)));   // (43)
  const ya = add(apart, T.spread);

  // the way: (53)
  const zb = div(yb, way.near0), za = div(ya, way.near1);
  const db = div(mul(add(alpha, way.alphaWide), way.conic.h), sqr(way.near0));
  const da = div(mul(add(beta, way.betaWide), way.conic.h), sqr(way.near1));
  if (!need(add(db, da), times(way.arc.angle.F, 0.9), '(53): d_b + d_a < 0.9 F')) return trouble();
  const long = add3(way.meet.t, alpha, beta);
  say('(42) y_b', yb); say('(43) apart', apart); say('y_a', ya); say('(53) z_b', zb); say('(53) z_a', za); say('(53) d_b', db); say('(53) d_a', da);
  say('arc F', way.arc.angle.F); say('arc r_top', way.arc.rTop); say('arc r_low', way.arc.rLow); say('arc p', way.arc.p); say('arc e', way.conic.e); say('arc h', way.conic.h); say('k', way.k); say('near_0', way.near0); say('near_1', way.near1); say('alpha', alpha); say('beta', beta); say('first r', way.first.r); say('last r', way.last.r); say('first rate', way.first.rate); say('last rate', way.last.rate); say('|w|', adj.w1); say('|a0|', adj.a0Size); say('|a1|', adj.a1Size); say('q_b', adj.qb); say('q_a', adj.qa); say('delta', norm(delta)); say('closing', norm(closing));
  if (!lemma2(w, lim, way, zb, za, long)) return trouble();
  const st = strayOf(way.arc, zb, za, db, da, lim.D, w.eps, w.B, 0.45);
  if (!st || !theoremU(way.arc, zb, za, lim.D, w.eps, long, w.mu, w.B)) return trouble();
  return balance(w, lim, T, way, adj, V, q, { yb, ya, apart, slipped, faster, delta, closing, st, long, frame, U: norm(U), into3: put });
}

interface Parts {
  yb: Ball; ya: Ball; apart: Ball; slipped: Ball; faster: Ball; delta: Vec; closing: Vec; st: Stray; long: Ball;
  frame: [Vec, Vec, Vec]; U: Ball; into3: (a: Vec) => Vec;
}

/** (56), the sums of both sides. */
function balance(w: Earth, lim: Limits, T: Target, way: Way, adj: Adjoint, V: Volume, q: Times, x: Parts): Outcome {
  const { beta, k, alpha, arc, first, last } = way;
  const burnout = atBurnout(w, lim, way, adj, V, x.yb, x.frame, x.U);
  const e50 = mul(mul(adj.a1Size, plus(coshOf(mul(k, beta)), -1)), x.ya);                              // (50)
  // a1 in the flights' axes, for the fields
  const [f1, f2, f3] = x.frame, [t1, t2, t3] = T.frame!;
  const a1 = adj.a1, a1In = vadd(vadd(vscale(f1, vxOf(a1)), vscale(f2, vyOf(a1))), vscale(f3, vzOf(a1)));
  const [sJ, sR] = sums(T, into(a1In, t1, t2, t3));
  const second = add(mul(times(sqr(mul(beta, k)), 0.5), add(x.apart, T.linear)), T.rest);
  const slips = add(x.slipped, mul(beta, x.faster));
  const e51 = add3(add3(abs(dot(a1, x.delta)), mul(beta, abs(dot(a1, x.closing))), sJ), mul(beta, sR),
    mul(adj.a1Size, add(second, slips)));                                                              // (51)
  const e52 = mul(adj.qa, slopeAtMeeting(w, lim, way, q, x.ya, x.yb, mul(arc.rTop, exact(x.st.c))));    // (52)
  const q0 = div(adj.qb, way.near0), q1 = div(adj.qa, way.near1);
  const e54 = onTheWay(w, way, x.st, q0, q1);                                                          // (54)
  const M0 = most(way.conic, arc.p, arc.angle.sin, arc.angle.cos, first.r, last.r, last.rate);          // (55)
  const M1 = most(way.conic, arc.p, arc.angle.sin, arc.angle.cos, last.r, first.r, neg(first.rate));    // (55)
  const maxQ = add(mul(q0, mul(first.r, M0)), mul(q1, mul(last.r, M1)));
  const e55 = mul(add(lim.D, mul(w.eps, x.long)), maxQ);
  // w.w + the least over t0 = alpha, -alpha of t0 w.(g(X) - omega x (omega x X)) - V |w + t0 a0|
  const size = V.size, gX = vscale(V.X, neg(div(w.mu, mul(sqr(size), size))));
  const whirl = spinIn(w, x.frame, spinIn(w, x.frame, V.X));
  const slope = dot(adj.w, vsub(gX, whirl));
  const at = (t: Ball): Ball => sub(mul(t, slope), mul(lim.V, norm(vadd(adj.w, vscale(adj.a0, t)))));
  const right = add(dot(adj.w, adj.w), min(at(alpha), at(neg(alpha))));
  const left = add3(add3(burnout, e50, e51), e52, add(e54, e55));
  say('(50)', e50); say('(51)', e51); say('(52) q_a', e52); say('(54)', e54); say('(55) D + eps T', e55);
  say('(56) left', right); say('(56) right', left);
  return decide(left, right, '(56)');
}
