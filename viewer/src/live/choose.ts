/** Another scenario of the same things: bases, aims, interceptor and site chosen from the catalogue. */

import { freshId, h } from "../dom";
import type { Edits } from "../scenario/edit";
import { idOf } from "../scenario/lookup";
import { interceptorName, nameOf } from "../scenario/names";
import type { Entry } from "../scenario/tables";
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
  const table = desk.table();
  const entries = (kind: string, also?: string): Entry[] => Object.values(kit.catalogue).filter((e) => e.table === kind && (!also || String(e.kind ?? "").includes(also)));
  const own = (lists: (string | { id: string })[][]): string[] => [...new Set(lists.flat().map(idOf))];
  const [bases, aims] = [own(scenario.force.map((f) => f.bases)), own(scenario.force.map((f) => f.aims))];
  const before = { bases: own(kit.scenario.force.map((f) => f.bases)), aims: own(kit.scenario.force.map((f) => f.aims)) };
  const open = Object.values(edits).some((v) => v !== undefined);
  return h(
    "details",
    { class: "choose", open },
    h("summary", {}, "Other bases, aims, interceptor or site"),
    checks("Bases", [...new Set([...before.bases, ...entries("base").map((e) => e.id)])], bases, (id) => desk.called(id), (ids) => edit({ bases: ids })),
    checks("Aims", [...new Set([...before.aims, ...entries("zone", "aim region").map((e) => e.id)])], aims, (id) => nameOf(kit, id), (ids) => edit({ aims: ids })),
    select(
      "Interceptor",
      [...(typeof table.interceptor === "string" ? [] : [["", "as in the scenario"] as [string, string]]), ...entries("interceptor").map((e): [string, string] => [e.id, interceptorName(kit, e.id)])],
      typeof table.interceptor === "string" ? table.interceptor : "",
      (v) => {
        // Its own figures, and no longer those by hand.
        delete desk.move.burnout_speed_km_s;
        delete desk.move.divert_km_s;
        edit({ interceptor: v || undefined });
      },
    ),
    select(
      "Site",
      [...(typeof table.site === "string" ? [] : [["", "as in the scenario"] as [string, string]]), ...entries("site").map((e): [string, string] => [e.id, e.name])],
      typeof table.site === "string" ? table.site : "",
      (v) => {
        delete desk.move.site;
        edit({ place: v || undefined });
      },
    ),
  );
}

function checks(legend: string, ids: string[], chosen: string[], called: (id: string) => string, changed: (ids: string[]) => void): HTMLElement {
  const boxes = ids.map((id): [string, HTMLInputElement] => [id, h("input", { type: "checkbox", checked: chosen.includes(id), change: () => changed(boxes.filter(([, b]) => b.checked).map(([i]) => i)) })]);
  return h("fieldset", { class: "checks" }, h("legend", {}, legend), ...boxes.map(([id, box]) => h("label", { class: "toggle" }, box, called(id))));
}

function select(label: string, options: [string, string][], value: string, chosen: (v: string) => void): HTMLElement {
  const id = freshId();
  const box: HTMLSelectElement = h("select", { id, change: () => chosen(box.value) }, ...options.map(([v, words]) => h("option", { value: v, selected: v === value }, words)));
  return h("span", { class: "control" }, h("label", { for: id }, label), box);
}
