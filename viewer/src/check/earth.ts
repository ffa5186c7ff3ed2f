/** The Earth of the claim, and cells of its surface (guarantee.md, sections 7 and 10). */
import {
  Ball, Vec, abs, add, between, div, exact, minD, mul, norm, plus, root, sqr, sub, times, up, v3,
} from './ball';
import { atanSmall, pi, sincos } from './functions';

/** An interval of doubles, rounded outwards. */
export interface Range { lo: number; hi: number }

export interface Earth {
  mu: Ball; omega: Ball; A: Ball; B: Ball; eps: Ball; keep: Ball;
  rootMu: Ball; degree: Ball; ratio: Ball;
  /** g0 = mu/R0^2 and n = sqrt(mu/R0^3), with R0 = B. */
  g0: Ball; n: Ball;
}

/** 6,371 km, the radius of ground distances, in metres. */
export const GROUND = 6371000;
/** The ellipsoid's radius changes by less than this per radian of direction, m (section 7). */
export const SLOPE = 21600;

export function range(r: Range): Ball { return between(r.lo, r.hi); }

export function earthOf(v: { mu: Range; omega: Range; A: Range; B: Range; eps: Range; keepKm: Range }): Earth {
  const mu = range(v.mu), A = range(v.A), B = range(v.B);
  const g0 = div(mu, sqr(B));
  return {
    mu, A, B, omega: range(v.omega), eps: range(v.eps), keep: times(range(v.keepKm), 1000),
    rootMu: root(mu), degree: div(pi(), exact(180)), ratio: div(B, A), g0, n: root(div(g0, B)),
  };
}

/** The middle that we choose, a double within the range. */
export function mid(lo: number, hi: number): number { return lo === hi ? lo : 0.5 * lo + 0.5 * hi; }
/** No end is farther from m than this; exactly 0 for one number. */
export function half(lo: number, high: number, m: number): number {
  return lo === high ? 0 : up(Math.max(high - m, m - lo));
}

/** Parametric latitude of a geodetic one (radians): with T = tan lat,
 *  tan(lat - beta) = (1 - B/A) T/(1 + (B/A) T^2), an angle below 0.0017. */
export function parametric(ratio: Ball, lat: Ball): Ball {
  const sc: Ball[] = [];
  sincos(lat, sc);
  const [s, c] = sc;
  const low = add(sqr(c), mul(ratio, sqr(s)));
  return sub(lat, atanSmall(div(mul(sub(exact(1), ratio), mul(s, c)), low)));
}

export interface Cell {
  centre: Vec; north: Vec; east: Vec;
  /** |north|, |east|. */
  northSize: Ball; eastSize: Ball;
  /** (20) and (21). */
  bend: Ball; angle: Ball;
  /** The cell's half width in radians. */
  dl: Ball;
}

/** A cell of latitudes and longitudes in degrees, turned eastward by `lead` degrees and
 *  widened by `widen` degrees to the east and the west. Longitudes are turned by a middle
 *  that is a double; any middle serves, as the halves reach both ends. */
export function cellOf(
  w: Earth, south: number, north: number, west: number, east: number, lead: Ball | null, widen: Ball | null,
): Cell {
  const bs = parametric(w.ratio, mul(exact(south), w.degree));
  const bn = south === north ? bs : parametric(w.ratio, mul(exact(north), w.degree));
  const beta = south === north ? bs : times(add(bs, bn), 0.5);
  const db = south === north ? exact(0) : times(sub(bn, bs), 0.5);
  const lm = mid(west, east);
  let dl = mul(exact(half(west, east, lm)), w.degree);
  if (widen) dl = add(dl, mul(widen, w.degree));
  const lon = mul(lead ? plus(lead, lm) : exact(lm), w.degree);
  const sc: Ball[] = [];
  sincos(beta, sc);
  const [sb, cb] = sc;
  const sl0: Ball[] = [];
  sincos(lon, sl0);
  const [sl, cl] = sl0;
  const Ac = mul(w.A, cb), As = mul(w.A, sb), Bs = mul(w.B, sb), Bc = mul(w.B, cb);
  const centre = v3(mul(Ac, cl), mul(Ac, sl), Bs);
  const ns = mul(As, db), es = mul(Ac, dl);
  const nv = v3(sub(exact(0), mul(ns, cl)), sub(exact(0), mul(ns, sl)), mul(Bc, db));
  const ev = v3(sub(exact(0), mul(es, sl)), mul(es, cl), exact(0));
  const C = minD(add(abs(cb), db), 1), S = minD(add(abs(sb), db), 1);
  // (20): A/2 (db^2 + 2 S db dl + C dl^2)
  const bend = times(mul(w.A, add(add(sqr(db), times(mul(S, mul(db, dl)), 2)), mul(C, sqr(dl)))), 0.5);
  // (21): (db + C dl) A/B
  const angle = div(add(db, mul(C, dl)), w.ratio);
  return { centre, north: nv, east: ev, northSize: norm(nv), eastSize: norm(ev), bend, angle, dl };
}

/** The ellipsoid's radius in the direction of a unit vector. */
export function radiusAlong(w: Earth, x: Ball, y: Ball, z: Ball): Ball {
  const q = add(div(add(sqr(x), sqr(y)), sqr(w.A)), div(sqr(z), sqr(w.B)));
  return div(exact(1), root(q));
}
