// The Earth, flights and boost volumes made by hand, as the checker's functions take them: metres and seconds.

export const OMEGA = 7.292115e-5, MU = 3.986004418e14, A = 6378137, POLAR = 6356752.3142;
/** n of section 6. */
export const N = Math.sqrt(MU / POLAR ** 3);
export const one = (x) => ({ lo: x, hi: x });
export const size = (a) => Math.hypot(...a);
/** In the plane of the equator, at a radius and an angle. */
export const at = (radius, angle) => [radius * Math.cos(angle), radius * Math.sin(angle), 0];

/** The claim's Earth; the arrays of balls begin anew. */
export function earth(checker, { eps = 0, keepKm = 0 } = {}) {
  checker.ball.moveTo(0);
  return checker.earth.earthOf({ mu: one(MU), omega: one(OMEGA), A: one(A), B: one(POLAR), eps: one(eps), keepKm: one(keepKm) });
}
export const vector = ({ ball: b }, a) => b.v3(...a.map((x) => b.exact(x)));

/** Flights at rest at x, within a metre of it; `more` in plain numbers. */
export function target(checker, x, more = {}) {
  const { ball: b } = checker, given = {
    t: 0, h: 0, size: size(x), speed: size(more.v ?? [0, 0, 0]), pull: 0, floor: size(x), spread: 1, linear: 0, rest: 0, bow: 0, ...more,
  };
  const balls = Object.fromEntries(["t", "h", "size", "speed", "pull", "floor", "spread", "linear", "rest", "bow"].map((k) => [k, b.exact(given[k])]));
  return { frame: null, fields: [], rates: [], boosting: false, ...more, ...balls, x: vector(checker, x), v: vector(checker, more.v ?? [0, 0, 0]) };
}

/** A boost volume within a metre of a point; `more` in plain numbers. */
export function volume(checker, X, more = {}) {
  const { ball: b } = checker, r = size(X);
  const given = { disc: 0, half: 0, ball: 1, reach: 1, radius: r + 1, offAxis: Math.hypot(X[0], X[1]) + 1, size: r, ...more };
  const none = vector(checker, [0, 0, 0]);
  return {
    X: vector(checker, X), axis: vector(checker, X.map((x) => x / r)), north: none, east: none,
    ...Object.fromEntries(Object.entries(given).map(([k, x]) => [k, b.exact(x)])),
  };
}
export const limits = ({ ball: b }, V, D = 0) => ({ V: b.exact(V), D: b.exact(D) });
