"""What a search below a ceiling loses, and what it saves, where the least over many flights is asked for.

    python design/curve.py

Deployments of two presets against all their flights, launched with the flight. Printed for each: how many flights need
less than the ceiling and were not found, how far below the ceiling the lowest of them is, and the time as a part of that
without a ceiling. Then the least over all flights at some delays, as a curve has it, against every flight looked at.
"""

from __future__ import annotations

import time

import numpy as np

from reassure.engagement.curve import least_required
from reassure.engagement.flights import family_of
from reassure.engagement.ideal import alike, required
from reassure.scenario import load
from reassure.scenario.resolve import resolve

PRESETS = ("europe-2012", "poland-2007-mda")
ABOVE = (0.5, 1.0, 2.0)
"""Ceilings, km/s above the least."""
DELAYS = (0.0, 40.0, 80.0, 160.0, 320.0)


def main() -> None:
    """A line for each deployment that is like no other, and each ceiling."""
    for name in PRESETS:
        question = resolve(load(name))
        rows = np.ascontiguousarray(family_of(question.forces).rows)
        prompt = np.zeros(len(rows))
        for first, *_ in alike(question.batteries, launch=False):
            battery = question.batteries[first]
            begin = time.process_time()
            every = required(battery, rows, prompt)
            whole = time.process_time() - begin
            least = float(every.min())
            for above in ABOVE:
                begin = time.process_time()
                found = required(battery, rows, prompt, least + above)
                taken = time.process_time() - begin
                lost = every[np.isinf(found) & (every < least + above)]
                below = least + above - lost.min() if lost.size else 0.0
                print(
                    f"{battery.id:30s} +{above:.1f}: {lost.size:3d} of {(every < least + above).sum():5d} lost, "
                    f"at most {below:.3f} km/s below the ceiling; {taken / whole:.2f} of the time"
                )
            curve = least_required(battery, rows, DELAYS)
            truth = [required(battery, rows, np.full(len(rows), d)).min() for d in DELAYS]
            off = np.abs(curve - truth)[np.isfinite(truth)]
            print(f"{battery.id:30s} a curve is off by {off.max():.4f} km/s at most")


if __name__ == "__main__":
    main()
