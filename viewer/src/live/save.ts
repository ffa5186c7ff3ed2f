/** The page saved with the answer that it shows: one file again, made from the parts that the page holds. */

import type { Kit } from "../scenario/tables";
import type { View } from "../types";
import type { Desk } from "./desk";

/** The file. Its policy and its scripts are this page's own, so their hashes fit. */
export async function savedPage(desk: Desk, atlas: (fine: boolean) => Promise<unknown>): Promise<Blob> {
  const scenario = desk.changed();
  const view: View = await desk.answer();
  const kit: Kit = { ...desk.kit, name: desk.fileName(), scenario };
  const held = (id: string): string => document.getElementById(id)?.textContent ?? "";
  const data = {
    "reassure-view": await packedText(JSON.stringify(view)),
    "reassure-kit": await packedText(JSON.stringify(kit)),
    "reassure-atlas-coarse": await packedText(JSON.stringify(await atlas(false))),
    "reassure-atlas": await packedText(JSON.stringify(await atlas(true))),
  };
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')!.getAttribute("content")!;
  const doc = document.implementation.createHTMLDocument(`${view.title} · Reassure`);
  doc.documentElement.lang = "en";
  const add = (parent: HTMLElement, tag: string, attributes: Record<string, string>, text = ""): void => {
    const element = doc.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    parent.append(element, "\n");
  };
  const { head, body } = doc;
  add(head, "meta", { charset: "utf-8" });
  add(head, "meta", { name: "viewport", content: "width=device-width, initial-scale=1" });
  add(head, "meta", { name: "generator", content: document.querySelector('meta[name="generator"]')?.getAttribute("content") ?? "reassure" });
  // Without the server that this page may have come from.
  add(head, "meta", { "http-equiv": "Content-Security-Policy", content: policy.replace(/; connect-src [^;]*/, "") });
  add(head, "link", { rel: "icon", href: "data:," });
  add(head, "style", {}, document.querySelector("head style")!.textContent!);
  add(body, "noscript", {}, "This page draws itself with JavaScript, which is switched off here.");
  add(body, "main", { id: "reassure" });
  for (const [id, text] of Object.entries(data)) add(body, "script", { id, type: "application/octet-stream" }, text);
  add(body, "script", { id: "reassure-worker", type: "text/plain" }, held("reassure-worker"));
  add(body, "script", {}, document.querySelector("body > script:not([type])")!.textContent!);
  return new Blob([`<!doctype html>\n${doc.documentElement.outerHTML}\n`], { type: "text/html" });
}

/** Base64 of gzip. */
async function packedText(text: string): Promise<string> {
  const bytes = new Uint8Array(await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer());
  let out = "";
  for (let k = 0; k < bytes.length; k += 0x8000) out += String.fromCharCode(...bytes.subarray(k, k + 0x8000));
  return btoa(out);
}
