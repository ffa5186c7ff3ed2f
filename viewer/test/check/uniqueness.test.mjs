// Theorems U and F (guarantee.md, sections 2 and 3) asked directly: what (4) and (7) refuse.
import { alone } from "./alone.mjs";
import { POLAR, MU } from "./made.mjs";

/** Whether (4) is seen to hold on an arc of the angle F; sizes in metres and seconds. */
function four(checker, { F = 1, low = 6.5e6, top = 7e6, D = 0, eps = 0, T = 1000 }) {
  const { ball: b, swept, outcome } = checker;
  b.moveTo(0);
  const angle = swept.angleSwept({ sin: b.exact(Math.sin(F)), cos: b.exact(Math.cos(F)) });
  const arc = { angle, rTop: b.exact(top), rLow: b.exact(low), p: b.exact(low), h: b.exact(5e10) };
  const accepted = swept.theoremU(arc, b.exact(0), b.exact(0), b.exact(D), b.exact(eps), b.exact(T), b.exact(MU), b.exact(POLAR));
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
