// Leaf A (guarantee.md, section 8): each of its conditions alone refuses something.
import test from "node:test";
import assert from "node:assert/strict";
import { alone, ofLeaf, whole } from "./alone.mjs";
import { MU, arc } from "./made.mjs";

const judged = (leaf) => (checker) => ofLeaf(arc(checker, leaf));
const asked = (name, text, why, leaf, instead = "") => alone(name, ["arc.ts", text, instead], why, judged(leaf));

asked("tau >= 1 s", "if (!demand(q.tau[0] >= 1, 'section 8: tau >= 1 s')) return trouble();", "section 8: tau >= 1 s", { x: 6.91e6, U: [1080, 6240, 0], tau: 0.312 });
asked(
  "n tau < 3.14, n with the radius that the arc keeps above",
  "if (!need(mul(way.n, exact(q.tau[1])), exact(3.14), 'section 8: n tau < 3.14')) return trouble();", "section 8: n tau < 3.14",
  { x: 7.18e6, U: [4760, 1280, 0], tau: 2160, beta: 31.2 },
);
asked(
  "Lemma 2: n T/2 < 1.55, T the longest of all times and not only of tau",
  "if (!need(turn, exact(1.55), 'Lemma 2: n T/2 < 1.55')) return false;", "Lemma 2: n T/2 < 1.55",
  { x: 7.32e6, U: [7590, 8010, 0], tau: 2410, beta: 449, since: [1961, 2410] },
);
asked(
  "(5): a thrust with which an interceptor need not go the short way",
  "return need(div(mul(add(lim.D, mul(w.eps, T)), tan), times(w.n, 2)), mul(w.B, cosHalf), '(5)');", "(5)",
  { x: 7.36e6, U: [8230, 1650, 0], tau: 2420, beta: 31.1, D: 860, since: [2388.9, 2420] }, "return true;",
);
asked(
  "(4): a thrust with which the way need not be the only one",
  "if (!st || !theoremU(way.arc, zb, za, lim.D, w.eps, long, w.mu, w.B)) return trouble();", "(4)",
  { x: 6.75e6, U: [8350, 9640, 0], tau: 2040, D: 1580 }, "if (!st) return trouble();",
);
asked(
  "(53): burnouts and meetings that take up most of the angle",
  "if (!need(add(db, da), times(way.arc.angle.F, 0.9), '(53): d_b + d_a < 0.9 F')) return trouble();", "(53): d_b + d_a < 0.9 F",
  { x: 7.18e6, U: [1600, 4670, 0], tau: 721, beta: 349 },
);
asked(
  "section 3: an arc that sweeps no angle that can be counted with",
  "gtD(sw.sin, 1e-9) && ", "section 3: 0 < F < pi", { x: 4e7, U: [1000, 0.024, 0], tau: 1, V: 1 },
);

// Of four radii the arc, its ends and the flights keep above the one whose n counts: with a greater one n tau would be below 3.14.
const radius = (name, text, leaf) => asked(`the radius that is kept above: ${name}`, text, "section 8: n tau < 3.14", leaf);
radius("the arc's perigee", "gtD(arc.rLow, R) && ", { x: 7.04e6, U: [-2210, 7980, 0], tau: 2240 });
radius("(39) at burnouts", "gtD(near0, R) && ", { x: 6.6e6, U: [3740, 7440, 0], tau: 2250, alpha: 105, since: [2145, 2250] });
radius("(39) at meetings", "gtD(near1, R) && ", { x: 6.92e6, U: [1820, 3700, 0], tau: 1160, beta: 78 });
radius("(38) of the flights", " && gtD(T.floor, R)", { x: 6.86e6, U: [3190, 4480, 0], tau: 1660, flights: { floor: 4.38e6 } });

// -- guesses -----------------------------------------------------------------------------------------

const GUESSED = { U: [3000, 5000, 0], tau: 600, alpha: 5, beta: 5 };
const MEET = "const meet = stateAt(conic, guessChi(conic, want, start));", FIRST = "const first = stateAt(conic, guessChi(conic, back, back * middle(w.rootMu) / middle(conic.r0)));";
const poor = (name, text, why, leaf, ...change) => alone(`a poor guess: ${name}`, ["arc.ts", text, ""], why, judged(leaf), ["arc.ts", ...change]);
poor(
  "a meeting that is off by a millisecond", "if (!need(slip, exact(SLIP), 'section 13: the slip of the meeting')) return null;", "section 13: the slip of the meeting",
  GUESSED, MEET, MEET.replace("want, start)", "want, start) * (1 + 2e-6)"),
);
poor(
  "an arc that begins after the first burnout", "le(alpha, alphaWide) && ", "the arc does not reach to its times",
  GUESSED, FIRST, FIRST.replace("(conic.r0))", "(conic.r0)) * 0.9"),
);
poor(
  "an arc that ends before the last meeting", " && le(beta, betaWide)", "the arc does not reach to its times",
  GUESSED, "guessChi(conic, on, meet.chi * on / want)", "meet.chi * 1.001",
);
test("a moment of meeting before that of burnout is refused, where both are chosen from times that follow one another", () => {
  const { status, why } = arc(whole, { U: [3000, 5000, 0], tau: 100, t: -10, since: [50, 100] });
  assert.deepEqual([status, why], ["not settled", "the meeting is not after the burnout"]);
});

// -- terms -------------------------------------------------------------------------------------------

/** A leaf's terms, each [middle, radius]. */
function terms(leaf) {
  const found = new Map();
  whole.outcome.record(found);
  arc(whole, leaf);
  whole.outcome.record(null);
  return Object.fromEntries(found);
}
const CIRCULAR = Math.sqrt(MU / 6.5e6);
/** X known within so many metres across the radius, so that r' there is known less well. */
const off = (metres, x = 6.5e6) => { const { ball: b } = whole; return { get balls() { return { X: b.v3(b.exact(x), b.make(0, metres), b.exact(0)) }; } }; };
/** A leaf whose last rate cannot be told from 0: at its apogee or its perigee, between two durations. */
function atRest(leaf, low, high) {
  const last = (tau) => terms({ ...leaf, tau })["last rate"][0], sign = Math.sign(last(low));
  for (let k = 0; k < 60; k++) { const m = (low + high) / 2; if (Math.sign(last(m)) === sign) low = m; else high = m; }
  return { ...leaf, tau: low };
}

test("r_top and r_low hold all radii of the arc, where it rises, falls, turns over or cannot be told to", () => {
  const arcs = [
    { U: [3000, 5000, 0], tau: 200 }, { U: [3000, 5000, 0], tau: 600 }, { U: [-2000, 7000, 0], tau: 200 }, { U: [-300, 8500, 0], tau: 600 },
    { U: [0, CIRCULAR, 0], tau: 600, boost: off(0.02) }, { U: [0, CIRCULAR + 200, 0], tau: 600, boost: off(0.02) }, { U: [0, CIRCULAR - 200, 0], tau: 600, boost: off(0.02) },
    { x: MU / 7831 ** 2, U: [0, 7831, 0], tau: 600, boost: off(0.02, MU / 7831 ** 2) },
    atRest({ U: [500, 7900, 0], boost: off(0.001) }, 100, 2000), atRest({ U: [-1000, 8300, 0], boost: off(0.001) }, 500, 900),
  ];
  for (const leaf of arcs) {
    const { "arc r_top": top, "arc r_low": low, "arc p": p, "arc e": e, "first r": a, "last r": b, "first rate": rise, "last rate": fall } = terms(leaf);
    const most = [a[0], b[0]], least = [a[0], b[0]];
    if (rise[0] + rise[1] > 0 && fall[0] - fall[1] < 0) most.push(p[0] / (1 - e[0] - e[1]));
    if (rise[0] - rise[1] < 0 && fall[0] + fall[1] > 0) least.push(p[0] / (1 + e[0] + e[1]));
    assert.ok(top[0] + top[1] >= Math.max(...most) * (1 - 1e-12) && low[0] - low[1] <= Math.min(...least) * (1 + 1e-12), JSON.stringify(leaf.U));
  }
});
test("a hyperbola that may turn over has no greatest radius", () => {
  assert.notEqual(arc(whole, { U: [0, 1.5 * CIRCULAR, 0], tau: 600, boost: off(0.02) }).status, "holds");
});
test("(52) is the page's, within a quarter turn and beyond", () => {
  for (const [tau, eps] of [[300, 0], [800, 0.05], [1500, 0.05]]) {
    const leaf = { U: [4000, 6000, 0], tau, beta: 2, alpha: 1, D: 100, eps }, found = terms(leaf);
    const [qa, ya, yb, k, rTop, c, said] = ["q_a", "y_a", "(42) y_b", "k", "arc r_top", "(7) c", "(52) q_a"].map((name) => found[name][0]);
    const n = k / Math.SQRT2, quarter = Math.PI / (2 * n), d = Math.min(tau - 3, quarter), then = tau + 3 <= quarter ? yb : Math.max(yb, c * rTop);
    const slope = (k / Math.tanh(k * d)) * ya + (n / Math.sin(n * d)) * then + 100 + eps * Math.min(tau + 3, quarter);
    assert.ok(Math.abs(said / (qa * slope) - 1) < 1e-6, `${tau}: ${said} ${qa * slope}`);
  }
});
test("(56): of both ends of the burnout times the worse counts, whether the arc rises or falls", () => {
  for (const U of [[4000, 3000, 0], [-1500, 7000, 0]]) {
    const [none, some] = [0, 20].map((alpha) => terms({ U, tau: 500, alpha })["(56) left"][0]), w = [U[0], U[1] - 7.292115e-5 * 6.5e6];
    assert.ok(some < none - 0.8 * 20 * 9.4 * Math.abs(w[0]) + 300 * 20 * 10, `${U}: ${none} ${some}`);
  }
});
