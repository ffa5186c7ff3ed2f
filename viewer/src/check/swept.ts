/** How far paths stray from an arc, in the angle that it sweeps (guarantee.md, sections 2 and 3). */
import {
  Ball, abs, add, add3, div, exact, hi, le, max, middle, min, mul, plus, root, sqr, sub, times,
} from './ball';
import { angleOf } from './functions';
import { Sweep } from './conic';
import { demand, need, say } from './outcome';

/** The angle F that is swept, with what is made of it. */
export interface Angle { F: Ball; sin: Ball; cos: Ball; cosHalf: Ball; tanHalf: Ball }
export function angleSwept(s: Sweep): Angle {
  const size = root(add(sqr(s.sin), sqr(s.cos)));   // it is 1, but for rounding
  const sin = div(s.sin, size), cos = div(s.cos, size);
  const cosHalf = root(times(plus(cos, 1), 0.5));
  // tan(F/2) = sin/(1 + cos) = (1 - cos)/sin: the better one
  const tanHalf = middle(cos) > 0 ? div(sin, plus(cos, 1)) : div(sub(exact(1), cos), sin);
  return { F: angleOf(cos, sin), sin, cos, cosHalf, tanHalf };
}

/** The greatest of a A + b B, a and b not negative: (8). */
export function greatest(a: Ball, b: Ball, w: Angle): Ball {
  const more = max(a, b), less = min(a, b);
  if (le(less, mul(w.cos, more))) return more;
  const s = add(sqr(sub(a, b)), times(mul(mul(a, b), sub(exact(1), w.cos)), 2));
  return div(root(s), w.sin);
}

/** k1(c) and k2(c) of (3). */
export function k1(c: number): Ball {
  const d = sqr(sub(exact(1), exact(c)));
  return plus(div(sub(exact(1), times(exact(c), 0.5)), d), -1);
}
export function k2(c: number): Ball {
  const d = sqr(sub(exact(1), exact(c)));
  return div(sub(exact(1), div(times(exact(c), 2), exact(3))), d);
}

export interface Arc { angle: Angle; rTop: Ball; rLow: Ball; p: Ball; h: Ball }
export interface Stray {
  c: number; zB: Ball; zA: Ball; sigma: Ball; P: Ball;
}

/** (10): bounds at the ends that serve for ends at several times. */
export function endsOf(zb: Ball, za: Ball, db: Ball, da: Ball, F: Ball): [Ball, Ball] {
  const zB = max(zb, div(sub(mul(zb, F), mul(za, db)), sub(F, db)));
  const zA = max(za, div(sub(mul(za, F), mul(zb, da)), sub(F, da)));
  return [zB, zA];
}

/** The lesser of the two bounds of (r^3/h^2)|a|, once Z <= c is known ("lower still"). */
export function perturbed(arc: Arc, eps: Ball, R0: Ball, c: number | null): Ball {
  const h2 = sqr(arc.h);
  const far = div(mul(eps, mul(sqr(arc.rTop), arc.rTop)), h2);
  if (c === null) return far;
  const near = div(mul(eps, sqr(sqr(R0))), mul(mul(h2, arc.rLow), sqr(sqr(sub(exact(1), exact(c))))));
  return min(far, near);
}

function sourceOf(arc: Arc, pert: Ball, c: number): Ball {
  return add(mul(mul(div(arc.rTop, arc.p), k1(c)), exact(c)), pert);
}

/** The least c that (7) gives back, in plain doubles: only a guess. From below by the secant
 *  of a convex function, so that it is not passed by. */
function guessC(arc: Arc, zB: Ball, zA: Ball, far: number, P: number): number {
  const rp = middle(arc.rTop) / middle(arc.p), B = middle(zB), A = middle(zA), cos = middle(arc.angle.cos), sin = middle(arc.angle.sin);
  const bound = (c: number): number => {
    const s = rp * ((1 - c / 2) / ((1 - c) * (1 - c)) - 1) * c + far, a = B + s, b = A + s;
    const top = Math.max(a, b);
    return (Math.min(a, b) <= cos * top ? top : Math.sqrt((a - b) ** 2 + 2 * a * b * (1 - cos)) / sin) - s + P;
  };
  let c = bound(0);
  for (let i = 0; i < 20 && c < 0.45; i++) {
    const b = bound(c), step = 1e-4, slope = (bound(c + step) - b) / step;
    if (!(b > c * (1 + 1e-12))) break;
    c = slope < 1 ? c + (b - c) / (1 - slope) * (1 - 1e-9) : 1;
  }
  return c;
}

/** How often a supposed c is lowered. */
const LOWER = 3;

/** Theorem F: a c with Z <= phi < c, or null. Its condition (4) is theoremU's. */
export function strayOf(
  arc: Arc, zb: Ball, za: Ball, db: Ball, da: Ball, D: Ball, eps: Ball, R0: Ball, cMax: number,
): Stray | null {
  const w = arc.angle;
  const [zB, zA] = endsOf(zb, za, db, da, w.F);                                    // (10)
  const P = times(mul(div(mul(D, arc.rTop), arc.h), w.tanHalf), 0.5);               // (7)
  const bound = (sigma: Ball): Ball => add(sub(greatest(add(zB, sigma), add(zA, sigma), w), sigma), P);
  const far = perturbed(arc, eps, R0, null);
  // guess the least c with bound(c) = c; then a little more is tried
  const least = guessC(arc, zB, zA, middle(far), middle(P));
  let c = NaN, found = NaN;
  for (const more of [1e-9, 1e-6, 1e-3, 0.05, 0.3]) {
    c = Math.min(least * (1 + more), 0.999 * cMax);
    found = hi(bound(sourceOf(arc, far, c)));
    if (found < c) break;
  }
  // (c < cMax is by its making, but for a c that is no number)
  if (!demand(found < c && c < cMax, 'no c with (7) below it')) return null;
  // Z <= phi <= found: so c may be that, as often as one likes
  let sigma = exact(0);
  for (let i = 0; i < LOWER; i++) {
    c = Math.min(c, found);
    sigma = sourceOf(arc, perturbed(arc, eps, R0, c), c);
    found = hi(bound(sigma));
  }
  c = Math.min(c, found);
  say('(7) sigma', sigma); say('(7) c', exact(c)); say('(10) z_B', zB); say('(10) z_A', zA);
  return { c, zB, zA, sigma, P };
}

/** (4), with l and L of Theorem F. */
export function theoremU(
  arc: Arc, zb: Ball, za: Ball, D: Ball, eps: Ball, T: Ball, mu: Ball, R0: Ball,
): boolean {
  const l = times(mul(min(arc.rLow, R0), sub(arc.angle.cosHalf, times(add(zb, za), up52))), 0.97 * (1 - 2 ** -50));
  const L = times(arc.rTop, 1.45 * (1 + 2 ** -50));
  const epsT = mul(eps, T);
  const c = add(times(mul(D, T), 0.25), times(mul(epsT, T), 0.125));
  const low = sub(l, c);
  // Would follow from the rest: of a low that may be 0 or less, either the root is no number (a ball below 0 with a radius of less
  // than half of its middle, or one that holds 0), or the square of its ball is not seen to be above 0 (a radius of more than 0.42 of it).
  if (!need(exact(0), low, '(4): phi- > 0')) return false;
  const one = div(mul(mu, sqr(T)), times(sqr(low), 8)), two = times(mul(T, root(div(mu, low))), 0.25);
  const high = add3(L, c, min(one, two));
  return need(mul(mul(add(D, epsT), T), high), times(sqr(low), 4), '(4)');
}
/** 0.52, rounded up. */
const up52 = 0.52 * (1 + 2 ** -50);

/** phi of (7) and its slope at a place of the arc, below its tangent up to an angle d away: (33) less r.
 *  A = sin(F - f)/sin F, B = sin f/sin F, by the sweeps to and from the place. */
export function strayAt(zB: Ball, zA: Ball, sigma: Ball, w: Angle, before: Sweep, after: Sweep, d: Ball): Ball {
  const a = add(zB, sigma), b = add(zA, sigma);
  const phi = sub(div(add(mul(a, after.sin), mul(b, before.sin)), w.sin), sigma);
  const slope = div(sub(mul(b, before.cos), mul(a, after.cos)), w.sin);
  return add(phi, mul(d, abs(slope)));
}
