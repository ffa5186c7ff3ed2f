"""One option of a trade, measured: an interceptor at a place, its protection and its least margin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reassure.answers.footprint import Footprint
from reassure.answers.trade import Option
from reassure.catalog import Scheme
from reassure.engagement.faced import faced_rows
from reassure.engagement.flights import Family
from reassure.engagement.ideal import margins
from reassure.engagement.ideal_places import values_at
from reassure.engagement.least_delay import no_launch_before
from reassure.geography.geodesics import points_middle
from reassure.questions.footprint import footprint
from reassure.scenario import Scenario
from reassure.scenario.change import alone_at, put_at
from reassure.scenario.joined import sensed_like, with_scheme
from reassure.scenario.missiles import region_of
from reassure.scenario.model import DeploymentTable
from reassure.scenario.question import Battery, GivenDelay, Question
from reassure.scenario.resolve import deployment_of, resolve
from reassure.typing import quiet

__all__ = ["CANDIDATE", "OptionWork", "alone_resolved"]


CANDIDATE = "candidate"
"""The id of the one deployment of a scenario that is made for an option."""


def alone_resolved(scenario: Scenario, table: DeploymentTable) -> Battery:
    """A table as the only deployment of a scenario, resolved as for an estimate. Raises ScenarioError where it cannot be
    used.
    """
    alone = scenario.model_copy(update={"deployment": [table]})
    return deployment_of(alone, table.id).batteries[0]


@dataclass(frozen=True)
class OptionWork:
    """What all options have in common."""

    scenario: Scenario
    question: Question
    family: Family
    """The flights of the whole force, made once."""
    what: tuple[str, str]  # ids of region and missile
    spent: tuple[int, int]  # missiles of the raid, and interceptors on each
    cells: int
    """Of a footprint, along its longer side."""

    def as_planned(self, battery: Battery) -> Option:
        """A deployment of the scenario as an option, with all its places; it stands at their middle. Its delay is given,
        and not sensed.
        """
        found = footprint(
            self.scenario, deployment=battery.id, against=self.what[1], protect=self.what[0], cells=self.cells
        )  # fmt: skip
        wait = battery.launch_delay_s
        assert wait is not None  # noqa: S101  (`trade` leaves out those whose delay is sensed)
        _, rows = faced_rows(self.question, self.family, battery)
        margin = float(margins(battery, rows, np.full(len(rows), wait)).min())
        middle = points_middle([(p.latitude_deg, p.longitude_deg) for p in battery.points])
        share = _share(found, wait, wait)
        return self._option(
            battery, middle, wait, battery.interceptors or 1, share, margin, battery.id
        )

    def at(
        self,
        table: DeploymentTable,
        place: tuple[float, float],
        waits: Sequence[float],
        counts: Sequence[int],
    ) -> list[Option]:
        """The options of one interceptor at one place (deg), for all delays (s) and numbers: numbers change fastest."""
        battery, shares, found = self.measured(table, place, waits)
        return self.options(battery, place, waits, counts, shares, found)

    def sensed_at(
        self,
        table: DeploymentTable,
        place: tuple[float, float],
        counts: Sequence[int],
        scheme: Scheme | None,
    ) -> list[Option]:
        """The options of one interceptor at one place (deg), launched on what sensors see, under a scheme or none, for all numbers."""
        own = sensed_like(self.scenario, alone_at(self.scenario, table, CANDIDATE, place, 0.0))
        joined = own if scheme is None else with_scheme(own, scheme)
        over = () if scheme is None else tuple(scheme.not_over)
        found = footprint(
            joined, deployment=CANDIDATE, against=self.what[1], protect=self.what[0], cells=self.cells, not_over=over
        )  # fmt: skip
        # What is passed on of regional missiles alone helps against no other.
        told = joined if scheme is not None and scheme.against == "all missiles" else own
        question = resolve(told)
        barred = tuple(region_of(self.scenario, name) for name in over)
        battery = put_at(question.batteries[0], ["barred"], barred)
        lat, lon = np.array([place[0]]), np.array([place[1]])
        speed, _ = values_at(question, self.family, battery, "speed", lat, lon, quiet)
        margin = float(speed[0]) - battery.burnout_speed_km_s
        made = self.options(battery, place, [None], counts, [found.share_covered or 0.0], [margin])
        bound = no_launch_before(question, battery)
        word = "" if scheme is None else scheme.word
        return [replace(o, scheme=word, no_launch_before_s=bound) for o in made]

    def measured(
        self, table: DeploymentTable, place: tuple[float, float], waits: Sequence[float]
    ) -> tuple[Battery, list[float], list[float]]:
        """The interceptor at one place (deg); for each delay (s) the part protected, 0 to 1; and for each delay the least
        margin (km/s, infinite where no arc meets any flight).
        """
        # The footprint's margins are in seconds, so the one at the first delay serves all the others.
        alone = alone_at(self.scenario, table, CANDIDATE, place, waits[0])
        found = footprint(
            alone,
            deployment=CANDIDATE,
            against=self.what[1],
            protect=self.what[0],
            cells=self.cells,
        )
        question = resolve(alone)
        battery = question.batteries[0]
        lat, lon = np.array([place[0]]), np.array([place[1]])
        least = []
        for wait in waits:
            late = put_at(battery, ["launch"], GivenDelay(wait))
            # least burnout speed that reaches a flight, divert already taken off
            speed, _ = values_at(question, self.family, late, "speed", lat, lon, quiet)
            least.append(float(speed[0]) - battery.burnout_speed_km_s)
        return battery, [_share(found, waits[0], wait) for wait in waits], least

    def options(
        self,
        battery: Battery,
        place: tuple[float, float],
        waits: Sequence[float | None],
        counts: Sequence[int],
        shares: Sequence[float],
        least: Sequence[float],
    ) -> list[Option]:
        """What `measured` found, as an option for every delay and number; numbers change fastest."""
        return [
            self._option(battery, place, wait, n, share, margin, "")
            for wait, share, margin in zip(waits, shares, least, strict=True)
            for n in counts
        ]

    def battery(self, table: DeploymentTable, place: tuple[float, float]) -> Battery:
        """The interceptor of a table, at a place (deg), launched with the flight."""
        return resolve(alone_at(self.scenario, table, CANDIDATE, place, 0.0)).batteries[0]

    def _option(
        self,
        battery: Battery,
        place: tuple[float, float],
        wait: float | None,
        count: int,
        share: float,
        margin: float,
        planned: str,
    ) -> Option:
        # `margin` in km/s, infinite where no arc meets any flight; `planned`: a deployment's id, or empty
        raid, each = self.spent
        shots = count // each
        return Option(
            latitude_deg=place[0],
            longitude_deg=place[1],
            interceptor=battery.interceptor,
            burnout_speed_km_s=battery.burnout_speed_km_s,
            launch_delay_s=wait,
            interceptors=count,
            protected_share=share * min(1.0, shots / raid),
            least_margin_km_s=margin if np.isfinite(margin) else None,
            # an upper bound: as many as there are interceptors for, whichever flights these are
            flights_engaged=0
            if margin > 0.0
            else min(shots, len(faced_rows(self.question, self.family, battery)[0])),
            on_front=False,
            planned=planned,
        )


def _share(found: Footprint, given: float, wait: float) -> float:
    """Of the area that has a flight, the part where every flight can be met by a launch after `wait` seconds; 0 where
    there is no such area.

    `found` was made for `given` seconds; its margins are delays less latest launches.
    """
    threatened = found.threatened_km2
    if not threatened:
        return 0.0
    # margin = delay - latest launch, so another delay adds its difference
    held = np.isfinite(found.margin_s) & (found.margin_s - given + wait <= 0.0)
    return float(held.sum()) * found.grid.cell_area_km2 / threatened
