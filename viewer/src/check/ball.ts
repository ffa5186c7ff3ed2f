/**
 * Balls of doubles: a middle and a radius; the true number is never farther
 * from the middle than the radius.
 *
 * JavaScript rounds + - * / to nearest (ECMAScript, Number::add and so on:
 * IEEE 754). So with u = 2^-53, for a result m = fl(x):
 *     |m - x| <= u |m| + 2^-1075,                                            (*)
 * the last for results below the normal range (sums there are exact).
 * Each operation adds to the radius what the operands' radii cause, and (*).
 * A radius is itself computed with rounding: it is a sum of products of
 * numbers that are not negative, so each of at most 30 roundings lowers it by
 * a share of at most u, or, where it underflows, by 2^-1075. So it is
 * multiplied by K = 1 + 2^-48 = 1 + 32 u and TINY = 2^-1000 is added to it.
 *
 * Overflow makes the middle infinite, and with it the radius, as u |m| is part
 * of it. NaN and infinity stay: a test `lt` is of the form
 * hi(a) < lo(b), which NaN makes false; an infinite radius makes hi = Infinity
 * or NaN and lo = -Infinity or NaN. So nothing is accepted from there.
 *
 * Balls live in two arrays, and a program holds their places: no number is
 * allocated. `mark` and `release` free all balls made in between.
 */
declare const brand: unique symbol;
declare const vbrand: unique symbol;
/** The place of one ball. */
export interface Ball { readonly [brand]: true }
/** The place of the first of three balls in a row: a vector. */
export interface Vec { readonly [vbrand]: true }

const SIZE = 1 << 17;
export const U = 2 ** -53;
export const K = 1 + 2 ** -48;
export const TINY = 2 ** -1000;
const DOWN = 1 - 2 ** -48;

const M = new Float64Array(SIZE);
const R = new Float64Array(SIZE);
let top = 0;
let peak = 0;

const ball = (i: number): Ball => i as unknown as Ball;
const at = (b: Ball): number => b as unknown as number;
const vec = (i: number): Vec => i as unknown as Vec;
const vat = (v: Vec): number => v as unknown as number;

/** The place of the next ball; what lies above the arrays' end reads as NaN. */
export function mark(): number { return top; }
export function release(m: number): void { if (top > peak) peak = top; top = m; }
/** Go on at another place of the arrays; the caller puts `mark()` back with release. */
export function moveTo(m: number): void { top = m; }
export const arenaSize = SIZE;
export function arenaPeak(): number { return Math.max(peak, top); }

function put(m: number, r: number): Ball {
  const o = top++;
  M[o] = m;
  R[o] = r;
  return ball(o);
}

/** A ball of a middle and a radius (not checked: for constants and tests). */
export function make(m: number, r: number): Ball { return put(m, r); }
/** This double, exactly. */
export function exact(x: number): Ball { return put(x, 0 * x); }
/** A ball that holds all numbers from low to high. (m - low and high - m are off by a share u each.) */
export function between(low: number, high: number): Ball {
  if (low === high) return exact(low);
  const m = 0.5 * low + 0.5 * high;
  return put(m, Math.max(high - m, m - low) * K + TINY);
}
/** No number at all: whatever is computed from it is not accepted. */
export function bad(): Ball { return put(NaN, Infinity); }
export function middle(a: Ball): number { return M[at(a)]; }
export function radius(a: Ball): number { return R[at(a)]; }

/** No number of the ball is above this: m + r is off by a share u of itself. */
export function hi(a: Ball): number { return up(M[at(a)] + R[at(a)]); }
/** No number of the ball is below this. */
export function lo(a: Ball): number { return down(M[at(a)] - R[at(a)]); }
/** More than any number that rounds to x. */
export function up(x: number): number { return x + (Math.abs(x) * 2 ** -51 + TINY); }
/** Less than any number that rounds to x. */
export function down(x: number): number { return x - (Math.abs(x) * 2 ** -51 + TINY); }

/** Certainly a < b. */
export function lt(a: Ball, b: Ball): boolean { return hi(a) < lo(b); }
/** Certainly a <= b. */
export function le(a: Ball, b: Ball): boolean { return hi(a) <= lo(b) || (at(a) === at(b) && R[at(a)] === 0); }
/** Certainly above 0. */
export function pos(a: Ball): boolean { return M[at(a)] - R[at(a)] > 0; }
/** Certainly below 0. */
export function negative(a: Ball): boolean { return M[at(a)] + R[at(a)] < 0; }
/** Certainly not below 0 (m - r has the sign of the exact difference). */
export function nonneg(a: Ball): boolean { return M[at(a)] - R[at(a)] >= 0; }
/** Certainly a < x. */
export function ltD(a: Ball, x: number): boolean { return hi(a) < x; }
/** Certainly a > x. */
export function gtD(a: Ball, x: number): boolean { return lo(a) > x; }

/** a + b: radii add, and (*). */
export function add(a: Ball, b: Ball): Ball {
  const i = at(a), j = at(b), m = M[i] + M[j];
  return put(m, (R[i] + R[j] + Math.abs(m) * U) * K + TINY);
}
/** a - b: as a + b. */
export function sub(a: Ball, b: Ball): Ball {
  const i = at(a), j = at(b), m = M[i] - M[j];
  return put(m, (R[i] + R[j] + Math.abs(m) * U) * K + TINY);
}
export function add3(a: Ball, b: Ball, c: Ball): Ball { return add(add(a, b), c); }
/** -a, exact. */
export function neg(a: Ball): Ball { return put(-M[at(a)], R[at(a)]); }
/** a b: |xy - mn| <= |m| s + |n| r + r s for balls (m, r), (n, s), and (*). */
export function mul(a: Ball, b: Ball): Ball {
  const i = at(a), j = at(b), x = M[i], y = M[j], m = x * y;
  return put(m, (Math.abs(x) * R[j] + (Math.abs(y) + R[j]) * R[i] + Math.abs(m) * U) * K + TINY);
}
/** a a, as a b. */
export function sqr(a: Ball): Ball { return mul(a, a); }
/** a times a double. */
export function times(a: Ball, x: number): Ball {
  const i = at(a), m = M[i] * x;
  return put(m, (R[i] * Math.abs(x) + Math.abs(m) * U) * K + TINY);
}
/** a plus a double. */
export function plus(a: Ball, x: number): Ball {
  const i = at(a), m = M[i] + x;
  return put(m, (R[i] + Math.abs(m) * U) * K + TINY);
}
/** a / b: |x/y - m/n| <= (r + |m/n| s) / |y|, |y| >= |n| - s; and (*).
 *  s is at most 2^20 times that least |y|, so that an underflow of m/n (2^-1075)
 *  cannot count for more than TINY; s/least is taken first, so that its underflow is
 *  small against the rounding of m/n. (By the spacing of doubles s is below 2^54 times
 *  it in any case, which would do.) */
export function div(a: Ball, b: Ball): Ball {
  const i = at(a), j = at(b), s = R[j];
  const least = (Math.abs(M[j]) - s) * DOWN;
  if (!(least > 2 ** -900) || !(s <= least * 1048576)) return bad();
  const m = M[i] / M[j], n = Math.abs(m);
  return put(m, (R[i] / least + n * (s / least) + n * U) * K + TINY);
}
/** 1 / a. */
export function inv(a: Ball): Ball { return div(exact(1), a); }

/** The root of a number that is not negative by its nature (a sum of squares).
 *  With any s > 0: |sqrt x - s| = |x - s^2|/(sqrt x + s) <= |x - s^2|/s. So
 *  Math.sqrt is a guess only. A ball about 0 gives one from 0 to its upper end's root:
 *  there t is checked by t t >= h K, so that t^2 >= h. */
export function root(a: Ball): Ball {
  const i = at(a), m = M[i], r = R[i];
  if (!(m + r >= 0)) return bad();
  if (!(m > 2 * r)) {
    const h = (m + r) * K + TINY, t = Math.sqrt(h) * K;
    return t * t >= h * K ? put(0.5 * t, 0.5 * t * K + TINY) : bad();
  }
  const s = Math.sqrt(m), q = s * s;
  if (!(s > 0) || !(q > 2 ** -900)) return bad();
  return put(s, ((r + Math.abs(m - q) + q * U * 2) / s) * K + TINY);
}
/** The root of a number that must be seen not to be negative. */
export function sqrt(a: Ball): Ball { return nonneg(a) ? root(a) : bad(); }

/** |a|: as ||x| - |m|| <= |x - m|. */
export function abs(a: Ball): Ball { return put(Math.abs(M[at(a)]), R[at(a)]); }
/** The lesser: |min(x, y) - min(m, n)| is at most the greater radius; the nearer case first. */
export function min(a: Ball, b: Ball): Ball {
  const i = at(a), j = at(b);
  if (M[i] + R[i] < M[j] - R[j]) return a;
  if (M[j] + R[j] < M[i] - R[i]) return b;
  return put(Math.min(M[i], M[j]), Math.max(R[i], R[j]));
}
/** The greater. */
export function max(a: Ball, b: Ball): Ball {
  const i = at(a), j = at(b);
  if (M[i] + R[i] < M[j] - R[j]) return b;
  if (M[j] + R[j] < M[i] - R[i]) return a;
  return put(Math.max(M[i], M[j]), Math.max(R[i], R[j]));
}
/** max(a, x) for a double x. */
export function maxD(a: Ball, x: number): Ball {
  const i = at(a);
  return put(Math.max(M[i], x), R[i]);
}
/** min(a, x) for a double x. */
export function minD(a: Ball, x: number): Ball {
  const i = at(a);
  return put(Math.min(M[i], x), R[i]);
}
/** -1, 0 (cannot be told) or 1. */
export function sign(a: Ball): number { return pos(a) ? 1 : negative(a) ? -1 : 0; }

// Vectors: three balls in a row.

export function v3(x: Ball, y: Ball, z: Ball): Vec {
  const o = top;
  const i = at(x), j = at(y), k = at(z);
  put(M[i], R[i]); put(M[j], R[j]); put(M[k], R[k]);
  return vec(o);
}
export function vx(a: Vec): Ball { return ball(vat(a)); }
export function vy(a: Vec): Ball { return ball(vat(a) + 1); }
export function vz(a: Vec): Ball { return ball(vat(a) + 2); }
export function vadd(a: Vec, b: Vec): Vec {
  const o = top, i = vat(a), j = vat(b);
  for (let k = 0; k < 3; k++) add(ball(i + k), ball(j + k));
  return vec(o);
}
export function vsub(a: Vec, b: Vec): Vec {
  const o = top, i = vat(a), j = vat(b);
  for (let k = 0; k < 3; k++) sub(ball(i + k), ball(j + k));
  return vec(o);
}
export function vscale(a: Vec, s: Ball): Vec {
  const o = top, i = vat(a);
  for (let k = 0; k < 3; k++) mul(ball(i + k), s);
  return vec(o);
}
export function vneg(a: Vec): Vec {
  const o = top, i = vat(a);
  for (let k = 0; k < 3; k++) neg(ball(i + k));
  return vec(o);
}
/** a + s b. */
export function vaxpy(a: Vec, s: Ball, b: Vec): Vec { return vadd(a, vscale(b, s)); }
/** a.b: the three products' radii, and for the roundings of the sum of three
 *  products at most 4 u times the sum of their sizes (3 u to first order). */
export function dot(a: Vec, b: Vec): Ball {
  const i = vat(a), j = vat(b);
  const p = M[i] * M[j], q = M[i + 1] * M[j + 1], s = M[i + 2] * M[j + 2];
  const m = p + q + s;
  const r = Math.abs(M[i]) * R[j] + (Math.abs(M[j]) + R[j]) * R[i]
    + Math.abs(M[i + 1]) * R[j + 1] + (Math.abs(M[j + 1]) + R[j + 1]) * R[i + 1]
    + Math.abs(M[i + 2]) * R[j + 2] + (Math.abs(M[j + 2]) + R[j + 2]) * R[i + 2];
  return put(m, (r + (Math.abs(p) + Math.abs(q) + Math.abs(s)) * (4 * U)) * K + TINY);
}
export function cross(a: Vec, b: Vec): Vec {
  const ax = vx(a), ay = vy(a), az = vz(a), bx = vx(b), by = vy(b), bz = vz(b);
  const x = sub(mul(ay, bz), mul(az, by));
  const y = sub(mul(az, bx), mul(ax, bz));
  const z = sub(mul(ax, by), mul(ay, bx));
  return v3(x, y, z);
}
/** |a|. */
export function norm(a: Vec): Ball { return root(dot(a, a)); }
/** Turn about the third axis by the angle with this cosine and sine. */
export function turn(a: Vec, c: Ball, s: Ball): Vec {
  const x = vx(a), y = vy(a);
  return v3(sub(mul(c, x), mul(s, y)), add(mul(s, x), mul(c, y)), vz(a));
}
/** omega times (the third axis x a). */
export function spin(omega: Ball, a: Vec): Vec {
  const x = neg(mul(omega, vy(a))), y = mul(omega, vx(a));
  return v3(x, y, exact(0));
}
/** The coordinates of a along three unit vectors. */
export function into(a: Vec, e1: Vec, e2: Vec, e3: Vec): Vec {
  const o = top;
  dot(a, e1); dot(a, e2); dot(a, e3);
  return vec(o);
}
