// Sine, cosine, angles, hyperbolic and universal functions against series of rationals in fixed point.
import test from "node:test";
import assert from "node:assert/strict";
import { bundled, drawn } from "./lib.mjs";
import { cosine, fixed, hyperbolicCosine, hyperbolicSineOver, pi, series, sine, times } from "./rationals.mjs";

const { ball: b, functions: f } = await bundled();
const CASES = 6_000;
const random = drawn(7);
const out = [];
const REST = 8n;   // what fixed point itself may be off, in its last bits

function holds(ball, number, what) {
  const off = number - fixed(b.middle(ball));
  assert.ok((off < 0n ? -off : off) <= fixed(b.radius(ball)) + REST, `${what}: ${b.middle(ball)} +- ${b.radius(ball)}`);
}
/** From - half to half of a width: near 0 at times. */
const about0 = (width) => (random() - 0.5) * width * (random() < 0.1 ? 1e-9 : 1);

test("sine and cosine of a double, within 1e-14", () => {
  for (let i = 0; i < CASES; i++) {
    b.release(0);
    const x = about0(random() < 0.5 ? 2 : 30);
    f.sincos(b.exact(x), out);
    holds(out[0], sine(fixed(x)), `sine of ${x}`);
    holds(out[1], cosine(fixed(x)), `cosine of ${x}`);
    assert.ok(b.radius(out[0]) < 1e-14 && b.radius(out[1]) < 1e-14);
  }
});

test("the six universal functions of a double", () => {
  for (let i = 0; i < CASES; i++) {
    b.release(0);
    const z = about0(random() < 0.3 ? 1e-3 : 31.9);
    f.stumpff(b.exact(z), out);
    for (let n = 0; n < 6; n++) holds(out[n], series(fixed(z), n), `c${n} of ${z}`);
  }
});

test("hyperbolic cosine, and hyperbolic sine over its argument", () => {
  for (let i = 0; i < CASES; i++) {
    b.release(0);
    const x = random() * 3.99;
    f.coshSinhc(b.exact(x), out);
    holds(out[0], hyperbolicCosine(fixed(x)), `cosh ${x}`);
    holds(out[1], hyperbolicSineOver(fixed(x)), `sinh(x)/x of ${x}`);
  }
});

/** The angle's ends are on both sides of the direction: the sine of what is left has a sign. */
function between(ball, cos, sin, what) {
  const m = fixed(b.middle(ball)), r = fixed(b.radius(ball));
  const left = (angle) => times(fixed(sin), cosine(angle)) - times(fixed(cos), sine(angle));
  assert.ok(left(m - r) >= -REST && left(m + r) <= REST, `${what}: ${b.middle(ball)} +- ${b.radius(ball)}`);
}
test("the angle of a direction, and small arc tangents", () => {
  let found = 0;
  for (let i = 0; i < CASES; i++) {
    b.release(0);
    const c = random() - 0.5, s = (random() - 0.5) * (random() < 0.2 ? 1e-6 : 1);
    const angle = f.angleOf(b.exact(c), b.exact(s));
    if (Number.isFinite(b.radius(angle))) { found++; between(angle, c, s, `the angle of ${c}, ${s}`); }
    const x = (random() - 0.5) * 0.199;
    between(f.atanSmall(b.exact(x)), 1, x, `the arc tangent of ${x}`);
  }
  assert.ok(found > 0.99 * CASES, `${found}`);
});

test("of a wide ball: the function of every number in it is in what is given", () => {
  let finite = 0;
  for (let i = 0; i < CASES; i++) {
    b.release(0);
    const x = (random() - 0.5) * 12, radius = random() * 2 ** -Math.floor(random() * 40) * 0.4;
    const inside = x + radius * (2 * random() - 1) * 0.999;
    f.sincos(b.make(x, radius), out);
    if (Number.isFinite(b.radius(out[0]))) {
      finite++;
      holds(out[0], sine(fixed(inside)), "sine");
      holds(out[1], cosine(fixed(inside)), "cosine");
    }
    f.stumpff(b.make(x, radius), out);
    for (let n = 0; n < 6; n++) holds(out[n], series(fixed(inside), n), `c${n}`);
    const y = Math.abs(x) / 2 + radius;
    f.coshSinhc(b.make(y, radius), out);
    holds(out[0], hyperbolicCosine(fixed(y - radius * 0.999)), "cosh");
  }
  assert.ok(finite > 0.9 * CASES);
});

test("outside of what the series hold for there is no number", () => {
  const none = (ball) => assert.ok(!Number.isFinite(b.radius(ball)));
  for (const z of [16, -16, 1e9, NaN]) { f.stumpff(b.exact(z), out); out.slice(0, 6).forEach(none); }
  for (const x of [4, 1e9, -1.5, NaN]) { f.coshSinhc(b.exact(x), out); out.slice(0, 2).forEach(none); }
  for (const x of [1, -1, 1.5, NaN]) { none(f.acos(b.exact(x))); none(f.asin(b.exact(x))); }
  none(f.angleOf(b.exact(0), b.exact(0)));
});

test("pi by Machin's formula", () => {
  holds(f.pi(), pi(), "pi");
});
