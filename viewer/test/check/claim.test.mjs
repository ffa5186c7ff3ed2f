// The claim: what is refused, its hash, its words.
import test from "node:test";
import assert from "node:assert/strict";
import { bundled, certificate } from "./lib.mjs";

const { claim: claims, json, words } = await bundled();
const text = certificate("good.cert").split("\n")[1];
const read = (claim) => claims.readClaim(typeof claim === "string" ? claim : JSON.stringify(claim));

function refused(change) {
  const claim = JSON.parse(text);
  change(claim, claim.earth, claim.interceptor[0], claim.flights[0]);
  const oneLine = (e) => e instanceof json.Malformed && !e.message.includes("\n") && e.message.length < 300;
  assert.throws(() => read(claim), oneLine, String(change));
}

test("the claim as it is, is read", () => assert.match(read(text).hash, /^[0-9a-f]{64}$/));

test("of the whole: the format, the title, keys, lists, clauses", () => {
  const changes = [
    (c) => { c.format = "reassure-claim/2"; }, (c) => { c.title = ""; }, (c) => { c.title = "a\nb"; }, (c) => { c.title = "x".repeat(301); },
    (c) => { c.title = "soft\u00adhyphen"; }, (c) => { c.more = 1; }, (c) => { delete c.earth; }, (c) => { c.interceptor = []; },
    (c) => { c.interceptor.push(c.interceptor[0]); }, (c) => { c.flights.push(c.flights[0]); }, (c) => { c.clause = []; },
    (c) => { c.clause.push(c.clause[0]); }, (c) => { c.clause[0].flights = "no"; }, (c) => { c.clause[0].interceptor = 0; }, (c) => { c.clause[0].x = 1; },
  ];
  changes.forEach(refused);
});

test("of the Earth: other constants, limits passed", () => {
  const changes = [
    (c, e) => { e.mu_m3_s2 += 1; }, (c, e) => { e.rotation_rad_s = 7.2921151e-5; }, (c, e) => { e.equatorial_radius_m = 6378136; },
    (c, e) => { e.polar_radius_m = 6356752; }, (c, e) => { e.perturbation_m_s2 = 0.1001; }, (c, e) => { e.perturbation_m_s2 = -0.01; },
    (c, e) => { e.keep_above_km = 1001; }, (c, e) => { e.keep_above_km = true; }, (c, e) => { e.keep_above_km = null; },
  ];
  changes.forEach(refused);
});

test("of an interceptor: its id, its places, limits passed", () => {
  const changes = [
    (c, e, i) => { i.id = "a b"; }, (c, e, i) => { i.id = ""; }, (c, e, i) => { i.id = "x".repeat(101); }, (c, e, i) => { i.places = []; },
    (c, e, i) => { i.places = [[2, 1, 0, 0]]; }, (c, e, i) => { i.places = [[0, 91, 0, 0]]; }, (c, e, i) => { i.places = [[0, 1, 0, 90.001]]; },
    (c, e, i) => { i.places = [[0, 1, 5, 4]]; }, (c, e, i) => { i.places = [[0, 1, 0]]; }, (c, e, i) => { i.places = [[0, 1, -541, -541]]; },
    (c, e, i) => { i.burnout_speed_km_s = 0; }, (c, e, i) => { i.burnout_speed_km_s = 20.1; }, (c, e, i) => { i.divert_km_s = "1"; },
    (c, e, i) => { i.divert_km_s = 10.1; }, (c, e, i) => { i.earliest_burnout_s = 7201; }, (c, e, i) => { i.burnout_height_km = -1; },
    (c, e, i) => { i.burnout_distance_km = 1001; },
  ];
  changes.forEach(refused);
});

test("of flights: their times, heights, aims", () => {
  const changes = [
    (c, e, i, f) => { f.burnout_time_s = [180, 120]; }, (c, e, i, f) => { f.burnout_time_s = [0, 120]; }, (c, e, i, f) => { f.burnout_time_s = [120, 1001]; },
    (c, e, i, f) => { f.burnout_height_km = [19, 100]; }, (c, e, i, f) => { f.burnout_distance_km = [0.5, 100]; }, (c, e, i, f) => { f.sideways_km = 501; },
    (c, e, i, f) => { f.field_radius_km = 501; }, (c, e, i, f) => { f.base = null; }, (c, e, i, f) => { f.aims = []; },
    (c, e, i, f) => { f.aims[0][4] = 180; }, (c, e, i, f) => { f.aims[0][5] = 7201; }, (c, e, i, f) => { f.aims[0][4] = 3000; },
    (c, e, i, f) => { f.aims[0][6] = 61; }, (c, e, i, f) => { f.aims[0][5] = f.aims[0][4]; }, (c, e, i, f) => { f.aims[0].pop(); },
  ];
  changes.forEach(refused);
});

test("the hash does not depend on the order of keys or on how numbers are written", () => {
  const turned = Object.fromEntries(Object.entries(JSON.parse(text)).reverse());
  const other = JSON.stringify(turned).replace("44.07,", "4407e-2,").replace(":100,", ":1.0e2,");
  assert.notEqual(other, JSON.stringify(turned));
  assert.equal(read(other).hash, read(text).hash);
});

test("the hash depends on every number and every name", () => {
  const hashes = new Set([read(text).hash]);
  for (const [old, other] of [["44.07,", "44.08,"], ['"deveselu"', '"deveselo"'], ['"title":', '"title":"", "no":'], ["0.033", "0.0330000001"]]) {
    const changed = text.replaceAll(old, other);
    if (other.includes("no")) { assert.throws(() => read(changed), json.Malformed); continue; }
    hashes.add(read(changed).hash);
  }
  assert.equal(hashes.size, 4);
});

test("letters beyond ASCII are escaped in the normal form, one escape for each half of a pair", () => {
  assert.equal(claims.normal("Größe \u{1d11e}\u007f/\n"), '"Gr\\u00f6\\u00dfe \\ud834\\udd1e\\u007f/\\n"');
});

test("the claim in words names every limit", () => {
  const said = JSON.stringify(words.words(read(text)));
  for (const part of ["44.07 N", "24.42 E", "54.03 N", "35.77 E", "170 to 180", "180 to 220", "500 to 600", "40 km", "1720 to 1830", "0.033"]) {
    assert.ok(said.includes(part), part);
  }
  assert.equal(words.plain("1.50e3"), "1500");
});
