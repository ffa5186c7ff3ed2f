// A certificate's lines and trees: what is refused, what is proved, and that halves cover their box.
import test from "node:test";
import assert from "node:assert/strict";
import { aboutAnother, bundled, certificate, certificates, proved, read } from "./lib.mjs";

const checker = await bundled();
const { Malformed } = checker.json;
const good = certificate("good.cert");
const LINES = good.split("\n");   // the format, the claim, its hash, a stay, two proofs, the end, ""

/** The good certificate with its lines changed; the last line's number is made right with `count`. */
function changed(change, count = false) {
  const lines = [...LINES];
  change(lines);
  if (count) lines[lines.length - 2] = `end ${lines.length - 5}`;
  return lines.join("\n");
}
const refused = (text) => assert.throws(() => read(checker, text), (e) => e instanceof Malformed && !e.message.includes("\n"), text.slice(-60));

test("certificates with good in their names are proved in pieces of any size, the others not", (t) => {
  for (const name of certificates()) {
    const reader = read(checker, certificate(name));
    assert.equal(proved(reader), name.includes("good"), name);
    t.diagnostic(`${name}: ${reader.results.reduce((sum, r) => sum + r.total, 0)} leaves`);
  }
  for (const piece of [1, 7, 100]) assert.ok(proved(read(checker, good, piece)));
});

test("the head: another version, another hash, a mark before it", () => {
  assert.throws(() => read(checker, good.replace("certificate/3", "certificate/2")), /version 2: this checker reads version 3/);
  refused(changed((l) => { l[0] += " "; }));
  refused(changed((l) => { l[2] = l[2].replace(/.$/, (c) => (c === "0" ? "1" : "0")); }));
  refused(changed((l) => { l[2] = l[2].toUpperCase(); }));
  for (const text of ["", "\n", `\xef\xbb\xbf${good}`, good.replace("Deveselu against", "D\xe9veselu against"), good.replace(/\n/g, "\r\n")]) refused(text);
});

test("the end: cut short, too long, another number", () => {
  for (const text of [good.slice(0, -1), good.slice(0, -7), `${good}x`, `${good}\n`]) refused(text);
  for (const end of ["end 2", "end 03", "end", "end 3 ", "END 3"]) refused(changed((l) => { l[6] = end; }));
  refused(changed((l) => { l.splice(6, 1); }));
});

test("lines stay: their place, their numbers, twice", () => {
  for (const stay of ["stay 1 1177", "stay 0 01177", "stay 0 7201", "stay 0 0", "stay 0", "stay 0 1177 ", "stay 0 +1177"]) refused(changed((l) => { l[3] = stay; }));
  refused(changed((l) => { l.splice(4, 0, l[3]); }, true));
  refused(changed((l) => { [l[3], l[4]] = [l[4], l[3]]; }));
});

test("a stay that is not seen to hold leaves the clause without a proof", () => {
  assert.ok(!proved(read(checker, changed((l) => { l[3] = "stay 0 1176"; }))));
  assert.ok(!proved(read(checker, changed((l) => { l.splice(3, 1); }, true))));
});

test("lines proof: indices, fields, twice, missing", () => {
  for (const index of ["0 2", "1 0", "00 0", "0 -1", "0 00000000"]) refused(changed((l) => { l[4] = l[4].replace("proof 0 0", `proof ${index}`); }));
  for (const more of [" L", " ", "L"]) refused(changed((l) => { l[4] += more; }));
  refused(changed((l) => { l[4] = "prove 0 0 L L"; }));
  refused(changed((l) => { l[5] = l[4]; }));
  assert.ok(!proved(read(checker, changed((l) => { l.splice(4, 1); }, true))));
  assert.ok(proved(read(checker, changed((l) => { [l[4], l[5]] = [l[5], l[4]]; }))));
});

test("lines reachable and undecided: one of a clause, and nothing follows from them", () => {
  refused(changed((l) => { l[4] = "undecided 0 {}"; l[5] = "reachable 0 {}"; }));
  refused(changed((l) => { l[4] = "undecided 1 {}"; }));
  const reader = read(checker, changed((l) => { l.splice(4, 2, "undecided 0 no JSON [["); }, true));
  assert.deepEqual(reader.clauses().map((c) => [c.verdict, c.said]), [["not proved", "undecided"]]);
  assert.ok(proved(read(checker, changed((l) => { l.splice(6, 0, "reachable 0 {}"); }, true))));
});

test("proofs do not serve another claim", () => {
  const about = (change) => read(checker, aboutAnother(checker, good, change));
  assert.ok(proved(about(() => {})));
  assert.ok(!proved(about((c) => { c.interceptor[0].burnout_speed_km_s = 7; })));
  assert.ok(!proved(about((c) => { c.interceptor[0].divert_km_s = 3; })));
  assert.ok(!proved(about((c) => { c.flights[0].base = [44, 44, 24, 24]; })));
  assert.ok(!proved(about((c) => { c.interceptor[0].places.push([54, 54, 34, 34]); })));
});

test("a hostile file without an end is left early", () => {
  const piece = new Uint8Array(1 << 20).fill(91);
  for (const head of ["", `${LINES[0]}\n`, `${LINES[0]}\n${LINES[1]}\n`]) {
    const reader = new checker.check.Checker();
    reader.feed(head);
    let fed = 0;
    assert.throws(() => { for (; fed < 1000; fed++) reader.feed(piece); }, Malformed);
    assert.ok(fed < 21, `${fed} MB`);
  }
});

// -- trees -----------------------------------------------------------------------------------------

const NOTHING = { leaf() {}, reference() {}, referenceEnds() {}, paths: false };
const unit = Float64Array.from({ length: 28 }, (_, i) => i % 2);
const walk = (text, first = true) => new checker.tree.Walker().walk(text, unit, first, NOTHING);

test("trees that are read, and their leaves", () => {
  const leaves = {
    L: 1, "0LL": 2, "0F1,-2,3;0LA1,2,3;G": 3, cdLLL: 3, "0F1,2,3;LF1,2,3;L": 2, "F1,2,3;abcd01LLLLLLL": 7, "F-0,000000001,3;L": 1,
    [`${"0".repeat(100)}${"L".repeat(101)}`]: 101, [`${"0".repeat(100)}${"1".repeat(100)}${"L".repeat(201)}`]: 201,
  };
  for (const [text, count] of Object.entries(leaves)) assert.equal(walk(text), count, text);
  assert.equal(walk("A1,2,3;", false), 1);
});

test("what is no tree is refused", () => {
  const bad = [
    "", "0L", "LL", "0LLL", "X", "e", "l", " L", "L ", "F1,2,3;", "F1,2,3;F1,2,3;L", "F1,2,3;4LL", "F1,2,3;9LL", "F1,2;L", "F1,2,3,4;L", "F1,2,3L",
    "F+1,2,3;L", "F1,2,--3;L", "F1,2,3.0;L", "F1234567890,2,3;L", "F1, 2,3;L", "F,,;L", "A1,2,3", "A1,2,;",
    `${"0".repeat(101)}${"L".repeat(102)}`, `${"0".repeat(100)}${"1".repeat(100)}2${"L".repeat(202)}`,
  ];
  for (const text of bad) assert.throws(() => walk(text), Malformed, text);
  for (const text of ["F1,2,3;L", "A1,2;", "0F1,2,3;LL"]) assert.throws(() => walk(text, false), Malformed, text);
});

test("the two halves cover the box: they share an end, and keep its other ends", () => {
  const root = Float64Array.from({ length: 28 }, (_, i) => (i >> 1) + (i % 2) / 3);
  const seen = [];
  const leaf = (kind, boxes, at, index, path) => seen.push({ path, time: [boxes[at], boxes[at + 1]], fourth: [boxes[at + 6], boxes[at + 7]] });
  new checker.tree.Walker().walk("30LL0LL", root, true, { ...NOTHING, paths: true, leaf });
  assert.deepEqual(seen.map((s) => s.path), ["3-0-", "3-0+", "3+0-", "3+0+"]);
  assert.equal(seen[0].time[1], seen[1].time[0]);
  assert.equal(seen[0].fourth[1], seen[2].fourth[0]);
  assert.deepEqual([seen[0].time[0], seen[3].time[1], seen[0].fourth[0], seen[3].fourth[1]], [root[0], root[1], root[6], root[7]]);
});

// -- leaves ----------------------------------------------------------------------------------------

test("times narrow one another first, and are cut to the flights' afterwards", () => {
  const box = new Float64Array(28);
  const times = (t, t0, tau, from, until) => {
    box.set([...t, ...t0]);
    box.set(tau, 24);
    return checker.box.timesOf(box, 0, from, until);
  };
  assert.deepEqual(times([0, 1000], [100, 900], [50, 60], 0, 2000), { t: [150, 960], t0: [100, 900], tau: [50, 60] });
  // the flights' times cut t, and neither t0 nor tau
  assert.deepEqual(times([0, 1000], [100, 900], [50, 60], 300, 400), { t: [300, 400], t0: [100, 900], tau: [50, 60] });
  // from 0 on: every t before t0 is in it
  assert.deepEqual(times([0, 1000], [500, 900], [0, 60], 0, 2000), { t: [0, 960], t0: [500, 900], tau: [0, 60] });
  assert.equal(times([0, 100], [500, 900], [50, 60], 0, 2000), null);
  assert.equal(times([0, 1000], [100, 900], [50, 60], 961, 2000), null);
});

test("a leaf can be opened: its box, its terms, both sides", () => {
  const reader = read(checker, good), line = checker.file.readLine(LINES[4]);
  const open = (index) => checker.check.openLeaf(reader.claim, reader.stay, line, 0, index);
  const kinds = [...line.trees[0].replace(/[AF][^;]*;/g, (s) => s[0])].filter((c) => "LEAGB".includes(c));
  kinds.forEach((kind, index) => {
    const leaf = open(index);
    assert.equal(leaf.kind, kind);
    assert.equal(leaf.outcome.status, "holds");
    if (leaf.terms.size) assert.ok(leaf.outcome.left < leaf.outcome.right || Number.isNaN(leaf.outcome.left));
  });
  assert.equal(open(kinds.length), null);
});

test("two flight times between the same doubles are not one time", () => {
  const near = LINES[1].replace("1720, 1760, 7.2, 7.4", "1720.00000000000001, 1720.00000000000002, 7, 9");
  assert.notEqual(near, LINES[1]);
  const claim = checker.claim.readClaim(near), { row } = checker.box.problemOf(claim, 0, 0, 1177);
  assert.ok(row.shortest.lo === row.longest.lo && row.shortest.hi === row.longest.hi && !row.oneTime);
  assert.notEqual(checker.check.checkProofLine(claim, { 0: 1177 }, checker.file.readLine(LINES[4])).verdict, "holds");
});
