"""What does the air above some height do to a flyout?

    python design/atmosphere.py

For each height and vehicle: the drag on its payload there at burnout speed (m/s^2), and how far
that moves it in the 600 s after if it climbs through one scale height of air at half that speed.
"""

from __future__ import annotations

import numpy as np

from reassure.catalog import NotionalVehicle, catalog
from reassure.earth.atmosphere import atmosphere

SCALE = {86e3: 5.6e3, 100e3: 6.0e3, 120e3: 9.0e3, 150e3: 23e3, 200e3: 37e3, 250e3: 45e3}


def main() -> None:
    """One line a vehicle."""
    print(f"{'':20s}" + "".join(f"{h / 1e3:14.0f} km" for h in SCALE))
    for entry in catalog().of(NotionalVehicle):
        vehicle = entry.vehicle()
        speed = 1e3 * next(
            (m.value for m in entry.published if m.quantity == "burnout_speed_km_s"), 4.0
        )
        cells = []
        for height, scale in SCALE.items():
            density = atmosphere(np.array([height]))[0, 2]
            coefficient = max(c for _, c in vehicle.drag)
            drag = 0.5 * density * speed**2 * coefficient * vehicle.reference_area / vehicle.payload
            cells.append(f"{drag:8.0e} {drag * scale / (0.5 * speed) * 600.0:6.1f} m")
        print(f"{entry.id:20s}" + "".join(f"{c:>17s}" for c in cells))


if __name__ == "__main__":
    main()
