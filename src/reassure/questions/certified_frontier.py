"""A frontier map certified: at every place the greatest of some speeds that has a proof against the whole force."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from reassure.answers.frontier import Frontier, Why
from reassure.errors import ScenarioError
from reassure.proof.greatest import claim_of_map, greatest
from reassure.scenario import Scenario
from reassure.scenario.resolve import resolve
from reassure.typing import Progress

__all__ = ["certified", "check_provable"]


def certified(
    frontier: Frontier,
    scenario: Scenario,
    *,
    folder: Path | None = None,
    cell_km: float = 400.0,
    progress: Progress | None = None,
) -> Frontier:
    """The map with, at each of its known places, the greatest of `proof.greatest.SHARES` of its value that is proved for
    every base: `certified` (rows, columns), km/s, NaN where none is.

    `folder`: where a certificate of each place is written; None: nowhere. `cell_km`: size of the aims' cells in the
    claims. `progress` is called with (places done, places in all). A place in whose boost volume a flight boosts has no
    certified speed. Seconds to a minute for each place and force of eleven bases. Raises ScenarioError for a map of
    delays or of sensed launches, ScenarioError where a flight that a claim needs does not exist.
    """
    held, delay = frontier.held, frontier.held.launch_delay_s
    if frontier.kind != "speed" or delay is None:
        raise ScenarioError("a certified map; allowed: of speeds, at a launch delay in seconds")
    claim = claim_of_map(scenario, held.deployment, delay, held.divert_km_s, cell_km)
    out = np.full(frontier.value.shape, np.nan)
    places = np.argwhere(frontier.why == Why.KNOWN)  # (n, 2): row and column
    for done, (r, c) in enumerate(places):
        if progress:
            progress(done, len(places))
        lat = float(frontier.latitude_deg[r])
        # the grid's longitudes may pass 180, a claim's may not
        lon = float((frontier.longitude_deg[c] + 180.0) % 360.0 - 180.0)
        # the base whose flight decides the map here is the hardest to prove, and is tried first
        first = str(frontier.bases[frontier.flight[r, c]])
        speed, certificate = greatest(claim, (lat, lon), float(frontier.value[r, c]), first)
        if speed is None or certificate is None:
            continue
        out[r, c] = speed
        if folder is not None:
            certificate.write(folder / f"{_name(lat, 'NS')}-{_name(lon, 'EW')}.cert")
    if progress:
        progress(len(places), len(places))
    return replace(frontier, certified=out)


def check_provable(
    scenario: Scenario, deployment: str | None = None, launch_delay_s: float | None = None
) -> None:
    """Refuse now what `certified` would refuse of a map of speeds with these figures: ScenarioError, or ClaimError.

    `deployment`: whose figures; None: the first's. `launch_delay_s`: instead of its own; None: its own.
    """
    batteries = resolve(scenario).batteries
    held = next((b for b in batteries if b.id == deployment), batteries[0])
    delay = held.launch_delay_s if launch_delay_s is None else launch_delay_s
    if delay is None:
        raise ScenarioError("certified with a sensed launch; allowed: a launch delay in seconds")
    claim_of_map(scenario, held.id, delay, held.divert_km_s)


def _name(degrees: float, letters: str) -> str:
    # 0.01 deg is some 1 km: on a finer grid two places would share a file
    return f"{abs(degrees):.2f}{letters[0] if degrees >= 0 else letters[1]}"
