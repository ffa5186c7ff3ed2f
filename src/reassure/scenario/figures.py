"""The figures of a deployment: what its interceptor has and from when to when it stands there."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, Any

from reassure.catalog.figure import Status
from reassure.words.document import GIVEN, OMITTED, Key

__all__ = ["DeploymentFigures"]


@dataclass(frozen=True, kw_only=True)
class DeploymentFigures:
    """As the scenario and the catalogue have them: the question holds them, the answer, its files and its pages.

    When its interceptors leave is not among them: a question holds a LaunchDelay, an answer the number or none.
    """

    id: str
    name: Annotated[str | None, OMITTED] = None
    """What the scenario calls it; None: it is called by its interceptor and place."""
    place: str
    """The id of its site or zone in the catalogue, or a site's own name; "site" or "area" where it has none."""
    interceptor: str
    """Its id."""
    interceptors: int | None
    """How many there are; None: nobody says. Neither number nor years enter a margin."""
    from_year: Annotated[int | None, Key("from")]
    """The first year in which it is there; None: from the beginning."""
    until: int | None
    """The last year in which it is there; None: it stays."""
    burnout_speed_km_s: Annotated[float, GIVEN]
    """Relative to the turning Earth."""
    burnout_speed_status: Status
    divert_km_s: Annotated[float, GIVEN]
    """Added to the burnout speed, in whatever direction."""
    burnout_height_km: Annotated[float, GIVEN]
    """Of the ideal interceptor, straight above its site, over the WGS84 ellipsoid."""
    burn_time_s: Annotated[float, GIVEN]
    """From the ideal interceptor's launch to its burnout."""

    @property
    def available_speed_km_s(self) -> float:
        """Burnout speed and divert, km/s."""
        return self.burnout_speed_km_s + self.divert_km_s

    @property
    def figures(self) -> dict[str, Any]:
        """These figures by name, for another object that holds them."""
        return {f.name: getattr(self, f.name) for f in fields(DeploymentFigures)}
