"""The greatest of some speeds that is proved from all places of a block, and whether one deployment is proved out of reach."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from reassure.answers.proof import UNREACHABLE, ClauseVerdict
from reassure.claim import Claim, check_scope, claim_from_scenario
from reassure.claim.certificate import Certificate, Key, leaves_in
from reassure.claim.model import Cell, ClaimFlights
from reassure.errors import ClaimError
from reassure.machine.cores import cores
from reassure.proof.limit import Proofs, Trials, last_that_holds, limits_with
from reassure.proof.prove import rows_of, stays_of
from reassure.scenario import Scenario

__all__ = [
    "SHARES",
    "Known",
    "claim_at",
    "claim_of",
    "claim_of_map",
    "greatest",
    "proves",
    "speeds_of",
]

SHARES = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)
"""Of the map's value: the speeds that are tried, rounded down to the m/s."""

# Boxes looked at in one row; speeds nearer to the limit would take minutes for each block of a map.
_BUDGETS = (1_000, 8_000)


@dataclass
class Known:
    """What the block before tells of the next: where to begin. Empty at first."""

    proofs: dict[str, Proofs] = field(default_factory=dict)
    """By the flights' id: the last proofs that were found, whose cuts the next ones try first."""
    share: int | None = None
    """Which of SHARES held."""
    hardest: list[str] = field(default_factory=list)
    """Ids of flights, those first for which a trial failed last."""

    def learn(self, claim: Claim, share: int, texts: Proofs) -> None:
        """Take over what was found for a block: a share, and the proofs of the claim's clauses."""
        self.share = share
        self.proofs = {f.id: {} for _, f in claim.pairs()}
        names = list(self.proofs)
        for (k, aim), text in texts.items():
            self.proofs[names[k]][0, aim] = text


def claim_of_map(
    scenario: Scenario,
    deployment: str,
    launch_delay_s: float,
    divert_km_s: float,
    cell_km: float = 400.0,
) -> Claim:
    """The claim that is proved from every block of a map, with the places and the speed put in.

    `launch_delay_s` and `divert_km_s` replace the deployment's. Raises ScenarioError as `claim_from_scenario` does.
    """
    # a speed of 1 km/s stands for the one that each trial puts in its place
    claim = claim_from_scenario(
        scenario, deployments=[deployment], launch_delay_s=launch_delay_s, divert_km_s=divert_km_s,
        burnout_speed_km_s=1.0, cell_km=cell_km,
    )  # fmt: skip
    return claim.model_copy(update={"title": scenario.title})


def claim_of(scenario: Scenario, deployment: str) -> Claim:
    """The claim that a deployment, held to its burnout speed and launch delay, reaches no flight of the force."""
    return claim_from_scenario(scenario, deployments=[deployment])


def proves(scenario: Scenario, deployment: str) -> bool:
    """Is the `claim_of` a deployment proved, within a search of some minutes?"""
    claim = claim_of(scenario, deployment)
    try:
        check_scope(claim)
    # a flight boosts through the boost volume: the claim is false
    except ClaimError:
        return False
    return all(
        # for each base its own: the proofs of one are of little use to another
        Trials(claim, cores(), None, _BUDGETS).proofs(x, f) is not None
        for x, f in claim.pairs()
    )


def speeds_of(value: float) -> list[float]:
    """The speeds (km/s) that are tried where the map's least value is this one, rising."""
    return [math.floor(1e3 * value * share) / 1e3 for share in SHARES]


def claim_at(claim: Claim, cells: Sequence[Cell], speed: float) -> Claim:
    """A map's claim with a block's cells as its places and a speed, km/s. Raises pydantic's ValidationError where that is
    outside the format.
    """
    x = limits_with(claim.interceptor[0], places=list(cells), burnout_speed_km_s=speed)
    title = f"{claim.title[:200]} (a block of a map)"
    return claim.model_copy(update={"interceptor": [x], "title": title})


def greatest(
    claim: Claim, cells: Sequence[Cell], value: float, known: Known, threads: int | None = None
) -> tuple[int | None, Certificate | None]:
    """Which of SHARES of a value (km/s) is the greatest that is proved from all of some cells, and its certificate.

    `cells`: south, north, west, east (WGS84, deg). `value`: the map's least greatest speed there. `known`: of a block
    near by; what is found is put there for the next one. None and None where no speed is proved.
    """
    here = claim_at(claim, cells, 1.0)
    try:
        check_scope(here)
    except ClaimError:
        return None, None
    x, speeds = here.interceptor[0], speeds_of(value)
    every = [f for _, f in claim.pairs()]
    order = {f.id: k for k, f in enumerate(every)}
    failed = {name: k for k, name in enumerate(known.hardest)}
    # the hardest first: a trial that fails then fails soon
    flights = sorted(every, key=lambda f: failed.get(f.id, len(failed)))
    # for each base its own, which remember the rows that are hard
    trials = {
        f.id: Trials(here, threads or cores(), None, _BUDGETS, known.proofs.get(f.id))
        for f in flights
    }

    def proved(speed: float) -> Proofs | None:
        held = limits_with(x, burnout_speed_km_s=speed)
        found: dict[Key, str] = {}
        for k, f in enumerate(flights):
            texts = trials[f.id].proofs(held, f)
            if texts is None:
                flights.insert(0, flights.pop(k))  # what failed is tried first next time
                return None
            # proofs count clauses in the claim's order, whatever the order they were tried in
            found |= {(order[f.id], key[1]): text for key, text in texts.items()}
        return found

    speed, texts = last_that_holds(speeds, proved, known.share)
    known.hardest = [f.id for f in flights]
    if speed is None:
        return None, None
    share = speeds.index(speed)
    known.learn(claim, share, texts)
    return share, _certificate(claim_at(claim, cells, speed), every, texts)


def _certificate(claim: Claim, flights: list[ClaimFlights], texts: dict[Key, str]) -> Certificate:
    verdicts = []
    for k, f in enumerate(flights):
        leaves = sum(leaves_in(text) for key, text in texts.items() if key[0] == k)
        verdicts.append(ClauseVerdict(claim.interceptor[0].id, f.id, UNREACHABLE, leaves))
    return Certificate(claim, tuple(verdicts), stays_of(claim, rows_of(claim)), texts)
