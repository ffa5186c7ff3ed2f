"""The greatest of some speeds that is proved from one place, and whether one deployment is proved out of reach."""

from __future__ import annotations

import math

from reassure.answers.proof import UNREACHABLE, ClauseVerdict
from reassure.claim import Claim, check_scope, claim_from_scenario
from reassure.claim.certificate import Certificate, Key, leaves_in
from reassure.claim.model import ClaimFlights, InterceptorLimits
from reassure.errors import ClaimError
from reassure.machine.cores import cores
from reassure.proof.limit import Trials, last_that_holds, limits_with
from reassure.proof.prove import rows_of, stays_of
from reassure.scenario import Scenario

__all__ = ["SHARES", "claim_of", "claim_of_map", "greatest", "proves"]

SHARES = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)
"""Of the map's value: the speeds that are tried, rounded down to the m/s."""

# Boxes looked at in one row; speeds nearer to the limit would take minutes for each place of a map.
_BUDGETS = (1_000, 8_000)


def claim_of_map(
    scenario: Scenario,
    deployment: str,
    launch_delay_s: float,
    divert_km_s: float,
    cell_km: float = 400.0,
) -> Claim:
    """The claim that is proved from every place of a map, with the place and the speed put in.

    `launch_delay_s` and `divert_km_s` replace the deployment's. Raises ScenarioError as `claim_from_scenario` does.
    """
    # a speed of 1 km/s stands for the one that each trial puts in its place
    return claim_from_scenario(
        scenario, deployments=[deployment], launch_delay_s=launch_delay_s, divert_km_s=divert_km_s,
        burnout_speed_km_s=1.0, cell_km=cell_km,
    )  # fmt: skip


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
    trials = Trials(claim, cores(), None, _BUDGETS)
    return all(trials.proofs(x, f) is not None for x, f in claim.pairs())


def greatest(
    claim: Claim,
    place: tuple[float, float],
    value: float,
    first: str,
    threads: int | None = None,
) -> tuple[float | None, Certificate | None]:
    """The greatest of SHARES of a value (km/s) that is proved from a place, and its certificate.

    `place`: latitude and longitude (WGS84, deg). `value`: the map's greatest speed there. `first`: the base that is
    tried first. None and None where no speed is proved.
    """
    lat, lon = place
    x = limits_with(claim.interceptor[0], places=[(lat, lat, lon, lon)])
    every = [f for _, f in claim.pairs()]
    flights = sorted(every, key=lambda f: not f.id.startswith(first))  # the hardest first
    here = claim.model_copy(update={"interceptor": [x]})
    try:
        check_scope(here)
    except ClaimError:
        return None, None
    # for each base its own, which remember the rows that are hard
    trials = {f.id: Trials(here, threads or cores(), None, _BUDGETS) for f in flights}
    speeds = [math.floor(1e3 * value * share) / 1e3 for share in SHARES]

    def proved(speed: float) -> dict[Key, str] | None:
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

    order = {f.id: k for k, f in enumerate(every)}
    speed, texts = last_that_holds(speeds, proved)
    if speed is None:
        return None, None
    return speed, _certificate(here, limits_with(x, burnout_speed_km_s=speed), every, texts)


def _certificate(
    claim: Claim, x: InterceptorLimits, flights: list[ClaimFlights], texts: dict[Key, str]
) -> Certificate:
    verdicts = []
    for k, f in enumerate(flights):
        leaves = sum(leaves_in(text) for key, text in texts.items() if key[0] == k)
        verdicts.append(ClauseVerdict(x.id, f.id, UNREACHABLE, leaves))
    proved = claim.model_copy(
        update={"interceptor": [x], "title": f"{claim.title[:200]} (one place of a map)"}
    )
    return Certificate(proved, tuple(verdicts), stays_of(proved, rows_of(proved)), texts)
