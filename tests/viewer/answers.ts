/** Moves answered as the page answers them, and scenario files read as the page reads them. Bundled and run by
 *  tests/viewer/test_page_answers.py. */

import { viewOf } from "../../viewer/src/answer/view";
import { Solver } from "../../viewer/src/engine/solve";
import { moved, type Move } from "../../viewer/src/scenario/change";
import { read } from "../../viewer/src/scenario/check";
import { edited, type Edits } from "../../viewer/src/scenario/edit";
import { resolve } from "../../viewer/src/scenario/resolve";
import type { Kit, Scenario } from "../../viewer/src/scenario/tables";
import type { View } from "../../viewer/src/types";
import { written } from "../../viewer/src/scenario/toml";

interface Asked {
  kits: Record<string, Kit>;
  moves: { kit: string; move: Move }[];
  edits: { kit: string; edits: Edits; move: Move }[];
  files: { kit: string; text: string }[];
}

const said = <T>(work: () => T): T | { error: string } => {
  try {
    return work();
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
};

/** The view of a scenario as moved, as live/engine.ts makes it without workers. */
function answerOf(kit: Kit, scenario: Scenario, move: Move, before: string[] = []): View {
  const changed = moved(kit, scenario, move, before);
  const { flights, pairs, curve } = new Solver(resolve(kit, scenario).problem).solve(move);
  return viewOf(kit, changed, resolve(kit, changed), { flights, pairs, curve });
}

/** The views of moves, the TOML of moved and edited scenarios, and what is said of files. */
export function pageAnswers(asked: Asked): object {
  return {
    moves: asked.moves.map(({ kit, move }) =>
      said(() => ({ view: answerOf(asked.kits[kit], asked.kits[kit].scenario, move), toml: written(moved(asked.kits[kit], asked.kits[kit].scenario, move), "moved") })),
    ),
    edits: asked.edits.map(({ kit, edits, move }) =>
      said(() => {
        const made = edited(asked.kits[kit], asked.kits[kit].scenario, edits, move.deployment);
        const after = moved(asked.kits[kit], made.scenario, move, made.words);
        return { toml: written(after, "edited"), view: answerOf(asked.kits[kit], made.scenario, move, made.words), title: after.title };
      }),
    ),
    files: asked.files.map(({ kit, text }) => said(() => ({ toml: written(read(asked.kits[kit], text, "file.toml"), "read") }))),
  };
}
