// Theorems U and F (guarantee.md, sections 2 and 3) asked directly: what (4) and (7) refuse.
import test from "node:test";
import assert from "node:assert/strict";
import { alone, whole } from "./alone.mjs";
import { POLAR, MU } from "./made.mjs";

/** Whether (4) is seen to hold on an arc of the angle F; sizes in metres and seconds. */
function four(checker, { F = 1, low = 6.5e6, top = 7e6, zb = 0, za = 0, D = 0, eps = 0, T = 1000 }) {
  const { ball: b, swept, outcome } = checker;
  b.moveTo(0);
  const angle = swept.angleSwept({ sin: b.exact(Math.sin(F)), cos: b.exact(Math.cos(F)) });
  const arc = { angle, rTop: b.exact(top), rLow: b.exact(low), p: b.exact(low), h: b.exact(5e10) };
  const accepted = swept.theoremU(arc, b.exact(zb), b.exact(za), b.exact(D), b.exact(eps), b.exact(T), b.exact(MU), b.exact(POLAR));
  return { accepted, why: outcome.trouble().why };
}

alone(
  "(4): a thrust that is too strong for the way to be one alone",
  ["swept.ts", "return need(mul(mul(add(D, epsT), T), high), times(sqr(low), 4), '(4)');", "return true;"], "(4)",
  (checker) => four(checker, { D: 5000, T: 2000 }),
);
alone(
  "(4): l goes with the arc's least radius",
  ["swept.ts", "min(arc.rLow, R0)", "R0"], "(4)",
  (checker) => four(checker, { low: 4e6, D: 2500, T: 1000 }),
);
alone(
  "(4): l goes with the polar radius, which shares of the path may come down to",
  ["swept.ts", "min(arc.rLow, R0)", "arc.rLow"], "(4)",
  (checker) => four(checker, { low: 2e7, top: 2e7, D: 4000, T: 1000 }),
);

test("(4) is the page's: the strongest thrust and the greatest perturbation that it lets through", () => {
  /** The same in plain doubles. */
  const page = ({ F, low, top, zb, za, D, eps, T }) => {
    const l = 0.97 * Math.min(low, POLAR) * (Math.cos(F / 2) - 0.52 * (zb + za)), c = (D * T) / 4 + (eps * T ** 2) / 8, least = l - c;
    const most = 1.45 * top + c + Math.min((MU * T ** 2) / (8 * least ** 2), (T / 4) * Math.sqrt(MU / least));
    return least > 0 && (D + eps * T) * T * most < 4 * least ** 2;
  };
  const greatest = (holds, high) => { let low = 0; for (let k = 0; k < 50; k++) { const m = (low + high) / 2; if (holds(m)) low = m; else high = m; } return low; };
  const arcs = [{ F: 1, low: 6.5e6, top: 7e6, zb: 0.1, za: 0.05, T: 900 }, { F: 0.5, low: 5e6, top: 9e6, zb: 0.02, za: 0.2, T: 2400 }];
  for (const arc of arcs) {
    for (const [name, given, high] of [["D", { eps: 0.1 }, 1e5], ["eps", { D: 100 }, 100]]) {
      const [said, known] = [(x) => four(whole, x).accepted, page].map((holds) => greatest((x) => holds({ ...arc, ...given, [name]: x }), high));
      assert.ok(known > 0 && Math.abs(said - known) < 1e-6 * known, `${name}: ${said} ${known}`);
    }
  }
});
