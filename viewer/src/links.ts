/** Addresses in a text, as links: the same ones as in files (src/reassure/words/links.py). */

import { h } from "./dom";

const ADDRESS = /(?<![\w@/.-])(https?:\/\/)?((?:[a-z0-9-]+\.)+(?!(?:toml|py|md|csv|json|js|ts|html?)\b)[a-z]{2,}(?::\d+)?(?:\/[^\s,;()"'<>]*)?)(?![\w@])/g;

/** The text in its pieces, each with the address that it opens; null: it opens nothing. */
export function pieces(text: string): [string, string | null][] {
  const out: [string, string | null][] = [];
  let at = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const shown = found[0].replace(/[.:!?]+$/, "");
    if (found.index > at) out.push([text.slice(at, found.index), null]);
    out.push([shown, found[1] ? shown : `https://${shown}`]);
    at = found.index + shown.length;
  }
  if (at < text.length) out.push([text.slice(at), null]);
  return out;
}

/** The same as nodes: links open beside the page, and tell the other side nothing of it. */
export function linked(text: string): (HTMLElement | string)[] {
  return pieces(text).map(([shown, url]) => (url ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, shown) : shown));
}
