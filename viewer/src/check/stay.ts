/** How long an interceptor can stay up (guarantee.md, section 11). */
import { Ball, add, add3, div, exact, le, maxD, minD, mul, nonneg, root, sqr, sub, times, abs, middle, mark, release } from './ball';
import { Earth, GROUND } from './earth';
import { PI, cos, sin, sincos, atanSmall, pi } from './functions';
import { Outcome, HOLDS, demand, need, trouble } from './outcome';

const CELLS = 12;
const sc: Ball[] = [];

/** rho: no burnout is farther from the Earth's axis; `lat` is the least geodetic latitude, radians. */
function farthestFromAxis(w: Earth, lat: Ball, rB: Ball, a: Ball): Ball {
  // tan L' = (B/A)^2 tan L
  const k = sqr(w.ratio);
  sincos(lat, sc);
  const [s, c] = sc;
  const less = atanSmall(div(mul(sub(exact(1), k), mul(s, c)), add(sqr(c), mul(k, sqr(s)))));
  const geocentric = sub(lat, less);
  const angle = maxD(sub(geocentric, a), 0);
  return mul(rB, minD(cos(angle), 1));
}

/** One cell of climb angles: (61). */
function cell(w: Earth, V: Ball, D: Ball, rB: Ball, rho: Ball, i: number, T: number): boolean {
  const quarter = times(pi(), 0.5 / CELLS), c0g = cos(times(quarter, i));
  const s1g = i === CELLS - 1 ? exact(1) : sin(times(quarter, i + 1));
  const turning = mul(w.omega, rho), mu2 = times(w.mu, 2);
  const height = mul(mu2, sub(div(exact(1), w.B), div(exact(1), rB)));
  const W = add(root(add(add3(sqr(V), times(mul(mul(V, turning), c0g), 2), sqr(turning)), height)), D);
  const vr = add(mul(V, s1g), D);
  const l = div(mul(sqr(W), w.B), w.mu);
  if (!need(l, exact(0.828), '(61): W^2 R0/mu <= 0.828')) return false;
  const overA = div(sub(exact(2), l), w.B), a = div(exact(1), overA);
  const c0 = sub(exact(1), mul(rB, overA)), s0 = div(mul(rB, vr), root(mul(w.mu, a)));
  const at = (d: number): [Ball, Ball] => {
    sincos(exact(d), sc);
    const [s, c] = sc;
    const r = mul(a, sub(exact(1), sub(mul(c0, c), mul(s0, s))));
    const t = mul(root(div(mul(sqr(a), a), w.mu)), sub(add(exact(d), mul(s0, sub(exact(1), c))), mul(c0, s)));
    return [r, t];
  };
  // a guess: the anomaly at T, by bisection (time rises with it), or the perigee if it comes first
  let low = 0, high = -Math.atan2(middle(s0), middle(c0));
  if (high < 0) high += 2 * PI;
  for (let k = 0; k < 60; k++) {
    const m = mark(), x = k === 0 ? high : 0.5 * (low + high);
    if (middle(at(x)[1]) < T) low = x; else high = x;
    release(m);
    if (low === high) break;
  }
  const d = Math.max(0, low - 1e-9);
  const [r, t] = at(d);
  if (!need(r, w.B, '(61): the conic is below R0')) return false;
  // (d >= 0 by its making, and the time rises with d from 0)
  return demand(d >= 0 && le(t, exact(T)) && nonneg(add(t, exact(2 ** -200))), '(61): from 0 to T');
}

/** Whether no interceptor stays up longer than T seconds after its burnout. Metres, m/s. */
export function stays(w: Earth, lim: { V: Ball; D: Ball }, distance: Ball, height: Ball, leastLatitude: Ball, T: number): Outcome {
  const rB = add(w.A, height), a = div(distance, exact(GROUND));
  const rho = farthestFromAxis(w, abs(leastLatitude), rB, a);
  const D = add(lim.D, mul(w.eps, exact(T)));
  for (let i = 0; i < CELLS; i++) if (!cell(w, lim.V, D, rB, rho, i, T)) return trouble();
  return HOLDS;
}
