/** A scenario's file read in the page, with one clear line for whatever is wrong (src/reassure/scenario/reader.py, complaint.py). */

import { parse, TomlError } from "smol-toml";
import { ScenarioError, located, printable, shown, type Path } from "./complaint";
import { SCENARIO, type Fields, type Spec } from "./format";
import { g } from "./hand";
import { resolve } from "./resolve";
import { NOT_MODELLED } from "./not_modelled";
import { nearestOf } from "./similar";
import { greatestOf, leastOf, valueOf } from "./figure";
import type { Kit, Scenario } from "./tables";

/** Bytes. A scenario is written by a person; more than this is some other file. */
const LARGEST_FILE = 1_000_000;

interface Problem {
  path: Path;
  value?: unknown; // shown beside the key
  message: string;
}

/** Throws an Error where a file is larger than any scenario. */
export function checkSize(bytes: number, name: string): void {
  if (bytes > LARGEST_FILE) throw new Error(`${name}: larger than ${LARGEST_FILE} bytes; allowed: a scenario file`);
}

/** The scenario in the text of a file; `name` stands for the file in errors. Throws an Error with one line. */
export function read(kit: Kit, text: string, name: string): Scenario {
  checkSize(text.length, name);
  const table = parsed(text, name);
  if (table.format !== "reassure-scenario/1") throw new Error(`${name}: ${"format" in table ? `format = ${shown(table.format)}` : "no format line"}; allowed: format = "reassure-scenario/1"`);
  const problems: Problem[] = [];
  held(SCENARIO, table, [], problems);
  if (!problems.length) problems.push(...together(table as unknown as Scenario));
  if (problems.length) {
    const [first] = problems;
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
    throw new Error(located(name, first.path, text, "value" in first ? shown(first.value) : "", first.message + more));
  }
  const scenario = table as unknown as Scenario;
  try {
    resolve(kit, scenario);
  } catch (error) {
    if (error instanceof ScenarioError) throw new Error(located(name, error.path, text, "", error.message));
    throw error;
  }
  return scenario;
}

function parsed(text: string, name: string): Record<string, unknown> {
  // As the command line does: a key of very many parts nests as deeply, and is slow to read.
  if (/(?<![\w-])(?:[\w-]+["']?[ \t]*\.[ \t]*["']?){40}/.test(text)) throw new Error(`${name}: a dotted key of more than 40 parts; allowed: a scenario file`);
  try {
    return parse(text, { maxDepth: 50 }) as Record<string, unknown>;
  } catch (error) {
    const said = printable((error instanceof Error ? error.message : String(error)).split("\n")[0].replace(/^Invalid TOML document: /, ""));
    const where = error instanceof TomlError ? ` (at line ${error.line}, column ${error.column})` : "";
    throw new Error(`${name}: not TOML: ${said}${where}`);
  }
}

const isTable = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** Hold a value to what may stand there. */
function held(spec: Spec, value: unknown, path: Path, out: Problem[]): void {
  const wrong = (message: string): void => void out.push({ path, value, message });
  switch (spec.is) {
    case "text":
      return text(spec, value, wrong);
    case "number":
      if (typeof value !== "number") return wrong("allowed: a number");
      return range(value, spec, wrong);
    case "whole":
      if (typeof value !== "number" || !Number.isInteger(value)) return wrong("allowed: a whole number");
      return range(value, spec, wrong);
    case "flag":
      return typeof value === "boolean" ? undefined : wrong("allowed: true or false");
    case "choice":
      return spec.of.includes(value as string) ? undefined : wrong(`allowed: ${spec.of.map((o) => `'${o}'`).join(", ").replace(/, (?=[^,]*$)/, " or ")}`);
    case "figure":
      return figure(spec, value, path, out);
    case "force":
      return typeof value === "string" || (typeof value === "number" && Number.isInteger(value)) ? undefined : wrong("allowed: a force's id (text), or its number, counted from 1");
    case "polygon":
      return polygon(value, wrong);
    case "drag":
      return Array.isArray(value) && value.length > 0 && value.length <= 100 && value.every((p) => Array.isArray(p) && p.length === 2 && p.every((c) => typeof c === "number")) ? undefined : wrong("allowed: [[Mach number, drag coefficient], ...], 1 to 100");
    case "list":
      if (!Array.isArray(value)) return wrong("allowed: a list");
      if (value.length < spec.least) return wrong(`empty; allowed: at least ${spec.least}`);
      if (value.length > spec.most) return wrong(`too many; allowed: at most ${spec.most}`);
      return value.forEach((item, k) => held(spec.of, item, [...path, k], out));
    case "either": {
      const picked = spec.pick(value);
      return picked ? held(picked, value, path, out) : wrong(spec.allowed);
    }
    case "table":
      return isTable(value) ? table(spec.fields, value, path, out) : wrong("allowed: a table");
  }
}

function table(fields: Fields, value: Record<string, unknown>, path: Path, out: Problem[]): void {
  for (const key of Object.keys(value)) if (!Object.hasOwn(fields, key)) out.push({ path: [...path, key], message: unknown(key, Object.keys(fields)) });
  for (const [key, field] of Object.entries(fields)) {
    if (value[key] !== undefined) held(field.spec, value[key], [...path, key], out);
    else if (field.needed) out.push({ path: [...path, key], message: "missing; this key is needed" });
  }
}

/** What to say of a key that is not known: the one that was meant, or all. */
function unknown(key: string, known: string[]): string {
  const absent = NOT_MODELLED.get(key.toLowerCase());
  if (absent) return `${absent}; allowed here: ${known.join(", ")}`;
  const longer = known.find((k) => k.startsWith(`${key}_`));
  if (longer) return `unknown key; write ${longer}: the unit is part of the name`;
  const near = nearestOf(key, known);
  return near ? `unknown key; did you mean ${near}?` : `unknown key; allowed here: ${known.join(", ")}`;
}

function range(value: number, { low, high }: { low: number; high: number }, wrong: (message: string) => void): void {
  if (!Number.isFinite(value)) wrong("allowed: a finite number");
  else if (value < low) wrong(`allowed: ${g(low)} or more`);
  else if (value > high) wrong(`allowed: ${g(high)} or less`);
}

function text(spec: Spec & { is: "text" }, value: unknown, wrong: (message: string) => void): void {
  if (typeof value !== "string") return wrong("allowed: text");
  if (spec.pattern && !spec.pattern.test(value)) return wrong("allowed: an id of lower-case letters, digits and hyphens, at most 63");
  if (spec.least !== undefined && value.length < spec.least) return wrong("allowed: text that is not empty");
  if (spec.most !== undefined && value.length > spec.most) return wrong(`allowed: at most ${spec.most} characters`);
  if (spec.readable && /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u.test(value.replaceAll("\n", ""))) return wrong("allowed: text without control characters");
  if (spec.oneLine && value.includes("\n")) return wrong("allowed: one line");
}

function polygon(value: unknown, wrong: (message: string) => void): void {
  if (!Array.isArray(value) || !value.every((v) => Array.isArray(v) && v.length === 2 && v.every((c) => typeof c === "number"))) return wrong("a polygon is [[latitude_deg, longitude_deg], [...], ...]");
  if (value.some((v: number[]) => v.some((c) => Math.abs(c) > 360))) return wrong("a coordinate beyond 360 deg; allowed: -180 to 180");
  if (value.some((v) => Math.abs(v[0]) > 90 || Math.abs(v[1]) > 180)) return wrong("a corner that is no place; allowed: latitudes of -90 to 90, longitudes of -180 to 180");
  if (value.length < 3) wrong(`a polygon of ${value.length === 1 ? "1 vertex" : `${value.length} vertices`}; allowed: 3 or more`);
}

const FIGURE = ["value", "low", "high", "distribution", "standard_deviation", "status", "source", "dissent"];

function figure(spec: Spec & { is: "figure" }, value: unknown, path: Path, out: Problem[]): void {
  const wrong = (message: string, at: Path = path, shownValue: unknown = value): void => void out.push({ path: at, value: shownValue, message });
  if (typeof value !== "number" && !isTable(value)) return wrong("allowed: a number, or a table with value, low, high, source, dissent");
  const f = (typeof value === "number" ? { value } : value) as Record<string, number | string | undefined>;
  for (const key of Object.keys(f)) if (!FIGURE.includes(key)) return void out.push({ path: [...path, key], message: unknown(key, FIGURE) });
  if (typeof f.value !== "number") return void out.push({ path: [...path, "value"], message: f.value === undefined ? "missing; this key is needed" : "allowed: a number" });
  if ((f.low === undefined) !== (f.high === undefined)) return wrong("allowed: both low and high, or neither");
  const [low, high] = [(f.low ?? f.value) as number, (f.high ?? f.value) as number];
  if (!(low <= f.value && f.value <= high)) return wrong(`interval ${g(low)} to ${g(high)} around ${g(f.value)}; allowed: low <= value <= high`);
  if ((f.standard_deviation !== undefined) !== (f.distribution === "normal")) return wrong('allowed: standard_deviation with distribution = "normal", and neither alone');
  if (f.status !== undefined && !["found", "recalled", "assumed"].includes(f.status as string)) return wrong("allowed: 'found', 'recalled' or 'assumed'", [...path, "status"], f.status);
  const spread = 3 * ((f.standard_deviation as number | undefined) ?? 0);
  for (const number of [f.value, (f.low as number | undefined) ?? f.value - spread, (f.high as number | undefined) ?? f.value + spread])
    if (!(number >= spec.low && number <= spec.high)) return wrong(`${g(number)} ${spec.unit}; allowed: ${g(spec.low)} to ${g(spec.high)}`);
  if (spec.whole && !Number.isInteger(f.value)) wrong(`${g(f.value)}; allowed: a whole number`);
}

/** What holds between tables. */
function together(scenario: Scenario): Problem[] {
  const out: Problem[] = [];
  const say = (path: Path, message: string): void => void out.push({ path, message });
  scenario.force.forEach((force, i) => {
    const ids = { bases: force.bases.map(idIn), aims: force.aims.map(idIn), flight_time_ratio: force.flight_time_ratio ?? [] };
    for (const [what, values] of Object.entries(ids)) if (new Set<unknown>(values).size < values.length) say(["force", i], `${what} names one thing twice; allowed: each once`);
  });
  scenario.force.forEach((force, i) => {
    accounts(force, i, say);
    totals(force, i, say);
  });
  scenario.deployment.forEach((d, i) => {
    if ((d.site === undefined) === (d.area === undefined)) say(["deployment", i], "allowed: exactly one of site (a point) and area (a polygon, for ships)");
    if (d.launch_delay_s === "sensed" && !d.sensors?.length) say(["deployment", i], 'launch_delay_s = "sensed" without sensors; allowed: ids of [[sensor]] tables');
    if (d.from !== undefined && d.until !== undefined && d.until < d.from) say(["deployment", i], `from ${d.from} until ${d.until}; allowed: from <= until`);
    for (const x of d.faces ?? []) {
      const known = typeof x === "number" ? x >= 1 && x <= scenario.force.length : scenario.force.some((f) => f.id === x);
      if (!known) say([], `deployment ${d.id}, faces: no force ${String(x).slice(0, 60)}; allowed: ${[...scenario.force.flatMap((f) => (f.id ? [f.id] : [])), `1 to ${scenario.force.length}`].join(", ")}`);
    }
  });
  (scenario.sensor ?? []).forEach((s, i) => {
    if ((s.radar === undefined) === (s.infrared === undefined)) say(["sensor", i], "allowed: exactly one of radar and infrared");
    else if ((s.radar === undefined) !== (s.site === undefined)) say(["sensor", i], "allowed: a site for a radar, and none for infrared satellites");
  });
  for (const [what, ids] of [["deployments", scenario.deployment.map((d) => d.id)], ["sensors", (scenario.sensor ?? []).map((s) => s.id)], ["forces", scenario.force.flatMap((f) => (f.id ? [f.id] : []))]] as const) {
    const twice = ids.find((id, k) => ids.indexOf(id) < k);
    if (twice !== undefined) say([], `two ${what} of one id, ${twice}; allowed: each id once`);
  }
  return out;
}

/** What stands at the bases of a force, as a treaty counts it. */
function accounts(force: Scenario["force"][number], i: number, say: (path: Path, message: string) => void): void {
  const bases = force.bases.map(idIn);
  const named = (force.accounts ?? []).map((a) => a.base);
  named.forEach((name, k) => {
    if (!bases.includes(name)) say(["force", i], `accounts: no base ${name} in this force; allowed: ${bases.join(", ").slice(0, 200)}`);
    else if (named.indexOf(name) < k) say(["force", i], `accounts: base ${name} twice; allowed: one account for each base`);
  });
  (force.accounts ?? []).forEach((a, k) => {
    const [warheads, launchers] = [valueOf(a.warheads), valueOf(a.launchers)];
    if (warheads < launchers && !a.some_empty) say(["force", i, "accounts", k], `${g(warheads)} warheads on ${g(launchers)} launchers; allowed: as many or more, or some_empty = true`);
  });
}

/** Totals of accounts: of bases that are there, nested or apart, and not below what the accounts come to. */
function totals(force: Scenario["force"][number], i: number, say: (path: Path, message: string) => void): void {
  const bases = force.bases.map(idIn);
  const all = force.account_totals ?? [];
  const few = (names: string[]): string => names.join(", ").slice(0, 200);
  for (const { bases: named } of all) {
    for (const [k, name] of named.entries()) {
      if (!bases.includes(name)) return say(["force", i], `account_totals: no base ${name} in this force; allowed: ${few(bases)}`);
      if (named.indexOf(name) < k) return say(["force", i], `account_totals: base ${name} twice in one total; allowed: each once`);
    }
  }
  for (const [k, { bases: one }] of all.entries()) {
    for (const { bases: other } of all.slice(0, k)) {
      const common = one.filter((b) => other.includes(b)).length;
      if (common && common < one.length && common < other.length) return say(["force", i], `account_totals: ${few(other)} crosses ${few(one)}; allowed: one within the other, or no base in common`);
    }
  }
  for (const total of all) {
    const held = (force.accounts ?? []).filter((a) => total.bases.includes(a.base));
    for (const name of ["launchers", "warheads"] as const) {
      const figure = total[name];
      if (figure === undefined) continue;
      const [most, least] = [greatestOf(figure), held.reduce((sum, a) => sum + leastOf(a[name]), 0)];
      if (most < least) return say(["force", i], `account_totals: ${g(most)} ${name} in all at ${few(total.bases)}, and their accounts come to ${g(least)} at least; allowed: a total of as many or more`);
    }
  }
}

const idIn = (what: string | { id: string }): string => (typeof what === "string" ? what : what.id);
