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

/** Where a path in the plane of the equator, from [x, 0, 0] with a velocity, is after a time, and its velocity: by the checker's own conics. */
function pathAt(checker, x, v, time) {
  const w = earth(checker), { conic: c, ball: b } = checker, k = c.conicOf(w.mu, w.rootMu, vector(checker, [x, 0, 0]), vector(checker, v));
  const s = c.stateAt(k, c.guessChi(k, time, (time * Math.sqrt(MU)) / x)), way = Math.sign(v[1]);
  return [[b.middle(s.x), b.middle(s.y) * way, 0], [b.middle(s.vx), b.middle(s.vy) * way, 0]];
}
/** A vector that turns with the Earth, turned back by a time. */
export const before = ([x, y, z], time) => {
  const c = Math.cos(OMEGA * time), s = Math.sin(OMEGA * time);
  return [c * x + s * y, c * y - s * x, z];
};

/** The flights of one path in the plane of the equator: burnout at [x, 0, 0] at tb with the velocity v, end T later. Offsets in plain numbers. */
export function family(checker, { x = 6.6e6, v, T, tb = 0, dtb = 0, dT = 0, extent = 0, eps = 0, aim = pathAt(checker, x, v, T)[0] }) {
  const { ball: b } = checker, w = earth(checker, { eps }), zero = b.exact(0), none = vector(checker, [0, 0, 0]);
  const cell = (centre) => ({ centre: vector(checker, centre), north: none, east: none, northSize: zero, eastSize: zero, bend: zero, angle: zero, dl: zero });
  const offsets = Object.fromEntries(["forward", "up", "side", "ledNorth", "ledEast", "ledTime"].map((name) => [name, none]));
  return [w, {
    ...offsets, aim: cell(before(aim, T + tb)), base: cell([x, 0, 0]), burn: vector(checker, before([x, 0, 0], tb)), ball: zero, extent: b.exact(extent), b: zero, dHeight: zero,
    tb, dtb: b.exact(dtb), T: T + tb, dT: b.exact(dT),
  }];
}
/** Their reference flight, or null; `more` of the family. */
export function reference(checker, flights, more = () => ({})) {
  const { v, T, tb = 0, dtb = 0, dT = 0 } = flights, [w, made] = family(checker, flights), box = new Float64Array(28);
  box.set([tb + T - dT, tb + T + dT], 8);
  box.set([tb - dtb, tb + dtb], 10);
  return checker.flights.referenceOf(w, { ...made, ...more(made) }, Float64Array.from(v.map((s) => Math.round(1000 * s))), box, 0);
}

/** Leaf A in the plane of the equator: from [x, 0, 0] at time 0 with the velocity U to flights that after tau are there as well, at the same velocity or another. */
export function arc(checker, { x = 6.5e6, U, tau, alpha = 0, beta = 0, since, V = 300, D = 0, eps = 0, v, flights = {}, boost = {}, t = tau }) {
  const [there, velocity] = pathAt(checker, x, U, tau), w = earth(checker, { eps });
  const frame = [[1, 0, 0], [0, 1, 0], [0, 0, 1]].map((e) => vector(checker, e));
  const T = target(checker, there, { v: v ?? velocity, t, h: beta, pull: MU / size(there) ** 2, ...flights, frame });
  const q = { t: [t - beta, t + beta], t0: [-alpha, alpha], tau: since ?? [tau - alpha - beta, tau + alpha + beta] };
  const made = { ...volume(checker, [x, 0, 0], { ball: 1, reach: 1, ...boost }), ...boost.balls };
  return checker.arc.leafA(w, limits(checker, V, D), T, made, q, Float64Array.from(U.map((s) => Math.round(1000 * s))));
}
