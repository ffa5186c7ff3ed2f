/** What a scenario means, worked out: what the engine is given, what is shown of each deployment, and the figures that both rest
 *  on (src/reassure/scenario/question.py). */

import type { Problem } from "../engine/problem";
import type { FigureUsed } from "../types";
import type { Status } from "./tables";

/** A deployment's figures as an answer shows them; units in the names. */
export interface DeploymentFigures {
  id: string;
  name: string | null;
  place: string;
  interceptor: string;
  interceptors: number | null;
  from: number | null;
  until: number | null;
  burnout_speed_km_s: number;
  burnout_speed_status: Status;
  divert_km_s: number;
  burnout_height_km: number;
  burn_time_s: number;
}

export interface Question {
  problem: Problem;
  figures: DeploymentFigures[]; // one for each deployment, in the scenario's order
  sources: FigureUsed[]; // in the order in which they were first used
}
