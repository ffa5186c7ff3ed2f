// Where flights burn out (guarantee.md, section 7 up to (28)): each condition alone refuses something.
import { alone, ofNull } from "./alone.mjs";
import { earth, one } from "./made.mjs";

/** The burnouts of flights from a point of the equator to aims about another; km, degrees, seconds. */
function burnouts(checker, { distance = [500, 500], aim = [0, 0, 60, 60], field = 0, sideways = 0, base = [0, 0, 0, 0] }) {
  const row = {
    fieldKm: one(field), sidewaysKm: one(sideways), south: one(aim[0]), north: one(aim[1]), west: one(aim[2]), east: one(aim[3]),
    shortest: one(1500), longest: one(1500), leadShort: one(0), leadLong: one(0), oneTime: true,
  };
  const sides = [[0, 1500], [0, 0], aim.slice(0, 2), aim.slice(2), [1500, 1500], [200, 200], [150, 150], distance, base.slice(0, 2), base.slice(2)];
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
