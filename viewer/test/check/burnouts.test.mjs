// Where flights burn out (guarantee.md, section 7 up to (28)): each condition alone refuses something.
import test from "node:test";
import assert from "node:assert/strict";
import { alone, ofNull, whole } from "./alone.mjs";
import { earth, one } from "./made.mjs";

/** The burnouts of flights from a point of the equator to aims about another; km, degrees, seconds. */
function burnouts(checker, { distance = [500, 500], aim = [0, 0, 60, 60], field = 0, sideways = 0, base = [0, 0, 0, 0], end = [1500, 1500], lead = {} }) {
  const row = {
    fieldKm: one(field), sidewaysKm: one(sideways), south: one(aim[0]), north: one(aim[1]), west: one(aim[2]), east: one(aim[3]),
    shortest: one(1500), longest: one(1500), leadShort: one(0), leadLong: one(0), oneTime: true, ...lead,
  };
  const sides = [[0, 2000], [0, 0], aim.slice(0, 2), aim.slice(2), end, [200, 200], [150, 150], distance, base.slice(0, 2), base.slice(2)];
  return checker.family.familyOf(earth(checker), row, Float64Array.from([...sides.flat(), ...new Array(8).fill(0)]), 0);
}
const judged = (row) => (checker) => ofNull(checker, burnouts(checker, row));

alone(
  "(22): the middle burnout is less than 1.5 from the base, so that the sine of its distance is above 0",
  ["family.ts", "if (!need(psi, exact(1.5), 'section 7: psi < 1.5'))", "if (false)"],
  "section 7: psi < 1.5",
  judged({ distance: [22_000, 22_000] }),
);

alone(
  "(23): base and aim are so far apart that the tangent is known to a quarter",
  ["family.ts", "if (!need(l, exact(0.25), 'section 7: l <= 1/4'))", "if (false)"],
  "section 7: l <= 1/4",
  judged({ aim: [0, 0, 12, 12], field: 400 }),
);

alone(
  "(28): no burnout is farther than 0.5 from the middle one's direction",
  ["family.ts", "if (!need(all, exact(0.5), 'section 7: stray + w <= 0.5'))", "if (false)"],
  "section 7: stray + w <= 0.5",
  judged({ distance: [1, 3000], base: [0, 0, -4, 4], aim: [0, 0, 86, 94], field: 500, sideways: 500 }),
);

// -- the lead ----------------------------------------------------------------------------------------

const numbers = (v) => [whole.ball.vx, whole.ball.vy, whole.ball.vz].map((f) => whole.ball.middle(f(v)));
const size = (a) => Math.hypot(...a);
/** Flights to an aim in the north, where a lead moves the burnout aside; the lead rises by so many degrees in 200 s. As plain numbers. */
function led(rise, end, { width = 0, ...more } = {}) {
  const { burn, ledTime, ledEast, ball } = burnouts(whole, {
    aim: [60, 60, 60 - width, 60 + width], end,
    lead: { shortest: one(1400), longest: one(1600), leadShort: one(-rise / 2), leadLong: one(rise / 2), oneTime: false, ...more },
  });
  const all = size(numbers(ledEast)) + size(numbers(ledTime)) + whole.ball.hi(ball);
  return { burn: numbers(burn), ledTime: numbers(ledTime), all };
}

test("(27): of the led aim's east the flight time has its share, with the sign of the lead's slope", () => {
  for (const rise of [0.2, -0.2]) {
    const middle = led(rise, [1450, 1550]), late = led(rise, [1550, 1550]);
    const off = [0, 1, 2].map((k) => late.burn[k] - middle.burn[k] - middle.ledTime[k]);
    assert.ok(size(middle.ledTime) > 100 && size(off) < 0.01 * size(middle.ledTime), `${size(off)} of ${size(middle.ledTime)}`);
  }
});
test("(28): what cannot be shared out, as neither the slope's sign nor perhaps the width is told, is in the ball", () => {
  const either = { leadShort: { lo: -0.1, hi: 0.1 }, leadLong: { lo: -0.1, hi: 0.1 } };   // that slope or its opposite
  for (const width of [0.5, 0]) {
    const told = led(0.2, [1450, 1550], { width }).all, untold = led(0, [1450, 1550], { width, ...either }).all;
    assert.ok(untold >= told && told > 100, `${width}: ${untold} ${told}`);
  }
});
