/** The ids in a scenario looked up in the catalogue that the page carries (src/reassure/scenario/lookup.py). */

import { ScenarioError, shown } from "./complaint";
import { nearestOf } from "./similar";
import { areaKey, sampleKey, type AreaKit, type BaseTable, type BoosterTable, type Drawn, type Entry, type ForceTable, type InterceptorTable, type Kit, type RadarTable, type Scenario, type SitePoint } from "./tables";

/** The id: what is named by its id in the scenario, or the `id` of what is written out there. */
export const idOf = (named: string | { id: string }): string => (typeof named === "string" ? named : named.id);

/** The catalogue's entry of a kind and id. `word`: what the kind is called in the error. */
export function entry(kit: Kit, id: string, kind: string, word = kind): Entry {
  const found = kit.catalogue[id];
  if (Object.hasOwn(kit.catalogue, id) && found.table === kind) return found;
  const known = Object.values(kit.catalogue).filter((e) => e.table === kind).map((e) => e.id);
  const near = nearestOf(id, known);
  throw new ScenarioError(`no ${word} ${shown(id)} in the catalogue; ${near ? `did you mean ${near}?` : `allowed: ${known.length <= 15 ? known.join(", ") : "see: reassure catalog"}`}`);
}

const named = <T>(kit: Kit, what: string | T, kind: string): T => (typeof what === "string" ? (entry(kit, what, kind) as unknown as T) : what);

export const interceptorNamed = (kit: Kit, what: string | InterceptorTable): InterceptorTable => named(kit, what, "interceptor");
export const boosterNamed = (kit: Kit, what: string | BoosterTable): BoosterTable => named(kit, what, "booster");
export const radarNamed = (kit: Kit, what: string | RadarTable): RadarTable => named(kit, what, "radar");
export const siteNamed = (kit: Kit, what: string | SitePoint): SitePoint => named(kit, what, "site");

/** A base at one place: the catalogue's, or the table itself. */
export function baseNamed(kit: Kit, base: Exclude<BaseTable, { area: unknown }>): { id: string; latitude_deg: number; longitude_deg: number } {
  return named(kit, base as string | { id: string; latitude_deg: number; longitude_deg: number }, "base");
}

/** An area's size and rim: a zone of the catalogue by its id, or a polygon that the page knows. */
export function areaNamed(kit: Kit, area: Drawn): AreaKit {
  if (typeof area === "string") entry(kit, area, "zone", "region");
  const key = areaKey(area);
  if (Object.hasOwn(kit.areas, key)) return kit.areas[key];
  throw new ScenarioError("a polygon that this page does not have; allowed: a zone of the catalogue here, and any polygon on the command line");
}

/** The points that stand for an area, `spacing` km apart: latitude and longitude, one after the other, deg. */
export function samplesOf(kit: Kit, area: Drawn, spacing: number): number[] {
  areaNamed(kit, area);
  const key = sampleKey(area, spacing);
  if (Object.hasOwn(kit.samples, key)) return kit.samples[key];
  const known = Object.keys(kit.samples).filter((k) => k.startsWith(`${areaKey(area)}@`)).map((k) => k.split("@").at(-1)!);
  throw new ScenarioError(`points ${spacing} km apart, which this page does not have; allowed here: ${known.join(", ")} km, and any on the command line`);
}

/** The ids of a force's bases, in its order. */
export const baseIds = (force: ForceTable): string[] => force.bases.map(idOf);

/** The force with these bases: with the accounts of them, and the totals all of whose bases are among them. */
export function withTheseBases(force: ForceTable, bases: ForceTable["bases"]): ForceTable {
  const { accounts: told, account_totals: added, ...rest } = force;
  const ids = bases.map(idOf);
  const accounts = told?.filter((a) => ids.includes(a.base));
  const totals = added?.filter((t) => t.bases.every((b) => ids.includes(b)));
  return { ...rest, bases, ...(accounts?.length ? { accounts } : {}), ...(totals?.length ? { account_totals: totals } : {}) };
}

/** The ids of the bases of some forces, each once, in their order. */
export const everyBase = (forces: ForceTable[]): string[] => [...new Set(forces.flatMap(baseIds))];

/** The ids of the aims of some forces, each once, in their order. */
export const everyAim = (forces: ForceTable[]): string[] => [...new Set(forces.flatMap((f) => f.aims).map(idOf))];

/** The forces that a deployment faces, counted from 0, in their order; all where it names none. */
export function facesOf(scenario: Scenario, deployment: { faces?: (string | number)[] }): number[] {
  if (deployment.faces === undefined) return scenario.force.map((_, k) => k);
  const places = deployment.faces.map((x) => (typeof x === "number" ? x - 1 : scenario.force.findIndex((f) => f.id === x)));
  return places.sort((a, b) => a - b);
}
