"""The named results of the arc solvers. A number is an answer only where the outcome is SOLVED."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

__all__ = [
    "BACKWARDS",
    "BAD_INPUT",
    "BELOW_GROUND",
    "BEYOND_RANGE",
    "COINCIDENT",
    "NOT_CONVERGED",
    "NO_AZIMUTH",
    "NO_LEAST_SPEED",
    "PLANE_UNDEFINED",
    "REMEDY",
    "SOLVED",
    "THROUGH_CENTRE",
    "TOO_FAST",
    "TOO_NEAR",
    "Outcome",
]


class Outcome(IntEnum):
    """How a solver ended."""

    SOLVED = 0
    BAD_INPUT = 1
    COINCIDENT = 2
    PLANE_UNDEFINED = 3
    THROUGH_CENTRE = 4
    NOT_CONVERGED = 5
    BELOW_GROUND = 6
    TOO_NEAR = 7
    BACKWARDS = 8
    NO_LEAST_SPEED = 9
    NO_AZIMUTH = 10
    BEYOND_RANGE = 11
    TOO_FAST = 12


# Plain integers for the kernels, which cannot hold an enum in a cached signature.
SOLVED: Final = int(Outcome.SOLVED)
BAD_INPUT: Final = int(Outcome.BAD_INPUT)
COINCIDENT: Final = int(Outcome.COINCIDENT)
PLANE_UNDEFINED: Final = int(Outcome.PLANE_UNDEFINED)
THROUGH_CENTRE: Final = int(Outcome.THROUGH_CENTRE)
NOT_CONVERGED: Final = int(Outcome.NOT_CONVERGED)
BELOW_GROUND: Final = int(Outcome.BELOW_GROUND)
TOO_NEAR: Final = int(Outcome.TOO_NEAR)
BACKWARDS: Final = int(Outcome.BACKWARDS)
NO_LEAST_SPEED: Final = int(Outcome.NO_LEAST_SPEED)
NO_AZIMUTH: Final = int(Outcome.NO_AZIMUTH)
BEYOND_RANGE: Final = int(Outcome.BEYOND_RANGE)
TOO_FAST: Final = int(Outcome.TOO_FAST)

REMEDY: Final[dict[Outcome, str]] = {
    Outcome.SOLVED: "solved",
    Outcome.BAD_INPUT: "a coordinate or time is not finite, a radius is zero, or the time is not positive",
    Outcome.COINCIDENT: "the two positions are the same point; every straight-up arc joins it to itself",
    Outcome.PLANE_UNDEFINED: "the two positions are opposite each other; any plane joins them, so name one by moving an end",
    Outcome.THROUGH_CENTRE: "the arc passes within 100 km of the centre of attraction, where rounding decides it",
    Outcome.NOT_CONVERGED: "the iteration did not settle; please report the case",
    Outcome.BELOW_GROUND: "every arc of that flight time passes below the ground; ask for a longer flight time",
    Outcome.TOO_NEAR: "the aim is nearer than where the boost ends; give a booster of shorter downrange_km",
    Outcome.BACKWARDS: "it would leave its boost backwards",
    Outcome.NO_LEAST_SPEED: "no flight time has the least burnout speed: the aim is too nearly opposite the burnout, "
    "or too far for a flight of this way round; move the aim",
    Outcome.NO_AZIMUTH: "in no azimuth does the boost lead into the flight: the aim is too nearly opposite the base, "
    "or too near to it; move the aim",
    Outcome.BEYOND_RANGE: "the aim is farther than the booster reaches",
    Outcome.TOO_FAST: "it takes more burnout speed than the booster has",
}
