// Where flights burn out, (27) and (28) of guarantee.md, against burnouts drawn in plain doubles: none is outside, and some are near the bound.
import test from "node:test";
import assert from "node:assert/strict";
import { bundled, drawn } from "./lib.mjs";
import { earth, one } from "./made.mjs";
import { flightOf } from "./members.mjs";

const checker = await bundled(), { ball: b } = checker;
const random = drawn(17), from = (low, high) => low + (high - low) * random();
const NAMES = ["aimLat", "aimLon", "end", "burnout", "height", "distance", "baseLat", "baseLon"];
const numbers = (v) => [b.vx, b.vy, b.vz].map((f) => b.middle(f(v)));
const dot = (x, y) => x[0] * y[0] + x[1] * y[1] + x[2] * y[2];
const size = (x) => Math.hypot(...x);
const unit = (x) => x.map((c) => c / size(x));
const cross = (x, y) => [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]];

/** A random middle flight, and what of a family is not 0: half sides of the box, the field and the flights aside (km). */
function drawnFamily(halves, { fieldKm = 0, sidewaysKm = 0 } = {}) {
  const middle = {
    aimLat: from(20, 50), aimLon: from(-110, -60), end: 1700, burnout: 200, height: from(100, 300), distance: from(300, 800), baseLat: from(40, 65), baseLon: from(0, 60),
  };
  const lead = random() < 0.5 ? 0.004 : -0.004, row = { fieldKm, sidewaysKm, shortest: 1500, longest: 1900, leadShort: 8 - 200 * lead, leadLong: 8 + 200 * lead };
  return { row, box: Object.fromEntries(NAMES.map((name) => [name, [middle[name] - (halves[name] ?? 0), middle[name] + (halves[name] ?? 0)]])) };
}
/** The checker's family: middle, half sizes along its three axes, and the ball, in plain numbers. */
function bounds({ row, box }) {
  const ranges = Object.fromEntries(["fieldKm", "sidewaysKm", "shortest", "longest", "leadShort", "leadLong"].map((key) => [key, one(row[key])]));
  const cell = { south: one(box.aimLat[0]), north: one(box.aimLat[1]), west: one(box.aimLon[0]), east: one(box.aimLon[1]) };
  const sides = Float64Array.from([0, 0, 0, 0, ...NAMES.flatMap((name) => box[name]), 0, 0, 0, 0, 0, 0, 0, 0]);
  const f = checker.family.familyOf(earth(checker), { ...ranges, ...cell, oneTime: false }, sides, 0);
  const burn = numbers(f.burn), up = unit(burn), aside = unit(cross(numbers(f.base.centre), burn)), axes = [cross(aside, up), up, aside];
  const most = [[f.forward], [f.up], [f.side, f.ledNorth, f.ledEast, f.ledTime]].map((all) => all.reduce((sum, v) => sum + size(numbers(v)), 0));
  return { burn, axes, most, ball: b.hi(f.ball) + 1e-3, extent: b.hi(f.extent) };
}
/** By how much of what is allowed, and a millimetre for rounding here, a burnout is off: along the axes and in all. */
function off(family, { burn, axes, most, ball, extent }, free) {
  let next = NAMES.length;
  const at = (name) => { const [low, high] = family.box[name]; return low + (high - low) * free[NAMES.indexOf(name)]; };
  const d = flightOf(family.row, at, () => free[next++]).burnt.map((x, k) => x - burn[k]);
  return Math.max(...axes.map((axis, k) => Math.abs(dot(d, axis)) / (most[k] + ball)), size(d) / (extent + ball));
}

/** What alone is not 0, and how near the bound burnouts then come. */
const SOURCES = {
  "the base's cell": [{ baseLat: 0.05, baseLon: 0.05 }], "the base's field": [{}, { fieldKm: 5 }], "aside": [{}, { sidewaysKm: 5 }], "heights": [{ height: 10 }],
  "distances": [{ distance: 10 }], "the aim's cell": [{ aimLat: 0.05, aimLon: 0.05 }], "the lead": [{ end: 100 }],
  "all of them": [{ baseLat: 0.3, baseLon: 0.3, height: 20, distance: 50, aimLat: 1, aimLon: 1, end: 100 }, { fieldKm: 60, sidewaysKm: 20 }],
};
for (const [name, given] of Object.entries(SOURCES)) {
  test(`no burnout is outside of what is said of it: ${name}`, (t) => {
    let most = 0;
    for (let n = 0; n < 40; n++) {
      const family = drawnFamily(...given), said = bounds(family);
      for (let k = 0; k < 200; k++) most = Math.max(most, off(family, said, Float64Array.from({ length: 14 }, () => (random() < 0.6 ? Math.round(random()) : random()))));
    }
    t.diagnostic(`at most ${most.toFixed(4)} of it`);
    assert.ok(most <= 1 + 1e-9, `${most}`);
    assert.ok(most > 0.5, `${most}`);
  });
}
