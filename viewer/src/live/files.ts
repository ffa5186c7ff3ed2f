/** Scenarios opened and saved: the same text that the command line reads. And whatever else Python is needed for. */

import { h, saved } from "../dom";
import { checkSize, read } from "../scenario/check";
import type { Kit } from "../scenario/tables";
import { written } from "../scenario/toml";
import type { View } from "../types";
import type { Panel } from "./panel";
import { savedPage } from "./save";

/** What stands around the panel: other scenarios, and files that only a server makes. */
export interface More {
  scenarios: { name: string; title: string }[];
  open: (name: string) => Promise<void>;
  serve: ((kind: "report" | "json") => Promise<{ name: string; content: Blob }>) | null;
  atlas: (fine: boolean) => Promise<unknown>;
  fly: (() => Promise<View>) | null; // the answer with flyouts of the notional vehicles
  limits: (() => Promise<string[]>) | null; // what the figures are worth as limits, in sentences
}

/** The buttons. */
export function saving(panel: Panel, more: More): HTMLElement {
  const { desk } = panel;
  const failing = (work: () => Promise<void>) => (): void => void work().catch((error: unknown) => panel.fail(error));
  const file = h("input", {
    type: "file",
    accept: ".toml",
    class: "unseen",
    tabindex: -1,
    "aria-label": "A scenario file",
    change: failing(async () => {
      const [chosen] = file.files ?? [];
      file.value = "";
      if (!chosen) return;
      checkSize(chosen.size, chosen.name);
      desk.open(opened(desk.kit, await chosen.text(), chosen.name));
      panel.renew();
    }),
  });
  const served = more.serve && desk.untouched ? more.serve : null;
  return h(
    "div",
    { class: "controls" },
    h("button", { type: "button", click: () => panel.reset() }, "As in the scenario"),
    h("button", { type: "button", click: () => file.click() }, "Open scenario"),
    file,
    h("button", { type: "button", click: failing(async () => saved(`${desk.fileName()}.toml`, new Blob([written(desk.changed(), `${desk.fileName()}: made in the page`)], { type: "application/toml" }))) }, "Save scenario"),
    h("button", { type: "button", click: failing(async () => saved(`${desk.fileName()}.html`, await savedPage(desk, more.atlas))) }, "Save page"),
    ...(served && more.fly ? [h("button", { type: "button", click: failing(() => panel.wait(more.fly!())) }, "Fly the notional vehicle")] : []),
    ...(served && more.limits ? [h("button", { type: "button", click: failing(() => panel.asLimits(more.limits!())) }, "As limits: guarantee and cost")] : []),
    ...(served ? (["report", "json"] as const).map((kind) => h("button", { type: "button", click: failing(async () => { const { name, content } = await served(kind); saved(name, content); }) }, { report: "Save full report", json: "Save JSON" }[kind])) : []),
  );
}

/** A kit of the same things with another scenario. Throws an Error with one line. */
export function opened(kit: Kit, text: string, file: string): Kit {
  const scenario = read(kit, text, file);
  return { ...kit, name: file.replace(/\.toml$/, ""), scenario };
}
