"""A frontier map certified: at every place the greatest of some speeds that has a proof against the whole force."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from reassure.answers.frontier import Frontier, Why
from reassure.claim import Claim, check_scope, claim_from_scenario
from reassure.claim.certificate import UNREACHABLE, Certificate, ClauseVerdict, Key, leaves_in
from reassure.claim.model import Flights, InterceptorLimits
from reassure.errors import ClaimError, ScenarioError
from reassure.machine.cores import cores
from reassure.proof.limit import Trials, last_that_holds, limits_with
from reassure.scenario import Scenario
from reassure.scenario.resolve import resolve

__all__ = [
    "SHARES",
    "certified",
    "check_provable",
    "claim_of",
    "claim_of_map",
    "greatest",
    "proves",
]

SHARES = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)
"""Of the map's value: the speeds that are tried, rounded down to the m/s."""

_BUDGETS = (
    1_000,
    8_000,
)  # boxes looked at in one row: what is nearer to the limit takes minutes for each place

Progress = Callable[[int, int], None]


def certified(
    frontier: Frontier,
    scenario: Scenario,
    *,
    folder: Path | None = None,
    cell_km: float = 400.0,
    progress: Progress | None = None,
) -> Frontier:
    """The map with, at each of its known places, the greatest of SHARES of its value that is proved for every base.

    `folder`: where a certificate of each place is written; `cell_km`: size of the aims' cells in the claims. A place in
    whose boost volume a flight boosts has no certified speed. Seconds to a minute for each place and force of
    eleven bases. Raises ScenarioError for a map of delays or of sensed launches, ClaimError where flights are
    longer than the theorem reaches.
    """
    held, delay = frontier.held, frontier.held.launch_delay_s
    if frontier.kind != "speed" or delay is None:
        raise ScenarioError("a certified map; allowed: of speeds, at a launch delay in seconds")
    claim = claim_of_map(scenario, held.deployment, delay, held.divert_km_s, cell_km)
    out = np.full(frontier.value.shape, np.nan)
    places = np.argwhere(frontier.why == Why.KNOWN)
    for done, (r, c) in enumerate(places):
        if progress:
            progress(done, len(places))
        lat = float(frontier.latitude_deg[r])
        lon = float((frontier.longitude_deg[c] + 180.0) % 360.0 - 180.0)
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


def claim_of_map(
    scenario: Scenario,
    deployment: str,
    launch_delay_s: float,
    divert_km_s: float,
    cell_km: float = 400.0,
) -> Claim:
    """The claim that every place of a map is put into. ClaimError where flights are longer than the theorem reaches."""
    claim = claim_from_scenario(
        scenario, deployments=[deployment], launch_delay_s=launch_delay_s, divert_km_s=divert_km_s,
        burnout_speed_km_s=1.0, cell_km=cell_km,
    )  # fmt: skip
    _in_time(claim)
    return claim


def check_provable(
    scenario: Scenario, deployment: str | None = None, launch_delay_s: float | None = None
) -> None:
    """Refuse now what `certified` would refuse of a map of speeds with these figures (the first deployment's unless
    named): ScenarioError, or ClaimError.
    """
    batteries = resolve(scenario).batteries
    held = next((b for b in batteries if b.id == deployment), batteries[0])
    delay = held.launch_delay_s if launch_delay_s is None else launch_delay_s
    if delay is None:
        raise ScenarioError("certified with a sensed launch; allowed: a launch delay in seconds")
    claim_of_map(scenario, held.id, delay, held.divert_km_s)


def claim_of(scenario: Scenario, deployment: str) -> Claim:
    """That a deployment, held to its burnout speed and launch delay, reaches no flight of the force.

    Raises ClaimError where flights are longer than the theorem reaches.
    """
    claim = claim_from_scenario(scenario, deployments=[deployment])
    _in_time(claim)
    return claim


def proves(scenario: Scenario, deployment: str) -> bool:
    """Is the `claim_of` a deployment proved? Raises ClaimError as that does."""
    claim = claim_of(scenario, deployment)
    try:
        check_scope(claim)
    except ClaimError:
        return False
    trials = Trials(claim, cores(), None, _BUDGETS)
    return all(trials.proofs(x, f) is not None for x, f in claim.pairs())


def _in_time(claim: Claim) -> None:
    """Refuse flights that are too long for the theorem; what is wrong with single places comes later."""
    far = limits_with(claim.interceptor[0], places=[(-89.0, -89.0, 0.0, 0.0)])
    check_scope(claim.model_copy(update={"interceptor": [far]}))


def greatest(
    claim: Claim,
    place: tuple[float, float],
    value: float,
    first: str,
    threads: int | None = None,
) -> tuple[float | None, Certificate | None]:
    """The greatest of SHARES of a value (km/s) that is proved from a place, and its certificate; None where nothing is.
    `first`: the base that is tried first.
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
            found |= {(order[f.id], *key[1:]): text for key, text in texts.items()}
        return found

    order = {f.id: k for k, f in enumerate(every)}
    speed, texts = last_that_holds(speeds, proved)
    if speed is None:
        return None, None
    return speed, _certificate(here, limits_with(x, burnout_speed_km_s=speed), every, texts)


def _certificate(
    claim: Claim, x: InterceptorLimits, flights: list[Flights], texts: dict[Key, str]
) -> Certificate:
    verdicts = []
    for k, f in enumerate(flights):
        leaves = sum(leaves_in(text) for key, text in texts.items() if key[0] == k)
        verdicts.append(ClauseVerdict(x.id, f.id, UNREACHABLE, leaves))
    proved = claim.model_copy(
        update={"interceptor": [x], "title": f"{claim.title[:200]} (one place of a map)"}
    )
    return Certificate(proved, tuple(verdicts), texts)


def _name(degrees: float, letters: str) -> str:
    return f"{abs(degrees):.2f}{letters[0] if degrees >= 0 else letters[1]}"
