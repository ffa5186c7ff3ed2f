/** Under each picture: save it as PNG or SVG, and its numbers as CSV. Made in the page; nothing is fetched. */

import type { App } from "./app";
import { h, ink, saved } from "./dom";
import { framed, type Key } from "./framed";

/** A table for a file: heads with their units, and rows; null is an empty cell. */
export interface Sheet {
  heads: string[];
  rows: (string | number | null)[][];
}

/** What a picture can be saved as. */
export interface Makers {
  svg?: () => string | null; // the text of an SVG file; null while there is no picture
  canvas?: () => HTMLCanvasElement; // what the PNG is made from, where that is not the SVG
  title?: () => string; // what stands above the PNG, below the scenario's title
  keys?: () => Key[]; // what the colours of the PNG mean
  csv?: () => Sheet;
}

/** What files are called: the scenario, and then the chart. */
export function stem(app: App): string {
  const { files, title } = app.view.raw;
  const name = files[0]?.name.replace(/\.toml$/, "") ?? title.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60);
  return name.replace(/^-+|-+$/g, "") || "reassure";
}

/** The buttons of a picture. `what`: what it is called in a file's name and, as `words`, for who hears the page. */
export function downloads(app: App, what: string, words: string, make: Makers): HTMLElement {
  const save = async (kind: "png" | "svg" | "csv"): Promise<void> => {
    const name = `${stem(app)}-${what}.${kind}`;
    if (kind === "csv") return saved(name, new Blob([csv(make.csv!())], { type: "text/csv;charset=utf-8" }));
    const svg = make.svg?.() ?? null;
    if (kind === "svg") {
      if (svg !== null) saved(name, new Blob([svg], { type: "image/svg+xml" }));
      return;
    }
    const drawn = make.canvas?.();
    const picture = drawn ?? (svg === null ? null : await drawnFrom(svg));
    const fine = drawn ? drawn.width / drawn.clientWidth : FINE;
    const png = picture && (await pngOf(framed(app, picture, fine, make.title?.() ?? words, make.keys?.() ?? [])));
    if (png) saved(name, png);
  };
  const kinds = (["png", "svg", "csv"] as const).filter((k) => (k === "csv" ? make.csv : k === "png" ? make.canvas || make.svg : make.svg));
  return h(
    "p",
    { class: "downloads" },
    ...kinds.flatMap((k, n) => [n ? h("span", { "aria-hidden": "true" }, " · ") : null, h("button", { type: "button", "aria-label": `Save ${words} as ${k.toUpperCase()}`, click: () => void save(k) }, k.toUpperCase())]),
  );
}

/** A table as CSV (RFC 4180): heads, rows; what has a comma, a quote or a line end in quotes. */
export function csv({ heads, rows }: Sheet): string {
  const cell = (value: string | number | null): string => {
    const text = value === null || (typeof value === "number" && Number.isNaN(value)) ? "" : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [heads, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** What a chart in `box` can be saved as. */
export const ofChart = (box: HTMLElement, title: () => string, csv: () => Sheet): Makers => ({ title, svg: () => alone(box, title), csv });

/** A chart's SVG as a file of its own: with the page's ground and ink, which it has from the page otherwise. */
function alone(box: HTMLElement, title: () => string): string | null {
  const chart = box.querySelector<SVGSVGElement>("svg");
  if (!chart) return null;
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const { width, height } = chart.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("color", ink("ink"));
  copy.setAttribute("font-family", "system-ui, sans-serif");
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width, height, fill: ink("paper") })) ground.setAttribute(name, String(value));
  const words = document.createElementNS("http://www.w3.org/2000/svg", "title");
  words.textContent = title();
  copy.prepend(words, ground);
  return new XMLSerializer().serializeToString(copy);
}

const FINE = 2;

/** A canvas of an SVG, FINE pixels to one of its own. */
async function drawnFrom(svg: string): Promise<HTMLCanvasElement> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await picture.decode();
  const canvas = h("canvas", { width: FINE * picture.naturalWidth, height: FINE * picture.naturalHeight });
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** A canvas as a PNG. */
const pngOf = (canvas: HTMLCanvasElement): Promise<Blob | null> => new Promise((done) => canvas.toBlob(done, "image/png"));
