/** Figures under the hand: the explorer that a server opens, or a report that is moved. */

import { asked } from "../address";
import { App } from "../app";
import { ground, type Countries } from "../atlas";
import { View } from "../data";
import { packedJson } from "../packed";
import { page } from "../page";
import type { Kit } from "../scenario/tables";
import { opening, State } from "../state";
import { Server } from "./server";
import { Desk } from "./desk";
import type { More } from "./files";
import { Panel } from "./panel";

/** The page of a desk; resolves when its first answer is drawn. */
async function show(root: HTMLElement, desk: Desk, more: More, missing: string[], back: (() => void) | null): Promise<void> {
  const panel = new Panel(desk, more);
  const app = new App(new View(await desk.answer()), new State({ ...opening(), deployment: 0 }));
  panel.attach(app);
  // A coarse atlas for the first picture; the fine one comes once the page is there.
  app.ground = app.fineGround = ground((await more.atlas(false)) as Countries);
  const { remember } = page(app, root, { panel: panel.element, handle: panel.handle, more: () => ({ live: "1", ...desk.address() }) }, back);
  panel.moved = remember;
  if (!asked().has("flight")) panel.follow();
  if (missing.length) panel.complain(missing.join(". "));
  app.refine(ground((await more.atlas(true)) as Countries));
}

/** The explorer, opened with the scenario that the address names, or the server's first. */
export async function serve(root: HTMLElement, first: string): Promise<void> {
  const server = new Server();
  const scenarios = await server.scenarios();
  const p = asked();
  const wanted = p.get("scenario") ?? first;
  const known = (name: string): boolean => scenarios.some((s) => s.name === name);
  const name = known(wanted) ? wanted : known(first) ? first : scenarios[0].name;
  const desk = new Desk(await server.kit(name));
  const missing = desk.follow(p);
  if (name !== wanted) missing.unshift(`no scenario ${wanted} here; shown: ${name}`);
  const more: More = {
    scenarios,
    open: async (other) => desk.take(await server.kit(other)),
    serve: (kind) => server.download(kind, { scenario: desk.kit.name, ...desk.move }),
    atlas: (fine) => server.atlas(fine),
    fly: () => server.fly({ scenario: desk.kit.name, ...desk.move }),
    limits: () => server.limits({ scenario: desk.kit.name, ...desk.move }),
  };
  await show(root, desk, more, missing, null);
}

/** A report's scenario under the hand; `back`: to the report as it was made. */
export async function move(root: HTMLElement, back: () => void): Promise<void> {
  const desk = new Desk((await packedJson("reassure-kit")) as Kit);
  const missing = desk.follow(asked());
  const atlas = (fine: boolean): Promise<unknown> => packedJson(fine ? "reassure-atlas" : "reassure-atlas-coarse");
  await show(root, desk, { scenarios: [], open: async () => {}, serve: null, atlas, fly: null, limits: null }, missing, back);
}
