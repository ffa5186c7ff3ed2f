// What workers do, what the sources may not use, and the command line.
import test from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SOURCE, aboutAnother, bundled, certificate, commandLine } from "./lib.mjs";

const checker = await bundled();
const good = certificate("good.cert");
const LINES = good.split("\n");

test("a worker gives results for a batch of lines, and errors with the number of the line", () => {
  const server = new checker.serve.Server(), said = [];
  const ask = (question) => server.handle(question, (answer) => said.push(answer));
  ask({ kind: "claim", text: LINES[1] });
  ask({ kind: "lines", batch: 3, stay: { 0: 1177 }, lines: [{ number: 5, text: LINES[4] }, { number: 6, text: LINES[5] }] });
  assert.deepEqual(said.map((a) => [a.kind, a.batch]), [["results", 3]]);
  assert.deepEqual(said[0].results.map((r) => [r.clause, r.aim, r.verdict, r.notHeld]), [[0, 0, "holds", 0], [0, 1, "holds", 0]]);
  ask({ kind: "lines", batch: 4, stay: {}, lines: [{ number: 9, text: `${LINES[4]}L` }] });
  assert.equal(said[1].kind, "malformed");
  assert.match(said[1].message, /^line 9: /);
});

test("a worker tells how far it is in a long batch", () => {
  const server = new checker.serve.Server(), said = [];
  server.handle({ kind: "claim", text: LINES[1] }, () => {});
  const lines = Array.from({ length: 45 }, (_, k) => ({ number: k + 4, text: "proof 0 0 G G" }));
  server.handle({ kind: "lines", batch: 1, stay: {}, lines }, (answer) => said.push(answer));
  assert.deepEqual(said.map((a) => a.kind), ["progress", "progress", "results"]);
  assert.ok(said[2].results.every((r) => r.verdict === "fails"));
});

/** A source without its comments. */
const codeOf = (file) => readFileSync(join(SOURCE, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*/g, "");
/** Where plain doubles only guess: each guess is then taken as exact, or tested in balls. */
const GUESSES = { "conic.ts": ["cos", "sin", "cosh", "sinh"], "functions.ts": ["atan2"], "stay.ts": ["atan2"] };

test("nothing that a proof rests on uses Math.sin and the like", () => {
  const files = readdirSync(SOURCE).filter((file) => file.endsWith(".ts"));
  assert.ok(files.length > 20);
  for (const file of files) {
    const used = codeOf(file).match(/Math\.(a?(sin|cos|tan)h?|atan2|exp|expm1|pow|log\w*|hypot|cbrt)\b/g) ?? [];
    assert.deepEqual(new Set(used), new Set((GUESSES[file] ?? []).map((name) => `Math.${name}`)), file);
  }
});

test("what a page's workers run asks nothing of Node or of a page", () => {
  for (const file of readdirSync(SOURCE).filter((f) => f.endsWith(".ts") && !f.startsWith("node"))) {
    assert.ok(!/node:|require\(|\b(document|window|crypto|process)\b|fetch\(/.test(codeOf(file)), file);
  }
});

test("the command line: 0 proved, 1 not proved, 2 no certificate or wrong usage; in this thread and in two", async () => {
  const folder = mkdtempSync(join(tmpdir(), "check-"));
  try {
    const program = join(folder, "check.mjs");
    await commandLine(program);
    const go = (...given) => spawnSync(process.execPath, [program, ...given], { encoding: "utf8" });
    const file = (name, text) => { writeFileSync(join(folder, name), text, "latin1"); return join(folder, name); };
    const proved = file("proved", good), open = file("open", aboutAnother(checker, good, (c) => { c.interceptor[0].burnout_speed_km_s = 7; }));
    for (const flag of [[], ["--one"]]) {
      assert.equal(go(...flag, proved).status, 0);
      assert.match(go(...flag, proved).stdout, /PROVED\n$/);
      assert.equal(go(...flag, open).status, 1);
    }
    for (const given of [[], ["--one"], [proved, proved], [join(folder, "none")], [file("cut", good.slice(0, -3))]]) {
      const { status, stderr } = go(...given);
      assert.equal(status, 2);
      assert.equal(stderr.trim().split("\n").length, 1);
    }
    const long = many(60), trees = LINES[4].split(" ").slice(3).join(" ");
    assert.equal(go(file("long", long)).status, 0);
    assert.equal(go(file("one-open", long.replace(`proof 0 30 ${trees}`, "proof 0 30 G G"))).status, 1);
    assert.equal(go(file("one-broken", long.replace(`proof 0 30 ${trees}`, "proof 0 30 G GG"))).status, 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The good certificate with its first row so often; with white space in its claim, for longer files go to two threads. */
function many(count) {
  const lines = [...LINES], claim = JSON.parse(lines[1]);
  claim.flights[0].aims = Array(count).fill(claim.flights[0].aims[0]);
  lines[1] = JSON.stringify(claim) + " ".repeat(300_000);
  lines[2] = `sha256 ${checker.claim.readClaim(lines[1]).hash}`;
  const trees = lines[4].split(" ").slice(3).join(" ");
  lines.splice(4, 2, ...claim.flights[0].aims.map((_, k) => `proof 0 ${k} ${trees}`));
  lines[lines.length - 2] = `end ${count + 1}`;
  return lines.join("\n");
}
