/** How to cite the answer, and how to show it inside another page. */

import type { App } from "./app";
import { stem } from "./downloads";
import { copying, h } from "./dom";

/** The year of the page: of its file where the browser knows it. */
function year(): number {
  const made = new Date(document.lastModified);
  return (Number.isNaN(made.getTime()) ? new Date() : made).getFullYear();
}

/** What finds the answer again: the scenario's hash, and draws and seed where figures were drawn. */
function identity(app: App): string {
  const { sha256, uncertainty } = app.view.raw;
  return `SHA-256 ${sha256}${uncertainty ? `; ${uncertainty.draws} draws with seed ${uncertainty.seed}` : ""}`;
}

/** A citation in words. */
function citation(app: App): string {
  const { title, version } = app.view.raw;
  return `The Reassure developers (${year()}). ${title.replace(/\.$/, "")}. Reassure ${version}, scenario ${identity(app)}.`;
}

/** A title as part of a key, as `reassure.bibtex` has it. */
function key(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60).replace(/^-+|-+$/g, "") || "result";
}

/** The same for BibTeX. */
export function bibtex(app: App): string {
  const { title, version, sha256 } = app.view.raw;
  // What TeX takes for its own: a title is text.
  const tex = title.replace(/[\\{}]/g, "").replace(/[&%$#_]/g, "\\$&").replaceAll("~", "\\~{}").replaceAll("^", "\\^{}");
  return [
    `@misc{reassure-${key(title)}-${sha256.slice(0, 8)},`,
    "  author = {{The Reassure developers}},",
    `  title = {{${tex}}},`,
    `  year = {${year()}},`,
    `  howpublished = {Reassure ${version}},`,
    `  note = {Scenario ${identity(app)}}`,
    "}",
  ].join("\n");
}

/** The line that shows this page inside another. */
export function embed(app: App): string {
  const last = decodeURIComponent(location.pathname.split("/").at(-1) ?? "");
  const file = last.endsWith(".html") ? last : `${stem(app)}.html`;
  const quoted = (text: string): string => text.replace(/[&"<>]/g, (c) => ({ "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" })[c]!);
  return `<iframe src="${quoted(encodeURIComponent(file))}" title="${quoted(app.view.raw.title)}" width="100%" height="900" loading="lazy"></iframe>`;
}

/** The part of the page: words, BibTeX and the embed line, each with a button that copies it. */
export function cite(app: App): HTMLElement {
  const box = h("div", { class: "cite" });
  const item = (name: string, text: string): HTMLElement => {
    const shown = h("pre", { tabindex: 0, "aria-label": name }, text);
    return h("div", {}, h("h3", {}, name, " ", copying(text, shown, `Copy: ${name}`)), shown);
  };
  const draw = (): void => box.replaceChildren(item("In words", citation(app)), item("BibTeX", bibtex(app)), item("Embed: put this file beside your page", embed(app)));
  app.state.on((part) => part === "data" && draw());
  draw();
  return box;
}
