// Members of a leaf's box in plain doubles, and a search for the ones that are hardest to bear: what the checker's bounds are held against.
// Paths are of two bodies; nothing here is taken from the checker.

const MU = 3.986004418e14, SPIN = 7.292115e-5, A = 6378137, POLAR = 6356752.3142, GROUND = 6371000, DEGREE = Math.PI / 180;

// -- vectors ---------------------------------------------------------------------------------------

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const size = (a) => Math.sqrt(dot(a, a));
const times = (a, s) => a.map((x) => x * s);
const sum = (a, b) => a.map((x, k) => x + b[k]);
const difference = (a, b) => a.map((x, k) => x - b[k]);
const unit = (a) => times(a, 1 / size(a));
/** Turned with the Earth for a time. */
const turned = (a, time) => {
  const c = Math.cos(SPIN * time), s = Math.sin(SPIN * time);
  return [c * a[0] - s * a[1], s * a[0] + c * a[1], a[2]];
};

/** A point of the ellipsoid, by geodetic latitude and longitude in degrees. */
function onGround(latitude, longitude) {
  const beta = Math.atan((POLAR / A) * Math.tan(latitude * DEGREE)), l = longitude * DEGREE;
  return [A * Math.cos(beta) * Math.cos(l), A * Math.cos(beta) * Math.sin(l), POLAR * Math.sin(beta)];
}
const groundRadius = (d) => 1 / Math.sqrt((d[0] ** 2 + d[1] ** 2) / A ** 2 + d[2] ** 2 / POLAR ** 2);
/** A direction so far from another, towards an azimuth. */
function beside(direction, angle, azimuth) {
  const pole = Math.abs(direction[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0], e = unit(cross(pole, direction)), n = cross(direction, e);
  const aside = sum(times(e, Math.cos(azimuth)), times(n, Math.sin(azimuth)));
  return sum(times(direction, Math.cos(angle)), times(aside, Math.sin(angle)));
}
const latitudeOf = (d) => Math.atan2(d[2], Math.hypot(d[0], d[1])) / DEGREE;
const longitudeOf = (d) => Math.atan2(d[1], d[0]) / DEGREE;

// -- two bodies ------------------------------------------------------------------------------------

const c2 = (z) => (z > 1e-6 ? (1 - Math.cos(Math.sqrt(z))) / z : z < -1e-6 ? (Math.cosh(Math.sqrt(-z)) - 1) / -z : 0.5 - z / 24);
function c3(z) {
  if (Math.abs(z) < 1e-6) return 1 / 6 - z / 120;
  const s = Math.sqrt(Math.abs(z));
  return (z > 0 ? s - Math.sin(s) : Math.sinh(s) - s) / s ** 3;
}

/** The velocity at `from` of the path to `to` the short way, or null. */
function lambert(from, to, time) {
  const r0 = size(from), r1 = size(to), cos = dot(from, to) / r0 / r1, sin = size(cross(from, to)) / r0 / r1;
  const k = sin * Math.sqrt((r0 * r1) / (1 - cos));
  if (!(k > 0)) return null;
  const y = (z) => r0 + r1 + (k * (z * c3(z) - 1)) / Math.sqrt(c2(z));
  const late = (z) => y(z) >= 0 && (y(z) / c2(z)) ** 1.5 * c3(z) + k * Math.sqrt(y(z)) > Math.sqrt(MU) * time;
  let low = -200, high = 4 * Math.PI ** 2 - 1e-6;
  for (let i = 0; i < 60; i++) { const z = (low + high) / 2; if (late(z)) high = z; else low = z; }
  const end = y((low + high) / 2);
  return times(difference(to, times(from, 1 - end / r0)), 1 / (k * Math.sqrt(end / MU)));
}

/** Where a path is after a time: Newton's method on the universal anomaly. */
function flown(from, velocity, time) {
  const r0 = size(from), alpha = 2 / r0 - dot(velocity, velocity) / MU, sigma = dot(from, velocity) / Math.sqrt(MU);
  let x = (Math.sqrt(MU) * time) / r0;
  for (let i = 0; i < 60; i++) {
    const z = alpha * x * x, off = sigma * x * x * c2(z) + (1 - alpha * r0) * x ** 3 * c3(z) + r0 * x - Math.sqrt(MU) * time;
    const step = off / (sigma * x * (1 - z * c3(z)) + (1 - alpha * r0) * x * x * c2(z) + r0);
    x -= step;
    if (Math.abs(step) < 1e-10 * Math.abs(x) + 1e-12) break;
  }
  const z = alpha * x * x;
  return sum(times(from, 1 - ((x * x) / r0) * c2(z)), times(velocity, time - (x ** 3 * c3(z)) / Math.sqrt(MU)));
}

/** Whether a path comes below the polar radius before a time. */
function dips(from, velocity, time) {
  if (size(flown(from, velocity, time)) < POLAR || size(from) < POLAR) return true;
  const before = size(flown(from, velocity, time * 0.999999)), after = size(flown(from, velocity, time));
  if (dot(from, velocity) > 0 || after < before) return false;
  const h2 = dot(cross(from, velocity), cross(from, velocity)), energy = dot(velocity, velocity) / MU - 2 / size(from);
  return h2 / MU / (1 + Math.sqrt(Math.max(0, 1 + (h2 / MU) * energy))) < POLAR;
}

// -- boxes and their members -----------------------------------------------------------------------

/** The coordinates of a box by name, in certificate.md's order. */
const SIDES = ["t", "t0", "aimLat", "aimLon", "end", "burnout", "height", "distance", "baseLat", "baseLon", "placeLat", "placeLon", "since", "share"];

/** A random leaf: a box about a random flight and a launch point not far below it; null where there is no such flight. */
export function drawnLeaf(random, width) {
  const from = (low, high) => low + (high - low) * random();
  const base = [from(-70, 70), from(-170, 170)], range = from(12, 95);
  const aim = beside(unit(onGround(...base)), range * DEGREE, from(0, 2 * Math.PI));
  const middle = {
    aimLat: latitudeOf(aim), aimLon: longitudeOf(aim), end: (range * 18 + 250) * from(0.95, 1.45), burnout: from(120, 300), height: from(120, 400),
    distance: from(100, 600), baseLat: base[0], baseLon: base[1],
  };
  const lead = from(0, 10), row = {
    fieldKm: 20 * width, sidewaysKm: 5 * width, shortest: middle.end - 30 * width, longest: middle.end + 30 * width,
    leadShort: lead - 0.2 * width, leadLong: lead + 0.2 * width,
  };
  middle.t = from(middle.burnout + 60, middle.end - 60);
  const tau = from(60, Math.min(middle.t - 20, 1300));
  middle.t0 = middle.t - tau;
  const flight = flightOf({ ...row, fieldKm: 0, sidewaysKm: 0 }, (name) => middle[name], () => 0);
  const start = turned(flight.burnt, middle.burnout), velocity = lambert(start, turned(flight.aim, middle.end), middle.end - middle.burnout);
  if (middle.t0 < 5 || !velocity) return null;
  const target = flown(start, velocity, middle.t - middle.burnout);
  if (size(target) < POLAR + 5e4) return null;
  const place = beside(unit(turned(target, -middle.t0)), from(0.5, 18) * DEGREE, from(0, 2 * Math.PI));
  Object.assign(middle, { placeLat: latitudeOf(place), placeLon: longitudeOf(place) });
  const half = {
    t: 20 * width * random(), t0: 20 * width * random(), aimLat: width, aimLon: width, end: 30 * width, burnout: 3 * width, height: 10 * width,
    distance: 20 * width, baseLat: 0.1 * width, baseLon: 0.1 * width, placeLat: 0.3 * width, placeLon: 0.3 * width,
  };
  const box = Object.fromEntries(Object.entries(half).map(([name, h]) => [name, [middle[name] - h, middle[name] + h]]));
  box.since = [Math.max(0, tau - half.t - half.t0), tau + half.t + half.t0];
  box.share = [0, 0];
  const boost = { distance: 150 * width * random(), height: 150 * (random() < 0.5 ? 1 : width) };
  const high = onGround(middle.placeLat, middle.placeLon), X = turned(times(unit(high), size(high) + 500 * boost.height), middle.t0);
  const arc = lambert(X, target, tau);
  if (!arc) return null;
  const inMm = (v) => Float64Array.from(v.map((x) => Math.round(x * 1000)));
  return { box, row, boost, divert: random() < 0.5 ? 0 : 0.2, perturbation: random() < 0.5 ? 0 : 0.033, flights: inMm(velocity), arc: inMm(arc) };
}

/** A flight's base, burnout and aim: `at` gives a coordinate of the box, `share` a number from 0 to 1. */
export function flightOf(row, at, share) {
  const field = (share() * row.fieldKm * 1e3) / GROUND;
  const p = beside(unit(onGround(at("baseLat"), at("baseLon"))), field, 2 * Math.PI * share());
  const end = at("end"), aim = onGround(at("aimLat"), at("aimLon"));
  const lead = row.leadShort + ((row.leadLong - row.leadShort) * (end - row.shortest)) / (row.longest - row.shortest);
  const q = unit(turned(aim, (lead * DEGREE) / SPIN)), t = unit(difference(q, times(p, dot(p, q)))), psi = (at("distance") * 1e3) / GROUND;
  const u = beside(sum(times(p, Math.cos(psi)), times(t, Math.sin(psi))), (share() * row.sidewaysKm * 1e3) / GROUND, 2 * Math.PI * share());
  return { burnt: times(u, groundRadius(u) + at("height") * 1e3), aim, burnout: at("burnout"), end };
}

/** Where a flight of the box is at a time of it, inertially; null where it does not fly then. */
function targetOf(leaf, at, share) {
  const flight = flightOf(leaf.row, at, share), t = at("t");
  if (t < flight.burnout || t > flight.end) return null;
  const start = turned(flight.burnt, flight.burnout), velocity = lambert(start, turned(flight.aim, flight.end), flight.end - flight.burnout);
  return velocity && flown(start, velocity, t - flight.burnout);
}

/** The burnout speed, m/s, that a member's interceptor needs for a meeting without divert. */
function neededSpeed(leaf, at, share) {
  const target = targetOf(leaf, at, share), t0 = at("t0"), tau = at("t") - t0;
  if (!target || size(target) < POLAR || tau < 1) return Infinity;
  const place = unit(onGround(at("placeLat"), at("placeLon"))), off = (share() * leaf.boost.distance * 1e3) / GROUND;
  const d = beside(place, off, 2 * Math.PI * share()), P = turned(times(d, groundRadius(d) + share() * leaf.boost.height * 1e3), t0);
  const velocity = lambert(P, target, tau);
  if (!velocity || dips(P, velocity, tau)) return Infinity;
  return size(difference(velocity, [-SPIN * P[1], SPIN * P[0], 0]));
}
/** How high a member is above the polar radius, negative: for a search of the least. */
function depth(leaf, at, share) {
  const target = targetOf(leaf, at, share);
  return target ? POLAR - size(target) : Infinity;
}

/** The least value of members, by a search along each coordinate in turn from some starts. */
function least(leaf, value, random, starts = 2) {
  const free = new Float64Array(SIDES.length + 8);
  const at = (name) => { const k = SIDES.indexOf(name), [low, high] = leaf.box[name]; return low + (high - low) * free[k]; };
  const now = () => { let next = SIDES.length; return value(leaf, at, () => free[next++]); };
  let found = Infinity;
  for (let start = 0; start < starts; start++) {
    let best = Infinity;
    for (let k = 0; k < 20 && !(best < Infinity); k++) { free.forEach((_, n) => { free[n] = random(); }); best = now(); }
    for (let round = 0; round < 6 && best < Infinity; round++) best = descended(free, now, best, random);
    found = Math.min(found, best);
  }
  return found;
}
function descended(free, now, best, random) {
  for (let k = 0; k < free.length; k++) {
    for (const value of [0, 1, random(), free[k] + 0.05 * (random() - 0.5)]) {
      if (value < 0 || value > 1) continue;
      const before = free[k];
      free[k] = value;
      const found = now();
      if (found < best) best = found; else free[k] = before;
    }
  }
  return best;
}

// -- what the checker allows -----------------------------------------------------------------------

const one = (x) => ({ lo: x, hi: x });

/** Whether the checker sees a leaf of this kind hold there. */
function holds(checker, leaf, kind, speedKm, keepKm) {
  const of = (text) => checker.exact.enclose(text);
  const earth = [["mu_m3_s2", "3.986004418e14"], ["rotation_rad_s", "7.292115e-5"], ["equatorial_radius_m", "6378137"], ["polar_radius_m", "6356752.3142"]];
  const row = Object.fromEntries(Object.entries(leaf.row).map(([key, value]) => [key, one(value)]));
  const { placeLat, placeLon } = leaf.box;
  const evaluator = new checker.box.Evaluator({
    places: [{ south: one(placeLat[0]), north: one(placeLat[1]), west: one(placeLon[0]), east: one(placeLon[1]) }], row: { ...row, oneTime: false },
    speed: one(speedKm), divert: one(leaf.divert), distance: one(leaf.boost.distance), height: one(leaf.boost.height), keep: one(keepKm),
    perturbation: one(leaf.perturbation), earth: new Map(earth.map(([key, text]) => [key, of(text)])),
  });
  const box = Float64Array.from(SIDES.flatMap((name) => leaf.box[name]));
  let held = false;
  evaluator.onLeaf = (_, outcome) => { held = outcome.status === "holds"; };
  evaluator.begin(true, leaf.arc);
  evaluator.reference(leaf.flights, box, 0);
  evaluator.leaf(kind, box, 0, 0, "");
  return held;
}

/** The end of what is allowed between two numbers, by halving; null where it does not lie between them. */
function limit(allowed, inside, outside) {
  if (!allowed(inside) || allowed(outside)) return null;
  for (let k = 0; k < 40; k++) { const m = (inside + outside) / 2; if (allowed(m)) inside = m; else outside = m; }
  return inside;
}

/** What a leaf excludes, over what a member of its box does: above 1 where the checker accepts what is false. Null: there is nothing to see. */
export function share(checker, leaf, kind, random) {
  if (kind === "B") {
    const keep = limit((km) => holds(checker, leaf, "B", 1, km), 20_000, 0);
    const height = keep === null ? Infinity : -least(leaf, depth, random);
    return Number.isFinite(height) ? height / (keep * 1e3) : null;
  }
  const speed = limit((km) => holds(checker, leaf, kind, km, 0), 1e-3, 20);
  const needed = speed === null ? Infinity : least(leaf, neededSpeed, random);
  return Number.isFinite(needed) ? ((speed + leaf.divert) * 1e3) / needed : null;
}
