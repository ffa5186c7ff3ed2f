/** Every case of engine-cases.json.gz through the viewer's engine: how far its answers are from the package's. Bundled and
 *  run by tests/viewer/test_engine_cases.py. */

import { chordBound, energyBound, leastSpeed, leastTime, longWayBound, quickest } from "../../viewer/src/engine/arcs";
import { boosted } from "../../viewer/src/engine/boost";
import { RADIANS } from "../../viewer/src/engine/constants";
import { minimumEnergyTime, timedFlight } from "../../viewer/src/engine/family";
import { earthFixed, geodetic } from "../../viewer/src/engine/frames";
import { ahead, course } from "../../viewer/src/engine/geodesics";
import { parts } from "../../viewer/src/engine/heights";
import { propagate, state } from "../../viewer/src/engine/kepler";
import { lambert, velocities } from "../../viewer/src/engine/lambert";
import { lattice } from "../../viewer/src/engine/lattice";
import { delaysOf } from "../../viewer/src/engine/launches";
import { SOLVED } from "../../viewer/src/engine/outcome";
import { Searcher, unknownRequired } from "../../viewer/src/engine/pairs";
import type { Boost, Problem } from "../../viewer/src/engine/problem";
import { radarRow, sighting } from "../../viewer/src/engine/radar";
import { Desk, type Reply } from "../../viewer/src/engine/desk";
import { Pool, type Port } from "../../viewer/src/engine/pool";
import type { Changes } from "../../viewer/src/engine/move";
import { reachKm } from "../../viewer/src/engine/reach";
import { Solver, solve, type Answer as Solved } from "../../viewer/src/engine/solve";
import { pieces } from "../../viewer/src/links";
import { leastEnergyTime, leaving, oneWay, relativeSpeed } from "../../viewer/src/engine/transfer";

type Answer = (number | null)[];

/** A kind of question: its cases as scripts/engine_cases.py draws them. */
interface Kind {
  inputs: any[][];
  outputs: Answer[];
  problems?: Problem[];
}

interface Cases {
  flights: number[][];
  areas: [number, number][][];
  bands: [number, number | null][];
  boosts: Boost[];
  kinds: Record<string, Kind>;
}

/** How far answers of a kind are from the package's. */
export interface Told {
  cases: number;
  /** Cases in which one side has a number and the other none, or another count of numbers. */
  unlike: number[];
  /** The greatest difference of each column, and the case that has it; columns beyond the last named one are one. */
  worst: { column: number; off: number; at: number }[];
  /** Differences above a bound that the caller gave: of each case the column and the difference. */
  beyond: [number, number, number][];
}

let cases: Cases;

const number = (x: number): number | null => (Number.isFinite(x) ? x : null);
const numbers = (...values: (number | ArrayLike<number>)[]): Answer =>
  values.flatMap((v) => (typeof v === "number" ? [number(v)] : Array.from(v, number)));

function rowOf(i: number): Float64Array {
  return Float64Array.from(cases.flights[i].slice(0, 8));
}

type Seven = [number, number, number, number, number, number, number];

function speedOf(c: any[]): Answer {
  const [px, py, pz, qx, qy, qz, tau] = c as Seven;
  const slower = relativeSpeed(tau, px, py, pz, qx, qy, qz);
  const outcome = oneWay(px, py, pz, qx, qy, qz, tau, true);
  return numbers(slower, leastEnergyTime(px, py, pz, qx, qy, qz), outcome, leaving[0]);
}

function quickestOf(c: any[]): Answer {
  const least = leastSpeed(...(c as Seven));
  return least === Infinity ? [null] : numbers(quickest(Float64Array.from(c.slice(0, 6)), 1.05 * least, leastTime[0]));
}

function timedOf(c: any[]): Answer {
  const wanted = { ends: Float64Array.from(c.slice(0, 9)), longWay: c[10] };
  const time = minimumEnergyTime(wanted);
  if (time === 0) return [0, null, null];
  const outcome = timedFlight(wanted, c[9] * time);
  return numbers(time, outcome, leaving[0]);
}

function boostedOf([latitude, longitude, aimLatitude, aimLongitude, ratio, downrange_km, height_km, longWay]: any[]): Answer {
  const f = boosted({ latitude, longitude, aimLatitude, aimLongitude, ratio, downrange_km, height_km, longWay });
  if (f.outcome !== SOLVED) return [f.outcome, ...Array(9).fill(null)];
  return numbers(f.outcome, f.azimuth, f.state, f.speed, f.freeFlight);
}

function geodeticOf([lat, lon, height]: any[]): Answer {
  const p = new Float64Array(3);
  earthFixed(lat * RADIANS, lon * RADIANS, height, p, 0);
  const back = new Float64Array(3);
  geodetic(p[0], p[1], p[2], back);
  return numbers(p, back);
}

function geodesicOf([lat1, lon1, lat2, lon2, azimuth, km]: any[]): Answer {
  const there = new Float64Array(3);
  const on = new Float64Array(3);
  course(lat1, lon1, lat2, lon2, there);
  ahead(lat1, lon1, azimuth, km, on);
  return numbers(there.subarray(0, 2), on.subarray(0, 2));
}

function above(places: [number, number][], height: number): Float64Array {
  const out = new Float64Array(3 * places.length);
  places.forEach(([lat, lon], k) => earthFixed(lat * RADIANS, lon * RADIANS, height, out, 3 * k));
  return out;
}

function latticeOf([area]: any[]): Answer {
  const { order, sites } = lattice(above(cases.areas[area], 0));
  return numbers(sites.leading, order, sites.neighbours);
}

function requiredOf([place, height, i, ready, speed]: any[]): Answer {
  const searcher = new Searcher(lattice(above(typeof place === "number" ? cases.areas[place] : [place], height)));
  const counted = { owner: Int32Array.of(0), rows: rowOf(i) };
  const waits = Float64Array.of(ready);
  const found = searcher.required(counted, waits);
  const latest = searcher.latest(counted, waits, found, unknownRequired(1), ready, speed);
  return numbers(found.speed, found.departure, found.intercept, latest);
}

function sightingOf(c: any[]): Answer {
  const radar = radarRow({
    latitude_deg: c[0],
    longitude_deg: c[1],
    height_km: c[2] / 1e3,
    range_km: c[3] / 1e3,
    boresight_deg: c[4],
    sector_deg: c[5],
    least_elevation_deg: c[6],
    greatest_elevation_deg: c[7],
  });
  const out = new Float64Array(2);
  sighting(radar, rowOf(c[8]), Float64Array.from(cases.flights[c[8]].slice(8)), c[9], c[10], out);
  return numbers(out);
}

function wholeOf(c: any[]): Answer {
  const [lat, lon, aimLat, aimLon, ratio, boost, place, delay_s, height, burn, speed, divert, band] = c;
  const problem: Problem = {
    format: "reassure-problem/1",
    forces: [
      {
        origins: [{ id: "base", points: [[lat, lon]] }],
        aims: [{ id: "aim", points: [[aimLat, aimLon]] }],
        boost: cases.boosts[boost],
        flight_time_ratio: [ratio],
      },
    ],
    batteries: [
      {
        id: "battery",
        place: { id: "place", points: typeof place === "number" ? cases.areas[place] : [place] },
        burnout_speed_km_s: speed,
        divert_km_s: divert,
        burnout_height_km: height,
        burn_time_s: burn,
        intercept_heights_km: cases.bands[band],
        launch: { delay_s },
        faces: [0],
      },
    ],
    sensors: [],
  };
  const { flights, pairs: p } = solve(problem, { deployment: "battery" }, false);
  if (!flights.count) return Array(6).fill(null);
  return numbers(p.required_speed_km_s, p.margin_km_s, p.critical_launch_delay_s, p.launch_s, p.intercept_s, p.reason);
}

function sensedOf(_: any[], problem: Problem): Answer {
  const { flights, pairs } = solve(problem, { deployment: "battery" }, false);
  if (!flights.count) return Array(12).fill(null);
  const delays = delaysOf(problem.batteries[0], problem.sensors, flights.rows, flights.bases);
  return numbers(delays, pairs.required_speed_km_s, pairs.critical_launch_delay_s, pairs.reason);
}

function curveOf(_: any[], problem: Problem): Answer {
  const { flights, curve } = solve(problem, { deployment: "battery" });
  if (!flights.count || !curve) return [];
  return numbers(curve.flights, curve.delay_s, curve.required_speed_km_s.map((v) => v ?? NaN));
}

const ASK: Record<string, (c: any[], problem: Problem) => Answer> = {
  kepler: (c) => numbers(propagate(...(c as Seven)), state),
  lambert: (c) => numbers(lambert(...(c as [...Seven, boolean])), velocities),
  speed: speedOf,
  bounds: ([px, py, pz, qx, qy, qz, tau]) =>
    numbers(chordBound(px, py, pz, qx, qy, qz, tau), energyBound(px, py, pz, qx, qy, qz, tau), longWayBound(px, py, pz)),
  least: (c) => numbers(leastSpeed(...(c as Seven)), leastTime[0]),
  quickest: quickestOf,
  timed: timedOf,
  boosted: boostedOf,
  heights: ([i, low, high]) => numbers(parts(rowOf(i), 1e3 * low, high === null ? Infinity : 1e3 * high).rows),
  geodetic: geodeticOf,
  geodesic: geodesicOf,
  lattice: latticeOf,
  required: requiredOf,
  sighting: sightingOf,
  whole: wholeOf,
  sensed: sensedOf,
  curve: curveOf,
};

/** From one azimuth to another, -180 to 180 deg. */
const turnedBy = (from: number, to: number): number => ((((to - from + 180) % 360) + 360) % 360) - 180;

/** The engine's answers to all cases of a kind against those of the file. `bounds`: of each column the difference that is
 *  allowed, the last one for all columns after it. */
function compare(name: string, kind: Kind, bounds: number[]): Told {
  const told: Told = { cases: kind.inputs.length, unlike: [], worst: bounds.map((_, column) => ({ column, off: 0, at: -1 })), beyond: [] };
  kind.inputs.forEach((input, at) => {
    const expected = kind.outputs[at];
    const got = ASK[name](input, kind.problems?.[at] as Problem);
    if (got.length !== expected.length || got.some((v, k) => (v === null) !== (expected[k] === null))) {
      told.unlike.push(at);
      return;
    }
    got.forEach((value, k) => {
      const column = Math.min(k, bounds.length - 1);
      const off = value === null ? 0 : Math.abs(name === "boosted" && k === 1 ? turnedBy(value, expected[k]!) : value - expected[k]!);
      if (off > told.worst[column].off) told.worst[column] = { column, off, at };
      if (off > bounds[column]) told.beyond.push([at, k, off]);
    });
  });
  return told;
}

/** All kinds that `bounds` names. */
export function check(file: Cases, bounds: Record<string, number[]>): Record<string, Told> {
  cases = file;
  return Object.fromEntries(Object.entries(bounds).map(([name, ends]) => [name, compare(name, file.kinds[name], ends)]));
}

/** A worker that works here: messages are copied, as those to a worker are. */
function port(): Port {
  const desk = new Desk();
  const made: Port = {
    onmessage: null,
    postMessage(ask) {
      const answered = desk.answer(structuredClone(ask));
      if (!answered) return;
      const reply: Reply = structuredClone(answered.reply, { transfer: answered.transfer });
      queueMicrotask(() => made.onmessage!({ data: reply }));
    },
  };
  return made;
}

const plain = ({ flights, pairs, curve }: Solved): string =>
  JSON.stringify([flights, pairs, curve], (_, v: unknown) => (ArrayBuffer.isView(v) ? Array.from(v as Float64Array, String) : v));

/** Where a solver that is asked move after move, or some workers, do not answer as one that is asked once. */
export async function disagreements(problem: Problem, moves: Changes[]): Promise<string[]> {
  const solver = new Solver(problem);
  const pools = [1, 2, 3].map((n) => new Pool(problem, Array.from({ length: n }, port)));
  const out: string[] = [];
  const together = new Pool(problem, [port(), port()]);
  const atOnce = await Promise.all(moves.map((move) => together.solve(move)));
  for (const [k, move] of moves.entries()) {
    const expected = plain(solve(problem, move));
    if (plain(solver.solve(move)) !== expected) out.push(`move ${k}: the solver that has answered before`);
    for (const [i, pool] of pools.entries()) if (plain(await pool.solve(move)) !== expected) out.push(`move ${k}: ${i + 1} workers`);
    if (plain(atOnce[k]) !== expected) out.push(`move ${k}: two workers, all moves at once`);
  }
  return out;
}

/** What moves come to: numbers of pairs by their names, null for none. */
export function answers(problem: Problem, moves: Changes[]): Record<string, (number | null)[]>[] {
  const solver = new Solver(problem);
  return moves.map((move) => {
    const { flights, pairs, curve } = solver.solve(move);
    const shown: Record<string, (number | null)[]> = { number: [...flights.number], row: numbers(flights.rows), delay: [], least: [] };
    for (const [name, values] of Object.entries(pairs) as [string, Float64Array][]) shown[name] = numbers(values);
    return { ...shown, delay: curve?.delay_s ?? [], least: curve?.required_speed_km_s ?? [] };
  });
}

export { pageAnswers } from "./answers";
/** How far arcs of some speeds (km/s) go along the ground, km; null where they stay up. */
export const reaches = (speeds: number[]): (number | null)[] => speeds.map(reachKm);

export const piecesOf = (texts: string[]): [string, string | null][][] => texts.map(pieces);
