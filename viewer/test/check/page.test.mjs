// The sums of leaves B, L and E and of the boost against guarantee.md's, in plain doubles, with every term of a size that counts.
import test from "node:test";
import assert from "node:assert/strict";
import { whole } from "./alone.mjs";
import { A, MU, N, OMEGA, POLAR, earth, family, limits, size, target, vector, volume } from "./made.mjs";

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const plus = (a, s, b) => a.map((x, k) => x + s * b[k]);
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const spun = (a) => [-OMEGA * a[1], OMEGA * a[0], 0];
const close = (said, page, what) => assert.ok(Math.abs(said - page) <= 1e-7 * Math.abs(page), `${what}: ${said} ${page}`);

const FLIGHTS = { v: [-2000, 5000, 1500], h: 30, pull: 7, spread: 90_000, bow: 4_000 };
const FIELDS = [[9_000, 2_000, -1_000], [-3_000, 7_000, 500]], RATES = [[40, -20, 10], [-5, 30, 60]];
const BOOST = { disc: 150_000, half: 70_000, ball: 5_000, reach: 190_000, offAxis: 5.1e6 };
const NORTH = [-3_000, 1_000, 4_000], EAST = [2_000, 6_000, -500], LIMITS = { V: 2500, D: 200, eps: 0.03 };

/** Flights about x and a boost volume about X; `flights` in place of some of theirs. */
function made(x, X, flights = {}) {
  const w = earth(whole, { eps: LIMITS.eps }), T = target(whole, x, { ...FLIGHTS, ...flights });
  const boost = { ...volume(whole, X, { ...BOOST, radius: size(X) + 100_000 }), north: vector(whole, NORTH), east: vector(whole, EAST) };
  return [w, limits(whole, LIMITS.V, LIMITS.D), { ...T, fields: FIELDS.map((v) => vector(whole, v)), rates: RATES.map((v) => vector(whole, v)) }, boost];
}
/** (36) along a unit vector. */
const along = (e, { h, bow, spread }) => Math.min(spread, FIELDS.reduce((sum, v) => sum + Math.abs(dot(e, v)), 0) + h * RATES.reduce((sum, v) => sum + Math.abs(dot(e, v)), 0) + bow);
/** (37) without what bends the reference. */
function distance(x, X, v, flights) {
  const p = plus(x, -1, X), axis = X.map((c) => c / size(X)), { h, spread } = flights;
  const s = Math.max(-h, Math.min(h, -dot(p, v) / dot(v, v))), first = size(plus(p, s, v)) - spread - BOOST.reach;
  const e = p.map((c) => c / size(p));
  const extent = size(cross(e, axis)) * BOOST.disc + Math.abs(dot(e, axis)) * BOOST.half + Math.abs(dot(e, NORTH)) + Math.abs(dot(e, EAST)) + BOOST.ball;
  return Math.max(first, size(p) - h * Math.abs(dot(v, e)) - along(e, flights) - extent);
}
const PLACES = [[[8e6, 1e6, 5e5], [6.4e6, 2e5, 1e5]], [[7e6, 1.2e6, -4e5], [6.3e6, -3e5, 9e5]], [[6.6e6, 3e6, 2e5], [6.45e6, 5e5, 1e5]]];
/** Flights that are known well as a whole, or along some directions only. */
const KINDS = [FLIGHTS, { ...FLIGHTS, spread: 5_000 }, { ...FLIGHTS, h: 200 }];

test("leaf B: (11), in free flight and while boosting", () => {
  for (const boosting of [false, true]) {
    const [w, , T] = made(...PLACES[0], { boosting }), { h, pull, spread, v } = FLIGHTS;
    close(whole.leaves.leafB(w, T).left, size(PLACES[0][0]) + (boosting ? 0 : h * (size(v) + h * pull)) + spread, "(11)");
  }
});
test("leaf L: (12) and (37) less (13)", () => {
  for (const [x, X] of PLACES) for (const kind of KINDS) for (const boosting of [false, true]) {
    const [w, lim, T, boost] = made(x, X, { ...kind, boosting }), tau = 250, { h, pull, v, spread } = kind;
    const { left, right } = whole.leaves.leafL(w, lim, T, boost, { t: [-h, h], t0: [0, 0], tau: [0, tau] });
    close(left, (LIMITS.V + LIMITS.D) * tau + ((MU / POLAR ** 2 + LIMITS.eps + OMEGA ** 2 * BOOST.offAxis) * tau ** 2) / 2, "(12)");
    const f = size(v) + h * pull, bend = boosting ? 0 : (h ** 2 / 2) * (pull + 2 * OMEGA * f + OMEGA ** 2 * (size(x) + h * f));
    // while they boost they are at rest, and known in all directions alike
    const flights = boosting ? { h: 0, spread, bow: Infinity } : kind, moved = boosting ? [1e-9, 0, 0] : plus(v, -1, spun(x));
    close(right, distance(x, X, moved, flights) - bend, `(37) of ${x}`);
  }
});
test("leaf E: (14) to (19), within a quarter turn and beyond", () => {
  const [far, X] = [[-2.5e6, 7.6e6, 3e5], PLACES[0][1]];
  for (const [x, tau] of [...PLACES.map(([p]) => [p, 300]), [PLACES[0][0], 1600], [far, 900], [far, 1400], [[1.3e6, 1.1e7, 3e5], 900]]) {
    for (const kind of KINDS) {
      const dt0 = 20, { h, pull, v, spread } = kind, [w, lim, T, boost] = made(x, X, kind), rho = BOOST.offAxis;
      const { left, right } = whole.leaves.leafE(w, lim, T, boost, { t: [100 - h, 100 + h], t0: [-dt0, dt0], tau: [0, tau] });
      const turn = OMEGA * rho * dt0, bend = (pull * h ** 2) / 2, u = x.map((c) => c / size(x)), near = BOOST.reach + turn;
      const c = distance(x, X, v, kind) - bend - turn, r = Math.max(POLAR, size(x) - h * Math.abs(dot(v, u)) - bend - along(u, kind)), r0 = size(X) + 100_000;
      const stray = h * size(v) + bend + spread, theta = Math.acos(dot(x, X) / size(x) / size(X)) + Math.asin(near / size(X)) + Math.asin(stray / size(x));
      const s = dot(X, x) >= size(x) * near + size(X) * stray + near * stray || theta <= Math.PI / 2 ? 1 : Math.sin(theta);
      const square = Math.min(2 * MU * (1 / r0 - 2 / (r0 + r + c)), (2 * MU) / r0 - ((2 - s) * MU) / POLAR);
      close(left, LIMITS.V + (LIMITS.D + LIMITS.eps * tau) / (N * tau <= Math.PI / 2 ? 1 : Math.sin(N * tau)), "(19), left");
      close(right, Math.sqrt(square) - OMEGA * rho, `(19), right, ${x}`);
    }
  }
});
test("(57): the ball of flights that boost", () => {
  for (const [b, bend, ball, extent] of [[0.05, 7_000, 3_000, 20_000], [0.001, 700, 30_000, 200_000]]) {
    for (const [s0, s1] of [[0, 0], [0, 1], [0.5, 0.75], [1, 1]]) {
      const [w, flights] = family(whole, { v: [4000, 1000, 0], T: 1400, extent }), exact = whole.ball.exact;
      const base = { ...flights.base, centre: vector(whole, [6.36e6, 1e5, 0]), bend: exact(bend) };
      const { spread } = whole.boost.boosting(w, { ...flights, base, b: exact(b), ball: exact(ball) }, s0, s1, 0, 180);
      const end = (s) => s * (ball + extent) + (1 - s) * (A * b + bend);
      close(whole.ball.middle(spread), ((s1 - s0) / 2) * size([6.6e6 - 6.36e6, -1e5, 0]) + Math.max(end(s0), end(s1)), `(57) ${s0} to ${s1}`);
    }
  }
});
