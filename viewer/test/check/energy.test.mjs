// Leaf E (guarantee.md, section 6): each of its conditions alone refuses something.
import test from "node:test";
import assert from "node:assert/strict";
import { alone, ofLeaf, whole } from "./alone.mjs";
import { MU, N, OMEGA, POLAR, at, earth, limits, target, volume } from "./made.mjs";

/** Leaf E between two points, for the longest tau: burnout speed V and divert D in m/s. */
function energy(checker, { X, x, tau, t = [0, 0], t0 = [0, 0], V = 1000, D = 0, flights = {}, boost = {} }) {
  const w = earth(checker), T = target(checker, x, flights), volumeThere = volume(checker, X, boost);
  return checker.leaves.leafE(w, limits(checker, V, D), T, volumeThere, { t, t0, tau: [0, tau] });
}
const judged = (leaf) => (checker) => ofLeaf(energy(checker, leaf));

alone(
  "the Lemma: beyond a quarter turn, theta + n tau is at most 3 pi/2",
  ["leaves.ts", "if (!need(add(theta, mul(w.n, tau)), exact(4.71238898)", "if (false && !need(theta, exact(0)"],
  "(18): theta + n tau <= 3 pi/2",
  judged({ X: at(6.5e6, 0), x: at(7e6, 2), tau: 3 / N }),
);

alone(
  "Theorem 1: n tau is below half a turn, even within a quarter turn; beyond it kappa is not even above 0",
  ["leaves.ts", "if (!need(nt, exact(3.1), 'section 6: n tau < 3.1'))", "if (false)"],
  "section 6: n tau < 3.1",
  judged({ X: at(6.4e6, 0), x: at(4e7, 1), tau: 4 / N, D: 200 }),
);

alone(
  "(19): the chord exceeds the way of the boost volume up to burnout, or flights pass it while the interceptor boosts",
  ["leaves.ts", "if (!need(mul(mul(w.omega, rho), early), c, 'section 6: c > omega rho (t0 - t)'))", "if (false)"],
  "section 6: c > omega rho (t0 - t)",
  judged({ X: at(6.4e6, -OMEGA * 4000), x: at(8e6, 0), tau: 100, t: [0, 100], t0: [4000, 4000] }),
);

alone(
  "(19): where t is never before t0 the chord still is above 0, so that no flight is in the boost volume at t0",
  ["leaves.ts", "exact(Math.max(0, (q.t0[1] - q.t[0]) * (1 + 2 ** -50)))", "exact((q.t0[1] - q.t[0]) * (1 + 2 ** -50))"],
  "section 6: c > omega rho (t0 - t)",
  judged({ X: at(6.4e6, 0), x: at(8e6, 0), tau: 100, t: [4000, 4100], t0: [0, 0], boost: { reach: 1.7e6, ball: 1.7e6 } }),
);

test("(14): where theta may be a quarter turn or more, s is the least of 1 and the sines", () => {
  const checker = whole, b = checker.ball;
  for (const half of [0.002, 0.004, 0.03, 0.2]) {
    const w = earth(checker), r = 6.5e6, far = 1.2e7, middle = Math.PI / 2 + 0.5 * half, terms = new Map();
    // so far out that the second term of (14) is the lesser; its direction known so well that theta is within `half` of the middle
    const along = b.make(far * Math.cos(middle), far * half), T = { ...target(checker, at(far, middle)), x: b.v3(along, b.exact(far), b.exact(0)) };
    checker.outcome.record(terms);
    checker.leaves.leafE(w, limits(checker, 1000), T, volume(checker, at(r, 0)), { t: [0, 0], t0: [0, 0], tau: [0, 100] });
    checker.outcome.record(null);
    const [angle, off] = terms.get("(18) theta"), [square, error] = terms.get("(14)"), least = Math.sin(angle + off);
    assert.ok(angle - off < Math.PI / 2 && angle + off > Math.PI / 2);
    assert.ok(square - error <= (2 * MU) / (r + 1) - ((2 - least) * MU) / POLAR, `${half}`);
  }
});
