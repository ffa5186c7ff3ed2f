// The boxes that trees begin with (certificate.md, section 2), and what a leaf makes of its box (guarantee.md, section 4).
import test from "node:test";
import assert from "node:assert/strict";
import { aboutAnother, bundled, certificate, proved, read } from "./lib.mjs";
import { atMost, ofDouble } from "./rationals.mjs";

const checker = await bundled();
const good = certificate("good.cert"), LINES = good.split("\n");

/** The claim's first row after a change, with so many seconds of `stay`. */
function problem(change = () => {}, stay = 1177) {
  const claim = JSON.parse(LINES[1]);
  change(claim, claim.interceptor[0], claim.flights[0]);
  return checker.box.problemOf(checker.claim.readClaim(JSON.stringify(claim)), 0, 0, stay);
}
/** The root's sides, each end to the nearest millionth. */
const sides = (given, first) => Array.from({ length: 14 }, (_, k) => [...checker.box.rootBox(given, first).slice(2 * k, 2 * k + 2)].map((x) => Math.round(x * 1e6) / 1e6));

test("the roots of both trees are certificate.md's", () => {
  const several = problem((c, i, f) => { i.places = [[44, 45, 24, 25], [43, 44, 26, 27], [46, 47, 20, 21]]; f.base = [54, 54.5, 35, 36]; });
  const flights = [[40, 41], [-76, -74], [1720, 1760], [170, 180], [180, 220], [500, 600], [54, 54.5], [35, 36]], places = [[43, 47], [20, 27]];
  assert.deepEqual(sides(several, true), [[170, 1760], [100, 1760], ...flights, ...places, [0, 1177], [0, 0]]);
  assert.deepEqual(sides(several, false), [[0, 180], [100, 1760], ...flights, ...places, [0, 80], [0, 1]]);
});
test("the ends of root boxes hold the claim's decimals", () => {
  const box = checker.box.rootBox(problem((c, i) => { i.places = [[44.1, 44.3, 24.7, 24.9]]; }), true);
  ["44.1", "44.3", "24.7", "24.9"].forEach((text, k) => {
    const end = ofDouble(box[20 + k]), number = checker.exact.rational(text);
    assert.ok(k % 2 ? atMost(number, end) : atMost(end, number), text);
  });
});
test("an interceptor may burn out after all flights: it boosts throughout, and no time is left out", () => {
  const late = problem((c, i) => { i.earliest_burnout_s = 2000; });
  assert.deepEqual(sides(late, true)[1], [2000, 2000]);
  assert.deepEqual(sides(late, true)[12], [0, 0]);
  const over = aboutAnother(checker, good, (c) => { Object.assign(c.interceptor[0], { earliest_burnout_s: 2000, places: [c.flights[0].base] }); });
  const lines = over.split("\n");
  [0, 1].forEach((aim) => { lines[4 + aim] = `proof 0 ${aim} G G`; });
  assert.ok(!proved(read(checker, lines.join("\n"))));
});

// -- leaves of a box ---------------------------------------------------------------------------------

const MM = Float64Array.from(LINES[4].match(/F(-?\d+),(-?\d+),(-?\d+);/).slice(1).map(Number));
const WIDE = (c, i, f) => { i.places = [[43, 45, 23, 25], [43.5, 44, 26, 27]]; f.base = [53.9, 54.1, 35.6, 35.9]; };
/** An evaluator in a tree, below an F in the first. */
function evaluator(first, box, given = problem(WIDE)) {
  const judge = new checker.box.Evaluator(given), mm = new Float64Array(3);
  judge.begin(first, mm);
  if (first) judge.reference(MM, box, 0);
  return judge;
}
function outcome(judge, kind, box) {
  let found;
  judge.onLeaf = (_, said) => { found = { ...said }; };
  judge.leaf(kind, box, 0, 0, "");
  return found;
}

test("what leaves share is made anew where their boxes differ in either end of any side", () => {
  let differ = 0;
  for (const first of [true, false]) {
    const root = checker.box.rootBox(problem(WIDE), first), box = root.slice();
    if (first) { box.set([900, 950, 400, 450]); box.set([480, 520], 24); }
    for (let side = 0; side < 14; side++) {
      if (first && ((side > 1 && side < 10) || side === 13)) continue;   // nothing of these is halved below an F
      for (const end of [0, 1]) {
        const other = box.slice(), [low, high] = box.slice(2 * side, 2 * side + 2);
        other[2 * side + end] = low + (high - low) * (end ? 0.7 : 0.3);
        const judge = evaluator(first, box), before = outcome(judge, "L", box), now = outcome(judge, "L", other), fresh = outcome(evaluator(first, box), "L", other);
        assert.deepEqual(now, fresh, `side ${side}, end ${end}`);
        assert.ok(Number.isFinite(now.left) && Number.isFinite(now.right));
        if (now.left !== before.left || now.right !== before.right) differ++;
      }
    }
  }
  assert.ok(differ >= 24, `${differ}`);
});
test("launch points are those of all places that meet the box, in whatever order these stand", () => {
  const places = [[43, 43, 20, 21], [44, 44, 22, 23], [45, 45, 26, 27], [42, 42, 24, 25]];
  const box = checker.box.rootBox(problem((c, i) => { i.places = places; }), false), said = new Set();
  for (let turn = 0; turn < 4; turn++) {
    const given = problem((c, i) => { i.places = [...places.slice(turn), ...places.slice(0, turn)]; });
    const { left, right } = outcome(evaluator(false, box, given), "L", box);
    said.add(`${left} ${right}`);
  }
  assert.equal(said.size, 1);
});
test("a leaf G where there are places and times, a leaf A while flights boost, a leaf without an F above it", () => {
  const [coast, boost] = [true, false].map((first) => checker.box.rootBox(problem(), first));
  const free = evaluator(true, coast, problem()), boosts = evaluator(false, boost, problem());
  assert.deepEqual([outcome(free, "G", coast), outcome(boosts, "G", boost), outcome(boosts, "A", boost)].map((x) => x.status), ["fails", "fails", "fails"]);
  // flights boost from their launch on, not only in the times of their burnouts
  assert.equal(outcome(boosts, "G", boost.with(1, 100)).status, "fails");
  free.referenceEnds();
  for (const kind of "BLEA") assert.deepEqual([outcome(free, kind, coast)].map((x) => [x.status, x.why]), [["not settled", "no F above the leaf"]]);
});
