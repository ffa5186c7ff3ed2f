"""Where everything of an answer stands, for maps: bases, aim areas, sites, sea areas, radars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Area", "Rim", "Theatre", "TheatreSite"]

Rim = tuple[tuple[float, float], ...]
"""Latitudes and longitudes, deg, along a boundary; its first point is not repeated at the end."""


@dataclass(frozen=True)
class Area:
    """A base, an aim region or a deployment: a single point, or the rim of an area."""

    kind: Literal["base", "aim", "deployment"]
    id: str
    rim: Rim

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file."""
        return {"kind": self.kind, "id": self.id, "rim": _degrees(self.rim)}


@dataclass(frozen=True)
class TheatreSite:
    """A radar: its place and its sector on the ground, as far as its range goes along it, and never past a quarter
    of the way round.
    """

    id: str
    latitude_deg: float
    longitude_deg: float
    range_km: float
    boresight_deg: float
    sector_deg: float
    rim: Rim

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file."""
        return {**self.__dict__, "rim": _degrees(self.rim)}


@dataclass(frozen=True)
class Theatre:
    """All areas and radars. `reach_km`: for each deployment, the greatest ground distance at which an arc of
    its available speed comes down; None: there is none greater, it stays up.
    """

    areas: tuple[Area, ...]
    radars: tuple[TheatreSite, ...]
    reach_km: tuple[float | None, ...]

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file."""
        return {
            "areas": [a.to_dict() for a in self.areas],
            "radars": [r.to_dict() for r in self.radars],
            "reach_km": [None if r is None else round(r, 3) for r in self.reach_km],
        }


def _degrees(rim: Rim) -> list[list[float]]:
    return [[round(lat, 4), round(lon, 4)] for lat, lon in rim]
