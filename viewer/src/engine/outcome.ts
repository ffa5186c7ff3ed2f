/** The named results of the arc solvers; stands beside reassure/flight/outcome.py. A number is an answer only where the
 *  outcome is SOLVED. */

export const SOLVED = 0;
export const BAD_INPUT = 1;
export const COINCIDENT = 2;
export const PLANE_UNDEFINED = 3;
export const THROUGH_CENTRE = 4;
export const NOT_CONVERGED = 5;
export const BELOW_GROUND = 6;
export const TOO_NEAR = 7;
export const BACKWARDS = 8;
export const NO_LEAST_SPEED = 9;
export const NO_AZIMUTH = 10;
export const BEYOND_RANGE = 11;
export const TOO_FAST = 12;
