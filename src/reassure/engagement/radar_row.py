"""A radar as the core takes it: a row in SI from what a scenario or the catalogue says."""

from __future__ import annotations

import math

from reassure.scenario.question import SeeingRadar
from reassure.sensing.radar import radar_row
from reassure.typing import Array

__all__ = ["row_of"]


def row_of(radar: SeeingRadar) -> Array:
    """The row of a radar (sensing.radar.radar_row)."""
    return radar_row(
        math.radians(radar.latitude_deg),
        math.radians(radar.longitude_deg),
        radar.height_km * 1e3,
        radar.range_km * 1e3,
        math.radians(radar.boresight_deg),
        math.radians(radar.sector_deg),
        math.radians(radar.least_elevation_deg),
        math.radians(radar.greatest_elevation_deg),
    )
