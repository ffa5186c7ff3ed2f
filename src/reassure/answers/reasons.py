"""Why there is no number, in words."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Reason"]


class Reason(IntEnum):
    """Why a critical value is missing. Files have the words, arrays the numbers: they must not change places."""

    NONE_MISSING = 0
    NEVER_IN_REACH = 1
    NO_ARC_AT_DELAY = 2
    NO_ARC_EVER = 3
    # the critical burnout speed would be negative
    DIVERT_ENOUGH = 4
    NOT_SENSED = 5
    NEVER_AT_HEIGHT = 6
    NOT_FACED = 7

    @property
    def words(self) -> str:
        """The reason in words; empty where nothing is missing."""
        return _WORDS[self]


_WORDS = {
    Reason.NONE_MISSING: "",
    Reason.NEVER_IN_REACH: "out of reach at any delay, even if launched with the flight",
    Reason.NO_ARC_AT_DELAY: "no arc above the ground meets the flight after this launch delay",
    Reason.NO_ARC_EVER: "no arc above the ground meets the flight at any delay",
    Reason.NOT_SENSED: "no sensor of this deployment tracks the flight",
    Reason.DIVERT_ENOUGH: "the divert alone is more than the required speed",
    Reason.NEVER_AT_HEIGHT: "the flight is never at a height that counts",
    Reason.NOT_FACED: "this deployment does not face the flight",
}
