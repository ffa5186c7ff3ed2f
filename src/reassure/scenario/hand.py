"""What was set by hand, in words: in a title, as the name of a place, and as the source of a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reassure.catalog.used import FigureUsed
from reassure.words.rounding import nearest

__all__ = [
    "by_hand",
    "figure_by_hand",
    "moved_id",
    "moved_name",
    "place_words",
    "title_by_hand",
    "title_with",
]

_LONGEST_TITLE, _LONGEST_ID = 300, 63  # characters: what the format allows
_MARK = "; changed by hand: "
# The end of a name that `moved_name` has made before.
_MOVED = re.compile(r" \(moved from (.+)\)$")


def by_hand(had: str) -> str:
    """The words for the source of a figure that was set by hand; `had`: what the scenario has instead, in words."""
    return f"set by hand (the scenario has {had})"


def figure_by_hand(key: str, value: float, had: str) -> FigureUsed:
    """A figure that somebody set, as an answer lists it: certain, and assumed. `had`: what the scenario has, in words."""
    return FigureUsed(key, value, None, None, "assumed", by_hand(had))


def title_by_hand(title: str, changes: Sequence[str]) -> str:
    """The title of what is no longer the scenario as it was: the title, and the changes in words. Of a long title the
    beginning, and of many changes their number. `changes` empty: the title as it is.
    """
    return _with(title, _MARK, changes)


def title_with(title: str, figures: Sequence[str]) -> str:
    """The title of what is asked with other figures than the scenario's: the title, and these figures in words, as
    `title_by_hand` has its changes.
    """
    return _with(title, "; with ", figures)


def _with(title: str, mark: str, changes: Sequence[str]) -> str:
    if not changes:
        return title
    words = mark + ", ".join(changes)
    # 40 characters at least are left for the title itself
    if len(words) > _LONGEST_TITLE - 40:
        words = f"{mark}{len(changes)} figures"
    room = _LONGEST_TITLE - len(words)
    return (title if len(title) <= room else f"{title[: room - 3].rstrip()}...") + words


def place_words(latitude_deg: float, longitude_deg: float) -> str:
    """A place (degrees, north and east positive) in words, to a tenth of a degree: "54.1 N 19.3 E"."""
    ns, ew = "N" if latitude_deg >= 0 else "S", "E" if longitude_deg >= 0 else "W"
    return f"{nearest(abs(latitude_deg), 1)} {ns} {nearest(abs(longitude_deg), 1)} {ew}"


def moved_name(site: tuple[float, float], before: str) -> str:
    """The name of a site that was moved to a place (latitude and longitude, deg): "54.1 N 19.3 E (moved from
    redzikowo)". `before`: what it was called. Of one moved before, the name that it had at first stands in brackets.
    """
    found = _MOVED.search(before)
    return f"{place_words(*site)} (moved from {found[1] if found else before})"


def moved_id(name: str, place: str, site: tuple[float, float]) -> str:
    """The id of a deployment that was moved: without its old place, and with the new one.

    `name`: its id so far; `place`: what its old site is called, empty if it has no name; `site`: latitude and
    longitude, deg. "phase-3-redzikowo" at 50 N 20 E becomes "phase-3-at-50-0-n-20-0-e", at most 63 characters.
    """
    words = "at-" + re.sub(r"[ .]", "-", place_words(*site)).lower()
    kept = name.replace(place, "").replace("--", "-").strip("-") if place else name
    # the place of an earlier move
    kept = re.sub(r"-?at-[\d-]+-[ns]-[\d-]+-[ew]$", "", kept)
    return f"{kept[: _LONGEST_ID - len(words) - 1].rstrip('-')}-{words}".lstrip("-")
