"""Can these interceptors reach those flights, with what margin, and which figure flips the answer?

The shell around the kernels: a scenario in, one frozen result out.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import numpy as np

from reassure.answers.assessment import Assessment, Deployment, Pairs
from reassure.engagement.curve import FULL, Detail
from reassure.engagement.curve import curves as curves_of
from reassure.engagement.faced import check_faced, faced
from reassure.engagement.flights import family_of
from reassure.engagement.ideal import delays_of, pairs_of
from reassure.engagement.launch_times import timeline
from reassure.engagement.theatre import theatre
from reassure.errors import ScenarioError
from reassure.scenario import Scenario, load
from reassure.scenario.forces import faces_of, named
from reassure.scenario.question import Battery
from reassure.scenario.reader import fingerprint
from reassure.scenario.resolve import resolve
from reassure.typing import Progress
from reassure.words.counts import counted

__all__ = ["Progress", "assess"]

MOST_SAMPLES = 1_000_000

"""Called now and then with (work done, work in all)."""


def assess(
    scenario: Scenario | str | Path,
    progress: Progress | None = None,
    *,
    estimate: bool = False,
    samples: int | None = None,
    seed: int = 1,
    tolerance: float = 0.01,
    curves: bool | Detail = False,
    progress_of_estimate: Progress | None = None,
    progress_of_draws: Progress | None = None,
) -> Assessment:
    """Assess every deployment of a scenario against every flight of its force.

    `scenario`: a Scenario, a path to a scenario file, or a preset's name. `estimate`: also fly the
    interceptors' notional vehicles, and say what they could reach. `samples`: also draw all figures that
    have an interval or a distribution, at most so often, from the master `seed`, until every share of
    flights within reach is known to `tolerance`. `curves`: also the required speed at other launch
    delays, for a chart, in full or in the detail given. Raises ScenarioError where it cannot be used; the
    message says what is wrong and what is allowed.
    """
    _check_draws(samples, seed, tolerance)
    asked_as = None if isinstance(scenario, Scenario) else str(scenario)
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    question = resolve(scenario, estimate)
    family = family_of(question.forces)
    check_faced(question, family)
    quiet: Progress = lambda done, total: None  # noqa: E731
    times = timeline(question, family.rows, family.bases)
    delays = delays_of(question, times, len(family.rows))
    pairs = pairs_of(question, family, delays, progress or quiet)
    detail = FULL if curves is True else curves or None
    estimates = None
    if estimate:
        from reassure.engagement.flyouts import estimate as of

        estimates = of(
            question.batteries, family.rows, delays, progress_of_estimate or quiet,
            faced(question, family),
        )  # fmt: skip
    drawn = None
    if samples is not None:
        from reassure.uncertainty.assess import uncertainty

        drawn = uncertainty(
            scenario, question, family, pairs, samples=samples, seed=seed, tolerance=tolerance,
            estimate=estimate, progress=progress_of_draws or quiet,
        )  # fmt: skip
    return Assessment(
        title=scenario.title,
        scenario_sha256=fingerprint(scenario),
        reassure_version=version("reassure"),
        deployments=tuple(
            _summary(battery, pairs, i, _faces(scenario, i))
            for i, battery in enumerate(question.batteries)
        ),
        flights=family.shown,
        pairs=pairs,
        sources=question.sources,
        missing=family.missing,
        estimates=estimates,
        timeline=times,
        theatre=theatre(scenario, question),
        curves=None if detail is None else curves_of(question, family, pairs, detail),
        uncertainty=drawn,
        scenario=scenario,
        asked_as=asked_as,
    )


def _check_draws(samples: int | None, seed: int, tolerance: float) -> None:
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


def _summary(
    battery: Battery, pairs: Pairs, i: int, faces_named: tuple[str, ...] | None
) -> Deployment:
    margin, faces = pairs.margin_km_s[i], pairs.faced[i]
    met = np.isfinite(margin)
    worst = int(np.nanargmin(margin)) if met.any() else None
    delay = pairs.critical_launch_delay_s[i]
    return Deployment(
        **battery.figures,
        intercept_heights_km=battery.intercept_heights_km,
        faces=faces_named,
        points=len(battery.points),
        least_margin_km_s=None if worst is None else float(margin[worst]),
        worst_flight=worst,
        share_out_of_reach=float(np.mean((~met | (margin > 0.0))[faces])),
        latest_flight=int(np.nanargmax(delay)) if np.isfinite(delay).any() else None,
    )
