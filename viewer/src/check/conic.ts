/**
 * Conics about the centre by universal functions, in the axes e1 (to the
 * epoch's point), e2, e3 (along the angular momentum), and their
 * state-transition matrices (Battin 1999, 9.7; checked against differences in
 * the tests). U_n = chi^n c_n(chi^2/a).
 */
import {
  Ball, Vec, add, add3, cross, div, dot, exact, mul, neg, norm, plus, pos, root, sqr, sub, times, v3, vscale, middle, vx, vy, vz,
} from './ball';
import { stumpff } from './functions';

export interface Conic {
  mu: Ball; rootMu: Ball; frame: [Vec, Vec, Vec];
  r0: Ball; vr: Ball; vt: Ball; alpha: Ball; sigma: Ball;
  h: Ball; p: Ball; e: Ball;
}

export function conicOf(mu: Ball, rootMu: Ball, x: Vec, v: Vec): Conic {
  const r0 = norm(x), e1 = vscale(x, div(exact(1), r0));
  const H = cross(x, v), h = norm(H), e3 = vscale(H, div(exact(1), h)), e2 = cross(e3, e1);
  const vr = dot(v, e1), vt = div(h, r0);
  const alpha = sub(div(exact(2), r0), div(add(sqr(vr), sqr(vt)), mu));
  const p = div(sqr(h), mu);
  // e^2 = (p/r - 1)^2 + p r'^2/mu
  const e = root(add(sqr(plus(div(p, r0), -1)), div(mul(p, sqr(vr)), mu)));
  return { mu, rootMu, frame: [e1, e2, e3], r0, vr, vt, alpha, sigma: div(mul(r0, vr), rootMu), h, p, e };
}

/** A state of a conic: time since the epoch, position and velocity in its plane, and r' . */
export interface State {
  chi: number; t: Ball; x: Ball; y: Ball; vx: Ball; vy: Ball; r: Ball; rate: Ball;
  F: Ball; G: Ball; Fd: Ball; Gd: Ball; C: Ball;
}

const c: Ball[] = [];
/** The state at the universal anomaly chi, taken as exact. */
export function stateAt(k: Conic, chi: number): State {
  const x1 = exact(chi), x2 = sqr(x1);
  stumpff(mul(k.alpha, x2), c);
  const x3 = mul(x1, x2), x4 = sqr(x2);
  const U0 = c[0], U1 = mul(x1, c[1]), U2 = mul(x2, c[2]), U3 = mul(x3, c[3]), U4 = mul(x4, c[4]);
  const U5 = mul(mul(x1, x4), c[5]);
  const g = add(mul(k.r0, U1), mul(k.sigma, U2));
  const t = div(add(g, U3), k.rootMu);
  const r = add3(mul(k.r0, U0), mul(k.sigma, U1), U2);
  const F = sub(exact(1), div(U2, k.r0)), G = div(g, k.rootMu);
  const Fd = neg(div(mul(k.rootMu, U1), mul(r, k.r0))), Gd = sub(exact(1), div(U2, r));
  const sigma = add(mul(k.sigma, U0), mul(sub(exact(1), mul(k.alpha, k.r0)), U1));
  const x = add(mul(F, k.r0), mul(G, k.vr)), y = mul(G, k.vt);
  const vx = add(mul(Fd, k.r0), mul(Gd, k.vr)), vy = mul(Gd, k.vt);
  const C = sub(div(sub(times(U5, 3), mul(x1, U4)), k.rootMu), mul(t, U2));
  return { chi, t, x, y, vx, vy, r, rate: div(mul(k.rootMu, sigma), r), F, G, Fd, Gd, C };
}

export function position(s: State): Vec { return v3(s.x, s.y, exact(0)); }
export function velocity(s: State): Vec { return v3(s.vx, s.vy, exact(0)); }

/** The state-transition matrix from the epoch: four blocks of two by two in the plane
 *  (row by row), and F, G, F', G' aside. */
export interface Stm { rr: Ball[]; rv: Ball[]; vr: Ball[]; vv: Ball[]; F: Ball; G: Ball; Fd: Ball; Gd: Ball }

export function stmAt(k: Conic, s: State): Stm {
  const { mu, r0 } = k, dx = sub(s.vx, k.vr), dy = sub(s.vy, k.vt);
  const one = exact(1), f1 = sub(one, s.F), rmu = div(s.r, mu), r0mu = div(r0, mu), r02 = sqr(r0);
  // rr = (r/mu) dv dv^T + (1/r0^3)(r0 (1-F) x x0^T + C v x0^T) + F
  const q = mul(r0, f1);
  const rx = div(add(mul(q, s.x), mul(s.C, s.vx)), r02), ry = div(add(mul(q, s.y), mul(s.C, s.vy)), r02);
  const xx = mul(dx, dx), xy = mul(dx, dy), yy = mul(dy, dy);
  const rr = [add3(mul(rmu, xx), rx, s.F), mul(rmu, xy), add(mul(rmu, xy), ry), add(mul(rmu, yy), s.F)];
  // rv = (r0/mu)(1-F)((x - x0) v0^T - dv x0^T) + (C/mu) v v0^T + G
  const a = mul(r0mu, f1), cm = div(s.C, mu);
  const px = add(mul(a, sub(s.x, r0)), mul(cm, s.vx)), py = add(mul(a, s.y), mul(cm, s.vy));
  const rv = [
    add(sub(mul(px, k.vr), mul(a, mul(dx, r0))), s.G), mul(px, k.vt),
    sub(mul(py, k.vr), mul(a, mul(dy, r0))), add(mul(py, k.vt), s.G),
  ];
  // vr = -dv x0^T/r0^2 - x dv^T/r^2 + F'(1 - x x^T/r^2 + (1/(mu r))(x v^T - v x^T) x dv^T) - mu C/(r^3 r0^3) x x0^T
  const r2 = sqr(s.r), hm = div(k.h, mul(mu, s.r));
  const wx = mul(mul(s.Fd, hm), s.y), wy = neg(mul(mul(s.Fd, hm), s.x));
  const ux = sub(wx, div(s.x, r2)), uy = sub(wy, div(s.y, r2));
  const m = div(mul(mu, s.C), mul(mul(r2, s.r), r02));
  const fx = div(mul(s.Fd, s.x), r2), fy = div(mul(s.Fd, s.y), r2);
  const vr = [
    add3(sub(mul(ux, dx), add(div(dx, r0), mul(m, s.x))), s.Fd, neg(mul(fx, s.x))),
    sub(mul(ux, dy), mul(fx, s.y)),
    sub(mul(uy, dx), add3(div(dy, r0), mul(m, s.y), mul(fy, s.x))),
    add(mul(uy, dy), sub(s.Fd, mul(fy, s.y))),
  ];
  // vv = (r0/mu) dv dv^T + (1/r^3)(r0 (1-F) x x0^T - C x v0^T) + G'
  const r3 = mul(r2, s.r), b0 = div(mul(mul(r0, f1), r0), r3), b1 = div(s.C, r3);
  const gx = sub(b0, mul(b1, k.vr)), gy = neg(mul(b1, k.vt));
  const vv = [
    add3(mul(r0mu, xx), mul(gx, s.x), s.Gd), add(mul(r0mu, xy), mul(gy, s.x)),
    add(mul(r0mu, xy), mul(gx, s.y)), add3(mul(r0mu, yy), mul(gy, s.y), s.Gd),
  ];
  return { rr, rv, vr, vv, F: s.F, G: s.G, Fd: s.Fd, Gd: s.Gd };
}

/** Blocks' product with a vector: the plane by `m`, aside by `z`. */
export function apply(m: Ball[], z: Ball, a: Vec): Vec {
  const x = vx(a), y = vy(a);
  return v3(add(mul(m[0], x), mul(m[1], y)), add(mul(m[2], x), mul(m[3], y)), mul(z, vz(a)));
}
/** The transposed block's. */
export function applyT(m: Ball[], z: Ball, a: Vec): Vec {
  const x = vx(a), y = vy(a);
  return v3(add(mul(m[0], x), mul(m[2], y)), add(mul(m[1], x), mul(m[3], y)), mul(z, vz(a)));
}
/** The inverse of a two by two block; bad balls where it is not certain to exist. */
export function inverse(m: Ball[]): Ball[] {
  const d = sub(mul(m[0], m[3]), mul(m[1], m[2]));
  return [div(m[3], d), neg(div(m[1], d)), neg(div(m[2], d)), div(m[0], d)];
}

/** Sine, cosine, half angles of what a conic sweeps between two states. */
export interface Sweep { sin: Ball; cos: Ball }
export function sweep(a: State, b: State): Sweep {
  const rr = mul(a.r, b.r);
  return {
    sin: div(sub(mul(a.x, b.y), mul(a.y, b.x)), rr),
    cos: div(add(mul(a.x, b.x), mul(a.y, b.y)), rr),
  };
}
/** Certainly less than a revolution apart: chi^2/a < 39. */
export function lessThanTurn(k: Conic, a: State, b: State): boolean {
  const d = plus(exact(b.chi), -a.chi);
  return pos(sub(exact(39), mul(k.alpha, sqr(d))));
}

/** A guess for chi at a time since the epoch (plain doubles; nothing rests on it). */
export function guessChi(k: Conic, t: number, start: number): number {
  const r0 = middle(k.r0), al = middle(k.alpha), sg = middle(k.sigma), want = t * middle(k.rootMu);
  let x = start;
  for (let i = 0; i < 30; i++) {
    const z = al * x * x;
    let c0: number, c1: number, c2: number, c3: number;
    if (z > 0.1) {
      const s = Math.sqrt(z);
      c0 = Math.cos(s); c1 = Math.sin(s) / s; c2 = (1 - c0) / z; c3 = (1 - c1) / z;
    } else if (z < -0.1) {
      const s = Math.sqrt(-z);
      c0 = Math.cosh(s); c1 = Math.sinh(s) / s; c2 = (1 - c0) / z; c3 = (1 - c1) / z;
    } else {
      c2 = 0.5 - z * (1 / 24 - z * (1 / 720 - z * (1 / 40320 - z / 3628800)));
      c3 = 1 / 6 - z * (1 / 120 - z * (1 / 5040 - z * (1 / 362880 - z / 39916800)));
      c0 = 1 - z * c2; c1 = 1 - z * c3;
    }
    const x2 = x * x, r = r0 * c0 + sg * x * c1 + x2 * c2;
    const f = r0 * x * c1 + sg * x2 * c2 + x2 * x * c3 - want;
    const step = f / r;
    x -= step;
    if (!(Math.abs(step) > 1e-12 * Math.abs(x) + 1e-9)) break;
  }
  return x;
}
