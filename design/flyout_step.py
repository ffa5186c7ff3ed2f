"""How long may a flyout's steps be?

    python design/flyout_step.py

Position at 500 s against steps of a sixty-fourth of a second (fall: an eighth), for each notional
interceptor over three kicks; the observed order; and what leaving out the air above 250 km changes.
Seen in November 2026: 0.25 s and 4 s leave 0.2 to 2.4 m; twice that 4 to 28 m; half 0.03 to 0.2 m, so the
order is mostly 3.3 to 5, and less where a corner of the air or of the drag curve falls awkwardly.
"""

from __future__ import annotations

import numpy as np

from reassure.catalog import NotionalVehicle, catalog
from reassure.flight.flyout import FLEW, flyouts
from reassure.flight.vehicle import Vehicle
from reassure.typing import Array

PAIRS = ((0.5, 8.0), (0.25, 4.0), (0.125, 2.0), (0.0625, 1.0))


def end(vehicle: Vehicle, kick: float, steps: tuple[float, float]) -> Array:
    """Earth-fixed position at 500 s, or NaN where it is down by then."""
    one = (np.array([x]) for x in (0.9, 0.5, kick, 500.0))
    outcome, row = flyouts(vehicle.arrays(), *one, *steps)
    return row[0, 1:4] if outcome[0] == FLEW else np.full(3, np.nan)


def main() -> None:
    """One line a vehicle and kick."""
    print(f"{'':24s}" + "".join(f"{b:8g} s {f:3g} s" for b, f in PAIRS) + "   orders")
    for entry in catalog().of(NotionalVehicle):
        vehicle = entry.vehicle()
        for kick in (0.1, 0.25, 0.5):
            truth = end(vehicle, kick, (1 / 64, 1 / 8))
            errors = [float(np.linalg.norm(end(vehicle, kick, p) - truth)) for p in PAIRS]
            if not np.isfinite(errors).all():
                continue
            orders = np.log2(np.array(errors[:-1]) / errors[1:])
            print(
                f"{entry.id:20s}{kick:4.2f}"
                + "".join(f"{e:12.3f} m " for e in errors)
                + "  "
                + " ".join(f"{o:.1f}" for o in orders)
            )


if __name__ == "__main__":
    main()
