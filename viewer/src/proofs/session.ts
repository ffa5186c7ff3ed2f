/** A certificate checked in the page: read piece by piece, its proof lines shared out over workers. */

import { Checker, type ClauseResult, type LineResult } from "../check/check";
import type { Claim } from "../check/claim";
import { Malformed } from "../check/json";
import { Server, type Answer, type Ask } from "../check/serve";
import { workers } from "../workers";

/** Characters of proof lines that a worker gets at once: some 10 ms of work, so that the first verdicts come soon. */
const BATCH = 8_000;
/** Characters that may wait: a file is read no faster than it is checked. */
const WAITING = 4_000_000;

/** How far a check has come, and what it came to. `proved`: every clause has valid proofs. */
export interface Progress {
  state: "reading" | "done" | "malformed" | "stopped";
  read: number; // bytes
  size: number; // bytes in all; 0: nobody knows
  lines: number; // proof lines checked
  leaves: number;
  unsettled: number; // leaves that do not hold, or are not settled
  seconds: number;
  said: string; // why it ended early
  proved: boolean;
}

interface Batch {
  lines: { number: number; text: string }[];
  size: number; // characters
}

/** One certificate under check. */
export class Session {
  readonly progress: Progress = { state: "reading", read: 0, size: 0, lines: 0, leaves: 0, unsettled: 0, seconds: 0, said: "", proved: false };
  /** Proof lines by clause, for who opens a leaf; kept where the file is not too large. */
  readonly proofs = new Map<number, string[]>();
  private readonly checker: Checker;
  private readonly queue: Batch[] = [];
  private batch: Batch = { lines: [], size: 0 };
  private waiting = 0; // characters read and not yet checked
  private readonly under = new Map<Worker | null, number>(); // characters that each is at
  private readonly idle: Worker[] = [];
  private all: Worker[] = [];
  private busy = 0;
  private began = 0;
  private readonly told = new Set<Worker | null>(); // who has the claim
  private readonly own = new Server(); // where there are no workers
  private wake: () => void = () => {};

  /** `tell`: called when something has changed. `keep`: keep the proof lines, so that leaves can be opened. */
  constructor(private readonly tell: () => void, private readonly keep: boolean) {
    this.checker = new Checker((line, number, text) => this.proof(line.clause, number, text));
  }

  get claim(): Claim | null {
    return this.checker.claim;
  }

  get stay(): Checker["stay"] {
    return this.checker.stay;
  }

  clauses(): ClauseResult[] {
    return this.checker.claim ? this.checker.clauses() : [];
  }

  /** Check a whole file; `size`: its bytes, if anybody knows. Resolves when all is done, or what is wrong is known. */
  async run(stream: ReadableStream<Uint8Array>, size: number): Promise<void> {
    this.progress.size = size;
    this.began = performance.now();
    this.start();
    const reader = stream.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        // In pieces, so that the page can draw between them.
        for (let from = 0; from < value.length; from += 65_536) {
          this.checker.feed(value.subarray(from, from + 65_536));
          this.progress.read += Math.min(65_536, value.length - from);
          while (this.waiting > WAITING && this.progress.state === "reading") await this.some();
          if (this.progress.state !== "reading") return;
        }
      }
      this.checker.finish();
      this.send();
      while ((this.queue.length || this.busy) && this.progress.state === "reading") await this.some();
      if (this.progress.state === "reading") this.settle();
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.end("malformed", error.message);
    } finally {
      void reader.cancel().catch(() => {});
      this.all.forEach((w) => w.terminate());
      this.progress.seconds = (performance.now() - this.began) / 1e3;
      this.tell();
    }
  }

  stop(): void {
    this.end("stopped", "stopped by hand");
  }

  private settle(): void {
    this.progress.proved = this.clauses().every((c) => c.verdict === "proved");
    this.progress.state = "done";
  }

  private end(state: "malformed" | "stopped", said: string): void {
    Object.assign(this.progress, { state, said });
    this.wake();
  }

  private start(): void {
    this.all = workers();
    for (const worker of this.all) {
      worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => this.heard(worker, data));
      worker.addEventListener("error", (event) => this.end("stopped", `the check itself failed: ${event.message}`));
      this.idle.push(worker);
    }
  }

  private proof(clause: number, number: number, text: string): void {
    if (this.keep) {
      const before = this.proofs.get(clause);
      if (before) before.push(text);
      else this.proofs.set(clause, [text]);
    }
    this.batch.lines.push({ number, text });
    this.batch.size += text.length;
    this.waiting += text.length;
    if (this.batch.size >= BATCH) this.send();
  }

  private send(): void {
    if (this.batch.size) this.queue.push(this.batch);
    this.batch = { lines: [], size: 0 };
    this.next();
  }

  private next(): void {
    while (this.queue.length && this.idle.length) this.ask(this.idle.pop()!);
    if (!this.all.length && this.queue.length && !this.busy) this.ask(null);
  }

  /** A batch to a worker; or, without workers, on the page's own thread after a breath. */
  private ask(worker: Worker | null): void {
    const asks: Ask[] = [{ kind: "lines", batch: 0, stay: { ...this.stay }, lines: this.take(worker) }];
    // The claim goes once to each: by then all lines about stays are read.
    if (!this.told.has(worker)) asks.unshift({ kind: "claim", text: this.checker.claimText });
    this.told.add(worker);
    if (worker) asks.forEach((ask) => worker.postMessage(ask));
    else setTimeout(() => asks.forEach((ask) => this.own.handle(ask, (answer) => this.heard(null, answer))));
  }

  /** The next batch's lines, for a worker, or for the page itself. */
  private take(worker: Worker | null): Batch["lines"] {
    const batch = this.queue.shift()!;
    this.under.set(worker, batch.size);
    this.busy++;
    return batch.lines;
  }

  private heard(worker: Worker | null, data: Answer): void {
    if (data.kind === "progress") return;
    this.busy--;
    this.waiting -= this.under.get(worker) ?? 0;
    if (worker) this.idle.push(worker);
    if (data.kind === "malformed") this.end("malformed", data.message);
    else data.results.forEach((r) => this.count(r));
    this.next();
    this.wake();
    this.tell();
  }

  private count(result: LineResult): void {
    this.checker.result(result);
    this.progress.lines++;
    this.progress.leaves += result.total;
    this.progress.unsettled += result.notHeld;
    this.progress.seconds = (performance.now() - this.began) / 1e3;
  }

  private some(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }
}
