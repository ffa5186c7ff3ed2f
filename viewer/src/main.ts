/** Frozen in a report, or live over HTTP: the same page. */

import { asked } from "./address";
import * as arc from "./arc";
import { App } from "./app";
import { ground, type Countries } from "./atlas";
import { View } from "./data";
import type { View as RawView } from "./types";
import { h } from "./dom";
import * as geometry from "./geometry";
import * as lambert from "./lambert";
import { move, serve } from "./live/open";
import { packedJson } from "./packed";
import { page } from "./page";
import * as rings from "./rings";
import * as rounding from "./rounding";
import { opening, State } from "./state";
import { endWorkers } from "./workers";

/** The page of a report: everything is inside it. */
async function frozen(root: HTMLElement): Promise<void> {
  const [raw, coarse] = (await Promise.all([packedJson("reassure-view"), packedJson("reassure-atlas-coarse")])) as [RawView, Countries];
  const view = new View(raw);
  const app = new App(view, new State(opening()));
  if (view.raw.deployments.length === 1) app.state.choice.deployment = 0;
  app.ground = app.fineGround = ground(coarse);
  page(app, root, null, document.getElementById("reassure-kit") && (() => turned(root, true)));
  // A link with layers is of somebody who has chosen: what was not chosen there is not chosen here.
  if (app.state.choice.flight < 0 && !asked().has("layers")) app.state.set({ flight: app.closest() }, "flight");
  // The fine atlas is unpacked once the page can be seen.
  setTimeout(() => void packedJson("reassure-atlas").then((fine) => app.refine(ground(fine as Countries))), 200);
}

/** To the page with figures under the hand, or back to the report. */
function turned(root: HTMLElement, live: boolean): void {
  endWorkers();
  const deployment = asked().get("deployment");
  if (location.protocol !== "about:") history.replaceState(null, "", live ? `#live=1${deployment ? `&deployment=${deployment}` : ""}` : "#");
  else location.hash = live ? "live=1" : "";
  void (live ? move(root, () => turned(root, false)) : frozen(root)).catch((error: unknown) => failed(root, error));
}

function failed(root: HTMLElement, error: unknown): never {
  root.replaceChildren(h("p", { class: "broken", role: "alert" }, `This page could not be drawn: ${error instanceof Error ? error.message : String(error)}`));
  throw error;
}

const root = document.getElementById("reassure")!;
const live = document.querySelector<HTMLMetaElement>('meta[name="reassure-live"]');
const moving = asked().has("live") && document.getElementById("reassure-kit");
(live ? serve(root, live.content) : moving ? move(root, () => turned(root, false)) : frozen(root)).catch((error: unknown) => failed(root, error));

// what the tests of the viewer's geometry ask; `scenes` stands here too, once they are made (page.ts)
Object.assign(window, { reassure: { ...arc, ...geometry, ...lambert, ...rings, ...rounding } });
