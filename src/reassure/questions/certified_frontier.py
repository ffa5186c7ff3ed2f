"""A frontier map certified: everywhere the greatest of some speeds that has a proof against the whole force."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from reassure.answers.frontier import Frontier, Why
from reassure.errors import ScenarioError
from reassure.proof.blocks import KeptBlocks, MapCells, proved_strip, strips_of
from reassure.proof.greatest import claim_of_map
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
    """The map with, for each of its cells, the greatest of `proof.greatest.SHARES` of the map's value that is proved for
    every base: `certified` (rows, columns), km/s, NaN where none is.

    A cell is what lies within half a step of a known place, at most half a degree, and the proof holds from everywhere in
    it. Cells are proved in blocks (`proof.blocks`), whose least value the shares are of. `folder`: where the blocks'
    certificates are kept, and proofs from an earlier run are found; None: nowhere. `cell_km`: size of the aims' cells in
    the claims. `progress` is called with (places done, places in all). Cells in whose boost volumes a flight boosts have
    no certified speed. Raises ScenarioError for a map of delays or of sensed launches, ScenarioError where a flight that a
    claim needs does not exist, and ClaimError or InputError where a certificate in the folder cannot be read.
    """
    held, delay = frontier.held, frontier.held.launch_delay_s
    if frontier.kind != "speed" or delay is None:
        raise ScenarioError("a certified map; allowed: of speeds, at a launch delay in seconds")
    claim = claim_of_map(scenario, held.deployment, delay, held.divert_km_s, cell_km)
    known = np.where(frontier.why == Why.KNOWN, frontier.value, np.nan)
    cells = MapCells.of(frontier.latitude_deg, frontier.longitude_deg, known)
    total, settled = int(np.isfinite(known).sum()), 0

    def done(count: int) -> None:
        nonlocal settled
        settled += count
        if progress:
            progress(settled, total)

    done(0)
    kept = None if folder is None else KeptBlocks(folder)
    bands, runs = strips_of(cells)
    out = [
        [proved_strip(claim, cells.part(band, run), kept=kept, done=done) for run in runs]
        for band in bands
    ]
    return replace(frontier, certified=np.block(out))


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
