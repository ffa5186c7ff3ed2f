/** The page: its parts in order, the first picture first. */

import { follow, remember } from "./address";
import type { App } from "./app";
import { card } from "./card";
import { clock } from "./clock";
import { delay } from "./delay";
import { uncertainty } from "./uncertainty";
import { choice, h, isDark, toggle } from "./dom";
import { deployments, verdict } from "./head";
import { margins } from "./margins";
import { pairs } from "./pairs";
import { NEVER, STEPS } from "./scale";
import { Scene, type Eye } from "./scene";
import { side } from "./side";
import { LAYERS, type Layer } from "./state";
import { followPointer, type Handle } from "./pointer";
import { theatreOf } from "./theatre";
import { again, assumptions, certificates, figures } from "./sources";

export interface Live {
  panel: HTMLElement; // sliders and scenario
  handle: Handle; // the site, to be dragged
  more: () => Record<string, string>; // what belongs to the address
}

const section = (id: string, title: string, ...parts: (Node | string | null)[]): HTMLElement =>
  h("section", { id, "aria-labelledby": `${id}-title` }, h("h2", { id: `${id}-title` }, title), ...parts);

/** The whole page. `live`: what the explorer adds. Returns the scenes, and what writes the choice into the address. */
export function page(app: App, root: HTMLElement, live: Live | null): { scenes: Scene[]; remember: () => void } {
  const theatre = theatreOf(app);
  const eyes: Record<string, Eye> = { globe: theatre.globe, map: theatre.map };
  // The address first: filters and eyes are as the link had them before anything is drawn.
  follow(app, eyes, live !== null);
  app.state.tell("selection");

  root.classList.toggle("beside", live !== null);
  const globe = h("canvas", { tabindex: 0, role: "img", "aria-label": "Globe: flights with their heights, coloured by margin. Arrow keys turn it, plus and minus zoom, Home sets it back.", class: "scene" });
  const map = h("canvas", { tabindex: 0, role: "img", "aria-label": `Map, azimuthal equidistant about ${theatre.polar ? "the pole" : "the theatre"}: ground tracks, coloured by margin. Arrow keys move it, plus and minus zoom, Home sets it back.`, class: "scene" });
  const later = h("div", { class: "later" });
  root.replaceChildren(
    h("a", { class: "skip", href: "#pictures-title" }, "To the pictures"),
    h("header", {}, h("span", { class: "brand" }, "Reassure"), title(app), themes(app)),
    section("answer", "Can these interceptors reach those flights?", verdict(app)),
    ...(live ? [live.panel] : []),
    section(
      "pictures",
      "Where, when and how high",
      filters(app, live !== null),
      legend(app),
      h(
        "div",
        { class: "pictures" },
        h("figure", {}, globe, h("figcaption", {}, "Heights to scale. Drag to turn; click, then scroll to zoom; click a flight to choose it.")),
        h("figure", {}, map, h("figcaption", {}, theatre.polar ? "Azimuthal equidistant about the pole: distances from it are true." : "Azimuthal equidistant about the middle: distances from it are true.")),
      ),
      clock(app),
      card(app),
    ),
    later,
  );
  const scenes = [new Scene(globe, "globe", app, theatre.globe, Math.PI / 2), new Scene(map, "map", app, theatre.map, theatre.edge)];
  Object.assign((window as unknown as { reassure: object }).reassure, { scenes });
  const soon = remember(app, eyes, live?.more ?? (() => ({})));
  for (const scene of scenes) {
    followPointer(scene, app, live?.handle ?? null);
    for (const event of ["pointerup", "keyup", "wheel"]) scene.canvas.addEventListener(event, soon, { passive: true });
  }
  // After the first pictures are on the screen.
  requestAnimationFrame(() => setTimeout(() => rest(app, later, live !== null)));
  return { scenes, remember: soon };
}

/** What stands below the pictures, once they are drawn. */
function rest(app: App, later: HTMLElement, live: boolean): void {
  const { raw } = app.view;
  const proofs = certificates(app);
  const drawnFigures = uncertainty(app);
  later.replaceWith(
    section("side", "From the side, to scale", side(app), h("p", { class: "note" }, "Along the chosen flight’s way; dashed the arc of an ideal interceptor that has the required speed, as it looks from the side. Where the margin is positive the deployment’s own is slower, and does not get there.")),
    ...(live ? [] : [section("deployments", "Deployments", deployments(app), h("p", { class: "note" }, "Choose one to see it alone. † recalled, ‡ assumed: no source was opened for that figure."))]),
    section("margins", "Least margin by base and deployment, km/s", margins(app), h("p", { class: "note" }, "Negative (orange): the ideal interceptor is fast enough. Click a cell to see its closest flight.")),
    ...(raw.curves ? [section("delay", "Required speed against launch delay", delay(app))] : []),
    ...(drawnFigures ? [section("uncertainty", "With uncertain figures", drawnFigures)] : []),
    section("pairs", "All pairs", pairs(app), h("p", { class: "note" }, "Meeting: of an ideal interceptor that has the required speed; in brackets where the flight is out of reach. Margins and speeds are rounded down, latest launches up.")),
    ...(proofs ? [section("certificates", "Certificates", proofs)] : []),
    section("figures", "Figures and their sources", figures(app)),
    section("assumptions", "What is assumed", assumptions(app)),
    section("again", "The same again", again(app)),
  );
  document.documentElement.dataset.ready = ""; // the tests wait for this
}

function title(app: App): HTMLElement {
  const box = h("p", { class: "title" });
  const draw = (): void => {
    box.textContent = app.view.raw.title;
    document.title = `${app.view.raw.title} · Reassure`;
  };
  app.state.on((part) => part === "data" && draw());
  draw();
  return box;
}

/** The filters of flights, and the layers. */
function filters(app: App, live: boolean): HTMLElement {
  const box = h("div", { class: "controls" });
  const draw = (): void => {
    const { raw } = app.view;
    const c = app.state.choice;
    const select = (change: object): void => {
      app.state.set(change, "selection");
      if (c.flight >= 0 || c.deployment >= 0) app.state.set({ flight: app.closest() }, "flight");
    // Which flights are shown has changed: the chosen one may be among them no more.
    };
    const has: Record<Layer, boolean> = {
      flights: true,
      intercepts: true,
      reach: true,
      radars: (raw.theatre?.radars.length ?? 0) > 0,
      footprints: raw.footprints.length > 0,
    };
    box.replaceChildren(
      ...(live
        ? []
        : [choice("Deployment", [["-1", "all: least margin"], ...raw.deployments.map((d, k): [string, string] => [String(k), d.id])], String(c.deployment), (v) => select({ deployment: Number(v) }))]),
      ...(live && raw.flights.bases.length < 2 ? [] : [choice("Base", [["-1", "all"], ...raw.flights.bases.map((b, k): [string, string] => [String(k), b])], String(c.base), (v) => select({ base: Number(v) }))]),
      choice("Shape", [["-1", "all"], ...raw.flights.shapes.map((s, k): [string, string] => [String(k), s.words])], String(c.shape), (v) => select({ shape: Number(v) })),
      h(
        "fieldset",
        { class: "layers" },
        h("legend", { class: "unseen" }, "Layers"),
        ...(Object.keys(LAYERS) as Layer[]).filter((l) => has[l]).map((l) => toggle(LAYERS[l], c.layers[l], (on) => app.state.set({ layers: { ...c.layers, [l]: on } }, "layers"))),
      ),
    );
  };
  app.state.on((part) => {
    // Not while the reader is in it: a new control would take the focus away.
    if ((part === "selection" || part === "data") && !box.contains(document.activeElement)) draw();
  });
  draw();
  return box;
}

/** The colours of margins and the signs of places. */
function legend(app: App): HTMLElement {
  const box = h("div", { class: "legend" });
  const draw = (): void => {
    const dark = isDark();
    const used = new Set(app.steps);
    box.replaceChildren(
      h("span", {}, "Margin, km/s:"),
      ...STEPS.map((s) => h("span", {}, h("i", { class: "swatch", style: `background:${dark ? s.dark : s.light}` }), s.words)),
      ...(used.has(STEPS.length) ? [h("span", {}, h("i", { class: "swatch", style: `background:${dark ? NEVER.dark : NEVER.light}` }), NEVER.words)] : []),
      h("span", {}, h("i", { class: "key base" }), "base"),
      h("span", {}, h("i", { class: "key site" }), "site"),
      h("span", {}, h("i", { class: "key arc" }), "interceptor"),
      ...app.view.raw.footprints.map((f) =>
        h("span", {}, h("i", { class: "swatch covered" }), `${f.of}: ${f.deployment} against ${f.missile}, ${f.area_km2.toLocaleString("en")} km²`, h("i", { class: "swatch uncovered" }), "not"),
      ),
    );
  };
  app.state.on((part) => (part === "selection" || part === "theme" || part === "data") && draw());
  draw();
  return box;
}

/** Light or dark: as the system has it until the reader says otherwise; light on paper. */
function themes(app: App): HTMLElement {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let said: string | null = null;
  let paper = false;
  const show = (): void => {
    const theme = paper ? "light" : (said ?? (dark.matches ? "dark" : "light"));
    document.documentElement.dataset.theme = theme;
    button.textContent = theme === "dark" ? "Light" : "Dark";
    app.state.tell("theme");
  };
  const button = h("button", { type: "button", class: "theme", click: () => ((said = isDark() ? "light" : "dark"), show()) });
  const print = (on: boolean) => (): void => {
    paper = on;
    if (on) document.querySelectorAll("details").forEach((d) => (d.open = true)); // paper shows what is folded
    show();
  };
  dark.addEventListener("change", show);
  addEventListener("beforeprint", print(true));
  addEventListener("afterprint", print(false));
  show();
  return button;
}
