// What is guessed in plain doubles: a poor guess is refused, or what it is off is counted.
import test from "node:test";
import assert from "node:assert/strict";
import { alone, ofNull } from "./alone.mjs";
import { bundled } from "./lib.mjs";
import { earth, reference, target, vector, volume } from "./made.mjs";

const FLIGHT = { v: [3000, 6500, 0], T: 1400, dtb: 10, dT: 10, extent: 1 };
const judged = (checker) => ofNull(checker, reference(checker, FLIGHT));

alone(
  "a flight's end that is a millisecond off",
  ["flights.ts", "if (!need(slip, exact(SLIP), 'section 13: the slip of the end'))", "if (false)"], "section 13: the slip of the end",
  judged, ["flights.ts", "const end = stateAt(k, guess)", "const end = stateAt(k, guess * (1 + 1e-6))"],
);
alone(
  "a reference that begins after the first burnouts",
  ["flights.ts", "if (!demand(hi(plus(first.t, f.tb)) <= earliest, 'the reference begins too late'))", "if (false)"], "the reference begins too late",
  judged, ["flights.ts", "const first = stateAt(k, firstChi);", "const first = stateAt(k, firstChi * 0.9);"],
);
alone(
  "a reference that ends before the last ends",
  ["flights.ts", "if (!demand(lo(plus(last.t, f.tb)) >= latest, 'the reference ends too early'))", "if (false)"], "the reference ends too early",
  judged, ["flights.ts", "guessChi(k, lastAt, guess)", "guess"],
);

/** The flights at times from low to high. */
const flightsAt = (checker, low, high, flight = FLIGHT) => {
  const ref = reference(checker, flight);
  return [ref, checker.flights.targetAt(earthKept(checker), ref, low, high)];
};
/** The Earth once more, where it does not disturb what was made. */
function earthKept(checker) {
  const mark = checker.ball.mark(), w = earth(checker);
  checker.ball.moveTo(mark);
  return w;
}
for (const [end, text, chi] of [["first", "s.chi >= ref.first.chi && ", "ref.first.chi - 500"], ["last", " && s.chi <= ref.last.chi", "ref.last.chi + 500"]]) {
  alone(
    `a moment beyond the ${end} state of the reference`,
    ["flights.ts", text, ""], "section 13: the moment is not between the reference's ends",
    (checker) => ofNull(checker, flightsAt(checker, 600, 700)[1]), ["flights.ts", "guessChi(k, want, want * ref.chiPerSecond)", chi],
  );
}

test("the half of a leaf's times reaches from the moment to both ends, wherever the moment is", async () => {
  const moment = ["flights.ts", "guessChi(k, want, want * ref.chiPerSecond)"];
  for (const factor of [1, 1 - 1e-3, 1 + 1e-3]) {
    const checker = await bundled([...moment, `${factor} * ${moment[1]}`]), { middle } = checker.ball;
    // the second are after te, which then is the moment
    for (const [low, high] of [[600, 700], [1405, 1409]]) {
      const t = middle(flightsAt(checker, low, high)[1].t), h = middle(flightsAt(checker, low, high)[1].h);
      assert.ok(t <= 1401.5 && h >= high - t && h >= t - low, `${low} to ${high}: ${t} and ${h}`);
    }
  }
});
test("a reference reaches to te, where that is after the latest end", async () => {
  const checker = await bundled(["flights.ts", "const end = stateAt(k, guess)", "const end = stateAt(k, guess * (1 + 3e-8))"]);
  const { te, last } = reference(checker, { ...FLIGHT, dT: 0 });
  assert.ok(checker.ball.middle(te) > 1400 && checker.ball.lo(last.t) >= checker.ball.middle(te));
});

test("an end that is guessed late is counted: what it is off is in dte, and once more in (30)", async () => {
  const checker = await bundled(["flights.ts", "const end = stateAt(k, guess)", "const end = stateAt(k, guess * (1 + 5e-8))"]), terms = new Map();
  checker.outcome.record(terms);
  const { te } = reference(checker, { ...FLIGHT, dT: 0 }, () => ({ forward: vector(checker, [0, 1e5, 0]) }));
  checker.outcome.record(null);
  // the end comes down at more than 4 km/s past the ground
  const slip = checker.ball.middle(te) - 1400, moreA = terms.get("(30) more_a")[0], atEnd = terms.get("(32) at the end")[0];
  assert.ok(slip > 3e-5 && slip < 1e-4 && moreA > 2 * slip * 4000, `${slip}: ${moreA}`);
  assert.ok(atEnd > moreA + slip * 10, `${atEnd} ${moreA}`);
});
test("the least distance is below the truth wherever the tangent touches", async () => {
  const guess = "let s = -middle(pv) / middle(vv);";
  for (const s of ["0", "10", "-25"]) {
    const checker = await bundled(["leaves.ts", guess, `let s = ${s};`]), x = [7.5e6, 3e5, 0], X = [6.4e6, 0, 0], v = [-7000, 2000, 0], h = 40;
    earth(checker);
    const found = checker.leaves.distance(target(checker, x, { v, h, spread: 0, bow: 1e9 }), volume(checker, X, { reach: 0, ball: 1e9 }), vector(checker, v));
    assert.ok(checker.ball.middle(found) <= Math.hypot(x[0] - X[0] + h * v[0], x[1] + h * v[1]) + 1e-6, s);
  }
});
