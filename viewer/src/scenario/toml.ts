/** A scenario as the text of a file that the command line reads. */

import { stringify } from "smol-toml";
import type { Scenario } from "./tables";

/** The text; `head`: its first line, a comment. */
export const written = (scenario: Scenario, head: string): string => `# ${head.replace(/\s+/g, " ").trim()}\n${stringify(scenario)}`;
