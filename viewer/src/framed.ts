/** A picture on its way into a PNG: its title above it, below it what its colours mean and where it comes from. */

import type { App } from "./app";
import { h, ink, isDark } from "./dom";
import { NEVER, STEPS } from "./scale";

/** A colour of a picture, and what it means. */
export interface Key {
  colour: string;
  words: string;
}

/** The colours of margins, as the page's legend has them. */
export function marginKeys(app: App): Key[] {
  const used = new Set(app.steps);
  const shown = used.has(STEPS.length) ? [...STEPS, NEVER] : STEPS;
  return shown.map((s) => ({ colour: isDark() ? s.dark : s.light, words: s === NEVER ? s.words : `${s.words} km/s${s.below <= 0 ? ", within reach" : ", out of reach"}` }));
}

/** Whose margins the pictures have: the chosen deployment's, or at each flight the closest's. */
export function whose(app: App): string {
  const { deployments } = app.view.raw;
  const d = app.state.choice.deployment;
  if (d >= 0) return deployments[d].name;
  return deployments.length === 1 ? deployments[0].name : `of ${deployments.length} deployments the one with the least margin to each flight`;
}

const GAP = 10;

/** A new canvas with the picture in its frame. `u`: pixels of the picture to one of the page. */
export function framed(app: App, picture: HTMLCanvasElement, u: number, title: string, keys: Key[]): HTMLCanvasElement {
  const { raw } = app.view;
  const canvas = h("canvas", { width: picture.width, height: 1 });
  let pen = canvas.getContext("2d")!;
  const room = picture.width - 2 * GAP * u;
  const font = (size: number, bold = false): string => `${bold ? "600 " : ""}${size * u}px system-ui, sans-serif`;

  /** A text in lines of the room there is. */
  const lines = (text: string, face: string): string[] => {
    pen.font = face;
    const found: string[] = [];
    for (const word of text.split(" ")) {
      const longer = found.length ? `${found[found.length - 1]} ${word}` : word;
      if (found.length && pen.measureText(longer).width <= room) found[found.length - 1] = longer;
      else found.push(word);
    }
    return found;
  };
  const parts = [
    { text: raw.title, face: font(16, true), high: 21 },
    { text: title, face: font(13), high: 18 },
  ].map((p) => ({ ...p, said: lines(p.text, p.face) }));
  const foot = { face: font(11), high: 15, said: lines(`Reassure ${raw.version}; scenario SHA-256 ${raw.sha256.slice(0, 12)}. An estimate from public figures, and not a guarantee.`, font(11)) };
  const top = GAP + parts.reduce((sum, p) => sum + p.said.length * p.high, 0) + GAP / 2;

  // Keys side by side, in as many rows as they need.
  pen.font = font(12);
  const rows: { key: Key; x: number }[][] = [];
  let x = Infinity;
  for (const key of keys) {
    const long = 18 * u + pen.measureText(key.words).width;
    if (x + long > room) {
      rows.push([]);
      x = 0;
    }
    rows[rows.length - 1].push({ key, x });
    x += long + 14 * u;
  }
  const below = GAP + rows.length * 18 + foot.said.length * foot.high + GAP / 2;

  canvas.height = Math.round(picture.height + (top + below) * u);
  pen = canvas.getContext("2d")!;
  pen.fillStyle = ink("paper");
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.textBaseline = "middle";
  let y = GAP * u;
  const write = (said: string[], face: string, high: number, colour: string): void => {
    pen.font = face;
    pen.fillStyle = colour;
    for (const line of said) {
      pen.fillText(line, GAP * u, y + (high * u) / 2);
      y += high * u;
    }
  };
  for (const p of parts) write(p.said, p.face, p.high, ink("ink"));
  pen.drawImage(picture, 0, Math.round(top * u));
  y = top * u + picture.height + (GAP * u) / 2;
  for (const row of rows) {
    pen.font = font(12);
    for (const { key, x: left } of row) {
      pen.fillStyle = key.colour;
      pen.fillRect(GAP * u + left, y + 3 * u, 12 * u, 12 * u);
      pen.fillStyle = ink("ink");
      pen.fillText(key.words, GAP * u + left + 18 * u, y + 9 * u);
    }
    y += 18 * u;
  }
  write(foot.said, foot.face, foot.high, ink("faint"));
  return canvas;
}
