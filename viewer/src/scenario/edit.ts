/** Another scenario made of the same things: other bases, aims, another interceptor, another site. */

import { ScenarioError } from "./complaint";
import { valueOf } from "./figure";
import { entry, everyAim, everyBase, facesOf, idOf, interceptorNamed, withTheseBases } from "./lookup";
import { interceptorName, interceptorOf, nameOf, placeName } from "./names";
import type { ForceTable, Kit, Scenario } from "./tables";

/** What is chosen otherwise than in the scenario; what is not there stays. Ids. */
export interface Edits {
  bases?: string[];
  aims?: string[];
  interceptor?: string;
  place?: string;
}

/** The scenario with other bases and aims, and one deployment with another interceptor or site; and what changed, in words. */
export function edited(kit: Kit, scenario: Scenario, edits: Edits, deployment: string): { scenario: Scenario; words: string[] } {
  const words: string[] = [];
  let out = scenario;
  if (edits.bases) out = withBases(kit, out, edits.bases, words);
  if (edits.aims) out = withAims(kit, out, edits.aims, words);
  const tables = out.deployment.map((table) => {
    if (table.id !== deployment) return table;
    let made = table;
    if (edits.interceptor && edits.interceptor !== made.interceptor) {
      entry(kit, edits.interceptor, "interceptor");
      words.push(`interceptor ${interceptorName(kit, edits.interceptor)} instead of ${interceptorOf(kit, idOf(made.interceptor), valueOf(interceptorNamed(kit, made.interceptor).burnout_speed_km_s))}`);
      made = { ...made, interceptor: edits.interceptor };
    }
    if (edits.place && edits.place !== made.site) {
      entry(kit, edits.place, "site");
      const before = typeof made.site === "string" ? placeName(kit, made.site) : made.site ? made.site.name || "a site" : typeof made.area === "string" ? placeName(kit, made.area) : "an area";
      words.push(`at ${placeName(kit, edits.place)} instead of ${made.area === undefined ? before : `ships in ${before}`}`);
      const { area: _, ...rest } = made;
      made = { ...rest, site: edits.place };
    }
    return made;
  });
  return { scenario: { ...out, deployment: tables }, words };
}

/** What was left out and what came in, in words. */
function difference(kit: Kit, what: string, before: string[], now: string[], words: string[]): void {
  const gone = before.filter((id) => !now.includes(id)).map((id) => nameOf(kit, id));
  const come = now.filter((id) => !before.includes(id)).map((id) => nameOf(kit, id));
  const few = (names: string[]): string => (names.length > 3 ? `${names.length} of them` : names.join(", "));
  if (gone.length) words.push(`${what} without ${few(gone)}`);
  if (come.length) words.push(`${what} with ${few(come)}`);
}

function withBases(kit: Kit, scenario: Scenario, chosen: string[], words: string[]): Scenario {
  const before = everyBase(scenario.force);
  for (const id of chosen) if (!before.includes(id)) entry(kit, id, "base");
  const added = chosen.filter((id) => !before.includes(id));
  difference(kit, "bases", before, chosen, words);
  return kept(scenario, (force, k) => {
    const bases = [...force.bases.filter((b) => chosen.includes(idOf(b))), ...(k === 0 ? added : [])];
    return bases.length ? withTheseBases(force, bases) : null;
  });
}

function withAims(kit: Kit, scenario: Scenario, chosen: string[], words: string[]): Scenario {
  const before = everyAim(scenario.force);
  for (const id of chosen) if (!before.includes(id)) entry(kit, id, "zone", "region");
  const added = chosen.filter((id) => !before.includes(id));
  difference(kit, "aims", before, chosen, words);
  return kept(scenario, (force) => {
    const aims = [...force.aims.filter((a) => chosen.includes(idOf(a))), ...added];
    return aims.length ? { ...force, aims } : null;
  });
}

/** The scenario with its forces changed; a force of which nothing is left goes, and deployments face those that stay. */
function kept(scenario: Scenario, change: (force: ForceTable, k: number) => ForceTable | null): Scenario {
  const left = scenario.force.flatMap((force, k): [number, ForceTable][] => {
    const made = change(force, k);
    return made ? [[k, made]] : [];
  });
  if (!left.length) throw new ScenarioError("no flights are left; allowed: at least one base and one aim");
  const place = new Map(left.map(([old], k) => [old, k + 1]));
  const deployment = scenario.deployment.map((d) => (d.faces === undefined ? d : { ...d, faces: facesOf(scenario, d).flatMap((k) => place.get(k) ?? []) }));
  return { ...scenario, force: left.map(([, force]) => force), deployment };
}
