// Leaf B and flights that boost (guarantee.md, sections 4 and 9).
import test from "node:test";
import assert from "node:assert/strict";
import { alone, ofLeaf, whole } from "./alone.mjs";
import { POLAR, A, at, earth, family, target } from "./made.mjs";

alone(
  "(11): flights that are low in the middle of the times and rise",
  ["leaves.ts", "T.boosting ? exact(0) : mul(T.h, add(T.speed, mul(T.h, T.pull)))", "exact(0)"], "(11)",
  (checker) => ofLeaf(checker.leaves.leafB(earth(checker), target(checker, at(POLAR - 1e4, 0), { v: [500, 0, 0], h: 60, pull: 9.8 }))),
);

test("(57): the ball of a boost holds both ends of its shares, whichever is the wider", () => {
  const { ball: b } = whole, way = 243_000;
  for (const [wide, extent] of [[0.05, 1], [0.001, 3e5]]) {
    const [w, flights] = family(whole, { v: [4000, 1000, 0], T: 1400, extent });
    flights.b = b.exact(wide);
    flights.base = { ...flights.base, centre: b.v3(b.exact(6.6e6 - way), b.exact(0), b.exact(0)) };
    const spread = b.middle(whole.boost.boosting(w, flights, 0, 1, 0, 180).spread);
    for (const end of [A * wide, extent]) assert.ok(spread >= 0.5 * way + end, `${spread} and ${end}`);
  }
});
