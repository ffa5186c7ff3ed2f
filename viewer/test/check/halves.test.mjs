// Intervals of doubles: their middles and halves reach both ends, and what is cut out of them is rounded outwards.
import test from "node:test";
import assert from "node:assert/strict";
import { bundled, drawn } from "./lib.mjs";
import { atMost, minus, ofDouble, plus } from "./rationals.mjs";

const { box, earth } = await bundled();
const random = drawn(11);
/** Two doubles in order, at times next to one another. */
function ends() {
  const low = (random() - 0.5) * 10 ** Math.floor(random() * 6), next = low + Math.abs(low) * 2 ** -52 * Math.floor(4 * random());
  return random() < 0.3 ? [low, Math.max(low, next)] : [low, low + random() * 100];
}

test("a half reaches from the middle to both ends", () => {
  for (let i = 0; i < 20_000; i++) {
    const [low, high] = ends(), m = earth.mid(low, high), h = ofDouble(earth.half(low, high, m));
    assert.ok(low <= m && m <= high);
    assert.ok(atMost(minus(ofDouble(high), ofDouble(m)), h) && atMost(minus(ofDouble(m), ofDouble(low)), h), `${low} to ${high}`);
  }
  assert.equal(earth.half(0.1, 0.1, 0.1), 0);
  assert.ok(earth.half(0, 3, 1) >= 2 && earth.half(0, 3, 2) >= 2);   // of any middle
});

/** Two of t, t0 and tau, each of a tenth of a second, and the third free: what is left of it. */
function narrowed(free, first, second) {
  const sides = new Float64Array(28), names = { t: 0, t0: 2, tau: 24 };
  for (const name of Object.keys(names)) sides.set(name === free ? [name === "tau" ? 1e-9 : 0, 1000] : name === "t0" || free === "t0" && name === "tau" ? second : first, names[name]);
  return box.timesOf(sides, 0, 0, 1000)[free];
}
test("times that belong together stay in what t, t0 and tau leave of one another, to the last bit", () => {
  const interval = (from) => { const low = from + 100 * random(); return [low, low + 0.1 * random()]; };
  for (let i = 0; i < 5_000; i++) {
    const late = interval(300), early = interval(0), of = (k) => [late, early].map((x) => ofDouble(x[k]));
    const [least, most] = [minus(of(0)[0], of(1)[1]), minus(of(1)[0], of(0)[1])];
    for (const free of ["t0", "tau"]) {
      const [low, high] = narrowed(free, late, early);
      assert.ok(atMost(ofDouble(low), least) && atMost(most, ofDouble(high)), `${free}: ${late} and ${early}`);
    }
    const [low, high] = narrowed("t", late, early);
    assert.ok(atMost(ofDouble(low), plus(of(0)[0], of(0)[1])) && atMost(plus(of(1)[0], of(1)[1]), ofDouble(high)), `t: ${late} and ${early}`);
  }
});
