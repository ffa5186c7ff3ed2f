/** An answer of the engine as the viewer takes it (src/reassure/report/html/view.py): one deployment against its flights. */

import { placeWords } from "../data";
import type { Curve as EngineCurve } from "../engine/curve";
import { BURNOUT_TIME, FLIGHT_COLUMNS, FREE_FLIGHT_TIME } from "../engine/family";
import type { Flights } from "../engine/flights";
import { NOT_FACED, type Pairs } from "../engine/pairs";
import type { Problem } from "../engine/problem";
import { DOWN, NEAREST, UP, steps, type Way } from "../rounding";
import { fingerprint } from "../scenario/fingerprint";
import { facesOf } from "../scenario/lookup";
import { deploymentName, interceptorName, nameOf, placeName } from "../scenario/names";
import type { Question } from "../scenario/question";
import { interceptorKey } from "../scenario/resolve";
import type { Kit, Scenario } from "../scenario/tables";
import type { Critical, Curve, DeploymentView, MissingFlight, Packed, View, ViewFlights, ViewPairs } from "../types";
import { endsOf, type Ends } from "./ends";
import { missingFlights } from "./missing";
import { theatre } from "./theatre";
import { flown, heights, outOfReach, sentence, shape, verdict, type Told } from "./words";

/** What the engine found of one deployment. */
export interface Found {
  flights: Flights;
  pairs: Pairs;
  curve: EngineCurve | null;
}

/** What an answer shows of its flights, whatever the interceptor. */
interface Shown {
  ends: Ends[];
  flights: ViewFlights;
  missing: MissingFlight[];
}

/** Of flights that stay from one answer to the next. */
const staying = new WeakMap<Flights, Shown>();

function shownOf(problem: Problem, flights: Flights): Shown {
  const before = staying.get(flights);
  if (before) return before;
  const of = endsOf(problem.forces);
  const ends = Array.from(flights.number, of);
  const made = { ends, flights: flightsView(flights, ends), missing: missingFlights(problem, flights, of) };
  staying.set(flights, made);
  return made;
}

/** The whole view of a scenario with one deployment, as it was found. */
export function viewOf(kit: Kit, scenario: Scenario, question: Question, found: Found): View {
  const { problem } = question;
  const { ends, flights, missing } = shownOf(problem, found.flights);
  const shown = theatre(kit, scenario, problem);
  const names = namesOf(kit, question, shown);
  const told = toldOf(kit, scenario, question, found, ends, names);
  const [battery] = problem.batteries;
  const long = ends.filter((e) => problem.forces[e.force].boost.long_way).length;
  return {
    format: "reassure-view/1",
    title: scenario.title,
    version: kit.words.version,
    sha256: fingerprint(scenario),
    command: "",
    files: [],
    seed: null,
    verdict: verdict(told),
    names,
    decisive: 0,
    slanted: kit.words.slanted,
    assumptions: [...kit.words.assumptions, flown(long, ends.length), heights(battery.intercept_heights_km)],
    deployments: [deployment(kit, question, told)],
    flights,
    pairs: pairsView(kit, found.pairs),
    estimate: null,
    theatre: shown,
    curves: found.curve && [curveView(found.curve)],
    uncertainty: null,
    missing,
    sources: question.sources,
    proofs: [],
    certificates_beside: null,
    footprints: [],
  } as View;
}

/** What people call everything that a page names but deployments, by its id. */
function namesOf(kit: Kit, question: Question, shown: NonNullable<View["theatre"]>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const radar of shown.radars) out[radar.id] = nameOf(kit, radar.id);
  // "interceptor.sm3-iia.burnout_speed_km_s": a figure's key names what it is of.
  for (const key of question.sources.map((s) => s.key.split("."))) if (key.length > 2 && key[0] !== "deployment") out[key[1]] = nameOf(kit, key[1]);
  for (const f of question.figures) out[f.interceptor] = interceptorName(kit, f.interceptor);
  const said = new Map(shown.areas.filter((a) => a.kind !== "deployment" && a.name).map((a) => [a.id, a.name!]));
  for (const force of question.problem.forces) for (const place of [...force.origins, ...force.aims]) out[place.id] = said.get(place.id) ?? nameOf(kit, place.id);
  return out;
}

function toldOf(kit: Kit, scenario: Scenario, question: Question, found: Found, ends: Ends[], names: Record<string, string>): Told {
  const { pairs } = found;
  const [battery] = question.problem.batteries;
  const [figures] = question.figures;
  const [table] = scenario.deployment;
  const faced = [...pairs.reason].map((r) => r !== NOT_FACED);
  const count = faced.filter(Boolean).length;
  const outside = faced.filter((f, i) => f && !(pairs.margin_km_s[i] <= 0)).length;
  const ratios = [...new Set(ends.map((e) => e.ratio))].sort((a, b) => a - b);
  const { points } = battery.place;
  return {
    name: deploymentName(kit, figures, points.length === 1 ? points[0] : null),
    key: interceptorKey(table),
    id: battery.id,
    count,
    faces: table.faces === undefined ? null : facesOf(scenario, table).map((k) => scenario.force[k].id ?? `#${k + 1}`),
    out: count ? outside / count : 1,
    available_km_s: battery.burnout_speed_km_s + battery.divert_km_s,
    burnout_speed_km_s: battery.burnout_speed_km_s,
    launch_delay_s: battery.launch.delay_s,
    worst: least(pairs.margin_km_s),
    latest: least(pairs.critical_launch_delay_s.map((v) => -v)),
    flight: (i) => `${names[ends[i].base]} to ${placeWords(...(ends[i].to.map((v) => steps(v, 4) / 1e4) as [number, number]))}, ${shape(ends[i].ratio, ratios)}`,
    pairs,
    sources: question.sources,
  };
}

/** The place of the least number; the first of several; null where there is none. */
function least(values: Float64Array): number | null {
  let best: number | null = null;
  values.forEach((v, i) => {
    if (Number.isFinite(v) && (best === null || v < values[best])) best = i;
  });
  return best;
}

/** A number rounded to so many digits; null for what is none. */
const kept = (value: number, digits: number, way: Way = NEAREST): number | null => (Number.isFinite(value) ? steps(value, digits, way) / 10 ** digits : null);

function deployment(kit: Kit, question: Question, told: Told): DeploymentView {
  const { pairs, worst, latest } = told;
  const [figures] = question.figures;
  const critical: Critical = {
    burnout_speed_km_s: worst === null ? null : kept(pairs.critical_burnout_speed_km_s[worst], 6),
    launch_delay_s: latest === null ? null : kept(pairs.critical_launch_delay_s[latest], 3, UP),
    after_burnout_s: latest === null ? null : kept(pairs.critical_after_burnout_s[latest], 3, UP),
  };
  return {
    ...figures,
    name: told.name,
    place_name: placeName(kit, figures.place),
    launch_delay_s: told.launch_delay_s,
    least_margin_km_s: worst === null ? null : kept(pairs.margin_km_s[worst], 6),
    worst_flight: worst,
    latest_flight: latest,
    share_out_of_reach: told.out,
    out_of_reach: outOfReach(told.out),
    critical,
    words: sentence(told),
    latest_name: latest === null ? null : told.flight(latest),
    estimate: null,
  } as DeploymentView;
}

/** A list, or one number or null where all are the same. */
function packed(values: (number | null)[]): Packed {
  const [first] = values;
  return values.every((v) => v === first) ? (first ?? null) : values;
}

/** Whole numbers, halves to the even one as numpy rounds. */
function whole(value: number): number {
  const below = Math.floor(value);
  const over = value - below;
  return over < 0.5 || (over === 0.5 && below % 2 === 0) ? below : below + 1;
}

function flightsView(flights: Flights, ends: Ends[]): ViewFlights {
  const { rows, count } = flights;
  const bases = [...new Set(ends.map((e) => e.base))].sort();
  const aims = [...new Set(ends.map((e) => e.aim))].sort();
  const ratios = [...new Set(ends.map((e) => e.ratio))].sort((a, b) => a - b);
  const column = (k: number, scale: number): number[] => Array.from({ length: count }, (_, i) => whole(rows[i * FLIGHT_COLUMNS + k] * scale));
  const vectors = (from: number, scale: number): number[] => Array.from({ length: 3 * count }, (_, k) => whole(rows[Math.floor(k / 3) * FLIGHT_COLUMNS + from + (k % 3)] * scale));
  return {
    count,
    bases,
    aims,
    shapes: ratios.map((ratio) => ({ ratio, words: shape(ratio, ratios) })),
    base: ends.map((e) => bases.indexOf(e.base)),
    aim: ends.map((e) => aims.indexOf(e.aim)),
    shape: ends.map((e) => ratios.indexOf(e.ratio)),
    base_place: ends.flatMap((e) => e.from.map((v) => whole(v * 1e4))),
    aim_place: ends.flatMap((e) => e.to.map((v) => steps(v, 4))),
    burnout_time: packed(column(BURNOUT_TIME, 10)),
    flight_time: packed(Array.from({ length: count }, (_, i) => whole((rows[i * FLIGHT_COLUMNS + BURNOUT_TIME] + rows[i * FLIGHT_COLUMNS + FREE_FLIGHT_TIME]) * 10))),
    burnout_speed: packed(Array.from({ length: count }, (_, i) => whole(flights.speed[i]))),
    position: vectors(0, 0.1),
    velocity: vectors(3, 100),
  };
}

/** Steps of so many digits, by way of those that a file has. */
const counts = (values: Float64Array, digits: number, way: Way = NEAREST): Packed =>
  packed([...values].map((v) => (Number.isFinite(v) ? steps(steps(v, Math.max(digits, 2), way) / 10 ** Math.max(digits, 2), digits, way) : null)));

function pairsView(kit: Kit, p: Pairs): ViewPairs {
  // Down; and what is above zero stays above it.
  const margins = [...p.margin_km_s].map((v) => (Number.isFinite(v) ? (v > 0 ? Math.max(steps(v, 4, DOWN), 1) : steps(v, 4, DOWN)) : null));
  const places = new Map<number, [number, number]>();
  p.site.forEach((k, i) => k >= 0 && !places.has(k) && places.set(k, [p.site_latitude_deg[i], p.site_longitude_deg[i]]));
  // Points of a deployment that are one place are shown as one.
  const sorted = [...new Map([...places.values()].map((place) => [place.join(" "), place])).entries()].sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1]);
  const index = new Map([...places].map(([k, place]) => [k, sorted.findIndex(([key]) => key === place.join(" "))]));
  const site = Array.from(p.site, (k) => index.get(k) ?? -1);
  return {
    margin: [packed(margins)],
    launch: [counts(p.launch_s, 0)],
    intercept: [counts(p.intercept_s, 0)],
    latest: [counts(p.critical_launch_delay_s, 1, UP)],
    site: [sorted.length ? packed(site) : null],
    sites: [sorted.map(([, place]): [number, number] => [Number(place[0].toFixed(4)), Number(place[1].toFixed(4))])],
    reason: [packed([...p.reason])],
    reasons: kit.words.reasons,
    not_faced: NOT_FACED,
  };
}

const curveView = (c: EngineCurve): Curve => ({ flights: c.flights, delay_s: c.delay_s, required_speed_km_s: c.required_speed_km_s.map((v) => (v === null ? null : Number(v.toFixed(4)))) });
