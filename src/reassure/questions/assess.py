"""Can these interceptors reach those flights, with what margin, and which figure flips the answer?

The shell around the kernels: a scenario in, one frozen result out.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np

from reassure.answers.assessment import Assessment, Deployment, Pairs
from reassure.answers.estimates import Estimates
from reassure.answers.uncertainty import Uncertainty
from reassure.answers.weighed import Weighed
from reassure.engagement.curve import curves as curves_of
from reassure.engagement.faced import check_faced, faced, forces_of
from reassure.engagement.flights import Family, family_of
from reassure.engagement.ideal import pairs_of
from reassure.engagement.launch_times import launch_times
from reassure.engagement.theatre import theatre
from reassure.errors import ScenarioError
from reassure.options import spread
from reassure.scenario import Scenario, load
from reassure.scenario.forces import faces_of, named
from reassure.scenario.question import Battery, Question
from reassure.scenario.reader import fingerprint
from reassure.scenario.resolve import resolve
from reassure.treaty.held import Weights, weights_asked
from reassure.treaty.shares import Weigher
from reassure.typing import Array, Progress, quiet
from reassure.words.counts import counted

__all__ = ["Progress", "assess"]

MOST_SAMPLES = 1_000_000


@dataclass(frozen=True)
class AssessQuestion:
    """What an assessment is asked for.

    `scenario`: a Scenario, a path to a scenario file, or a preset's name. `estimate`: also fly the
    interceptors' notional vehicles, and say what they could reach. `samples`: also draw all figures that
    have an interval or a distribution, at most so often (1 to 1,000,000; None: not at all), from the master
    `seed`, until every share of flights within reach is known to `tolerance`, a share too (above 0, below 1).
    `curves`: also the required speed at other launch delays, for a chart.
    `weigh`: "warheads" for the share of the accountable force as well (docs/accounts.md); `on`: by what the catalogue says of
    that day ("YYYY-MM-DD"), and not by the scenario's own accounts.
    `progress`, `progress_of_estimate`, `progress_of_draws`: called now and then with (work done, work in all).
    """

    scenario: Scenario | str | Path
    progress: Progress | None = None
    _: KW_ONLY
    estimate: bool = False
    samples: int | None = None
    seed: int = 1
    tolerance: float = 0.01
    curves: bool = False
    weigh: str | None = None
    on: date | str | None = None
    progress_of_estimate: Progress | None = None
    progress_of_draws: Progress | None = None


@spread(AssessQuestion)
def assess(asked: AssessQuestion) -> Assessment:
    """Assess every deployment of a scenario against every flight of its force.

    Takes the fields of AssessQuestion as its arguments. Raises ScenarioError where the scenario cannot be used; the
    message says what is wrong and what is allowed.
    """
    _check_draws(asked)
    scenario = asked.scenario
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    weights = weights_asked(scenario, asked.weigh, asked.on)
    question = resolve(scenario, asked.estimate)
    family = family_of(question.forces)
    check_faced(question, family)
    times = launch_times(question, family.rows, family.bases)
    # Required speeds, margins and critical values, by the equations of docs/method.md, sections 4 and 5.
    pairs = pairs_of(question, family, times.delay_s, asked.progress or quiet)
    weighed = _weighed(weights, question, family, pairs)
    return Assessment(
        title=scenario.title,
        scenario_sha256=fingerprint(scenario),
        reassure_version=version("reassure"),
        deployments=tuple(
            _summary(battery, pairs, i, _faces(scenario, i), weighed[i])
            for i, battery in enumerate(question.batteries)
        ),
        weighing=None if weights is None else weights.weighing,
        flights=family.shown,
        pairs=pairs,
        sources=question.sources,
        missing=family.missing,
        estimates=_estimated(asked, question, family, times.delay_s),
        timeline=times.timeline,
        theatre=theatre(scenario, question),
        curves=curves_of(question, family, pairs) if asked.curves else None,
        uncertainty=_drawn(asked, scenario, question, family, pairs),
        scenario=scenario,
        asked_as=None if isinstance(asked.scenario, Scenario) else str(asked.scenario),
    )


def _estimated(
    asked: AssessQuestion, question: Question, family: Family, delays: Array
) -> Estimates | None:
    """The flyouts, if they are asked for."""
    if not asked.estimate:
        return None
    # here, as its import loads the kernels of flyouts, which an assessment without them does not need
    from reassure.engagement.flyouts import estimate

    return estimate(
        question.batteries,
        family.rows,
        delays,
        asked.progress_of_estimate or quiet,
        faced(question, family),
    )


def _drawn(
    asked: AssessQuestion, scenario: Scenario, question: Question, family: Family, pairs: Pairs
) -> Uncertainty | None:
    """The draws, if they are asked for."""
    if asked.samples is None:
        return None
    # here, as scipy's distributions take a second to import
    from reassure.uncertainty.assess import Draws, uncertainty

    draws = Draws(asked.samples, asked.seed, asked.tolerance, asked.estimate)
    return uncertainty(scenario, question, family, pairs, draws, asked.progress_of_draws or quiet)


def _check_draws(asked: AssessQuestion) -> None:
    samples, seed, tolerance = asked.samples, asked.seed, asked.tolerance
    if samples is not None and not 1 <= samples <= MOST_SAMPLES:
        raise ScenarioError(f"{counted(samples, 'sample')}; allowed: 1 to {MOST_SAMPLES}")
    if not 0 <= seed < 2**63:
        raise ScenarioError(f"seed {seed}; allowed: 0 to 2^63 - 1")
    if not 0.0 < tolerance < 1.0:
        raise ScenarioError(f"tolerance {tolerance:g}; allowed: above 0 and below 1")


def _faces(scenario: Scenario, i: int) -> tuple[str, ...] | None:
    """What the forces that a deployment faces are called; None where it names none: all."""
    table = scenario.deployment[i]
    if table.faces is None:
        return None
    return tuple(named(scenario.force[k], k) for k in faces_of(scenario.force, table))


def _weighed(
    weights: Weights | None, question: Question, family: Family, pairs: Pairs
) -> list[Weighed | None]:
    """Each deployment's share of the accountable force, where that is asked for."""
    if weights is None:
        return [None] * len(question.batteries)
    of = forces_of(question.forces, family.number)
    weigher = Weigher.of(weights, of, family.shown.base)
    # no arc at all is out of reach; a margin of 0 is within it
    out = ~(pairs.margin_km_s <= 0.0)
    return [weigher.out_of_reach(o, mine) for o, mine in zip(out, pairs.faced, strict=True)]


def _summary(
    battery: Battery,
    pairs: Pairs,
    i: int,
    faces_named: tuple[str, ...] | None,
    weighed: Weighed | None,
) -> Deployment:
    """A deployment's row of the answer, summed up over the flights that it faces."""
    margin, faces = pairs.margin_km_s[i], pairs.faced[i]
    # NaN where no arc meets the flight, or the deployment does not face it
    met = np.isfinite(margin)
    worst = int(np.nanargmin(margin)) if met.any() else None
    delay = pairs.critical_launch_delay_s[i]
    return Deployment(
        **battery.figures,
        launch_delay_s=battery.launch_delay_s,
        intercept_heights_km=battery.intercept_heights_km,
        faces=faces_named,
        points=len(battery.points),
        least_margin_km_s=None if worst is None else float(margin[worst]),
        worst_flight=worst,
        # no arc at all is out of reach; a margin of 0 is within it
        share_out_of_reach=float(np.mean((~met | (margin > 0.0))[faces])),
        latest_flight=int(np.nanargmax(delay)) if np.isfinite(delay).any() else None,
        weighed=weighed,
    )
