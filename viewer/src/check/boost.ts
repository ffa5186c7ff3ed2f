/** Flights that boost: a ball about a point at rest on the turning Earth (guarantee.md, section 9). */
import {
  Ball, Vec, add, exact, max, mul, norm, spin, sqr, sub, times, turn, vadd, vscale, vsub,
} from './ball';
import { Earth, half, mid } from './earth';
import { Family } from './family';
import { Target } from './flights';
import { sincos } from './functions';
import { say } from './outcome';

const sc: Ball[] = [];

/** The ball of the shares from s0 to s1 at the middle of the times from low to high. */
export function boosting(w: Earth, f: Family, s0: number, s1: number, low: number, high: number): Target {
  const t = mid(low, high), h = exact(half(low, high, t));
  const way: Vec = vsub(f.burn, f.base.centre);
  const ms = mid(s0, s1), halfShare = exact(half(s0, s1, ms));
  const centre = vadd(f.base.centre, vscale(way, exact(ms)));
  const burnt = add(f.ball, f.extent), start = add(mul(w.A, f.b), f.base.bend);
  const at = (s: number): Ball => add(mul(exact(s), burnt), mul(sub(exact(1), exact(s)), start));
  const spread = add(mul(halfShare, norm(way)), max(at(s0), at(s1)));        // (57)
  sincos(mul(w.omega, exact(t)), sc);
  const x = turn(centre, sc[1], sc[0]), v = spin(w.omega, x);
  const pull = mul(sqr(w.omega), times(w.A, 2));                               // (16)
  const zero = exact(0);
  say('(57) spread', spread);
  return {
    frame: null, t: exact(t), h, x, v, size: norm(x), speed: norm(v), pull, floor: zero, spread,
    linear: zero, rest: zero, fields: [], rates: [], bow: zero, boosting: true,
  };
}
