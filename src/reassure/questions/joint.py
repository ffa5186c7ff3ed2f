"""What could two sides do together: protection, time and reassurance under schemes of a joint project."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import KW_ONLY, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from reassure.answers.footprint import Footprint
from reassure.answers.joint import (
    JointDeployment,
    JointProject,
    JointRadar,
    SchemeOutcome,
    SensorDifference,
)
from reassure.catalog import Figure, Scheme, Station, catalog
from reassure.catalog.used import FigureUsed
from reassure.engagement.coverage import coverages
from reassure.engagement.faced import check_faced, faced
from reassure.engagement.flights import Family, columns, earth_fixed, family_of, fly
from reassure.engagement.launch_times import Known, launch_times
from reassure.engagement.least_delay import no_launch_before
from reassure.engagement.one_deployment import cases_of, margins_of
from reassure.errors import ScenarioError
from reassure.flight.outcome import SOLVED
from reassure.geography.geodesics import distance_km
from reassure.machine.cores import cores
from reassure.options import spread
from reassure.proof.bases import proved_bases
from reassure.questions.footprint import footprint
from reassure.scenario import Scenario, load
from reassure.scenario.change import put_at
from reassure.scenario.joined import (
    OTHER_SIDE,
    scheme_named,
    sensed_like,
    with_scheme,
    without_sensor,
)
from reassure.scenario.lookup import check_known
from reassure.scenario.missiles import missile_of, region_of
from reassure.scenario.model import DeploymentTable
from reassure.scenario.names import deployment_names, name_of
from reassure.scenario.question import Question, RegionalMissile
from reassure.scenario.reader import fingerprint
from reassure.scenario.resolve import deployment_of, resolve
from reassure.typing import Array, Progress, quiet

__all__ = ["JointQuestion", "joint"]

_MARGIN_S = 1e-6  # what is later by less is not later


@dataclass(frozen=True)
class JointQuestion:
    """What is asked.

    `against`: a regional missile's id; `protect`: a region's. `schemes`: by their words ("pooled"); none: all of the catalogue.
    `deployments`: ids; none: all that launch on what sensors see and whose interceptor has a vehicle. `cells`: of a footprint,
    along its longer side. `certify`: look for proofs that the force is out of reach, a minute or more. `leave_out`: leave each
    sensor out in turn. `progress`: called with (parts done, in all).
    """

    scenario: Scenario | str | Path
    _: KW_ONLY
    against: str
    protect: str
    schemes: Sequence[str] = ()
    deployments: Sequence[str] = ()
    cells: int = 24
    certify: bool = False
    leave_out: bool = True
    progress: Progress | None = None


@spread(JointQuestion)
def joint(asked: JointQuestion) -> JointProject:
    """Without a scheme, and under each: what is protected, how much earlier, which sensor counts, and how far the force stays out of
    reach.

    Takes the fields of JointQuestion as its arguments. Raises ScenarioError, CatalogError or RegionError in one line.
    """
    scenario = asked.scenario if isinstance(asked.scenario, Scenario) else load(asked.scenario)
    schemes = [scheme_named(name) for name in asked.schemes] or list(catalog().of(Scheme))
    tables = _tables(scenario, asked.deployments)
    alone = put_at(scenario, ["deployment"], tables)
    work = _Work(asked, alone, resolve(alone), missile_of(scenario, asked.against))
    check_faced(work.question, work.family)
    tell, total = asked.progress or quiet, len(schemes) + 1
    outcomes = []
    for k, scheme in enumerate((None, *schemes)):
        tell(k, total)
        outcomes.append(work.outcome(scheme))
    tell(total, total)
    first = outcomes[0].footprints[0]
    barred = dict.fromkeys(name for s in schemes for name in s.not_over)
    return JointProject(
        title=scenario.title,
        scenario_sha256=fingerprint(scenario),
        reassure_version=version("reassure"),
        missile=asked.against,
        region=asked.protect,
        cell_km=first.grid.cell_km,
        cells=work.places(first),
        outcomes=tuple(outcomes),
        radars=work.radars(schemes),
        sites=tuple(
            (name_of(b.place), b.points[0].latitude_deg, b.points[0].longitude_deg)
            for b in work.question.batteries
            if len(b.points) == 1
        ),
        launch_area=work.missile.area.rim(),
        sectors={name: region_of(scenario, name).rim() for name in barred},
        sources=work.sources(schemes),
    )


def _tables(scenario: Scenario, wanted: Sequence[str]) -> list[DeploymentTable]:
    """The deployments that are asked about. ScenarioError where none launches on what sensors see, or one has no vehicle."""
    check_known("deployment", wanted, [d.id for d in scenario.deployment])
    sensed = [d for d in scenario.deployment if d.launch_delay_s == "sensed"]
    for d in scenario.deployment:
        if d.id in wanted and d not in sensed:
            raise ScenarioError(f'deployment {d.id}: launch_delay_s is given; allowed: launch_delay_s = "sensed", with [[sensor]] tables')  # fmt: skip
    asked = [d for d in sensed if not wanted or d.id in wanted]
    armed = [d for d in asked if deployment_of(scenario, d.id).batteries[0].vehicle is not None]
    if wanted and len(armed) < len(asked):
        lost = next(d for d in asked if d not in armed)
        raise ScenarioError(
            f"deployment {lost.id}: its interceptor names no vehicle; allowed: one that has"
        )
    if not armed:
        sensed_like(scenario, scenario)
        raise ScenarioError(
            "no deployment that launches on what sensors see has a vehicle; allowed: one whose interceptor has"
        )
    return armed


class _Work:
    """The question worked out, scheme by scheme."""

    def __init__(
        self, asked: JointQuestion, scenario: Scenario, question: Question, missile: RegionalMissile
    ) -> None:
        self._asked, self._scenario, self.question, self.missile = (
            asked,
            scenario,
            question,
            missile,
        )
        self.family: Family = family_of(question.forces)
        self._flights: tuple[Array, Array] | None = None
        self._known: Known = {}
        self._before: list[Array] = []  # launch delays without a scheme, by deployment
        self._proofs: dict[tuple[int, float], tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def outcome(self, scheme: Scheme | None) -> SchemeOutcome:
        """What comes of a scheme; None: of none."""
        joined = self._scenario if scheme is None else with_scheme(self._scenario, scheme)
        not_over = () if scheme is None else tuple(scheme.not_over)
        # What is passed on of regional missiles alone helps against no other.
        against_all = scheme is not None and scheme.against == "all missiles"
        force = self._force(joined if against_all else self._scenario, not_over)
        prints = [self._footprint(joined, d.id, not_over) for d in joined.deployment]
        deployments = [
            JointDeployment(
                **force[i],
                **self._times(joined, i, found),
                share_covered=found.share_covered,
                differences=self._differences(joined, i, found, not_over),
            )
            for i, found in enumerate(prints)
        ]
        held = np.any([p.covered()[p.threatened()] for p in prints], axis=0)
        told = (
            SchemeOutcome(None, "As the scenario has it")
            if scheme is None
            else _about(scheme, joined, self._scenario)
        )
        return replace(
            told,
            share_covered=float(held.mean()) if held.size else None,
            covered=tuple(np.flatnonzero(held).tolist()),
            deployments=tuple(deployments),
            footprints=tuple(prints),
        )

    def places(self, found: Footprint) -> tuple[tuple[float, float], ...]:
        """Middles of the cells that have a flight, deg: the same for every deployment and scheme."""
        there = found.threatened()
        lat, lon = found.latitude_deg[there], found.longitude_deg[there]
        return tuple(zip(lat.tolist(), lon.tolist(), strict=True))

    def radars(self, schemes: Sequence[Scheme]) -> tuple[JointRadar, ...]:
        """Radars of the deployments, and those that join, each once."""
        out: dict[str, JointRadar] = {}
        sites = {s.id: s.site for s in self._scenario.sensor}
        for scheme in (None, *schemes):
            joined = self._scenario if scheme is None else with_scheme(self._scenario, scheme)
            for sensor in resolve(joined).sensors:
                if sensor.radar is None or sensor.id in out:
                    continue
                at, site = sensor.radar, sites.get(sensor.id)
                name = name_of(site) if isinstance(site, str) else _station(sensor.id)
                mine = sensor.id in sites
                out[sensor.id] = JointRadar(sensor.id, name, not mine, at.latitude_deg, at.longitude_deg, coverages(at))  # fmt: skip
        return tuple(out.values())

    def sources(self, schemes: Sequence[Scheme]) -> tuple[FigureUsed, ...]:
        """The figures of the scenario, the missile and the schemes, each once."""
        rows = {s.key: s for s in (*self.question.sources, *self.missile.sources)}
        for scheme in schemes:
            for s in resolve(with_scheme(self._scenario, scheme)).sources:
                rows.setdefault(s.key, s)
        return tuple(rows.values())

    def _footprint(self, scenario: Scenario, name: str, not_over: Sequence[str]) -> Footprint:
        return footprint(
            scenario, deployment=name, against=self._asked.against, protect=self._asked.protect,
            cells=self._asked.cells, not_over=not_over,
        )  # fmt: skip

    def _regional(self, found: Footprint) -> tuple[Array, Array]:
        """All flights from the launch area to the cells, shape by shape: rows, and where they begin (Earth-fixed, m)."""
        if self._flights is None:
            lat, lon = np.array(self.places(found)).reshape(-1, 2).T
            from_lat, from_lon = columns(self.missile.launches)
            away = distance_km(lat[:, None], lon[:, None], from_lat[None, :], from_lon[None, :])
            cell, launch = np.nonzero(away <= self.missile.range_km)
            origin, aim = (from_lat[launch], from_lon[launch]), (lat[cell], lon[cell])
            rows, bases = [], []
            for ratio in self.missile.flight_time_ratio:
                outcome, made, _ = fly(self.missile.boost, origin, aim, np.full(cell.size, ratio))
                good = outcome == SOLVED
                rows.append(made[good])
                bases.append(
                    earth_fixed(origin[0][good], origin[1][good], np.zeros(int(good.sum())))
                )
            self._flights = (
                np.ascontiguousarray(np.concatenate(rows)),
                np.ascontiguousarray(np.concatenate(bases)),
            )
        return self._flights

    def _delays(self, scenario: Scenario, i: int, found: Footprint) -> Array:
        """Launch delays (n,), s, of a deployment against the regional flights; infinite where none of its sensors tracks one."""
        rows, bases = self._regional(found)
        question = deployment_of(scenario, scenario.deployment[i].id)
        delays: Array = launch_times(question, rows, bases, self._known).delay_s[0]
        return delays

    def _times(self, scenario: Scenario, i: int, found: Footprint) -> dict[str, Any]:
        """Launch delays against the regional flights, and how much earlier they are than without a scheme."""
        now = self._delays(scenario, i, found)
        if len(self._before) <= i:
            self._before.append(now)
        before = self._before[i]
        tracked = np.isfinite(now)
        both = tracked & np.isfinite(before)
        gain, seen = before[both] - now[both], now[tracked]
        return {
            "flights": now.size,
            "flights_tracked": int(tracked.sum()),
            "least_delay_s": float(seen.min()) if seen.size else None,
            "median_delay_s": float(np.median(seen)) if seen.size else None,
            "greatest_delay_s": float(seen.max()) if seen.size else None,
            "median_gain_s": float(np.median(gain)) if gain.size else None,
            "greatest_gain_s": float(gain.max()) if gain.size else None,
            "flights_gained": int((tracked & ~np.isfinite(before)).sum()),
        }

    def _differences(
        self, scenario: Scenario, i: int, found: Footprint, not_over: Sequence[str]
    ) -> tuple[SensorDifference, ...]:
        """Each sensor left out in turn, if that is asked for; those whose absence changes nothing are not told."""
        if not self._asked.leave_out:
            return ()
        now = self._delays(scenario, i, found)
        own = {s.id for s in self._scenario.sensor}
        out = []
        for sensor in deployment_of(scenario, scenario.deployment[i].id).sensors:
            less = without_sensor(scenario, sensor.id)
            later = self._delays(less, i, found)
            changed = later > now + _MARGIN_S
            if not changed.any():
                continue
            lost = changed & ~np.isfinite(later)
            kept = changed & np.isfinite(later)
            out.append(
                SensorDifference(
                    sensor=sensor.id,
                    name=_station(sensor.id),
                    joined=sensor.id not in own,
                    flights_later=int(changed.sum()),
                    flights_lost=int(lost.sum()),
                    most_s=float((later[kept] - now[kept]).max()) if kept.any() else None,
                    share_covered=self._footprint(
                        less, scenario.deployment[i].id, not_over
                    ).share_covered,
                )
            )
        return tuple(
            sorted(out, key=lambda d: (-d.flights_lost, -d.flights_later, -(d.most_s or 0.0)))
        )

    def _force(self, scenario: Scenario, not_over: Sequence[str]) -> list[dict[str, Any]]:
        """What a JointDeployment says of the force: margins of the ideal interceptor, and proofs where they were asked for."""
        barred = tuple(region_of(self._scenario, name) for name in not_over)
        question = resolve(scenario)
        batteries = tuple(replace(b, barred=barred) for b in question.batteries)
        question = replace(question, batteries=batteries)
        facing = faced(question, self.family)
        names = deployment_names(
            question.batteries,
            {
                b.id: (b.points[0].latitude_deg, b.points[0].longitude_deg)
                for b in question.batteries
                if len(b.points) == 1
            },
        )
        out = []
        with ThreadPoolExecutor(cores()) as pool:
            for i, side in enumerate(cases_of(question)):
                margins = margins_of(side, self.family, pool, facing[i])[facing[i]]
                finite = margins[np.isfinite(margins)]
                bound = no_launch_before(question, question.batteries[i])
                proved, open_ = self._proved(i, bound) if self._asked.certify else (None, None)
                out.append(
                    {
                        "id": question.batteries[i].id,
                        "name": names[i],
                        "share_out_of_reach": float((margins > 0.0).mean()),
                        "least_margin_km_s": float(finite.min()) if finite.size else None,
                        "no_launch_before_s": bound,
                        "proved": proved,
                        "open": open_,
                    }
                )
        return out

    def _proved(self, i: int, bound: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Bases proved out of reach of a deployment that launches nothing before `bound`, s; of others no proof was found."""
        if (i, bound) not in self._proofs:
            table = self._scenario.deployment[i].model_copy(update={"sensors": []})
            held = put_at(table, ["launch_delay_s"], _given(bound))
            self._proofs[i, bound] = proved_bases(put_at(self._scenario, ["deployment"], [held]))
        return self._proofs[i, bound]


def _given(delay_s: float) -> Figure:
    return Figure(value=delay_s, status="assumed", source="no sensor allows an earlier launch")


def _about(scheme: Scheme, joined: Scenario, before: Scenario) -> SchemeOutcome:
    """What a scheme is."""
    known = {s.id for s in before.sensor}
    return SchemeOutcome(
        scheme.word, scheme.name, scheme.date, scheme.who, scheme.statement, scheme.source, scheme.shares, scheme.against,
        scheme.exchange_delay_s.value, tuple(s.id for s in joined.sensor if s.id not in known), tuple(scheme.not_over),
    )  # fmt: skip


def _station(name: str) -> str:
    """What a sensor is called: a station by its own name."""
    if name.endswith(OTHER_SIDE):
        return "Infrared satellites of the other side"
    found = catalog().entries.get(name)
    return found.name if isinstance(found, Station) else name_of(name)
