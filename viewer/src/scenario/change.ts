/** A scenario with one deployment moved: other figures, another site, one base, one shape of flight
 *  (src/reassure/web/move.py, word for word). */

import { noSuch, ScenarioError } from "./complaint";
import { fingerprint } from "./fingerprint";
import { BOOSTER, INTERCEPTOR, type TableSpec } from "./format";
import { valueOf } from "./figure";
import { counted, placeWords } from "../data";
import { placeName as zoneName } from "./names";
import { byHand, g, movedId, movedName, titleByHand } from "./hand";
import { limitsOf } from "./limits";
import { baseIds, boosterNamed, everyBase, facesOf, idOf, interceptorNamed, siteNamed, withTheseBases } from "./lookup";
import type { BoosterTable, DeploymentTable, ForceTable, InterceptorTable, Kit, Scenario, Written } from "./tables";

/** What was set by hand. A figure that is not there stays as the scenario has it. */
export interface Move {
  deployment: string;
  base: string | null; // null: all
  burnout_speed_km_s?: number;
  divert_km_s?: number;
  launch_delay_s?: number;
  interceptors?: number; // a whole number
  site?: [number, number];
  burnout_time_s?: number;
  flight_time_ratio?: number;
}

export const FIGURES = ["burnout_speed_km_s", "divert_km_s", "launch_delay_s", "interceptors", "burnout_time_s", "flight_time_ratio"] as const;
export type Figure = (typeof FIGURES)[number];

/** What a hand may set a figure to, in words; units are in the figure's name. */
export function allowed(kit: Kit, scenario: Scenario, figure: Figure): { fits: (value: number) => boolean; words: string } {
  const [low, high] = limitsOf(kit, scenario)[figure];
  const whole = figure === "interceptors";
  return { fits: (value) => value >= low && value <= high && (!whole || Number.isInteger(value)), words: `${whole ? "a whole number, " : ""}${g(low)} to ${g(high)}` };
}

const LONGEST_NOTE = 5000;

/** The scenario with the one deployment and the flights of the one base, as moved, and a title and a note that say so.
 *  `before`: what else was changed already, in words. */
export function moved(kit: Kit, scenario: Scenario, move: Move, before: string[] = []): Scenario {
  checkLimits(kit, scenario, move);
  const table = scenario.deployment.find((d) => d.id === move.deployment);
  if (!table) throw noSuch("deployment", move.deployment, scenario.deployment.map((d) => d.id));
  const asked = narrowed(scenario, table, move);
  const words = [...before];
  let deployment = withSpeeds(kit, asked.deployment[0], move, words);
  deployment = withNumber(withDelay(deployment, move, words), move, words);
  const placed = renamed(kit, withSite(kit, deployment, move, words));
  const force = withRatio(withBurnout(kit, asked.force, move, words), move, words);
  const note = noteOf(scenario, move);
  return { ...asked, title: titleByHand(scenario.title, words), note, force, deployment: [placed] };
}

function checkLimits(kit: Kit, scenario: Scenario, move: Move): void {
  for (const name of FIGURES) {
    const value = move[name];
    const { fits, words } = allowed(kit, scenario, name);
    if (value !== undefined && !fits(value)) throw new ScenarioError(`${name} = ${g(value)}: allowed: ${words}`);
  }
}

/** The scenario with one deployment, and the forces that have the base; with that base alone. */
function narrowed(scenario: Scenario, table: DeploymentTable, move: Move): Scenario {
  const kept = scenario.force.flatMap((f, k): [number, ForceTable][] => (move.base === null || baseIds(f).includes(move.base) ? [[k, oneBase(f, move.base)]] : []));
  if (!kept.length) throw noSuch("base", String(move.base), everyBase(scenario.force));
  const faced = facesOf(scenario, table);
  const left = faced.map((k) => kept.findIndex(([old]) => old === k) + 1).filter((k) => k > 0);
  if (!left.length) throw new ScenarioError(`deployment ${table.id} faces no flight of these bases; allowed: some of ${everyBase(faced.map((k) => scenario.force[k])).join(", ")}`);
  const deployment = table.faces === undefined ? table : { ...table, faces: left };
  return { ...scenario, force: kept.map(([, f]) => f), deployment: [deployment] };
}

function oneBase(force: ForceTable, base: string | null): ForceTable {
  return base === null ? force : withTheseBases(force, force.bases.filter((b) => idOf(b) === base));
}

const assumed = (value: number, had: string): Written => ({ value, status: "assumed", source: byHand(had) });

/** The figures of a catalogue's entry as a table of its own. */
function writtenOut<T extends object>(found: T, { fields }: TableSpec): T {
  return Object.fromEntries(Object.entries(found).filter(([name]) => Object.hasOwn(fields, name))) as T;
}

function withSpeeds(kit: Kit, table: DeploymentTable, move: Move, words: string[]): DeploymentTable {
  const interceptor = interceptorNamed(kit, table.interceptor);
  let own: InterceptorTable | null = null;
  for (const [name, said] of [["burnout_speed_km_s", "burnout speed"], ["divert_km_s", "divert"]] as const) {
    const value = move[name];
    const had = valueOf(interceptor[name] ?? 0);
    if (value === undefined || value === had) continue;
    words.push(`${said} ${g(value)} km/s instead of ${g(had)}`);
    own = { ...(own ?? writtenOut(interceptor, INTERCEPTOR)), [name]: assumed(value, `${g(had)} km/s`) };
  }
  return own ? { ...table, interceptor: own } : table;
}

function withDelay(table: DeploymentTable, move: Move, words: string[]): DeploymentTable {
  const value = move.launch_delay_s;
  const given = table.launch_delay_s;
  if (value === undefined || (given !== "sensed" && valueOf(given) === value)) return table;
  const had = given === "sensed" ? given : g(valueOf(given));
  words.push(`launch delay ${g(value)} s instead of ${had}`);
  return { ...table, launch_delay_s: assumed(value, given === "sensed" ? had : `${had} s`) };
}

function withNumber(table: DeploymentTable, move: Move, words: string[]): DeploymentTable {
  const value = move.interceptors;
  if (value === undefined || value === table.interceptors) return table;
  words.push(`${counted(value, "interceptor")} instead of ${table.interceptors ?? "no number"}`);
  return { ...table, interceptors: value };
}

/** Where a deployment stands, deg; null for ships in an area. */
export function siteOf(kit: Kit, table: DeploymentTable): [number, number] | null {
  if (table.site === undefined) return null;
  const found = siteNamed(kit, table.site);
  return [found.latitude_deg, found.longitude_deg];
}

/** What the place of a deployment is called: a site's short name, an area's name, or its coordinates. */
export function placeName(kit: Kit, table: DeploymentTable): string {
  if (table.site === undefined) return typeof table.area === "string" ? zoneName(kit, table.area) : `the area of ${table.id}`;
  const found = siteNamed(kit, table.site);
  // "Redzikowo, Poland (54.5 N)" is Redzikowo.
  if (typeof table.site === "string") return found.name!.split(/[,(]/)[0].trim();
  return found.name || placeWords(found.latitude_deg, found.longitude_deg, 1);
}

function withSite(kit: Kit, table: DeploymentTable, move: Move, words: string[]): DeploymentTable {
  const { site } = move;
  const now = siteOf(kit, table);
  if (!site || (now && now[0] === site[0] && now[1] === site[1])) return table;
  const before = placeName(kit, table);
  const name = movedName(site, before);
  words.push(`site ${name}`);
  const place = table.area ?? table.site;
  const id = movedId(table.id, typeof place === "string" ? place : "", site);
  const { area: _, ...rest } = table;
  return { ...rest, id, site: { latitude_deg: site[0], longitude_deg: site[1], name, source: byHand(before) } };
}

/** A deployment that stands at another site of the catalogue than in the scenario has an id that says so. */
function renamed(kit: Kit, table: DeploymentTable): DeploymentTable {
  const given = kit.scenario.deployment.find((d) => d.id === table.id);
  if (!given || typeof table.site !== "string" || table.site === given.site) return table;
  const before = given.area ?? given.site;
  const kept = typeof before === "string" && table.id.includes(before) ? table.id.replace(before, table.site) : `${table.id}-at-${table.site}`;
  return { ...table, id: kept.slice(0, 63).replace(/-+$/, "") };
}

function withBurnout(kit: Kit, forces: ForceTable[], move: Move, words: string[]): ForceTable[] {
  const value = move.burnout_time_s;
  const boosters = forces.map((f) => boosterNamed(kit, f.booster));
  const had = boosters.map((b) => valueOf(b.burnout_time_s));
  const others = had.filter((v) => value !== undefined && v !== value);
  if (value === undefined || !others.length) return forces;
  words.push(`booster burnout ${g(value)} s instead of ${[...new Set(others.map(g))].join(" and ")}`);
  // The last of the boosters of one id says what it was, as in a table of figures by key.
  const was = new Map(boosters.flatMap((b, k): [string, number][] => (had[k] === value ? [] : [[b.id, had[k]]])));
  return forces.map((f, k) => {
    if (!was.has(boosters[k].id)) return f;
    const booster: BoosterTable = { ...writtenOut(boosters[k], BOOSTER), burnout_time_s: assumed(value, `${g(was.get(boosters[k].id)!)} s`) };
    return { ...f, booster };
  });
}

function withRatio(forces: ForceTable[], move: Move, words: string[]): ForceTable[] {
  const value = move.flight_time_ratio;
  if (value === undefined) return forces;
  const same = (f: ForceTable): boolean => (f.flight_time_ratio ?? [1]).length === 1 && (f.flight_time_ratio ?? [1])[0] === value;
  if (!forces.every(same)) words.push(`flight time ratio ${g(value)} alone`);
  return forces.map((f) => {
    const { flight_time_ratio: _, ...rest } = f;
    return value === 1 ? rest : { ...rest, flight_time_ratio: [value] };
  });
}

/** Where a moved scenario comes from: after what its own note says, or alone where both would be too long. */
function noteOf(scenario: Scenario, move: Move): string {
  const names = ["deployment", "base", "burnout_speed_km_s", "divert_km_s", "launch_delay_s", "interceptors", "site", "burnout_time_s", "flight_time_ratio"] as const;
  const said = names.filter((name) => move[name] !== undefined && move[name] !== null).map((name) => `${name} = ${name === "interceptors" ? String(move[name]) : asJson(move[name])}`);
  const ours = `Explorer, from the scenario of sha256 ${fingerprint(scenario)}: ${said.join(", ")}.`;
  const both = scenario.note ? `${scenario.note}\n${ours}` : ours;
  return both.length <= LONGEST_NOTE ? both : ours;
}

/** As Python writes the move in JSON: floats with a point. */
function asJson(value: unknown): string {
  const float = (v: number): string => (Number.isInteger(v) ? `${v}.0` : String(v));
  if (Array.isArray(value)) return `[${value.map(float).join(", ")}]`;
  return typeof value === "number" ? float(value) : JSON.stringify(value);
}
