// Leaf B (guarantee.md, section 4).
import { alone, ofLeaf } from "./alone.mjs";
import { POLAR, at, earth, target } from "./made.mjs";

alone(
  "(11): flights that are low in the middle of the times and rise",
  ["leaves.ts", "T.boosting ? exact(0) : mul(T.h, add(T.speed, mul(T.h, T.pull)))", "exact(0)"], "(11)",
  (checker) => ofLeaf(checker.leaves.leafB(earth(checker), target(checker, at(POLAR - 1e4, 0), { v: [500, 0, 0], h: 60, pull: 9.8 }))),
);
