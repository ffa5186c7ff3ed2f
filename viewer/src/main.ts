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
import { start } from "./live";
import { page } from "./page";
import * as rings from "./rings";
import * as rounding from "./rounding";
import { opening, State } from "./state";

/** Something packed into the page: base64 of gzip of JSON. */
async function packed(id: string): Promise<unknown> {
  const text = atob(document.getElementById(id)!.textContent!.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

/** The page of a report: everything is inside it. */
async function frozen(root: HTMLElement): Promise<void> {
  const [raw, coarse] = (await Promise.all([packed("reassure-view"), packed("reassure-atlas-coarse")])) as [RawView, Countries];
  const view = new View(raw);
  const app = new App(view, new State(opening()));
  if (view.raw.deployments.length === 1) app.state.choice.deployment = 0;
  app.ground = app.fineGround = ground(coarse);
  page(app, root, null);
  // A link with layers is of somebody who has chosen: what was not chosen there is not chosen here.
  if (app.state.choice.flight < 0 && !asked().has("layers")) app.state.set({ flight: app.closest() }, "flight");
  // The fine atlas is unpacked once the page can be seen.
  setTimeout(() => void packed("reassure-atlas").then((fine) => app.refine(ground(fine as Countries))), 200);
}

const root = document.getElementById("reassure")!;
const live = document.querySelector<HTMLMetaElement>('meta[name="reassure-live"]');
(live ? start(root, live.content) : frozen(root)).catch((error: unknown) => {
  root.replaceChildren(h("p", { class: "broken", role: "alert" }, `This page could not be drawn: ${error instanceof Error ? error.message : String(error)}`));
  throw error;
});

// what the tests of the viewer's geometry ask; `scenes` stands here too, once they are made (page.ts)
Object.assign(window, { reassure: { ...arc, ...geometry, ...lambert, ...rings, ...rounding } });
