// No member of a leaf's box does what the leaf excludes: boxes drawn at random, members searched for the hardest.
import test from "node:test";
import assert from "node:assert/strict";
import { bundled, drawn } from "./lib.mjs";
import { drawnLeaf, share } from "./members.mjs";

const BOXES = Number(process.env.REASSURE_BOXES ?? 2);   // of each width
const WIDTHS = [1e-5, 1e-3, 0.02, 0.1, 0.4];              // of the aims' cells, degrees; all else in proportion

/** The greatest share of each kind of leaf in boxes of a width, and of how many. */
function shares(checker, width, boxes, kinds, seed) {
  const random = drawn(seed), found = Object.fromEntries(kinds.map((kind) => [kind, { most: 0, count: 0 }]));
  for (let n = 0; n < boxes; n++) {
    const leaf = drawnLeaf(random, width);
    for (const kind of leaf ? kinds : []) {
      const ratio = share(checker, leaf, kind, random);
      if (ratio === null) continue;
      found[kind].count++;
      found[kind].most = Math.max(found[kind].most, ratio);
    }
  }
  return found;
}

test("no member needs less speed than a leaf L, E or A allows, or is higher than a leaf B says", async (t) => {
  const checker = await bundled(), kinds = ["L", "E", "A", "B"], most = { L: 0, E: 0, A: 0, B: 0 }, counts = { ...most };
  for (const width of WIDTHS) {
    for (const [kind, found] of Object.entries(shares(checker, width, BOXES, kinds, Math.round(1e6 * width)))) {
      most[kind] = Math.max(most[kind], found.most);
      counts[kind] += found.count;
    }
  }
  for (const kind of kinds) {
    assert.ok(most[kind] <= 1 + 1e-9, `${kind}: ${most[kind]}`);
    assert.ok(counts[kind] > BOXES, `${kind}: ${counts[kind]}`);
  }
  const of = (kind) => `${kind} ${most[kind].toFixed(6)} of ${counts[kind]}`;
  t.diagnostic(`told: members against bounds, greatest share: ${kinds.map(of).join(", ")}`);
  assert.ok(most.A > 0.99 && most.B > 0.99, "the search finds what is nearly excluded");
});


/** A bound with a term dropped or a wrong sign, the kind of leaf that then accepts what is false, and the line. */
const MUTATED = {
  "(27) left out": [
    "A", "family.ts", "forward: vscale(fore, forward), up: vscale(u, dHeight), side: vscale(s, sideways),",
    "forward: vscale(fore, exact(0)), up: vscale(u, exact(0)), side: vscale(s, exact(0)),",
  ],
  "(35) without what is linear": ["B", "flights.ts", "const spread = min(psi, add(linear, rest));", "const spread = min(psi, rest);"],
  "the end's time without its slide": ["A", "flights.ts", "there(f.aim.east), vscale(slideA, dte)]", "there(f.aim.east), zero]"],
  "(11) without the spread": ["B", "leaves.ts", "decide(add3(T.size, moved, T.spread),", "decide(add(T.size, moved),"],
  "(19) with the Earth's turning left out": ["E", "leaves.ts", "sub(sqrt(square), mul(w.omega, rho))", "sqrt(square)"],
  "(49) without half of the height": ["A", "arc.ts", "add(mul(across, V.disc), mul(along, V.half))", "mul(across, V.disc)"],
  "(51) without the offsets": ["A", "arc.ts", "mul(beta, abs(dot(a1, x.closing))), sJ)", "mul(beta, abs(dot(a1, x.closing))), exact(0))"],
  "(51) without what closes in": ["A", "arc.ts", "mul(beta, abs(dot(a1, x.closing))), sJ)", "exact(0), sJ)"],
};
for (const [name, [kind, ...change]] of Object.entries(MUTATED)) {
  test(`the search finds a member that a false bound excludes: ${name}`, async () => {
    const checker = await bundled(change), random = drawn(100_000);
    for (let n = 0; n < 100; n++) {
      const leaf = drawnLeaf(random, 0.1);
      if (leaf && share(checker, leaf, kind, random) > 1 + 1e-6) return;
    }
    assert.fail("none in a hundred boxes");
  });
}
