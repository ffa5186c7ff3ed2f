/**
 * Sine, cosine, angles, hyperbolic and universal functions of balls, by series
 * with remainders. Math.* only guesses.
 */
import { Ball, U, abs, add, bad, div, exact, hi, inv, lo, lt, make, middle, mul, neg, plus, pos, radius, root, sqr, sub, times, K, TINY } from './ball';

/** 1/k! for k = 0..40, each off by at most 41 u of itself: k roundings. */
const FACT: number[] = [1];
for (let k = 1; k <= 44; k++) FACT.push(FACT[k - 1] / k);

/** pi is within 2^-52 of the double (3.14159265358979311600, pi - that = 1.2e-16). */
export const PI = 3.141592653589793;
export function pi(): Ball { return make(PI, 2 ** -52); }

/** A ball of a with r more radius. */
export function wider(a: Ball, r: number): Ball { return make(middle(a), (radius(a) + r) * K + TINY); }

/** sum of (-z)^k / (2k + n)! for k < terms, with z a ball, and the remainder.
 *  The rest is at most |z|^terms/(2 terms + n)! times 1/(1 - |z|/((2 terms + n + 1)(2 terms + n + 2))),
 *  which is below 2 for |z| <= 18 and terms >= 3. */
function series(z: Ball, n: number, terms: number, size: number): Ball {
  let s = coefficient(2 * (terms - 1) + n);
  for (let k = terms - 2; k >= 0; k--) s = sub(coefficient(2 * k + n), mul(z, s));
  let rest = 2 * FACT[2 * terms + n] * K;
  for (let k = 0; k < terms; k++) rest *= size;
  return wider(s, rest * K * K);
}
function coefficient(k: number): Ball { return make(FACT[k], FACT[k] * (48 * U)); }
/** How many terms make the remainder small against 2^-60, for |z| up to size. */
function termsFor(size: number): number { return size < 0.02 ? 5 : size < 0.7 ? 9 : size < 4 ? 13 : 18; }

/** c_n(z) = sum of (-z)^k/(2k + n)!, n = 0 to 5, into out; c_n = 1/n! - z c_(n+2). */
export function stumpff(z: Ball, out: Ball[]): boolean {
  const size = Math.max(Math.abs(hi(z)), Math.abs(lo(z)));
  if (!(size < 16)) { for (let n = 0; n < 6; n++) out[n] = bad(); return false; }
  const terms = termsFor(size);
  const c4 = series(z, 4, terms, size), c5 = series(z, 5, terms, size);
  const c2 = sub(exact(0.5), mul(z, c4)), c3 = sub(coefficient(3), mul(z, c5));
  out[4] = c4; out[5] = c5; out[2] = c2; out[3] = c3;
  out[0] = sub(exact(1), mul(z, c2));
  out[1] = sub(exact(1), mul(z, c3));
  return true;
}

/** Sine and cosine of x - k pi/2, |that| < 1 or so; then the quarter turns. */
export function sincos(x: Ball, out: Ball[]): void {
  const k = Math.round(middle(x) / (PI / 2));
  if (!(Math.abs(k) < 1e6)) { out[0] = bad(); out[1] = bad(); return; }
  const y = k === 0 ? x : sub(x, times(pi(), 0.5 * k));
  const z = sqr(y);
  const size = Math.max(Math.abs(hi(z)), Math.abs(lo(z)));
  if (!(size < 4)) { out[0] = bad(); out[1] = bad(); return; }
  const terms = termsFor(size);
  const s = mul(y, series(z, 1, terms, size)), c = series(z, 0, terms, size);
  const quarter = ((k % 4) + 4) % 4;
  out[0] = quarter === 0 ? s : quarter === 1 ? c : quarter === 2 ? neg(s) : neg(c);
  out[1] = quarter === 0 ? c : quarter === 1 ? neg(s) : quarter === 2 ? neg(c) : s;
}
const two: Ball[] = [];
export function sin(x: Ball): Ball { sincos(x, two); return two[0]; }
export function cos(x: Ball): Ball { sincos(x, two); return two[1]; }

/** Hyperbolic cosine and (sinh x)/x of a ball from 0 up to 4. */
export function coshSinhc(x: Ball, out: Ball[]): void {
  const size = hi(x);
  if (!(size < 4) || !(lo(x) > -1)) { out[0] = bad(); out[1] = bad(); return; }
  const z = neg(sqr(x)), bound = size > 1 ? 16 : Math.max(size * size, lo(x) * lo(x)) * K + TINY;
  const terms = termsFor(bound);
  out[0] = series(z, 0, terms, bound);
  out[1] = series(z, 1, terms, bound);
}

/** The angle in (-pi, pi) of a direction with these cosine and sine (a common
 *  positive factor does no harm). g is a guess: sin(angle - g) = d, with a positive
 *  cosine, so the angle is g + asin d, and |asin d - d| <= |d|^3 for |d| <= 1/2. */
export function angleOf(c: Ball, s: Ball): Ball {
  const g = Math.atan2(middle(s), middle(c));
  if (!(g >= -4 && g <= 4)) return bad();
  const size = root(add(sqr(c), sqr(s)));
  if (!pos(size)) return bad();
  sincos(exact(g), two);
  const sg = two[0], cg = two[1];
  const d = div(sub(mul(s, cg), mul(c, sg)), size);
  if (!(hi(abs(d)) < 0.5) || !pos(add(mul(c, cg), mul(s, sg)))) return bad();
  const e = hi(abs(d));
  return plus(wider(d, e * e * e * K), g);
}
/** The arc tangent, for |x| < 1/10: x - x^3/3 + x^5/5 ..., alternating. */
export function atanSmall(x: Ball): Ball {
  if (!(hi(abs(x)) < 0.1)) return angleOf(exact(1), x);
  const z = sqr(x);
  let s = div(exact(1), exact(17));
  for (let k = 7; k >= 0; k--) s = sub(inv(exact(2 * k + 1)), mul(z, s));
  const e = Math.abs(hi(z));
  return wider(mul(x, s), e ** 9 * 2);
}
/** acos of a ball, for -1 < x < 1 certainly, as the angle of (x, sqrt(1 - x^2)). */
export function acos(x: Ball): Ball {
  const y = sub(exact(1), sqr(x));
  return lt(abs(x), exact(1)) ? angleOf(x, root(y)) : bad();
}
/** asin, for |x| < 1 certainly. */
export function asin(x: Ball): Ball {
  const y = sub(exact(1), sqr(x));
  return lt(abs(x), exact(1)) ? angleOf(root(y), x) : bad();
}
