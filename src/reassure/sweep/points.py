"""The work of a sweep: a block of points, each a scenario with some figures of other values.

Points that differ in their interceptors alone have their flights in common, and those that differ in speed
alone their arcs: what does not depend on a point's values is computed once for the block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, product
from typing import Any

import numpy as np

from reassure.answers.assessment import Pairs
from reassure.engagement.faced import faced
from reassure.engagement.flights import Family, family_of
from reassure.engagement.ideal import pairs_of
from reassure.engagement.launch_times import launch_times
from reassure.errors import ScenarioError
from reassure.proof.bases import proved_bases
from reassure.scenario import Scenario
from reassure.scenario.change import put_at, with_figures
from reassure.scenario.lookup import every_base
from reassure.scenario.question import Force, Question
from reassure.scenario.resolve import resolve
from reassure.sweep.reasons import Missing, of_base, of_deployment
from reassure.typing import quiet

__all__ = ["MOST_PAIRS_AT_ONCE", "solve"]

MOST_PAIRS_AT_ONCE = 200_000
"""Pairs whose arrays are held in memory together: some 20 MB."""

Row = tuple[float, ...]
"""One step of a dimension: values of the figures that move together along it, in the units that their keys end in."""


def solve(
    scenario: Scenario,
    keys: Sequence[Sequence[str]],
    quantities: Sequence[str],
    *rows: Sequence[Row],
) -> dict[str, Any]:
    """A block of points: every row of each dimension with every row of the others.

    `keys`: for each dimension the figures whose values its rows hold. Returns for each of the quantities an array over
    the dimensions and deployments (and bases), in the unit that its name ends in, NaN where there is none; `reason`
    (and `reason_by_base`), codes of `Missing`; and `flights`: how many of them exist, over the dimensions.
    """
    points = [dict(zip(chain(*keys), chain(*chosen), strict=True)) for chosen in product(*rows)]
    block = _Block(scenario, len(points))
    alike: dict[tuple[Any, ...], list[tuple[int, Question]]] = {}
    for i, given in enumerate(points):
        try:
            question = resolve(with_figures(scenario, given))
        except ScenarioError:
            block.fail(i, Missing.UNUSABLE)
            continue
        # Questions with equal forces and sensors have the same flights, whatever else differs.
        alike.setdefault((question.forces, question.sensors), []).append((i, question))
    for group in alike.values():
        block.settle(group)
    if "share_proved" in quantities:
        for i, given in enumerate(points):
            block.prove(i, with_figures(scenario, given))
    shape = tuple(len(r) for r in rows)
    kept = [*quantities, "reason", "flights"]
    if "least_margin_by_base_km_s" in quantities:
        kept.append("reason_by_base")
    return {
        name: block.arrays[name].reshape(*shape, *block.arrays[name].shape[1:]) for name in kept
    }


# A worker meets few families: blocks that follow one another mostly have the same.
@lru_cache(maxsize=4)
def _family(forces: tuple[Force, ...]) -> Family:
    return family_of(forces)


class _Block:
    """Arrays over points, deployments and bases, filled in point by point."""

    def __init__(self, scenario: Scenario, n: int) -> None:
        self.bases = every_base(scenario.force)
        d, b = len(scenario.deployment), len(self.bases)
        # Points (n), deployments (d) and bases (b); nothing is computed at first.
        self.arrays: dict[str, Any] = {
            "least_margin_km_s": np.full((n, d), np.nan),
            "critical_burnout_speed_km_s": np.full((n, d), np.nan),
            "critical_launch_delay_s": np.full((n, d), np.nan),
            "share_out_of_reach": np.full((n, d), np.nan),
            "share_proved": np.full((n, d), np.nan),
            "reason": np.zeros((n, d), np.uint8),
            "least_margin_by_base_km_s": np.full((n, d, b), np.nan),
            "reason_by_base": np.zeros((n, d, b), np.uint8),
            "flights": np.zeros(n, np.int32),
        }

    def fail(self, i: int, why: Missing) -> None:
        """Note why point `i` has no answer, for all deployments and bases."""
        self.arrays["reason"][i] = why
        self.arrays["reason_by_base"][i] = why

    def prove(self, i: int, scenario: Scenario) -> None:
        """What is proved at a point, deployment by deployment; NaN where it has no answer (`reason`)."""
        usable = self.arrays["reason"][i] != Missing.UNUSABLE
        for j, table in enumerate(scenario.deployment):
            if not usable[j] or self.arrays["reason"][i, j] == Missing.NO_FLIGHTS:
                continue
            one = put_at(scenario, ["deployment"], [table])
            proved, _ = proved_bases(one, threads=1)
            question = resolve(one)
            family = _family(question.forces)
            base = family.shown.base[faced(question, family)[0]]
            self.arrays["share_proved"][i, j] = np.isin(base, proved).mean()

    def settle(self, group: Sequence[tuple[int, Question]]) -> None:
        """Fill in points with the same flights and sensors: the number of each, and its question."""
        try:
            family = _family(group[0][1].forces)
        except ScenarioError:
            for i, _ in group:
                self.fail(i, Missing.NO_FLIGHTS)
            return
        n, d = len(family.rows), len(group[0][1].batteries)
        # Points whose pairs fit into memory together; one at least, however many pairs it has.
        step = max(1, MOST_PAIRS_AT_ONCE // (n * d))
        # For each base the places of its flights.
        of = [np.flatnonzero(family.shown.base == base) for base in self.bases]
        for first in range(0, len(group), step):
            members = group[first : first + step]
            # The deployments of several points stand in one question, so that arcs they share are found once:
            # row k * d + j is deployment j of the k-th point.
            batteries = tuple(b for _, q in members for b in q.batteries)
            question = replace(members[0][1], batteries=batteries)
            # Threads: 1, as Dask has a process for each core.
            delays = launch_times(question, family.rows, family.bases).delay_s
            pairs = pairs_of(question, family, delays, quiet, threads=1)
            for k, (i, _) in enumerate(members):
                self.arrays["flights"][i] = n
                for j in range(d):
                    self._sum_up((i, j), pairs, k * d + j, of)

    def _sum_up(self, at: tuple[int, int], pairs: Pairs, row: int, of: Sequence[Any]) -> None:
        """A deployment at one point over all flights, and over each base's. `row`: its row of `pairs`; `of`: flights
        by base.
        """
        out, margin, reason = self.arrays, pairs.margin_km_s[row], pairs.reason[row]
        speed, delay = pairs.critical_burnout_speed_km_s[row], pairs.critical_launch_delay_s[row]
        met, faced = np.isfinite(margin), pairs.faced[row]
        if not faced.any():
            self.arrays["reason"][at] = self.arrays["reason_by_base"][at] = Missing.NO_FLIGHTS
            return
        # A flight that no arc meets (margin NaN) is out of reach; one that is not faced counts neither way.
        out["share_out_of_reach"][at] = np.mean((~met | (margin > 0.0))[faced])
        out["reason"][at] = of_deployment(margin, speed, delay, reason)
        if met.any():
            # The flight of least margin is also the one of least critical speed: both are its required speed less a
            # constant.
            worst = int(np.nanargmin(margin))
            out["least_margin_km_s"][at] = margin[worst]
            out["critical_burnout_speed_km_s"][at] = speed[worst]
        if np.isfinite(delay).any():
            # The greatest over flights: after it none is in reach.
            out["critical_launch_delay_s"][at] = np.nanmax(delay)
        for k, mine in enumerate(of):
            out["reason_by_base"][*at, k] = of_base(margin[mine], reason[mine])
            if met[mine].any():
                out["least_margin_by_base_km_s"][*at, k] = np.nanmin(margin[mine])
