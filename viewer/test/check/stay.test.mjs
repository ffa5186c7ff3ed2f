// How long an interceptor can stay up (guarantee.md, section 11).
import test from "node:test";
import assert from "node:assert/strict";
import { alone, ofLeaf, whole } from "./alone.mjs";
import { A, POLAR, earth } from "./made.mjs";

/** Whether none is up after T seconds: speed and divert in m/s, burnout's distance and height in km, the latitude in radians. */
function stays(checker, { V = 3000, D = 0, distance = 0, height = 100, latitude = 0, T }) {
  const w = earth(checker), ball = (x) => checker.ball.exact(x);
  return checker.stay.stays(w, { V: ball(V), D: ball(D) }, ball(distance * 1e3), ball(height * 1e3), ball(latitude), T);
}
/** The least time that is seen to hold. */
function least(limits) {
  let low = 1, high = 7200;
  assert.equal(stays(whole, { ...limits, T: high }).status, "holds");
  for (let k = 0; k < 40; k++) { const T = (low + high) / 2; if (stays(whole, { ...limits, T }).status === "holds") high = T; else low = T; }
  return high;
}

alone(
  "(61): so fast that the part of the conic above R0 may sweep more than a quarter turn",
  ["stay.ts", "if (!need(l, exact(0.828), '(61): W^2 R0/mu <= 0.828'))", "if (false)"], "(61): W^2 R0/mu <= 0.828",
  (checker) => ofLeaf(stays(checker, { V: 6900, T: 7200 })),
);
alone(
  "(61): a conic that is below R0 only after T",
  ["stay.ts", "d >= 0 && le(t, exact(T)) && ", "d >= 0 && "], "(61): from 0 to T",
  (checker) => ofLeaf(stays(checker, { T: 400 })), ["stay.ts", "if (middle(at(x)[1]) < T) low = x;", "if (middle(at(x)[1]) < 2 * T) low = x;"],
);

test("burnouts of launch points by the equator may be on it, where the ground turns fastest", () => {
  const angle = 0.1, limits = { distance: 6371 * angle }, latitude = Math.atan(Math.tan(angle) * (A / POLAR) ** 2);
  const [onEquator, near, far] = [0, latitude, 3 * latitude].map((x) => least({ ...limits, latitude: x }));
  assert.ok(Math.abs(onEquator - near) < 1e-6 && far < near - 0.1, `${onEquator} ${near} ${far}`);
});
