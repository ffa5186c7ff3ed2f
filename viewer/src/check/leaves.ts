/** Leaves B, L and E (guarantee.md, sections 4 to 6). */
import {
  Ball, Vec, abs, add, add3, cross, div, dot, exact, le, max, maxD, middle, min, mul, neg, nonneg, norm, sqr, sub, times, vscale,
  vsub, hi, root, spin, sqrt, gtD, ltD, v3, vz,
} from './ball';
import { Earth, half, mid } from './earth';
import { Target, alongTarget } from './flights';
import { PI, acos, asin, sin, sincos } from './functions';
import { HOLDS, Outcome, decide, demand, need, say, trouble } from './outcome';
import { Volume, extentAlong, turned } from './volume';

/** An interceptor's limits, in metres and seconds. */
export interface Limits { V: Ball; D: Ball }
/** Times of a leaf, narrowed: bounds of t, t0 and tau (0 before the burnout). */
export interface Times { t: [number, number]; t0: [number, number]; tau: [number, number] }

/** Leaf B: (11). While it boosts the reference is at rest on the turning Earth, at the same height. */
export function leafB(w: Earth, T: Target): Outcome {
  const moved = T.boosting ? exact(0) : mul(T.h, add(T.speed, mul(T.h, T.pull)));
  return decide(add3(T.size, moved, T.spread), add(w.B, w.keep), '(11)');
}

/** The least of |p + s v|^2 over |s| <= h, below a tangent of that convex function. */
function nearest(p: Vec, v: Vec, h: Ball): Ball {
  const pp = dot(p, p), pv = dot(p, v), vv = dot(v, v), H = hi(h);
  let s = -middle(pv) / middle(vv);
  if (!(s > -H)) s = -H;
  if (!(s < H)) s = H;
  const S = exact(s);
  const q = add3(pp, times(mul(S, pv), 2), mul(sqr(S), vv));
  const slope = times(add(pv, mul(S, vv)), 2);
  // (x - s) slope, linear in x: least at x = -h or h
  const fall = min(neg(mul(add(h, S), slope)), mul(sub(h, S), slope));
  const least = add(q, fall);
  return root(maxD(least, 0));
}

/** (37) without what bends the reference: how far flights are from the volume, at least. */
export function distance(T: Target, V: Volume, v: Vec): Ball {
  const p = vsub(T.x, V.X), size = norm(p);
  const first = sub(nearest(p, v, T.h), add(T.spread, V.reach));
  if (!(middle(size) > 1)) return first;
  const e = vscale(p, div(exact(1), size));
  const second = sub(size, add3(mul(T.h, abs(dot(v, e))), alongTarget(T, e), extentAlong(V, e)));
  return max(first, second);
}

const sc: Ball[] = [];

/** The volume turned to a time, in the target's axes. */
export function volumeAt(w: Earth, T: Target, V: Volume, t: Ball): Volume {
  sincos(mul(w.omega, t), sc);
  return turned(V, sc[1], sc[0], T.frame);
}

/** omega x a for a vector in these axes. */
export function spinIn(w: Earth, frame: [Vec, Vec, Vec] | null, a: Vec): Vec {
  if (!frame) return spin(w.omega, a);
  return vscale(cross(v3(vz(frame[0]), vz(frame[1]), vz(frame[2])), a), w.omega);
}

/** Leaf L: section 5. */
export function leafL(w: Earth, lim: Limits, T: Target, fixed: Volume, q: Times): Outcome {
  const V = volumeAt(w, T, fixed, T.t);
  const v = T.boosting ? v3(exact(0), exact(0), exact(0)) : vsub(T.v, spinIn(w, T.frame, T.x));
  let d = distance(T, V, v);
  const omega2 = sqr(w.omega);
  if (!T.boosting) {                                                                              // (13)
    const f = add(T.speed, mul(T.h, T.pull));
    const turning = add(times(mul(w.omega, f), 2), mul(omega2, add(T.size, mul(T.h, f))));
    d = sub(d, mul(times(sqr(T.h), 0.5), add(T.pull, turning)));
  }
  const tau = exact(q.tau[1]);
  const fall = add3(w.g0, w.eps, mul(omega2, V.offAxis));
  const way = add(mul(add(lim.V, lim.D), tau), times(mul(fall, sqr(tau)), 0.5));                  // (12)
  say('(37) distance', d); say('(12)', way);
  return decide(way, d, '(12) < (37)');
}

/** theta and its sine factor s of (14), or null. */
function angleBetween(w: Earth, T: Target, V: Volume, near: Ball, stray: Ball, tau: Ball): Ball | null {
  const xx = dot(V.X, T.x);
  const quarter = sub(xx, add3(mul(T.size, near), mul(V.size, stray), mul(near, stray)));
  if (nonneg(quarter)) return exact(1);
  // These two and theta < pi would follow from the rest: asin of a ball that may reach 1 is no number, and neither is theta then; with
  // a theta of pi or more s is not above 0, and so (14) is not, as r0 >= R0.
  if (!need(near, V.size, '(18): near < |X|') || !need(stray, T.size, '(18): stray < |x*|')) return null;
  const theta = add3(acos(div(xx, mul(V.size, T.size))), asin(div(near, V.size)), asin(div(stray, T.size)));   // (18)
  say('(18) theta', theta);
  if (!need(theta, exact(PI), '(18): theta < pi')) return null;
  if (!need(add(theta, mul(w.n, tau)), exact(4.71238898), '(18): theta + n tau <= 3 pi/2')) return null;
  if (ltD(theta, 1.5707963)) return exact(1);
  // the sine falls beyond a quarter turn; what may be a quarter turn or less has s = 1, which is more
  return gtD(theta, PI / 2 + 1e-15) ? sin(theta) : minSine(theta);
}
/** The least of 1 and sin over the ball's angles, where it may hold a quarter turn. */
function minSine(theta: Ball): Ball {
  return ltD(theta, 1.58) ? sub(exact(1), exact(1e-4)) : sin(theta);
}

/** Leaf E: section 6. */
export function leafE(w: Earth, lim: Limits, T: Target, fixed: Volume, q: Times): Outcome {
  const t0 = mid(q.t0[0], q.t0[1]);
  const dt0 = exact(half(q.t0[0], q.t0[1], t0));
  const V = volumeAt(w, T, fixed, exact(t0));
  const rho = V.offAxis, turn0 = mul(mul(w.omega, rho), dt0), near = add(V.reach, turn0);         // (15)
  const bend = mul(T.pull, times(sqr(T.h), 0.5));                                                 // (16)
  const c = sub(distance(T, V, T.v), add(bend, turn0));
  const unit = vscale(T.x, div(exact(1), T.size));
  const down = add3(mul(T.h, abs(dot(T.v, unit))), bend, alongTarget(T, unit));
  const r = max(sub(T.size, down), w.B);                                                          // (17)
  const stray = add3(mul(T.h, T.speed), bend, T.spread);
  const tau = exact(q.tau[1]), nt = mul(w.n, tau);
  if (!need(nt, exact(3.1), 'section 6: n tau < 3.1')) return trouble();
  const early = exact(Math.max(0, (q.t0[1] - q.t[0]) * (1 + 2 ** -50)));
  if (!need(mul(mul(w.omega, rho), early), c, 'section 6: c > omega rho (t0 - t)')) return trouble();
  if (q.tau[1] === 0) return HOLDS;
  const s = angleBetween(w, T, V, near, stray, tau);
  if (!s) return trouble();
  const mu2 = times(w.mu, 2), r0 = V.radius;
  const sum = add3(r0, r, maxD(c, 0));
  const one = mul(mu2, sub(div(exact(1), r0), div(exact(2), sum)));                               // (14)
  const two = sub(div(mu2, r0), div(mul(sub(exact(2), s), w.mu), w.B));                           // (14)
  const square = min(one, two);
  if (!demand(nonneg(square), '(14) is above 0')) return { ...trouble(), left: middle(square), right: 0 };
  const quarterTurn = le(nt, exact(1.5707963));
  const kappa = quarterTurn ? exact(1) : min(sin(nt), exact(1));
  const left = add(lim.V, div(add(lim.D, mul(w.eps, tau)), kappa));                               // (19)
  const right = sub(sqrt(square), mul(w.omega, rho));
  say('(14)', square); say('(19)', left); say('chord', c); say('radius', r); say('kappa', kappa);
  return decide(left, right, '(19)');
}
