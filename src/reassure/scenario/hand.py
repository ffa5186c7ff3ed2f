"""What was set by hand, in words: in a title, as the name of a place, and as the source of a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reassure.catalog.used import FigureUsed
from reassure.words.rounding import nearest

__all__ = ["by_hand", "figure_by_hand", "moved_id", "moved_name", "place_words", "title_by_hand"]

_LONGEST_TITLE, _LONGEST_ID = 300, 63
_MARK = "; by hand: "
_MOVED = re.compile(r" \(moved from (.+)\)$")


def by_hand(had: str) -> str:
    """The source of a figure that was set by hand; `had`: what the scenario has instead."""
    return f"set by hand (the scenario has {had})"


def figure_by_hand(key: str, value: float, had: str) -> FigureUsed:
    """A figure that somebody set, as an answer lists it."""
    return FigureUsed(key, value, None, None, "assumed", by_hand(had))


def title_by_hand(title: str, changes: Sequence[str]) -> str:
    """The title of what is no longer the scenario as it was; of a long one the beginning."""
    if not changes:
        return title
    words = _MARK + ", ".join(changes)
    if len(words) > _LONGEST_TITLE - 40:
        words = f"{_MARK}{len(changes)} figures"
    room = _LONGEST_TITLE - len(words)
    return (title if len(title) <= room else f"{title[: room - 3].rstrip()}...") + words


def place_words(latitude_deg: float, longitude_deg: float) -> str:
    """54.1 N 19.3 E."""
    ns, ew = "N" if latitude_deg >= 0 else "S", "E" if longitude_deg >= 0 else "W"
    return f"{nearest(abs(latitude_deg), 1)} {ns} {nearest(abs(longitude_deg), 1)} {ew}"


def moved_name(site: tuple[float, float], before: str) -> str:
    """What a site is called that was moved; of one moved before, from where it came at first."""
    found = _MOVED.search(before)
    return f"{place_words(*site)} (moved from {found[1] if found else before})"


def moved_id(name: str, place: str, site: tuple[float, float]) -> str:
    """A deployment's id without the place where it no longer is."""
    words = "at-" + re.sub(r"[ .]", "-", place_words(*site)).lower()
    kept = name.replace(place, "").replace("--", "-").strip("-") if place else name
    kept = re.sub(r"-?at-[\d-]+-[ns]-[\d-]+-[ew]$", "", kept)
    return f"{kept[: _LONGEST_ID - len(words) - 1].rstrip('-')}-{words}".lstrip("-")
