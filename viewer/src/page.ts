/** The page: its parts in order, the first picture first. */

import { follow, remember } from "./address";
import type { App } from "./app";
import { card } from "./card";
import { clock } from "./clock";
import { delay } from "./delay";
import { uncertainty } from "./uncertainty";
import { counted } from "./data";
import type { TheatreSite } from "./types";
import { choice, h, isDark, toggle } from "./dom";
import { cite } from "./cite";
import { downloads, type Sheet } from "./downloads";
import { marginKeys, whose } from "./framed";
import { critical, deployments, deploymentsSheet, verdict } from "./head";
import { kept } from "./kept";
import { margins } from "./margins";
import { pairs } from "./pairs";
import { NEVER, STEPS } from "./scale";
import { Scene, type Eye } from "./scene";
import { side } from "./side";
import { LAYERS, type Layer } from "./state";
import { followPointer, type Handle } from "./pointer";
import { proofs, type Proofs } from "./proofs/section";
import { theatreOf } from "./theatre";
import { again, assumptions, certificates, figures } from "./sources";

export interface Live {
  panel: HTMLElement; // sliders and scenario
  handle: Handle; // the site, to be dragged
  more: () => Record<string, string>; // what belongs to the address
}

const section = (id: string, title: string, ...parts: (Node | string | null)[]): HTMLElement =>
  h("section", { id, "aria-labelledby": `${id}-title` }, h("h2", { id: `${id}-title` }, title), ...parts);

/** Ends what the page before listens to outside its own elements. */
let life = new AbortController();

/** The whole page. `live`: what figures under the hand add. `turn`: to the same page with figures under the hand, or back; null
 *  where there is no such. Returns the scenes, and what writes the choice into the address. */
export function page(app: App, root: HTMLElement, live: Live | null, turn: (() => void) | null): { scenes: Scene[]; remember: () => void } {
  life.abort();
  life = new AbortController();
  const theatre = theatreOf(app);
  const eyes: Record<string, Eye> = { globe: theatre.globe, map: theatre.map };
  // The address first: filters and eyes are as the link had them before anything is drawn.
  follow(app, eyes, live !== null);
  app.state.tell("selection");

  root.classList.toggle("beside", live !== null);
  const globe = h("canvas", { tabindex: 0, role: "img", "aria-label": "Globe: flights with their heights, coloured by margin. Arrow keys turn it, plus and minus zoom, Home sets it back.", class: "scene" });
  const map = h("canvas", { tabindex: 0, role: "img", "aria-label": `Map, azimuthal equidistant about ${theatre.polar ? "the pole" : "the theatre"}: ground tracks, coloured by margin. Arrow keys move it, plus and minus zoom, Home sets it back.`, class: "scene" });
  const later = h("div", { class: "later" });
  const proved = proofs(app);
  const scenes: Scene[] = [];
  const saves = (["globe", "map"] as const).map((kind, k) =>
    downloads(app, kind, `the ${kind}`, {
      svg: () => scenes[k].svg(),
      canvas: () => scenes[k].canvas,
      title: () => `Flights by margin: ${whose(app)}`,
      keys: () => marginKeys(app),
      csv: () => flightsSheet(app),
    }),
  );
  root.replaceChildren(
    h("a", { class: "skip", href: "#pictures-title" }, "To the pictures"),
    h("header", {}, h("span", { class: "brand" }, "Reassure"), title(app), turn && h("button", { type: "button", class: "turn", click: turn }, live ? "Back to the report" : "Change a figure"), themes(app)),
    section("answer", "Can these interceptors reach those flights?", verdict(app), proved.line),
    ...(live ? [live.panel] : []),
    section(
      "pictures",
      "Where, when and how high",
      folded(filters(app, live !== null)),
      h(
        "div",
        { class: "pictures" },
        h("figure", {}, h("div", { class: "frame" }, globe), h("figcaption", {}, "Heights to scale. Drag to turn; click, then scroll to zoom; click a flight to choose it."), saves[0]),
        h("figure", {}, h("div", { class: "frame" }, map), h("figcaption", {}, theatre.polar ? "Azimuthal equidistant about the pole: distances from it are true." : "Azimuthal equidistant about the middle: distances from it are true."), saves[1]),
      ),
      legend(app),
      clock(app),
      card(app),
      critical(app),
    ),
    later,
  );
  scenes.push(new Scene(globe, "globe", app, theatre.globe, Math.PI / 2), new Scene(map, "map", app, theatre.map, theatre.edge));
  Object.assign((window as unknown as { reassure: object }).reassure, { scenes });
  const soon = remember(app, eyes, live?.more ?? (() => ({})));
  for (const scene of scenes) {
    followPointer(scene, app, live?.handle ?? null);
    for (const event of ["pointerup", "keyup", "wheel"]) scene.canvas.addEventListener(event, soon, { passive: true });
  }
  // After the first pictures are on the screen.
  requestAnimationFrame(() =>
    setTimeout(() => {
      // The panels take the page's thread: the first verdict goes before them, unless it is long in coming.
      const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE));
      void Promise.race([proved.start(), patience]).then(() => rest(app, later, live !== null, proved));
    }),
  );
  return { scenes, remember: soon };
}

/** Milliseconds that the panels wait for the first verdict. */
const PATIENCE = 400;

/** What stands below the pictures, once they are drawn. */
function rest(app: App, later: HTMLElement, live: boolean, proved: Proofs): void {
  const { raw } = app.view;
  const before = certificates(app);
  const drawnFigures = uncertainty(app);
  later.replaceWith(
    section("side", "From the side, to scale", side(app), h("p", { class: "note" }, "Along the chosen flight’s way; dashed the arc of an ideal interceptor that has the required speed, as it looks from the side. Where the margin is positive the deployment’s own is slower, and does not get there.")),
    ...(live ? [] : [section("deployments", "Deployments", deployments(app), downloads(app, "deployments", "the table of deployments", { csv: () => deploymentsSheet(app) }), h("p", { class: "note" }, "Choose one to see it alone. Flips below, flips after: the burnout speed below which, and the launch delay after which, it reaches none. Available speed: burnout speed and divert together. † recalled, ‡ assumed: no source was opened for that figure."))]),
    section("margins", "Least margin by base and deployment, km/s", margins(app), h("p", { class: "note" }, "Negative (orange): the ideal interceptor is fast enough. Click a cell to see its closest flight.")),
    ...(raw.curves || live ? [delaySection(app)] : []),
    ...(drawnFigures ? [section("uncertainty", "With uncertain figures", drawnFigures)] : []),
    section("pairs", "All pairs", pairs(app), h("p", { class: "note" }, "Meeting: of an ideal interceptor that has the required speed; in brackets where the flight is out of reach. Margins and speeds are rounded down, latest launches up.")),
    section("certificates", "Certificates", proved.section, before),
    ...(raw.kept ? [section("kept", "Is the agreement kept?", ...kept(raw.kept))] : []),
    section("figures", "Figures and their sources", figures(app)),
    section("assumptions", "What is assumed", assumptions(app)),
    section("again", "The same again", again(app)),
    section("cite", "Cite this, or show it", cite(app)),
  );
  document.documentElement.dataset.ready = ""; // the tests wait for this
}

/** The chart over the launch delay; hidden while the numbers have no curves. */
function delaySection(app: App): HTMLElement {
  const box = section("delay", "Required speed against launch delay", delay(app));
  const show = (): void => void (box.hidden = !app.view.raw.curves);
  app.state.on((part) => part === "data" && show());
  show();
  return box;
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
        : [choice("Deployment", [["-1", "all: least margin"], ...raw.deployments.map((d, k): [string, string] => [String(k), d.name])], String(c.deployment), (v) => select({ deployment: Number(v) }))]),
      ...(live && raw.flights.bases.length < 2 ? [] : [choice("Base", [["-1", "all"], ...raw.flights.bases.map((b, k): [string, string] => [String(k), app.view.called(b)])], String(c.base), (v) => select({ base: Number(v) }))]),
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

/** Controls that fold away where the screen is narrow, so that the picture comes first. */
function folded(controls: HTMLElement): HTMLElement {
  const narrow = matchMedia("(max-width: 760px)");
  const box = h("details", { class: "fold", open: !narrow.matches }, h("summary", {}, "Choose what is shown"), controls);
  narrow.addEventListener("change", () => (box.open = !narrow.matches), { signal: life.signal });
  return box;
}

/** What every colour and sign of the pictures means. */
function legend(app: App): HTMLElement {
  const box = h("div", { class: "legend" });
  const swatch = (colour: string): HTMLElement => {
    const i = h("i", { class: "swatch" });
    i.style.background = colour;
    return i;
  };
  const key = (sign: string, words: string): HTMLElement => h("span", {}, h("i", { class: `key ${sign}` }), words);
  const draw = (): void => {
    const dark = isDark();
    const used = new Set(app.steps);
    const { raw } = app.view;
    const { deployment, flight, time, layers } = app.state.choice;
    const theatre = raw.theatre;
    const step = (s: { light: string; dark: string; words: string }): HTMLElement => h("span", {}, swatch(dark ? s.dark : s.light), s.words);
    const areas = theatre?.areas ?? [];
    const sea = areas.some((a) => a.kind === "deployment" && a.rim.length > 2);
    const reach = deployment >= 0 && layers.reach && theatre?.reach_km[deployment] != null;
    box.replaceChildren(
      h("p", {}, h("b", {}, "Flights by margin, km/s "), h("span", { class: "group in" }, "could reach:"), ...STEPS.slice(0, 3).map(step), h("span", { class: "group out" }, "out of reach:"), ...STEPS.slice(3).map(step), ...(used.has(STEPS.length) ? [step(NEVER)] : [])),
      h(
        "p",
        {},
        key("base", "base"),
        ...(areas.some((a) => a.kind === "deployment" && a.rim.length < 3) ? [key("site", "interceptor site")] : []),
        ...(sea ? [key("sea", "sea area of ships")] : []),
        ...(areas.some((a) => a.kind === "aim") ? [key("aim", "aim region")] : []),
        ...(flight >= 0 ? [key("chosen", "the chosen flight"), key("arc", "arc of the interceptor to it"), key("meeting", "where they meet")] : []),
        ...(deployment >= 0 && layers.intercepts ? [key("cross", "meetings within reach")] : []),
        ...(reach ? [key("ring", `ground range of ${raw.deployments[deployment].name}: how far it comes, not what it defends`)] : []),
        ...(layers.flights && time > 0 ? [key("dot", "where each flight is")] : []),
        ...(theatre?.radars.length && layers.radars ? [key("radar", `radar, and the ground below what it sees ${heights(theatre.radars)} up`)] : []),
        ...(layers.footprints
          ? raw.footprints.map((f) =>
              h("span", {}, h("i", { class: "swatch covered" }), `${f.of}: ${raw.deployments.find((d) => d.id === f.deployment)?.name ?? f.deployment} against ${app.view.called(f.missile)}, ${f.area_km2.toLocaleString("en")} km²`, h("i", { class: "swatch uncovered" }), "not"),
            )
          : []),
      ),
      ...(app.drawn.length < app.shown.length
        ? [h("p", {}, `Drawn: ${app.drawn.length.toLocaleString("en")} of ${counted(app.shown.length, "flight")}, spread over the aims of each base and shape, the closest among them. Choose a base to see all of its flights.`)]
        : []),
    );
  };
  app.state.on((part) => part !== "ground" && (part !== "time" || (app.state.choice.time > 0) !== !!box.querySelector(".dot")) && draw());
  draw();
  return box;
}

/** The heights at which radars are shown, in words. */
function heights(radars: TheatreSite[]): string {
  const all = [...new Set(radars.flatMap((r) => (r.coverage ?? []).map((c) => c.height_km)))].sort((a, b) => a - b);
  return `${all.map((km) => km.toLocaleString("en")).join(" and ")} km`;
}

/** The flights of the pictures as a table: all that pass the filters, with the margin that colours them. */
function flightsSheet(app: App): Sheet {
  const { view } = app;
  const { raw } = view;
  return {
    heads: ["base", "base_name", "base_latitude_deg", "base_longitude_deg", "aim", "aim_latitude_deg", "aim_longitude_deg", "flight_time_ratio", "flight_time_s", "margin_km_s", "deployment_of_margin", "intercept_s"],
    rows: Array.from(app.shown, (i) => {
      const [base, aim] = [view.basePlace(i), view.aimPlace(i)];
      const margin = view.margin(app.state.choice.deployment, i);
      const d = app.state.choice.deployment >= 0 ? app.state.choice.deployment : view.pairs.findIndex((p) => p.margin[i] === margin);
      return [view.baseId(i), view.base(i), base.latitude, base.longitude, view.aimId(i), aim.latitude, aim.longitude, raw.flights.shapes[raw.flights.shape[i]].ratio, view.flightTime[i], margin, d < 0 ? "" : raw.deployments[d].id, d < 0 ? null : view.pairs[d].intercept[i]];
    }),
  };
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
  dark.addEventListener("change", show, { signal: life.signal });
  addEventListener("beforeprint", print(true), { signal: life.signal });
  addEventListener("afterprint", print(false), { signal: life.signal });
  show();
  return button;
}
