// By how much each leaf of certificates holds: node leaves.mjs, with one JSON text on each line of its input, a certificate's bytes as
// characters. For each comes a list of [proof line, tree, leaf, kind, margin], the margin as the prover counts it: m/s. c is the first's.
import { createInterface } from "node:readline";
import { FIRST, bundled, read } from "./lib.mjs";

const checker = await bundled(FIRST);

/** Both sides of the leaf's inequality as a speed; null where it has none. */
function speed({ kind, box, outcome, terms }, tree) {
  const gap = outcome.right - outcome.left;
  if (!Number.isFinite(gap)) return null;
  if (kind === "E") return gap;
  if (kind === "A") return gap / terms.get("|w|")[0];
  if (kind !== "L") return null;
  const [from, until] = tree === 0 ? [box[10], box[9]] : [0, box[11]];
  return gap / Math.max(30, checker.box.timesOf(Float64Array.from(box), 0, from, until).tau[1]);
}

function leavesOf(text) {
  const { claim, stay } = read(checker, text), found = [];
  for (const [number, line] of text.split("\n").entries()) {
    if (!line.startsWith("proof ")) continue;
    const proof = checker.file.readLine(line);
    for (const tree of [0, 1]) {
      for (let index = 0; ; index++) {
        const leaf = checker.check.openLeaf(claim, stay, proof, tree, index);
        if (!leaf) break;
        found.push([number, tree, index, leaf.kind, speed(leaf, tree)]);
      }
    }
  }
  return found;
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(leavesOf(JSON.parse(line))));
