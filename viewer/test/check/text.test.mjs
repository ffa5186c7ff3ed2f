// SHA-256, decimals and JSON.
import test from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { bundled, drawn } from "./lib.mjs";
import { atMost, ofDouble } from "./rationals.mjs";

const { sha256: { sha256 }, exact, json } = await bundled();

test("SHA-256 of the standard's examples, and of texts of every length about the blocks", () => {
  assert.equal(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert.equal(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const texts = Array.from({ length: 300 }, (_, n) => `${"x".repeat(n)}${n}`);
  for (const text of [...texts, "reassure".repeat(30_000)]) assert.equal(sha256(text), createHash("sha256").update(text).digest("hex"));
});

test("a decimal is its exact fraction in lowest terms", () => {
  const fractions = { 4.5: "9/2", "1e2": "100", "-0.0": "0", "-0E5": "0", "7.292115e-5": "1458423/20000000000", "-2.50": "-5/2", 100: "100" };
  for (const [text, fraction] of Object.entries(fractions)) assert.equal(exact.fraction(text), fraction);
});

test("a double is its exact fraction", () => {
  for (const x of [0, 1, -1.5, 1 / 3, 1e-300, 1e300, Number.MIN_VALUE, Number.MAX_VALUE]) {
    const { n, d } = exact.ofDouble(x), other = ofDouble(x);
    assert.equal(n * other.d, other.n * d);
  }
});

test("a decimal is between its two doubles, which are the next to one another", () => {
  const random = drawn(3);
  for (let i = 0; i < 3000; i++) {
    const text = (random() * 10 ** ((i % 13) - 6)).toFixed(i % 12) + (i % 3 ? "" : `e${(i % 50) - 25}`);
    const { lo, hi } = exact.enclose(text), number = exact.rational(text);
    assert.ok(atMost(ofDouble(lo), number) && atMost(number, ofDouble(hi)), text);
    assert.ok(hi - lo <= Math.abs(hi) * 2 ** -51 + Number.MIN_VALUE, text);
  }
});

test("decimals are compared exactly", () => {
  assert.equal(exact.compare("0.1000000000000000000000000000001", "0.1"), 1);
  assert.equal(exact.compare("1e-60", "0"), 1);
  assert.equal(exact.compare("-1e-60", "0"), -1);
  assert.equal(exact.compare("100", "1e2"), 0);
});

const DEEP = 20;
test("what is no JSON, or not of the claim's kind, is refused in one line", () => {
  const refused = [
    "", "{", "[1,]", '{"a":1,}', '{"a":1,"a":2}', '{"a":1,"\\u0061":2}', "NaN", "[Infinity]", "-", "01", "1.", ".5", "+1", "1e", "1e61", "1e-61", "[1 2]",
    '"\n"', '"\\x"', '"\\u12"', "{a:1}", "1 2", "nul", "'a'", '"abc', "9".repeat(41), "[".repeat(DEEP + 1) + "]".repeat(DEEP + 1),
    '{"a":'.repeat(DEEP + 1) + "1" + "}".repeat(DEEP + 1), "\u00a01",
  ];
  for (const text of refused) assert.throws(() => json.parseJson(text), (e) => e instanceof json.Malformed && !e.message.includes("\n"), text);
});
test("what is JSON is read, numbers as they are written", () => {
  const read = ["1e60", "-1.5E+3", "[".repeat(DEEP) + "]".repeat(DEEP), ' {"a" : [ ] ,\t"b":{}}\r\n', '"\\u00e9\\n\\/"', "9".repeat(40)];
  for (const text of read) json.parseJson(text);
  assert.equal(json.parseJson("[1.50e1]")[0].text, "1.50e1");
});
