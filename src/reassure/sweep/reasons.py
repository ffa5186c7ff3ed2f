"""Why a number is missing at a point of a sweep. Nothing is ever NaN without one of these."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np

from reassure.answers.assessment import Reason
from reassure.typing import Array, IntArray

__all__ = ["ATTRIBUTES", "Missing", "of_base", "of_deployment"]


class Missing(IntEnum):
    """Codes of the arrays `reason` and `reason_by_base`. 0 is what stands where nothing was computed."""

    NOT_COMPUTED = 0
    NOTHING = 1
    NEVER_IN_REACH = 2
    NO_ARC_AT_DELAY = 3
    NO_ARC_EVER = 4
    DIVERT_ENOUGH = 5
    NOT_SENSED = 6
    NO_FLIGHTS = 7
    UNUSABLE = 8
    NEVER_AT_HEIGHT = 9
    NOT_FACED = 10

    @property
    def words(self) -> str:
        """The reason in words, as the arrays' attribute `long_name` has it."""
        return _WORDS[self]


_WORDS = {
    Missing.NOT_COMPUTED: "not computed yet",
    Missing.NOTHING: "nothing is missing",
    Missing.NEVER_IN_REACH: Reason.NEVER_IN_REACH.words,
    Missing.NO_ARC_AT_DELAY: "no arc above the ground meets any flight after this launch delay",
    Missing.NO_ARC_EVER: "no arc above the ground meets any flight at any delay",
    Missing.DIVERT_ENOUGH: Reason.DIVERT_ENOUGH.words,
    Missing.NOT_SENSED: "no sensor of this deployment tracks any flight",
    Missing.NO_FLIGHTS: "none of the flights exists with these figures",
    Missing.UNUSABLE: "the scenario cannot be used with these figures",
    Missing.NEVER_AT_HEIGHT: "no flight is ever at a height that counts",
    Missing.NOT_FACED: "this deployment faces no flight of the base",
}

ATTRIBUTES: dict[str, Any] = {
    "flag_values": [int(m) for m in Missing],
    "flag_meanings": " ".join(m.name.lower() for m in Missing),
    "long_name": "; ".join(f"{int(m)}: {m.words}" for m in Missing),
}


def of_deployment(margin: Array, critical_speed: Array, delay: Array, reason: IntArray) -> Missing:
    """Why the deployment's sums over n flights lack a number: margins (km/s, NaN where no arc meets), critical speeds
    (km/s), critical delays (s, NaN or infinite where there is none) and reasons (n,). NOTHING where none is missing.
    """
    found = of_base(margin, reason)
    if found is not Missing.NOTHING:
        return found
    # There is a least margin; its flight's critical speed alone may be missing.
    if np.isnan(critical_speed[np.nanargmin(margin)]):
        return Missing.DIVERT_ENOUGH
    return Missing.NOTHING if np.isfinite(delay).any() else Missing.NEVER_IN_REACH


def of_base(margin: Array, reason: IntArray) -> Missing:
    """Why there is no least margin over n flights: margins (km/s, NaN where no arc meets) and reasons (n,).
    NOTHING where there is one.
    """
    if not margin.size:
        return Missing.NO_FLIGHTS
    reason = reason[reason != Reason.NOT_FACED]
    if not reason.size:
        return Missing.NOT_FACED
    if np.isfinite(margin).any():
        return Missing.NOTHING
    # Flights may have different reasons. The one told is the first of: no arc at this delay (another delay has some),
    # never at a height that counts (all of them), no arc at any delay, not sensed.
    if (reason == Reason.NO_ARC_AT_DELAY).any():
        return Missing.NO_ARC_AT_DELAY
    if (reason == Reason.NEVER_AT_HEIGHT).all():
        return Missing.NEVER_AT_HEIGHT
    sensed = (reason == Reason.NO_ARC_EVER).any()
    return Missing.NO_ARC_EVER if sensed else Missing.NOT_SENSED
