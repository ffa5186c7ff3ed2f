/** What a worker does: it holds a problem and the flights of its share, and answers for these. Messages are plain data, and
 *  their arrays are handed over, not copied. */

import type { Flights, Share } from "./flights";
import type { Pairs } from "./pairs";
import type { Problem } from "./problem";
import type { Changes } from "./move";
import { Solver } from "./solve";

/** To a worker: a problem and its share of it; a move; or how many delays of a curve, over the flights of its last answer. */
export type Ask =
  | { kind: "hold"; problem: Problem; share: Share }
  | { kind: "solve"; id: number; changes: Changes }
  | { kind: "least"; id: number; count: number };

/** From a worker. `flights` are null where they are those of its answer before. */
export type Reply =
  | { kind: "solved"; id: number; flights: Flights | null; pairs: Pairs }
  | { kind: "least"; id: number; speeds: Float64Array }
  | { kind: "failed"; id: number; message: string };

/** A reply, and the arrays that go with it. */
export interface Answered {
  reply: Reply;
  transfer: ArrayBuffer[];
}

function buffers(of: object): ArrayBuffer[] {
  return Object.values(of).flatMap((v: unknown) => (ArrayBuffer.isView(v) ? [v.buffer as ArrayBuffer] : []));
}

/** A copy of the flights, to be given away: the desk needs its own. */
function copied(flights: Flights): Flights {
  const { count, rows, bases, number, speed, outcome } = flights;
  return { count, rows: rows.slice(), bases: bases.slice(), number: number.slice(), speed: speed.slice(), outcome: outcome.slice() };
}

export class Desk {
  private solver: Solver | null = null;
  private sent: Flights | null = null;

  /** The reply to a message; null where it asks for none. What goes wrong is said in the reply. */
  answer(ask: Ask): Answered | null {
    if (ask.kind === "hold") {
      this.solver = new Solver(ask.problem, ask.share);
      this.sent = null;
      return null;
    }
    try {
      return this.work(this.solver!, ask);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { reply: { kind: "failed", id: ask.id, message }, transfer: [] };
    }
  }

  private work(solver: Solver, ask: Exclude<Ask, { kind: "hold" }>): Answered {
    if (ask.kind === "least") {
      const speeds = solver.least(ask.count);
      return { reply: { kind: "least", id: ask.id, speeds }, transfer: buffers({ speeds }) };
    }
    const { flights, pairs } = solver.solve(ask.changes, false);
    const news = flights === this.sent ? null : copied(flights);
    this.sent = flights;
    const reply: Reply = { kind: "solved", id: ask.id, flights: news, pairs };
    return { reply, transfer: [...buffers(pairs), ...(news ? buffers(news) : [])] };
  }
}
