// Conics and what is summed along them: states, their matrices, (8), (54) and (55), against sums in plain doubles.
import test from "node:test";
import assert from "node:assert/strict";
import { bundled, drawn } from "./lib.mjs";

const { ball: b, conic, arc, swept } = await bundled();
const MU = 3.986004418e14;
const random = drawn(3);
const from = (low, high) => low + (high - low) * random();
const number = b.middle;

function conicOf(x, y, vx, vy) {
  const zero = b.exact(0), mu = b.exact(MU);
  return conic.conicOf(mu, b.root(mu), b.v3(b.exact(x), b.exact(y), zero), b.v3(b.exact(vx), b.exact(vy), zero));
}

/** Random arcs of less than half a turn: from grazing to steep, with and without an apogee, hyperbolas too. */
function arcs(count, use) {
  let used = 0;
  while (used < count) {
    b.release(0);
    const k = conicOf(from(6.4e6, 6.9e6), 0, from(-5000, 5000), from(800, 9800));
    const first = conic.stateAt(k, -50 * random()), last = conic.stateAt(k, from(100, 5100)), sweep = conic.sweep(first, last);
    const far = number(first.r) > 3.3e6 && number(last.r) > 3.3e6;
    if (!far || !b.gtD(sweep.sin, 1e-3) || !conic.lessThanTurn(k, first, last)) continue;
    used++;
    use(arcBetween(k, first, last, swept.angleSwept(sweep)));
  }
}

/** Its radius by the angle f from its first state: 1/r - 1/p is a solution of u'' = -u. */
function arcBetween(k, first, last, angle) {
  const F = number(angle.F), p = number(k.p), r0 = number(first.r), r1 = number(last.r);
  const A = (f) => Math.sin(F - f) / Math.sin(F), B = (f) => Math.sin(f) / Math.sin(F);
  const radius = (f) => 1 / (1 / p + (1 / r0 - 1 / p) * A(f) + (1 / r1 - 1 / p) * B(f));
  return { k, first, last, angle, F, r0, r1, A, B, radius };
}
const greatest = (F, value, steps = 400) => Math.max(...Array.from({ length: steps + 1 }, (_, j) => value((F * j) / steps)));
const integral = (F, value, steps = 400) => Array.from({ length: steps }, (_, j) => value((F * (j + 0.5)) / steps)).reduce((x, y) => x + y) * (F / steps);

test("(8) is the greatest of a A + b B", () => {
  arcs(500, ({ angle, F, A, B }) => {
    const a = random() * (random() < 0.3 ? 0.01 : 1), c = random() * (random() < 0.3 ? 0.01 : 1);
    const said = number(swept.greatest(b.exact(a), b.exact(c), angle)), found = greatest(F, (f) => a * A(f) + c * B(f));
    assert.ok(found <= said * (1 + 1e-9) && said <= found * (1 + 1e-4), `${found} ${said}`);
  });
});

test("(55) is the greatest of r A and of r B over the end's radius, and is met", (t) => {
  let share = 0;
  arcs(1000, ({ k, first, last, angle, F, r0, r1, A, B, radius }) => {
    const said = [
      number(arc.most(k, k.p, angle.sin, angle.cos, first.r, last.r, last.rate)),
      number(arc.most(k, k.p, angle.sin, angle.cos, last.r, first.r, b.neg(first.rate))),
    ];
    const found = [greatest(F, (f) => (radius(f) * A(f)) / r0), greatest(F, (f) => (radius(f) * B(f)) / r1)];
    for (const end of [0, 1]) assert.ok(!(found[end] > said[end] * (1 + 1e-9)), `${found[end]} ${said[end]}`);
    if (said[0] > 1) share = Math.max(share, found[0] / said[0]);
  });
  t.diagnostic(`at most ${share.toFixed(6)} of it`);
  assert.ok(share > 0.9999, `${share}`);
});

test("(54) is above its integral, and not by much", (t) => {
  let share = 0;
  arcs(1000, ({ k, first, last, angle, F, A, B, radius }) => {
    const [z0, z1, sigma, P, c, q0, q1] = [0.1, 0.1, 0.02, 0.02, 0.1, 1, 1].map((most) => most * random());
    const turnsOver = number(first.rate) > 0 && number(last.rate) < 0;
    const top = turnsOver ? b.div(k.p, b.sub(b.exact(1), k.e)) : b.max(first.r, last.r);
    const way = { arc: { angle, rTop: top, p: k.p, h: k.h }, first, last, apogee: turnsOver ? 1 : 0 };
    const stray = { c, zB: b.exact(z0), zA: b.exact(z1), sigma: b.exact(sigma), P: b.exact(P) };
    const said = number(arc.onTheWay({ mu: b.exact(MU) }, way, stray, b.exact(q0), b.exact(q1)));
    const sum = integral(F, (f) => radius(f) * (q0 * A(f) + q1 * B(f)) * ((z0 + sigma) * A(f) + (z1 + sigma) * B(f) + P - sigma) ** 2);
    const found = ((3 * MU * (1 - (2 * c) / 3)) / (1 - c) ** 2 / number(k.h)) * sum;
    assert.ok(found <= said * (1 + 1e-4), `${found} ${said}`);
    share = Math.max(share, found / said);
  });
  t.diagnostic(`at most ${share.toFixed(4)} of it`);
  assert.ok(share > 0.99, `${share}`);
});

test("the state-transition matrix is what small changes of the start do", () => {
  for (let i = 0; i < 300; i++) {
    b.release(0);
    const start = [from(6.4e6, 7.4e6), 0, from(-1200, 2800), from(2000, 11000)], chi = from(500, 5500);
    const k = conicOf(...start), state = conic.stateAt(k, chi), matrix = conic.stmAt(k, state), time = number(state.t);
    [10, 10, 0.01, 0.01].forEach((step, j) => {
      const [more, less] = [step, -step].map((d) => stateAfter(start.map((x, n) => (n === j ? x + d : x)), time, chi));
      for (let n = 0; n < 4; n++) {
        const block = matrix[`${"rv"[n >> 1]}${"rv"[j >> 1]}`], said = number(block[(n % 2) * 2 + (j % 2)]);
        const scale = n < 2 === j < 2 ? 1 : n < 2 ? time : 1 / time;
        assert.ok(Math.abs((more[n] - less[n]) / (2 * step) - said) < 1e-3 * scale, `${n} ${j}`);
      }
    });
  }
});

/** x, y, x', y' after a time, in the axes of the start. */
function stateAfter(start, time, guess) {
  const k = conicOf(...start), s = conic.stateAt(k, conic.guessChi(k, time, guess));
  const axes = k.frame.map((v) => [number(b.vx(v)), number(b.vy(v))]);
  const turned = (x, y) => [0, 1].map((j) => number(x) * axes[0][j] + number(y) * axes[1][j]);
  return [...turned(s.x, s.y), ...turned(s.vx, s.vy)];
}
