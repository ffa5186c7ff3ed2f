"""Where a flight is at any time from its launch, boost included.

The boost itself is not modelled anywhere here: between launch and burnout the flight is taken along the
cubic that starts at rest at its base and arrives at its burnout with the burnout's velocity. So a radar
that sees into the boost sees it climb at a plausible rate, and no more is claimed for it.
"""

from __future__ import annotations

from reassure.earth.constants import ROTATION_RATE
from reassure.flight.family import standing
from reassure.numeric.compile import inner
from reassure.typing import Array, Point

__all__ = ["position_at"]


@inner
def position_at(base: Array, flight: Array, when: float) -> Point:
    """Earth-fixed position, m, `when` seconds after launch.

    `base` (3,): Earth-fixed, m. `flight`: a row of 8, see flight.family.standing.
    """
    burnout = flight[6]
    if when >= burnout:
        return standing(flight, when)
    u = when / burnout
    # Hermite's cubic from rest; the burnout's velocity relative to the turning Earth
    a = (1.0 + 2.0 * u) * (1.0 - u) * (1.0 - u)
    c = u * u * (3.0 - 2.0 * u)
    d = -u * u * (1.0 - u) * burnout
    vx = flight[3] + ROTATION_RATE * flight[1]
    vy = flight[4] - ROTATION_RATE * flight[0]
    return (
        a * base[0] + c * flight[0] + d * vx,
        a * base[1] + c * flight[1] + d * vy,
        a * base[2] + c * flight[2] + d * flight[5],
    )
