/** In which azimuth a flight boosts, so that its boost leads into its free flight without a turn; stands beside
 *  reassure/geography/boost.py. The boost goes along the geodesic of the ellipsoid from the base; the azimuth at the base is
 *  turned by the angle left between it and the flight's own velocity over the ground until none is left. Near the antipode
 *  of the base several azimuths may do, or none: there all are looked through, and the one of least burnout speed is taken. */

import { RADIANS, ROTATION_RATE } from "./constants";
import { minimumEnergyTime, timedFlight, type Wanted } from "./family";
import { earthFixed } from "./frames";
import { ahead, course } from "./geodesics";
import { BACKWARDS, BELOW_GROUND, NO_AZIMUTH, NO_LEAST_SPEED, SOLVED, TOO_NEAR } from "./outcome";
import { leaving } from "./transfer";

/** Greatest angle left at burnout between the boost and the flight, degrees. */
const LEFT_DEG = 1e-6;
const WANTED_DEG = 1e-9; // the iteration ends here; what is left within LEFT_DEG is accepted
const SETTLED_DEG = 1e-3; // by then the free-flight time is settled too, and is kept
const MOST_STEPS = 40; // of the iteration for one azimuth
const FAR_KM = 17000; // from here on all azimuths are looked through
const LOOKED_THROUGH = 360; // azimuths, evenly round
const WIDEST_STEP_DEG = 60; // between neighbours with a solution in between
const NEAREST_HALF_TURN_DEG = 0.05; // nearer to half a turn the plane of the flight is anybody's
const SAME_TIME_S = 2; // two searches for one minimum may differ by this

/** A flight that is wanted, from a base to an aim (WGS84 degrees, height 0). */
export interface Asked {
  latitude: number;
  longitude: number;
  aimLatitude: number;
  aimLongitude: number;
  /** Of the free-flight time to that of least burnout speed in the flight's own azimuth. */
  ratio: number;
  downrange_km: number;
  height_km: number;
  longWay: boolean;
}

/** A flight from its base on. All but the outcome mean something where that is SOLVED. */
export interface Boosted {
  outcome: number;
  /** Of the boost at the base, clockwise from north, deg. */
  azimuth: number;
  /** Burnout (Earth-fixed, m) and velocity (inertial, m/s): the first six columns of a flight's row. */
  state: Float64Array;
  /** At burnout, relative to the turning Earth, m/s. */
  speed: number;
  /** From burnout to the aim, s. */
  freeFlight: number;
  /** The free-flight time of least burnout speed in the same azimuth, s. */
  minimumEnergy: number;
  /** From the boost's direction at burnout to the flight's own, clockwise, -180 to 180 deg. */
  turn: number;
}

const point = new Float64Array(3);
const wanted: Wanted = { ends: new Float64Array(9), longWay: false };

/** The flight of an azimuth (deg). `least`: the minimum-energy time to keep, s; 0: found anew. */
function attempt(asked: Asked, azimuth: number, least: number): Boosted {
  const { ends } = wanted;
  wanted.longWay = asked.longWay;
  ahead(asked.latitude, asked.longitude, azimuth, asked.downrange_km, point);
  const lat = point[0] * RADIANS;
  const lon = point[1] * RADIANS;
  const on = point[2] * RADIANS;
  earthFixed(lat, lon, 1e3 * asked.height_km, ends, 0);
  earthFixed(asked.aimLatitude * RADIANS, asked.aimLongitude * RADIANS, 0, ends, 3);
  // East and north at the burnout.
  const ex = -Math.sin(lon);
  const ey = Math.cos(lon);
  const nx = -Math.sin(lat) * ey;
  const ny = Math.sin(lat) * ex;
  const nz = Math.cos(lat);
  const sin = Math.sin(on);
  const cos = Math.cos(on);
  ends[6] = sin * ex + cos * nx;
  ends[7] = sin * ey + cos * ny;
  ends[8] = cos * nz;
  const minimumEnergy = least === 0 ? minimumEnergyTime(wanted) : least;
  // 1 s where there is no flight: any time will do, its outcome is overwritten.
  const freeFlight = minimumEnergy > 0 ? asked.ratio * minimumEnergy : 1;
  const outcome = timedFlight(wanted, freeFlight);
  const [px, py] = ends;
  const [speed, vx, vy, vz] = leaving;
  // Relative to the ground: v - omega x r.
  const u = vx + ROTATION_RATE * py;
  const v = vy - ROTATION_RATE * px;
  const left = (Math.atan2(u * ex + v * ey, u * nx + v * ny + vz * nz) - on) / RADIANS + 180;
  return {
    outcome: minimumEnergy > 0 ? outcome : NO_LEAST_SPEED,
    azimuth,
    state: Float64Array.of(px, py, ends[2], vx, vy, vz),
    speed,
    freeFlight,
    minimumEnergy,
    turn: left - 360 * Math.floor(left / 360) - 180,
  };
}

/** Has the arc a velocity, though it may not be flown? */
function canTurn(outcome: number): boolean {
  return outcome === SOLVED || outcome === BELOW_GROUND || outcome === BACKWARDS;
}

/** The azimuth near a given one in which no turn is left; NO_AZIMUTH where there is none. */
function settle(asked: Asked, azimuth: number): Boosted {
  let best = attempt(asked, azimuth, 0);
  let step = best.turn;
  if (canTurn(best.outcome)) {
    for (let k = 0; k < MOST_STEPS && Math.abs(best.turn) > WANTED_DEG; k++) {
      const before = best.turn;
      // 0 asks for the time anew, which costs a search.
      const tried = attempt(asked, best.azimuth + step, Math.abs(before) <= SETTLED_DEG ? best.minimumEnergy : 0);
      if (!(canTurn(tried.outcome) && Math.abs(tried.turn) < Math.abs(before))) {
        step *= 0.5;
        continue;
      }
      // The secant's step where it makes sense, else the angle left.
      const onward = (tried.turn * step) / (before - tried.turn);
      step = isFinite(onward) && Math.abs(onward) <= Math.abs(3 * tried.turn) ? onward : tried.turn;
      best = tried;
    }
    if (!(Math.abs(best.turn) <= LEFT_DEG) || best.outcome === BACKWARDS) best.outcome = NO_AZIMUTH;
  }
  return best;
}

/** Of all azimuths that leave no turn the one of least burnout speed. */
function lookThrough(asked: Asked): Boosted {
  const turn = new Float64Array(LOOKED_THROUGH);
  const apart = 360 / LOOKED_THROUGH;
  for (let k = 0; k < LOOKED_THROUGH; k++) {
    const seen = attempt(asked, k * apart, 0);
    turn[k] = seen.outcome === SOLVED ? seen.turn : NaN;
  }
  let best: Boosted | null = null;
  for (let k = 0; k < LOOKED_THROUGH; k++) {
    // The next azimuth; the last one's is the first again.
    const after = turn[(k + 1) % LOOKED_THROUGH];
    // A change of sign in between; NaN, where there is no flight, compares as none.
    if (!(turn[k] * after <= 0 && Math.abs(turn[k] - after) <= WIDEST_STEP_DEG)) continue;
    const found = settle(asked, (Math.abs(turn[k]) < Math.abs(after) ? k : k + 1) * apart);
    if (found.outcome === SOLVED && isLeast(asked, found) && !(best && best.speed < found.speed)) best = found;
  }
  return best ?? { ...attempt(asked, 0, 0), outcome: NO_AZIMUTH };
}

/** Is the minimum-energy time one of least speed, and no edge where the flight's plane turns over? */
function isLeast(asked: Asked, found: Boosted): boolean {
  const again = attempt(asked, found.azimuth, 0);
  if (!(Math.abs(again.minimumEnergy - found.minimumEnergy) <= SAME_TIME_S)) return false;
  // Where the aim stands at the end, in the inertial axes of burnout.
  const turned = ROTATION_RATE * found.freeFlight;
  const [, , , x, y, z] = wanted.ends;
  const c = Math.cos(turned);
  const s = Math.sin(turned);
  const end = [c * x - s * y, s * x + c * y, z];
  const [bx, by, bz] = found.state;
  const cosine = (end[0] * bx + end[1] * by + end[2] * bz) / (Math.hypot(...end) * Math.hypot(bx, by, bz));
  return 180 - Math.acos(Math.max(-1, Math.min(1, cosine))) / RADIANS > NEAREST_HALF_TURN_DEG;
}

/** The flight that is asked for. It burns out `downrange_km` along the geodesic on which it boosts, `height_km` above the
 *  ellipsoid. The short way is a free flight of less than half a turn about the Earth's centre, the long way one of more. A
 *  flight that does not exist has an outcome other than SOLVED. */
export function boosted(asked: Asked): Boosted {
  course(asked.latitude, asked.longitude, asked.aimLatitude, asked.aimLongitude, point);
  const [toward, ground] = point;
  // The long way leaves in the opposite direction.
  const first = settle(asked, toward + (asked.longWay ? 180 : 0));
  // The boost would overshoot the aim; the long way round there is room for any.
  if (ground <= asked.downrange_km && !asked.longWay) return { ...first, outcome: TOO_NEAR };
  const lost = first.outcome === NO_AZIMUTH || first.outcome === NO_LEAST_SPEED;
  if (ground < FAR_KM && !lost) return first;
  const best = lookThrough(asked);
  // What was found at once stands where it is no slower; and where no azimuth will do, the reason does why the first that
  // led into a flight would not.
  const none = best.outcome !== SOLVED;
  if (none && first.outcome === BELOW_GROUND) return first;
  const stands = first.outcome === SOLVED && isLeast(asked, first) && (none || first.speed <= best.speed);
  return stands ? first : best;
}
