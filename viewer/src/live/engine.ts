/** Answers worked out by the page itself: the flights are shared out over workers, if there are any. */

import { Pool, type Port } from "../engine/pool";
import { Solver, type Answer } from "../engine/solve";
import type { Move } from "../scenario/change";
import { resolve } from "../scenario/resolve";
import type { Kit, Scenario } from "../scenario/tables";
import type { View } from "../types";
import { viewOf } from "../answer/view";
import { endThese, workers } from "../workers";

/** What answers moves of one problem. */
interface Solving {
  solve: (move: Move) => Promise<Answer> | Answer;
  broken: () => boolean;
  end: () => void;
}

export class Engine {
  private key = "";
  private solving: Solving | null = null;

  /** The view of a scenario as moved. `scenario`: without the move; `changed`: with it. */
  async answer(kit: Kit, scenario: Scenario, move: Move, changed: Scenario): Promise<View> {
    // What a solver keeps is of one scenario: another one needs another.
    const key = JSON.stringify(scenario);
    if (!this.solving || this.solving.broken() || key !== this.key) {
      this.solving?.end();
      this.solving = made(kit, scenario);
      this.key = key;
    }
    const { flights, pairs, curve } = await this.solving.solve(move);
    return viewOf(kit, changed, resolve(kit, changed), { flights, pairs, curve });
  }
}

function made(kit: Kit, scenario: Scenario): Solving {
  const { problem } = resolve(kit, scenario);
  const ports = workers();
  if (ports.length) {
    const pool = new Pool(problem, ports as unknown as Port[]);
    return { solve: (move) => pool.solve(move), broken: () => pool.broken, end: () => endThese(ports) };
  }
  const solver = new Solver(problem);
  return { solve: (move) => solver.solve(move), broken: () => false, end: () => {} };
}
