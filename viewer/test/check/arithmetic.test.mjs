// Balls of doubles hold the true number: each operation against exact rationals.
import test from "node:test";
import assert from "node:assert/strict";
import { bundled, drawn } from "./lib.mjs";
import * as q from "./rationals.mjs";

const { ball: b } = await bundled();
const CASES = Number(process.env.REASSURE_CASES ?? 30_000);
const random = drawn(12345);

const EXTREMES = [
  0, -0, 1, -1, Number.MIN_VALUE, -Number.MIN_VALUE, 2 ** -1022, 2 ** -1060, Number.MAX_VALUE, -Number.MAX_VALUE, 1 + 2 ** -52, 1 - 2 ** -53,
  1e300, 1e-300, 3, 1 / 3, 2 ** 53, 2 ** -537, 2 ** 512,
];

/** Any finite double: the edges of the format, plain sizes, and all exponents from the subnormal ones on. */
function double() {
  const kind = random(), sign = random() < 0.5 ? -1 : 1;
  if (kind < 0.15) return EXTREMES[Math.floor(random() * EXTREMES.length)];
  if (kind < 0.55) return sign * random() * 10;
  if (kind < 0.8) return sign * (1 + random()) * 2 ** Math.floor(random() * 60 - 30);
  const any = sign * (1 + random()) * 2 ** Math.floor(random() * 2090 - 1065);
  return Number.isFinite(any) ? any : double();
}

/** A ball and a number in it, most often at one of its ends. */
function sample() {
  const middle = double();
  if (random() < 0.5) return { ball: b.exact(middle), number: q.ofDouble(middle) };
  const radius = Math.abs(random() < 0.5 ? middle * random() * 2 ** -Math.floor(random() * 50) : double());
  const end = random(), m = q.ofDouble(middle), r = q.ofDouble(radius);
  const share = end < 0.4 ? 1 : end < 0.8 ? -1 : 2 * random() - 1;
  return { ball: b.make(middle, radius), number: q.plus(m, q.product(r, q.ofDouble(share))) };
}
const opposite = (x) => ({ ball: b.neg(x.ball), number: q.opposite(x.number) });

/** Whether the ball is finite; then the number must be in it. A ball that is not may not decide anything. */
function holds(ball, number, what) {
  const middle = b.middle(ball), radius = b.radius(ball);
  if (Number.isFinite(middle) && Number.isFinite(radius)) {
    assert.ok(q.atMost(q.size(q.minus(number, q.ofDouble(middle))), q.ofDouble(radius)), `${what}: ${middle} +- ${radius}`);
    return true;
  }
  assert.ok(!Number.isFinite(radius), `${what}: no middle, but a radius`);
  decidesNothing(ball, what);
  return false;
}
function decidesNothing(ball, what) {
  const huge = 1e308;
  assert.ok(!b.lt(ball, b.exact(huge)) && !b.lt(b.exact(-huge), ball), `${what}: compared`);
  assert.ok(!b.pos(ball) && !b.negative(ball) && !b.nonneg(ball), `${what}: has a sign`);
}

test("sums, products, quotients and bounds of two balls hold the true number", (t) => {
  let finite = 0;
  for (let i = 0; i < CASES; i++) {
    b.release(0);
    const x = sample(), y = random() < 0.2 ? opposite(x) : sample();   // x + (-x): all is cancelled
    finite += holds(b.add(x.ball, y.ball), q.plus(x.number, y.number), "add");
    holds(b.sub(x.ball, y.ball), q.minus(x.number, y.number), "sub");
    holds(b.mul(x.ball, y.ball), q.product(x.number, y.number), "mul");
    holds(b.abs(x.ball), q.size(x.number), "abs");
    holds(b.min(x.ball, y.ball), q.lesser(x.number, y.number), "min");
    holds(b.max(x.ball, y.ball), q.greater(x.number, y.number), "max");
    if (y.number.n !== 0n) holds(b.div(x.ball, y.ball), q.quotient(x.number, y.number), "div");
    else assert.ok(Number.isNaN(b.middle(b.div(x.ball, y.ball))), "a quotient by what may be 0");
  }
  t.diagnostic(`${CASES} cases, ${finite} of the sums finite`);
  assert.ok(finite > 0.8 * CASES);
});

test("sums, products and bounds of a ball and a double hold the true number", () => {
  for (let i = 0; i < CASES; i++) {
    b.release(0);
    const x = sample(), d = double(), exact = q.ofDouble(d);
    holds(b.times(x.ball, d), q.product(x.number, exact), "times");
    holds(b.plus(x.ball, d), q.plus(x.number, exact), "plus");
    holds(b.maxD(x.ball, d), q.greater(x.number, exact), "maxD");
    holds(b.minD(x.ball, d), q.lesser(x.number, exact), "minD");
  }
});

test("a comparison that is seen to hold is true, and ends are outside", () => {
  for (let i = 0; i < CASES; i++) {
    b.release(0);
    const x = sample(), y = sample();
    if (b.lt(x.ball, y.ball)) assert.ok(!q.atMost(y.number, x.number), "lt");
    if (b.le(x.ball, y.ball)) assert.ok(q.atMost(x.number, y.number), "le");
    if (b.pos(x.ball)) assert.ok(x.number.n > 0n, "pos");
    if (b.negative(x.ball)) assert.ok(x.number.n < 0n, "negative");
    if (b.nonneg(x.ball)) assert.ok(x.number.n >= 0n, "nonneg");
    if (b.sign(x.ball) !== 0) assert.ok(b.sign(x.ball) > 0 ? x.number.n > 0n : x.number.n < 0n, "sign");
    const high = b.hi(x.ball), low = b.lo(x.ball);
    if (Number.isFinite(high)) assert.ok(q.atMost(x.number, q.ofDouble(high)), "hi");
    if (Number.isFinite(low)) assert.ok(q.atMost(q.ofDouble(low), x.number), "lo");
  }
});

test("roots hold the true number", () => {
  for (let i = 0; i < CASES; i++) {
    b.release(0);
    const x = sample();
    if (x.number.n < 0n) continue;
    const root = b.root(x.ball), m = b.middle(root), r = b.radius(root);
    if (!Number.isFinite(m) || !Number.isFinite(r)) { assert.ok(!Number.isFinite(r)); continue; }
    const high = q.plus(q.ofDouble(m), q.ofDouble(r)), low = q.minus(q.ofDouble(m), q.ofDouble(r));
    assert.ok(q.atMost(x.number, q.product(high, high)), `too small: ${m} +- ${r}`);
    assert.ok(low.n <= 0n || q.atMost(q.product(low, low), x.number), `too large: ${m} +- ${r}`);
  }
});

test("a root that must be seen not to be negative is a number only if it is seen", () => {
  for (const [middle, radius] of [[-1, 0], [-1, 2], [0, 1e-300], [1, 1.0001]]) decidesNothing(b.sqrt(b.make(middle, radius)), `${middle} +- ${radius}`);
  for (const [middle, radius] of [[0, 0], [1, 1], [4, 0.1]]) assert.ok(Number.isFinite(b.radius(b.sqrt(b.make(middle, radius)))));
});

test("a root holds the true number whatever the engine takes for it", () => {
  const { sqrt } = Math;
  for (const factor of [0.5, 1 - 1e-9, 1 + 1e-9, 2, NaN]) {
    for (const [middle, radius] of [[2, 0], [2, 0.5], [2, 1.9], [2, 3], [0, 1]]) {
      Math.sqrt = (x) => factor * sqrt(x);
      let root;
      try { root = b.root(b.make(middle, radius)); } finally { Math.sqrt = sqrt; }
      const m = b.middle(root), r = b.radius(root);
      if (!Number.isFinite(r)) continue;
      assert.ok(m + r >= sqrt(middle + radius) && m - r <= sqrt(Math.max(0, middle - radius)), `${middle} +- ${radius}: ${m} +- ${r}`);
    }
  }
});

test("scalar products hold the true number, also where they cancel; and between holds both ends", () => {
  for (let i = 0; i < CASES / 5; i++) {
    b.release(0);
    const u = [sample(), sample(), sample()], v = [sample(), sample(), sample()];
    if (random() < 0.5) { v[0] = u[1]; v[1] = opposite(u[0]); }
    const vector = (a) => b.v3(...a.map((x) => x.ball));
    const sum = [0, 1, 2].map((k) => q.product(u[k].number, v[k].number)).reduce(q.plus);
    holds(b.dot(vector(u), vector(v)), sum, "dot");
    const [low, high] = [double(), double()].sort((x, y) => x - y);
    const both = b.between(low, high);
    holds(both, q.ofDouble(low), "between, low");
    holds(both, q.ofDouble(high), "between, high");
  }
});

test("what is not a number or not finite decides nothing, whatever is computed from it", () => {
  for (const x of [NaN, Infinity, -Infinity]) {
    for (const y of [0, 1, -1, 1e308, Infinity, NaN]) {
      for (const operation of [b.add, b.sub, b.mul, b.div]) {
        decidesNothing(operation(b.make(x, Infinity), b.exact(y)), `${x} and ${y}`);
        decidesNothing(operation(b.exact(y), b.make(x, Infinity)), `${y} and ${x}`);
      }
      // the lesser of it and y may be known to be below y, never above anything; the greater the other way round
      assert.ok(!b.lt(b.exact(-1e308), b.min(b.make(x, Infinity), b.exact(y))));
      assert.ok(!b.lt(b.max(b.make(x, Infinity), b.exact(y)), b.exact(1e308)));
    }
  }
  decidesNothing(b.mul(b.exact(1e308), b.exact(1e308)), "overflow");
});
