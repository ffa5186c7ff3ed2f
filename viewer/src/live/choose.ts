/** Another scenario of the same things: bases, aims, interceptor and site chosen from the catalogue. */

import { choice, h } from "../dom";
import type { Edits } from "../scenario/edit";
import { valueOf } from "../scenario/figure";
import { g } from "../scenario/hand";
import { everyAim, everyBase, interceptorNamed } from "../scenario/lookup";
import { interceptorName, nameOf } from "../scenario/names";
import type { Entry, Kit } from "../scenario/tables";
import type { Desk } from "./desk";

/** The controls; `done` after a choice that fits, `failed` after one that does not. */
export function choosing(desk: Desk, done: () => void, failed: (error: unknown) => void): HTMLElement {
  const edit = (change: Edits): void => {
    try {
      desk.edit(change);
    } catch (error) {
      failed(error);
      return;
    }
    done();
  };
  const { kit, scenario, edits } = desk;
  const entries = (kind: string, also?: string): Entry[] => Object.values(kit.catalogue).filter((e) => e.table === kind && (!also || String(e.kind ?? "").includes(also)));
  const before = { bases: everyBase(kit.scenario.force), aims: everyAim(kit.scenario.force) };
  const given = kit.scenario.deployment.find((d) => d.id === desk.move.deployment)!;
  const open = Object.values(edits).some((v) => v !== undefined);
  return h(
    "details",
    { class: "choose", open },
    h("summary", {}, "Other bases, aims, interceptor or site"),
    checks("Bases", [...new Set([...before.bases, ...entries("base").map((e) => e.id)])], everyBase(scenario.force), (id) => desk.called(id), (ids) => edit({ bases: ids })),
    checks("Aims", [...new Set([...before.aims, ...entries("zone", "aim region").map((e) => e.id)])], everyAim(scenario.force), (id) => nameOf(kit, id), (ids) => edit({ aims: ids })),
    choice("Interceptor", options(given.interceptor, interceptors(kit, entries("interceptor"))), edits.interceptor ?? "", (v) => {
      // Its own figures, and no longer those by hand.
      delete desk.move.burnout_speed_km_s;
      delete desk.move.divert_km_s;
      edit({ interceptor: v || undefined });
    }),
    choice("Site", options(given.site, entries("site").map((e) => [e.id, e.name])), edits.place ?? "", (v) => {
      delete desk.move.site;
      edit({ place: v || undefined });
    }),
  );
}

/** What a list offers: first what the scenario has, by its name where the catalogue knows it, then the others. */
function options(given: unknown, named: [string, string][]): [string, string][] {
  const own = named.find(([id]) => id === given);
  return [["", own ? `${own[1]} (as in the scenario)` : "as in the scenario"], ...named.filter((n) => n !== own)];
}

/** Interceptors by name; those of one name by their burnout speed too. */
function interceptors(kit: Kit, entries: Entry[]): [string, string][] {
  const names = entries.map((e) => interceptorName(kit, e.id));
  return entries.map((e, k) => [e.id, names.filter((n) => n === names[k]).length > 1 ? `${names[k]}, ${g(valueOf(interceptorNamed(kit, e.id).burnout_speed_km_s))} km/s` : names[k]]);
}

function checks(legend: string, ids: string[], chosen: string[], called: (id: string) => string, changed: (ids: string[]) => void): HTMLElement {
  const boxes = ids.map((id): [string, HTMLInputElement] => [id, h("input", { type: "checkbox", checked: chosen.includes(id), change: () => changed(boxes.filter(([, b]) => b.checked).map(([i]) => i)) })]);
  return h("fieldset", { class: "checks" }, h("legend", {}, legend), ...boxes.map(([id, box]) => h("label", { class: "toggle" }, box, called(id))));
}
