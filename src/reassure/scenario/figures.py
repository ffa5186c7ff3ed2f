"""The figures of a deployment: what its interceptor has and from when to when it stands there."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, Any

from reassure.catalog.figure import Status
from reassure.words.document import GIVEN, Key

__all__ = ["DeploymentFigures"]


@dataclass(frozen=True, kw_only=True)
class DeploymentFigures:
    """As the scenario and the catalogue have them: the question holds them, the answer, its files and its pages."""

    id: str
    place: str
    interceptor: str
    interceptors: int | None
    from_year: Annotated[int | None, Key("from")]
    until: int | None
    burnout_speed_km_s: Annotated[float, GIVEN]
    burnout_speed_status: Status
    divert_km_s: Annotated[float, GIVEN]
    burnout_height_km: Annotated[float, GIVEN]
    burn_time_s: Annotated[float, GIVEN]
    launch_delay_s: Annotated[float | None, GIVEN]
    """None: sensed, flight by flight."""

    @property
    def available_speed_km_s(self) -> float:
        """Burnout speed and divert, km/s."""
        return self.burnout_speed_km_s + self.divert_km_s

    @property
    def figures(self) -> dict[str, Any]:
        """These figures by name, for another object that holds them."""
        return {f.name: getattr(self, f.name) for f in fields(DeploymentFigures)}
