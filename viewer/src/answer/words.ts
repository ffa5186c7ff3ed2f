/** An answer of one deployment in words (src/reassure/report/wording.py and verdict.py, word for word). */

import { BEYOND_RANGE, SOLVED, TOO_FAST } from "../engine/outcome";
import type { Pairs } from "../engine/pairs";
import { g } from "../scenario/hand";
import { apart, digitsBefore, DOWN, down, nearest, percent, steps, up, UP } from "../rounding";
import type { FigureUsed } from "../types";

/** What the words are made from. */
export interface Told {
  name: string; // the deployment's
  key: string; // of its interceptor's figures: "interceptor.ID", or that of its own
  id: string;
  count: number; // flights that it faces
  faces: string[] | null; // forces that it faces, by name; null: all
  out: number; // share out of reach
  available_km_s: number;
  burnout_speed_km_s: number;
  launch_delay_s: number | null;
  worst: number | null; // flights
  latest: number | null;
  flight: (i: number) => string; // how sentences name a flight
  pairs: Pairs;
  sources: FigureUsed[];
}

/** "minimum-energy", "depressed" or "lofted"; with the ratio where several are lofted, or several depressed. */
export function shape(ratio: number, among: number[]): string {
  if (ratio === 1) return "minimum-energy";
  const word = ratio < 1 ? "depressed" : "lofted";
  return among.some((r) => r !== ratio && r !== 1 && r < 1 === ratio < 1) ? `${word} ${g(ratio)}` : word;
}

const commas = (n: number): string => n.toLocaleString("en");

/** Between which heights an intercept counts. */
export function heights([low, high]: [number, number | null]): string {
  if (high === null) return `An intercept counts ${low <= 0 ? "at every height" : `from ${g(low)} km up`}.`;
  return `An intercept counts from ${g(low)} to ${g(high)} km.`;
}

/** How the flights boost, and which way round the Earth they go. `long`: how many of `count` go the long way. */
export function flown(long: number, count: number): string {
  const boost = "Flights boost the way they fly: at burnout there is no turn.";
  if (!long) return `${boost} They go the short way round: by less than half a turn about the Earth's centre.`;
  if (long === count) return `${boost} They go the long way round: by more than half a turn about the Earth's centre.`;
  return `${boost} ${commas(long)} of ${commas(count)} go the long way round, by more than half a turn about the Earth's centre; the others the short way.`;
}

/** The answer in a sentence or two: what it reaches, how closely, what flips it. */
export function sentence(t: Told): string {
  const words = [opening(t)];
  if (t.worst !== null) {
    const [takes, has] = apart(t.pairs.required_speed_km_s[t.worst], t.available_km_s);
    words.push(`The closest (${t.flight(t.worst)}) takes ${takes} km/s; it has ${has}.`);
  }
  words.push(flip(t));
  return words.join(" ");
}

function opening(t: Told): string {
  const flights = t.faces ? ` that it faces (force${t.faces.length > 1 ? "s" : ""} ${t.faces.join(", ")}; ${commas(t.count)} flights)` : "";
  if (t.worst === null) return `out of reach of every flight${flights}: ${noneMet(t)}.`;
  const who = `launched ${delayed(t.launch_delay_s)}, the ideal interceptor`;
  if (t.out === 1) return `${who} could reach no flight${flights}.`;
  if (t.out === 0) return `${who} could reach every flight${flights}.`;
  return `${who} could reach ${percent(1 - t.out, UP)} of the flights${flights}.`;
}

/** When an interceptor is launched; null: as its sensors allow. */
function delayed(delay: number | null): string {
  if (delay === null) return "as soon as its sensors allow";
  return delay === 0 ? "with the flight" : `${nearest(delay)} s after the flight`;
}

function noneMet(t: Told): string {
  const why = [...t.pairs.reason].filter((r) => r !== 7);
  if (why.every((r) => r === 6)) return "none is ever at a height that counts";
  if (why.every((r) => r === 5)) return "no sensor of this deployment tracks one";
  return "no arc above the ground meets one after this delay";
}

/** A critical delay as a file has it: three digits, up. */
const late = (value: number): number => steps(value, 3, UP) / 1e3;

function flip(t: Told): string {
  const { latest, worst } = t;
  if (latest === null) return "No delay changes that: even if launched with the flight it reaches none.";
  const after = late(t.pairs.critical_after_burnout_s[latest]);
  const whose = latest === worst ? "that flight's launch" : worst !== null ? `the launch of another (${t.flight(latest)})` : `a flight's launch (${t.flight(latest)})`;
  const delay = late(t.pairs.critical_launch_delay_s[latest]);
  const digits = t.out === 1 && t.launch_delay_s !== null ? digitsBefore(delay, t.launch_delay_s) : 0;
  const beside = after >= 0 ? `${up(after, digits)} s after` : `${down(-after, digits)} s before`;
  const moment = `${up(delay, digits)} s after ${whose}, ${beside} its burnout`;
  return t.out === 1 ? `It would reach one if it left no later than ${moment}.` : `It reaches none if it leaves later than ${moment}.`;
}

/** The whole answer in one sentence, which begins "Yes", "No" or "It depends". */
export function verdict(t: Told): string {
  const flipped = flips(t);
  if (flipped) return flipped;
  if (t.out === 1) return `No: ${none(t)}.`;
  if (t.out === 0) return `Yes: ${each(t)}.`;
  return `It depends on the flight: ${t.name} could reach ${percent(1 - t.out, UP)} of ${flights(t)}.`;
}

function flights(t: Told, all = false): string {
  const number = t.count === 1 ? "one flight" : `${commas(t.count)} flights`;
  return `${t.count !== 1 && all ? "each of " : ""}the ${number}${t.faces ? " that it faces" : ""}`;
}

const none = (t: Told): string => `${t.name} could ${t.count === 1 ? "not reach" : "reach none of"} ${flights(t)}`;
const each = (t: Told): string => `${t.name} could reach ${flights(t, true)}`;

function asGiven(t: Told): string {
  if (t.out === 1) return none(t);
  return t.out === 0 ? each(t) : `${t.name} could reach ${percent(1 - t.out, UP)} of ${flights(t)}`;
}

/** The answer where a figure within its span flips it; null where none does. */
function flips(t: Told): string | null {
  const at = (values: Float64Array, flight: number | null): number | null => (flight === null || Number.isNaN(values[flight]) ? null : values[flight]);
  const speed = at(t.pairs.critical_burnout_speed_km_s, t.worst);
  const speeds = span(t.sources, t.key + ".burnout_speed_km_s");
  if (speed !== null && speeds && speeds.low < rounded6(speed) && rounded6(speed) < speeds.high)
    return `It depends on the burnout speed: from ${apart(rounded6(speed), speeds.value)[0]} km/s up at least one flight is within reach, below that none. As given, with ${g(speeds.value)} km/s, ${asGiven(t)}; the scenario's interval for the speed is ${g(speeds.low)} to ${g(speeds.high)} km/s.`;
  const delay = at(t.pairs.critical_launch_delay_s, t.latest);
  const delays = span(t.sources, `deployment.${t.id}.launch_delay_s`);
  if (t.launch_delay_s !== null && delay !== null && delays && delays.low < late(delay) && late(delay) < delays.high)
    return `It depends on the launch delay: up to ${up(late(delay), digitsBefore(late(delay), delays.value))} s after a flight's launch at least one is within reach, later none. As given, with ${g(delays.value)} s, ${asGiven(t)}; the scenario's interval for the delay is ${g(delays.low)} to ${g(delays.high)} s.`;
  return null;
}

const rounded6 = (value: number): number => steps(value, 6) / 1e6;

/** The ends of a figure's interval and of what others hold. */
function span(sources: FigureUsed[], key: string): { value: number; low: number; high: number } | null {
  const found = sources.find((s) => s.key === key);
  if (!found) return null;
  const ends = [found.value, ...[found.low, found.high].filter((x): x is number => x != null), ...(found.dissent ?? []).map((d) => d.value)];
  return { value: found.value, low: Math.min(...ends), high: Math.max(...ends) };
}

/** Why there is no flight, by the outcome's number (src/reassure/flight/outcome.py). */
const REMEDY: Record<number, string> = {
  1: "a coordinate or time is not finite, a radius is zero, or the time is not positive",
  2: "the two positions are the same point; every straight-up arc joins it to itself",
  3: "the two positions are opposite each other; any plane joins them, so name one by moving an end",
  4: "the arc passes within 100 km of the centre of attraction, where rounding decides it",
  5: "the iteration did not settle; please report the case",
  6: "every arc of that flight time passes below the ground; ask for a longer flight time",
  7: "the aim is nearer than where the boost ends; give a booster of shorter downrange_km",
  8: "it would leave its boost backwards",
  9: "no flight time has the least burnout speed: the aim is too nearly opposite the burnout, or too far for a flight of this way round; move the aim",
  10: "in no azimuth does the boost lead into the flight: the aim is too nearly opposite the base, or too near to it; move the aim",
};

/** Flights of one base, aim and shape that do not exist. */
export interface Lost {
  outcome: number;
  booster: { id: string; greatest_range_km: number | null; greatest_burnout_speed_km_s: number | null };
  ground_km: number[]; // of each: from base to aim
  speed_m_s: number[]; // of each
}

/** Why some flights do not exist. */
export function missing(lost: Lost): string {
  if (lost.outcome === SOLVED) return "";
  const { booster } = lost;
  if (lost.outcome === BEYOND_RANGE) return `${range(lost.ground_km)} km away; booster ${booster.id} reaches at most ${g(booster.greatest_range_km!)} km`;
  if (lost.outcome === TOO_FAST) return `burnout speed ${range(lost.speed_m_s.map((v) => v / 1e3), 2)} km/s; booster ${booster.id} has at most ${g(booster.greatest_burnout_speed_km_s!)} km/s`;
  return REMEDY[lost.outcome];
}

/** The least and the greatest of some values, in words. */
function range(values: number[], digits = 0): string {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((v) => v.toFixed(digits));
  return least === most ? least : `${least} to ${most}`;
}

/** The share out of reach in words. */
export const outOfReach = (share: number): string => percent(share, DOWN);
