/** Shares the flights of a problem out over workers, and puts their answers together: as one Solver, sooner. */

import { curveDelays, curveOf, type Curve } from "./curve";
import type { Ask, Reply } from "./desk";
import { FLIGHT_COLUMNS } from "./family";
import type { Flights } from "./flights";
import { moved, type Changes } from "./move";
import { blankPairs, NOT_FACED, type Pairs } from "./pairs";
import type { Problem } from "./problem";
import type { Answer } from "./solve";

/** What a pool needs of a worker; a browser's Worker has it. */
export interface Port {
  postMessage(message: Ask): void;
  onmessage: ((event: { data: Reply }) => void) | null;
  onerror?: ((event: { message: string }) => void) | null;
}

type Waiting = { settle: (reply: Reply) => void; fail: (error: Error) => void };

export class Pool {
  private readonly held: (Flights | null)[];
  private readonly waiting = new Map<number, Waiting>();
  broken = false; // a worker has ended: the pool answers no more
  private next = 0;
  private turn: Promise<unknown> = Promise.resolve(); // when the last move is answered
  private whole: { flights: Flights; order: Int32Array } | null = null;

  /** `ports`: workers that run worker.ts, each for itself. */
  constructor(
    private readonly problem: Problem,
    private readonly ports: Port[],
  ) {
    this.held = ports.map(() => null);
    ports.forEach((port, index) => {
      port.onmessage = ({ data }) => this.take(data);
      port.onerror = ({ message }) => this.end(message);
      port.postMessage({ kind: "hold", problem, share: { index, of: ports.length } });
    });
  }

  private take(reply: Reply): void {
    const waiting = this.waiting.get(reply.id);
    if (!waiting) return; // it came after a failure
    const { settle, fail } = waiting;
    this.waiting.delete(reply.id);
    if (reply.kind === "failed") fail(new Error(reply.message));
    else settle(reply);
  }

  /** A worker has failed beyond a reply: nobody waits for it any longer. */
  private end(message: string): void {
    this.broken = true;
    for (const { fail } of this.waiting.values()) fail(new Error(`the page's own computation failed: ${message}`));
    this.waiting.clear();
  }

  private post(port: Port, make: (id: number) => Ask): Promise<Reply> {
    if (this.broken) return Promise.reject(new Error("the page's own computation has ended"));
    const id = this.next++;
    return new Promise((settle, fail) => {
      this.waiting.set(id, { settle, fail });
      port.postMessage(make(id));
    });
  }

  /** The answer to a move, as Solver.solve has it. One move after the other: a curve is of the flights of the last answer. */
  solve(changes: Changes): Promise<Answer> {
    const mine = this.turn.then(() => this.work(changes));
    this.turn = mine.catch(() => {});
    return mine;
  }

  private async work(changes: Changes): Promise<Answer> {
    const asked = moved(this.problem, changes); // throws here where the move does not fit
    const replies = await Promise.all(this.ports.map((port) => this.post(port, (id) => ({ kind: "solve", id, changes }))));
    const pairs: Pairs[] = [];
    replies.forEach((reply, k) => {
      if (reply.kind !== "solved") return;
      pairs.push(reply.pairs);
      if (!reply.flights) return;
      this.held[k] = reply.flights;
      this.whole = null;
    });
    this.whole ??= together(this.held as Flights[]);
    const { flights, order } = this.whole;
    const all = inOrder(pairs, order);
    return { moved: asked, flights, pairs: all, curve: await this.curve(asked.battery, all) };
  }

  private async curve(battery: Answer["moved"]["battery"], pairs: Pairs): Promise<Curve | null> {
    const flights = pairs.reason.reduce((sum, reason) => sum + Number(reason !== NOT_FACED), 0);
    if (!flights) return null;
    const delays = curveDelays(battery, pairs);
    const replies = await Promise.all(this.ports.map((port) => this.post(port, (id) => ({ kind: "least", id, count: delays.length }))));
    const least = new Float64Array(delays.length).fill(Infinity);
    // The least over all is the least of what each finds over its share.
    for (const reply of replies) if (reply.kind === "least") reply.speeds.forEach((speed, j) => (least[j] = Math.min(least[j], speed)));
    return curveOf(delays, least, flights);
  }
}

/** The flights of all shares in the order of their numbers; and which each is, counted through the shares. */
function together(parts: Flights[]): { flights: Flights; order: Int32Array } {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const from = parts.flatMap((part, k) => Array.from({ length: part.count }, (_, i) => ({ k, i, number: part.number[i] })));
  const order = Int32Array.from(from.keys()).sort((a, b) => from[a].number - from[b].number);
  const flights: Flights = {
    count,
    rows: new Float64Array(count * FLIGHT_COLUMNS),
    bases: new Float64Array(3 * count),
    number: new Int32Array(count),
    speed: new Float64Array(count),
    outcome: new Uint8Array(parts.reduce((sum, part) => sum + part.outcome.length, 0)),
  };
  order.forEach((at, to) => {
    const { k, i } = from[at];
    flights.rows.set(parts[k].rows.subarray(i * FLIGHT_COLUMNS, (i + 1) * FLIGHT_COLUMNS), to * FLIGHT_COLUMNS);
    flights.bases.set(parts[k].bases.subarray(3 * i, 3 * i + 3), 3 * to);
    flights.number[to] = parts[k].number[i];
    flights.speed[to] = parts[k].speed[i];
  });
  parts.forEach((part, k) => part.outcome.forEach((result, i) => (flights.outcome[i * parts.length + k] = result)));
  return { flights, order };
}

/** Pairs of all shares in an order. */
function inOrder(parts: Pairs[], order: Int32Array): Pairs {
  const out = blankPairs(order.length);
  // Of each, counted through the shares, where it goes.
  const place = new Int32Array(order.length);
  order.forEach((at, to) => (place[at] = to));
  for (const name of Object.keys(out) as (keyof Pairs)[]) {
    let at = 0;
    for (const part of parts) for (const value of part[name]) out[name][place[at++]] = value;
  }
  return out;
}
