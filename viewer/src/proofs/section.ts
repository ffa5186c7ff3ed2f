/** The page's certificates: those inside are proved again at once, and any other can be opened from a file. */

import type { App } from "../app";
import { h } from "../dom";
import { counted } from "../data";
import { packed } from "../packed";
import { nearest } from "../rounding";
import { overlayOf } from "./overlay";
import { Panel, type Said, type Source } from "./panel";

/** What stands in a page about proofs: a line for its top, and a section. */
export interface Proofs {
  line: HTMLElement;
  section: HTMLElement;
  start: () => Promise<void>; // Prove those inside; resolves at the first verdict, at once where there is none to come.
}

/** Both; the line is empty where the page holds no certificate. */
export function proofs(app: App): Proofs {
  const line = h("p", { class: "proved-line", role: "status" });
  const panels = h("div", {});
  const said: Said[] = [];
  let begun = (): void => {};
  const first = new Promise<void>((resolve) => (begun = resolve));
  const inside = app.view.raw.proofs.flatMap((p, k): Source[] => {
    const held = document.getElementById(`reassure-certificate-${k}`);
    return held ? [{ name: p.file, size: Number(held.dataset.bytes ?? 0), open: async () => packed(held) }] : [];
  });
  const add = (source: Source, at: number): Panel => {
    const panel = new Panel(source, {
      tell: (now) => {
        if (at >= 0) said[at] = now;
        tellTop(line, said, inside.length);
        if (now.leaves || now.state !== "working") begun();
      },
      called: (id) => calledIn(app, id),
      show: (box) => app.cover(box && overlayOf(box)),
    });
    panels.append(panel.element);
    return panel;
  };
  const own = inside.map((source, k) => add(source, k));
  const open = h("input", {
    type: "file",
    accept: ".cert",
    "aria-label": "A certificate",
    change: () => {
      for (const file of open.files ?? []) void add({ name: file.name, size: file.size, open: async () => file.stream() }, -1).run();
      open.value = "";
    },
  });
  const beside = app.view.raw.proofs.filter((_, k) => !document.getElementById(`reassure-certificate-${k}`));
  const folder = app.view.raw.certificates_beside;
  const others = beside.length
    ? h(
        "p",
        { class: "note" },
        `Too large to stand in this page${folder ? ", beside it" : ""}: `,
        ...beside.flatMap((p, k) => [k ? ", " : "", folder ? h("a", { href: `${folder}/${encodeURIComponent(p.file)}`, download: p.file }, p.file) : p.file]),
        ". Save and choose them here:",
      )
    : h("p", { class: "note" }, "Any other certificate can be checked here too:");
  return {
    line,
    section: h("div", {}, panels, others, open),
    start: () => {
      // One after the other: each takes all the cores that there are.
      void own.reduce((before, panel) => before.then(() => panel.run()), Promise.resolve());
      return own.length ? first : Promise.resolve();
    },
  };
}

/** What the top of the page says of all certificates inside it. */
function tellTop(line: HTMLElement, said: Said[], of: number): void {
  const done = said.filter(Boolean);
  const wrong = done.find((s) => s.state === "wrong");
  const finished = done.length === of && done.every((s) => s.state === "proved" || s.state === "part");
  const [n, t] = [done.reduce((a, s) => a + s.leaves, 0), done.reduce((a, s) => a + s.seconds, 0)];
  line.className = `proved-line ${wrong ? "wrong" : finished ? "out" : ""}`;
  const link = h("a", { href: "#certificates" }, of > 1 ? "the certificates" : "the certificate");
  if (wrong) line.replaceChildren(h("b", {}, "Not proved. "), `${wrong.words.replace(/^Not proved:? ?/, "")} See `, link, ".");
  else if (finished) line.replaceChildren(h("b", {}, "Proved on your machine just now: "), `${counted(n, "leaf", "leaves")} in ${nearest(t, 1)} s. What is guaranteed stands in `, link, ".");
  else line.replaceChildren(h("b", {}, "Proving on your machine… "), `${counted(n, "leaf", "leaves")} so far. See `, link, ".");
}

/** What people call an interceptor or a base of a claim; "submarines-okhotsk/3" is the third cell of an area. */
function calledIn(app: App, id: string): string {
  const [name, cell] = id.split("/");
  const deployment = app.view.raw.deployments.find((d) => d.id === name);
  const words = deployment?.name ?? app.view.called(name);
  return cell ? `${words}, cell ${cell}` : words;
}
