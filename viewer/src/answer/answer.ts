/** The answer to a move, worked out in the page (src/reassure/web/answer.py). */

import { Solver } from "../engine/solve";
import { moved, type Move } from "../scenario/change";
import { resolve } from "../scenario/resolve";
import type { Kit, Scenario } from "../scenario/tables";
import type { View } from "../types";
import { viewOf } from "./view";

/** The view of a scenario as moved, from nothing; throws a ScenarioError where the move does not fit. */
export function answerOf(kit: Kit, scenario: Scenario, move: Move): View {
  const changed = moved(kit, scenario, move);
  const question = resolve(kit, changed);
  const { flights, pairs, curve } = new Solver(question.problem).solve({ deployment: changed.deployment[0].id });
  return viewOf(kit, changed, question, { flights, pairs, curve });
}
