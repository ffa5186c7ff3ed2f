// Reference flights (guarantee.md, section 7): each condition alone refuses something.
import test from "node:test";
import assert from "node:assert/strict";
import { alone, ofNull, whole } from "./alone.mjs";
import { MU, OMEGA, earth, reference, size, vector } from "./made.mjs";

const judged = (flights) => (checker) => ofNull(checker, reference(checker, flights));
const asked = (name, text, why, flights) => alone(name, ["flights.ts", text, "if (false)"], why, judged(flights));

asked(
  "e < 0.9999: a flight that is nearly along the vertical",
  "if (!need(k.e, exact(0.9999), 'section 7: e < 0.9999'))", "section 7: e < 0.9999",
  { v: [4000, 60, 0], T: 1400, extent: 1 },
);
asked(
  "sin F > 0.001: a flight that hardly sweeps an angle",
  "if (!demand(pos(plus(sw.sin, -0.001)) && lessThanTurn(k, first, last), 'section 7: 0 < F < pi, sin F > 0.001'))",
  "section 7: 0 < F < pi, sin F > 0.001",
  { x: 7.82e6, v: [115, 110, 0], T: 67.1, dT: 3.96, extent: 25 },
);
asked(
  "(31): it may turn over while burnouts last",
  `if (!need(mul(f.dtb, gb), k.vr, "(31): r'(tb) > dtb mu/r_b^2"))`, "(31): r'(tb) > dtb mu/r_b^2",
  { x: 7.52e6, v: [11, 2710, 0], T: 840, dtb: 4.69, dT: 52.2, extent: 17600 },
);
asked(
  "(31): it may turn over while ends last",
  `if (!need(mul(dte, ga), neg(end.rate), "(31): -r'(te) > dte mu/r_a^2"))`, "(31): -r'(te) > dte mu/r_a^2",
  { x: 6.82e6, v: [2440, 325, 0], T: 316, dtb: 8.98, dT: 19.1, extent: 95 },
);
asked(
  "te - tb > 2 (dtb + dte): burnouts and ends that are close to one another",
  "if (!need(zero, between2, 'section 7: te - tb > 2 (dtb + dte)'))", "section 7: te - tb > 2 (dtb + dte)",
  { x: 7.12e6, v: [770, 2590, 0], T: 199, tb: 200, dtb: 61.4, dT: 64, extent: 22 },
);
asked(
  "k_b dtb < 0.5: burnouts that last so long that (32) does not hold",
  "if (!need(mul(kb, f.dtb), exact(0.5), 'section 7: k_b dtb < 0.5'))", "section 7: k_b dtb < 0.5",
  { x: 8609261, v: [2888, 1034, 0], T: 1455, dtb: 348, dT: 141, extent: 1 },
);
asked(
  "k_a dte < 0.5: ends that last so long that (32) does not hold",
  "if (!need(mul(ka, dte), exact(0.5), 'section 7: k_a dte < 0.5'))", "section 7: k_a dte < 0.5",
  { x: 7929603, v: [4011, 1123, 0], T: 1447, dtb: 150, dT: 347, extent: 1 },
);
asked(
  "d_b + d_a < 0.8 F: burnouts and ends that take up most of the angle",
  "if (!need(add(db, da), times(arc.angle.F, 0.8), 'section 7: d_b + d_a < 0.8 F'))", "section 7: d_b + d_a < 0.8 F",
  { x: 6.87e6, v: [2340, 106, 0], T: 754, dtb: 197, dT: 179, extent: 9 },
);
asked(
  "(4): perturbed so long that the path that goes the short way need not be the only one",
  "if (!theoremU(arc, zb, za, none, eps, T, w.mu, R0))", "(4)",
  { x: 7.58e6, v: [2810, 6750, 0], T: 4040, extent: 1, eps: 0.071 },
);
alone(
  "(7): no c with phi below it",
  ["swept.ts", "demand(found < c && c < cMax,", "demand(c < cMax,"], "no c with (7) below it",
  judged({ x: 7.25e6, v: [3100, 2390, 0], T: 1870, dtb: 204, extent: 3080 }),
);

test("r_low is the lesser of the radii at both ends", () => {
  for (const [x, v, T] of [[7.4e6, [1000, 5000, 0], 900], [6.6e6, [2000, 5000, 0], 700]]) {
    const { arc, first, last } = reference(whole, { x, v, T, extent: 1 }), least = Math.min(...[first, last].map((s) => whole.ball.middle(s.r)));
    assert.ok(Math.abs(whole.ball.middle(arc.rLow) - least) < 1e-6);
  }
});

test("(29), (30) and (32) are the page's", () => {
  const { ball: b, outcome, flights } = whole, exact = b.exact, terms = new Map(), number = b.middle;
  const lengths = (vectors) => vectors.reduce((sum, v) => sum + number(b.norm(v)), 0);
  const dtb = 60, dte = 40, north = [0, 0, 9_000], east = [-4_000, 7_000, 0];
  outcome.record(terms);
  const ref = reference(whole, { v: [3000, 6000, 0], T: 1200, tb: 200, dtb, dT: dte, extent: 5_000 }, (made) => ({
    forward: vector(whole, [0, 3_000, 100]), up: vector(whole, [4_000, 0, 0]), side: vector(whole, [0, 0, 2_000]), dHeight: exact(4e6), ball: exact(700),
    aim: { ...made.aim, north: vector(whole, north), east: vector(whole, east), northSize: exact(size(north)), eastSize: exact(size(east)), bend: exact(300) },
  }));
  outcome.record(null);
  const [moreB, moreA, atB, atA] = ["(29) more_b", "(30) more_a", "(32) at burnout", "(32) at the end"].map((name) => terms.get(name)[0]);
  const [rb, ra] = [ref.first.r, ref.last.r].map(number), end = number(b.norm(ref.family.aim.centre));
  const close = (said, page, what) => assert.ok(Math.abs(said - page) < 1e-6 * page, `${what}: ${said} ${page}`);
  close(moreB, 700 + OMEGA * dtb * 5_000 + (dtb ** 2 / 2) * (MU / rb ** 2 + OMEGA ** 2 * (6.6e6 + 4e6)), "(29)");
  close(moreA, 300 + OMEGA * dte * size([size(north), size(east)]) + (dte ** 2 / 2) * (MU / ra ** 2 + OMEGA ** 2 * end), "(30)");
  const grown = (more, size, drift, half, r) => more + half * drift + ((2 * MU) / r ** 3) * half ** 2 * (size + half * drift);
  close(atB, grown(moreB, lengths(ref.fields), lengths(ref.rates), dtb, rb), "(32) at burnout");
  const mark = b.mark(), w = earth(whole);
  b.moveTo(mark);
  const there = flights.targetAt(w, ref, 1399, 1401);   // its moment is te
  close(atA, grown(moreA, lengths(there.fields), lengths(there.rates), dte, ra), "(32) at the end");
});
