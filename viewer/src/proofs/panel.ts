/** Certificates proved again in front of the reader: a bar while they are checked, verdicts as they come, leaves to be opened. */

import type { ClauseResult } from "../check/check";
import { counted } from "../data";
import { h } from "../dom";
import { nearest } from "../rounding";
import { words } from "../check/words";
import type { Claim } from "../check/claim";
import { leaves } from "./leaves";
import { Session } from "./session";

/** Bytes up to which the lines of a certificate are kept, so that its leaves can be opened. */
const MOST_KEPT = 60_000_000;

export type State = "waiting" | "working" | "proved" | "part" | "wrong";

/** What a panel says in a line, for the top of the page. */
export interface Said {
  state: State;
  words: string;
  leaves: number;
  seconds: number;
}

/** A certificate in the page: where its bytes come from, and how many they are (0: nobody knows). */
export interface Source {
  name: string;
  size: number;
  open: () => Promise<ReadableStream<Uint8Array>>;
}

/** What other parts of the page do with a panel. */
export interface Hooks {
  tell: (said: Said) => void;
  show: (box: number[] | null) => void; // a leaf's box on the pictures; null: none
  called: (id: string) => string; // what people call an interceptor or a base
}

/** The panel of one certificate. */
export class Panel {
  readonly element = h("div", { class: "certificate" });
  private readonly bar = h("progress", { max: 1, value: 0 });
  private readonly status = h("p", { class: "status", role: "status" });
  private readonly words = h("div", {});
  private readonly verdicts = h("div", { class: "scroll-x" });
  private readonly opened = h("div", {});
  private session: Session | null = null;
  private claimShown = false;
  private drawn = 0;

  constructor(private readonly source: Source, private readonly hooks: Hooks) {
    this.element.append(h("h3", {}, source.name), this.status, this.bar, this.words, this.verdicts, this.opened);
    this.status.textContent = "Not checked yet.";
  }

  /** Check it now; resolves at the end, whatever it is. */
  async run(): Promise<void> {
    const session = (this.session = new Session(() => this.soon(), this.source.size < MOST_KEPT));
    this.hooks.tell({ state: "working", words: "Proving on this machine…", leaves: 0, seconds: 0 });
    try {
      await session.run(await this.source.open(), this.source.size);
    } catch (error) {
      Object.assign(session.progress, { state: "stopped", said: error instanceof Error ? error.message : String(error) });
    }
    this.draw();
  }

  private soon(): void {
    // Ten times a second is enough, and the first verdict at once.
    const now = performance.now();
    if (now - this.drawn < 100) return;
    this.drawn = now;
    this.draw();
  }

  private draw(): void {
    const session = this.session!;
    const p = session.progress;
    if (session.claim && !this.claimShown) {
      this.claimShown = true;
      this.words.replaceChildren(...claimed(session.claim));
    }
    const rows = session.clauses();
    const said = this.said(rows);
    this.status.replaceChildren(h("b", { class: said.state === "proved" ? "out" : said.state === "wrong" ? "wrong" : "" }, said.words));
    this.bar.hidden = p.state !== "reading";
    if (p.size) this.bar.value = Math.min(1, p.read / p.size);
    else this.bar.removeAttribute("value");
    if (rows.length) this.verdicts.replaceChildren(table(rows, p.state === "reading", this.hooks.called));
    if (p.state === "done" && session.claim && session.proofs.size) this.opened.replaceChildren(leaves(session, this.hooks));
    this.hooks.tell(said);
  }

  private said(rows: ClauseResult[]): Said {
    const { state, leaves: n, seconds, said, unsettled, read, size } = this.session!.progress;
    const time = `${nearest(seconds, 1)} s`;
    const made = (state: State, words: string): Said => ({ state, words, leaves: n, seconds });
    const proved = rows.filter((r) => r.verdict === "proved").length;
    if (state === "malformed") return made("wrong", `Not proved: this is no certificate that can be checked: ${said}.`);
    if (state === "stopped") return made("wrong", `Not proved: ${said}.`);
    if (state === "reading") return made("working", `Proving on this machine… ${size ? `${Math.floor((100 * read) / size)} %, ` : ""}${counted(n, "leaf", "leaves")}, ${proved} of ${counted(rows.length, "pair")}`);
    if (proved === rows.length) return made("proved", `Proved on your machine just now: ${counted(n, "leaf", "leaves")} in ${time}.`);
    const why = unsettled ? ` ${counted(unsettled, "leaf", "leaves")} did not hold, or could not be settled here.` : "";
    // A leaf that does not hold is no proof, whatever else is proved: the file is not what it says.
    if (unsettled) return made("wrong", `Not proved.${why} ${proved} of ${counted(rows.length, "pair")} stand without them.`);
    if (proved) return made("part", `Proved on your machine just now, ${proved} of ${counted(rows.length, "pair")}: ${counted(n, "leaf", "leaves")} in ${time}.`);
    return made("wrong", "Not proved.");
  }
}

/** Interceptors by bases: proved or not, of so many flights tables. The cells of an area are one base. */
function table(rows: ClauseResult[], working: boolean, called: (id: string) => string): HTMLElement {
  const base = (flights: string): string => flights.split("/")[0];
  const [names, bases] = [[...new Set(rows.map((r) => r.interceptor))], [...new Set(rows.map((r) => base(r.flights)))]];
  const cell = (name: string, b: string): HTMLElement => {
    const mine = rows.filter((r) => r.interceptor === name && base(r.flights) === b);
    if (!mine.length) return h("td", {}, "");
    const done = mine.filter((r) => r.verdict === "proved").length;
    const worst = mine.find((r) => r.verdict !== "proved");
    if (done === mine.length) return h("td", {}, h("b", { class: "out" }, "proved"));
    const tried = mine.some((r) => r.proofs > 0 || r.why.includes("leaf"));
    if (working) return h("td", {}, done ? `${done} of ${mine.length}` : "…");
    const word = mine.some((r) => r.said === "reachable") ? "reachable, it says" : mine.some((r) => r.said === "undecided") ? "undecided, it says" : "not proved";
    return h("td", { title: worst?.why ?? "" }, h("b", { class: word === "not proved" && tried ? "wrong" : "" }, word), done ? h("small", {}, ` ${done} of ${mine.length}`) : null);
  };
  return h(
    "table",
    { class: "verdicts" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Interceptor"), ...bases.map((b) => h("th", { scope: "col" }, called(b))))),
    h("tbody", {}, ...names.map((n) => h("tr", {}, h("th", { scope: "row" }, called(n)), ...bases.map((b) => cell(n, b))))),
  );
}

/** The claim in plain words, made from the claim alone; the limits, the flights and what is assumed can be opened. */
function claimed(claim: Claim): HTMLElement[] {
  const said = words(claim);
  const part = (name: string, lines: string[]): HTMLElement[] => [h("h4", {}, name), h("ul", {}, ...lines.map((line) => h("li", {}, line)))];
  return [
    h("p", { class: "claimed" }, said.sentence),
    h("details", {}, h("summary", {}, "What exactly is claimed"), ...part("Limits", said.limits), ...part("Flights", said.flights), ...part("Assumed", said.assumptions), h("p", { class: "note" }, "The claim’s hash: ", h("code", { class: "hash" }, said.hash))),
  ];
}
