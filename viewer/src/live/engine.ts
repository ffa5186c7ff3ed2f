/** Answers worked out by the page itself. */

import { Solver } from "../engine/solve";
import { resolve } from "../scenario/resolve";
import type { Kit, Scenario } from "../scenario/tables";
import type { View } from "../types";
import { viewOf } from "../answer/view";

export class Engine {
  /** The view of a scenario with one deployment. */
  async answer(kit: Kit, scenario: Scenario): Promise<View> {
    const question = resolve(kit, scenario);
    const { flights, pairs, curve } = new Solver(question.problem).solve({ deployment: scenario.deployment[0].id });
    return viewOf(kit, scenario, question, { flights, pairs, curve });
  }
}
