"""The compromise searched: every place, interceptor, delay and number, protection beside reassurance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, replace
from importlib.metadata import version
from itertools import product
from pathlib import Path

from reassure.answers.frontier import AREA
from reassure.answers.trade import InterceptorHeights, Option, Trade
from reassure.catalog import Scheme
from reassure.catalog.used import FigureUsed
from reassure.engagement.faced import check_faced
from reassure.engagement.flights import family_of
from reassure.engagement.theatre import theatre
from reassure.errors import ScenarioError
from reassure.geography.graticule import Graticule
from reassure.options import spread
from reassure.proof.greatest import claim_of, proves
from reassure.questions.trade_work import CANDIDATE, OptionWork, alone_resolved
from reassure.scenario import Scenario, load
from reassure.scenario.change import alone_at
from reassure.scenario.hand import figure_by_hand, title_by_hand
from reassure.scenario.joined import scheme_named, sensed_like
from reassure.scenario.map_area import area_of
from reassure.scenario.model import DeploymentTable
from reassure.scenario.question import Question
from reassure.scenario.reader import fingerprint
from reassure.scenario.resolve import deployment_of, resolve
from reassure.typing import Progress, quiet
from reassure.words.counts import counted

__all__ = [
    "TradePlan",
    "TradeQuestion",
    "check_provable",
    "finished",
    "planned_for",
    "searched",
    "trade",
]


_MOST_OPTIONS = 100_000  # places, interceptors, delays and numbers multiplied


@dataclass(frozen=True)
class TradeQuestion:
    """What a trade is asked over.

    `protect`: a region's id; `against`: a missile's. `interceptors`: ids (the catalogue's, or of the scenario's own
    tables by their deployment's id); without any, all that the scenario deploys and that have a vehicle. `delays_s` (0 to
    7,200), `numbers` (1 to 100,000): without any, those of the scenario's deployments (1 where it names no number).
    `area` (a region's id, or SOUTH,WEST,NORTH,EAST in degrees; None: Europe and its seas), `spacing_km`: candidate
    places; the scenario's deployments are added as they are planned. `raid`: missiles launched at the region together,
    `per_flight`: interceptors spent on each. `cells`: of a footprint, along its longer side. `certified`: try to prove,
    for every option of the front whose margin is positive, that no flight can be reached. `schemes`: of a joint project, by their
    words; then every place and interceptor is also an option launched on what sensors see, without a scheme and under each.
    `progress` is called with (places and interceptors done, in all), and then with (proofs done, in all).
    """

    scenario: Scenario | str | Path
    _: KW_ONLY
    protect: str
    against: str
    interceptors: Sequence[str] = ()
    delays_s: Sequence[float] = ()
    numbers: Sequence[int] = ()
    area: str | None = None
    spacing_km: float = 500.0
    raid: int = 1
    per_flight: int = 1
    cells: int = 16
    certified: bool = False
    schemes: Sequence[str] = ()
    progress: Progress | None = None


@spread(TradeQuestion)
def trade(asked: TradeQuestion) -> Trade:
    """All options, and the front of those that no other beats in protection, margin and flights engaged.

    Takes the fields of TradeQuestion as its arguments. Raises ScenarioError or RegionError where one cannot be used, and
    ClaimError where `certified` is asked of flights that the theorem does not reach.
    """
    return searched(asked)


def searched(asked: TradeQuestion) -> Trade:
    """The `trade` of a question that stands already. Raises as `trade` does."""
    tell = asked.progress or quiet
    plan = planned_for(asked)
    # before the footprints, which take a second each
    if asked.certified:
        check_provable(plan)
    options: list[Option] = []
    total = len(plan.places) * len(plan.kinds)
    for k, (table, place) in enumerate(product(plan.kinds, plan.places)):
        tell(k, total)
        if plan.waits:
            options += plan.work.at(table, place, plan.waits, plan.counts)
        for scheme in plan.schemes:
            options += plan.work.sensed_at(table, place, plan.counts, scheme)
    tell(total, total)
    return finished(plan, options, certified=asked.certified, progress=tell)


@dataclass(frozen=True)
class TradePlan:
    """What a trade is over: a table for each interceptor, delays, numbers, places, and the work on one option."""

    work: OptionWork
    question: Question
    kinds: tuple[DeploymentTable, ...]
    """A deployment of each interceptor; its place and delay do not count."""
    waits: tuple[float, ...]
    """Launch delays, s, rising."""
    counts: tuple[int, ...]
    """Numbers of interceptors, rising."""
    places: tuple[tuple[float, float], ...]
    """WGS84 latitudes and longitudes, deg."""
    schemes: tuple[Scheme | None, ...] = ()
    """Under which options are launched on what sensors see; None stands for none, and nothing for no such option."""
    by_hand: tuple[tuple[str, FigureUsed], ...] = ()
    """What was asked for and is no figure of the scenario: in words, and as figures."""

    @property
    def title(self) -> str:
        """The scenario's title, and in words what was set by hand."""
        return title_by_hand(self.work.scenario.title, [words for words, _ in self.by_hand])

    @property
    def sources(self) -> tuple[FigureUsed, ...]:
        """The scenario's figures, those of interceptors that it does not deploy, and what was set by hand."""
        known = {s.key: s for s in self.question.sources}
        for table in self.kinds:
            alone = self.work.scenario.model_copy(update={"deployment": [table]})
            # a table made for a catalogue's interceptor has the first deployment's id, whose figures are known
            for s in deployment_of(alone, table.id).sources:
                known.setdefault(s.key, s)
        return (*known.values(), *(figure for _, figure in self.by_hand))


def planned_for(asked: TradeQuestion) -> TradePlan:
    """What `trade` would look at; no option is computed yet. Raises ScenarioError or RegionError where one cannot be
    used.
    """
    scenario = asked.scenario
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    for name, value in (("raid", asked.raid), ("per_flight", asked.per_flight)):
        if not 1 <= value <= 10_000:
            raise ScenarioError(f"{name} = {value}; allowed: 1 to 10000")
    question = resolve(scenario)
    kinds = _kinds(scenario, question, asked.interceptors)
    # + 0.0: whole numbers become floats, and minus zero becomes zero
    waits = sorted({w + 0.0 for w in asked.delays_s}) or sorted(
        {b.launch_delay_s for b in question.batteries if b.launch_delay_s is not None}
    )
    named = [scheme_named(name) for name in dict.fromkeys(asked.schemes)]
    schemes: tuple[Scheme | None, ...] = (None, *named) if named else ()
    if schemes:
        sensed_like(scenario, scenario)
    if not (waits or schemes) or not all(0.0 <= w <= 7200.0 for w in waits):
        raise ScenarioError(f"delays {list(waits)}; allowed: some, 0 to 7200 s")
    counts = sorted(set(asked.numbers)) or sorted({b.interceptors or 1 for b in question.batteries})
    if not all(1 <= n <= 100_000 for n in counts):
        raise ScenarioError(f"numbers {counts}; allowed: 1 to 100000")
    places = _places(scenario, asked.area or AREA, asked.spacing_km)
    if len(places) * len(kinds) * (len(waits) + len(schemes)) * len(counts) > _MOST_OPTIONS:
        raise ScenarioError(
            f"{counted(len(places), 'place')}, {counted(len(kinds), 'interceptor')}, "
            f"{counted(len(waits), 'delay')}, {counted(len(counts), 'number')}; "
            f"allowed: at most {_MOST_OPTIONS} together"
        )
    family = family_of(question.forces)
    check_faced(question, family)
    what, spent = (asked.protect, asked.against), (asked.raid, asked.per_flight)
    work = OptionWork(scenario, question, family, what, spent, asked.cells)
    hand = _by_hand(question, waits if asked.delays_s else (), counts if asked.numbers else ())
    return TradePlan(
        work, question, tuple(kinds), tuple(waits), tuple(counts), tuple(places), schemes, hand
    )


def _by_hand(
    question: Question, waits: Sequence[float], counts: Sequence[int]
) -> tuple[tuple[str, FigureUsed], ...]:
    """Delays and numbers that were asked for and that no deployment of the scenario has."""
    had = (
        {b.launch_delay_s for b in question.batteries},
        {b.interceptors for b in question.batteries},
    )
    asked = [("launch_delay_s", f"launch delay {w:g} s", w) for w in waits if w not in had[0]]
    asked += [("interceptors", f"{n} interceptors", float(n)) for n in counts if n not in had[1]]
    return tuple(
        (words, figure_by_hand(f"option.{k}.{name}", value, "no such deployment"))
        for k, (name, words, value) in enumerate(asked, 1)
    )


def check_provable(plan: TradePlan) -> None:
    """Refuse now what `finished` would refuse to prove: ScenarioError, where a flight that a claim needs does not exist."""
    # any place and delay will do: flights do not depend on them
    for table in plan.kinds:
        alone = alone_at(
            plan.work.scenario, table, CANDIDATE, plan.places[0], (*plan.waits, 0.0)[0]
        )
        claim_of(alone, CANDIDATE)


def finished(
    plan: TradePlan, options: Sequence[Option], *, certified: bool, progress: Progress
) -> Trade:
    """The trade of some options and of the scenario's deployments as planned, with its front.

    `options`: as `OptionWork` makes them, not marked yet. `certified`: prove those of the front that are out of reach.
    `progress` hears of the proofs. Raises ScenarioError where a flight that a claim needs does not exist.
    """
    work, scenario = plan.work, plan.work.scenario
    # a sensed delay is another for every flight, and an option has one
    planned = [b for b in plan.question.batteries if b.vehicle and b.launch_delay_s is not None]
    marked = _marked([*(work.as_planned(b) for b in planned), *options])
    if certified:
        marked = _certified(scenario, plan.kinds, marked, progress)
    return Trade(
        title=plan.title,
        scenario_sha256=fingerprint(scenario),
        reassure_version=version("reassure"),
        protect=work.what[0],
        missile=work.what[1],
        raid=work.spent[0],
        per_flight=work.spent[1],
        cells=work.cells,
        options=marked,
        theatre=theatre(scenario, plan.question),
        called=tuple(plan.question.called.items()),
        sources=plan.sources,
        heights=tuple(
            InterceptorHeights(*row)
            for row in {
                b.interceptor: b.intercept_heights_km
                for b in (*planned, *(alone_resolved(scenario, table) for table in plan.kinds))
            }.items()
        ),
    )


def _kinds(scenario: Scenario, question: Question, wanted: Sequence[str]) -> list[DeploymentTable]:
    """A table for each interceptor: one of the scenario's that deploys it, or a catalogue's interceptor anew."""
    # By the interceptor's id, of several deployments the first's; and by each deployment's own id.
    known: dict[str, DeploymentTable] = {}
    for table, battery in zip(scenario.deployment, question.batteries, strict=True):
        if battery.vehicle is not None:
            known.setdefault(battery.interceptor, table)
            known[table.id] = table
    if not wanted:
        first = {b.interceptor for b in question.batteries if b.vehicle is not None}
        if not first:
            raise ScenarioError(
                "no deployment has an interceptor with a vehicle; allowed: interceptors by id"
            )
        return [known[name] for name in sorted(first)]
    out = []
    for name in wanted:
        found = known.get(name)
        if found is not None:
            out.append(found)
            continue
        # nobody says what it is to face: all
        table = scenario.deployment[0].model_copy(update={"interceptor": name, "faces": None})
        if alone_resolved(scenario, table).vehicle is None:
            raise ScenarioError(f"interceptor {name}: has no vehicle; allowed: one that has")
        out.append(table)
    return out


def _places(scenario: Scenario, area: str, spacing_km: float) -> list[tuple[float, float]]:
    """The grid's places in the area: latitudes and longitudes, deg, row by row from the south. ScenarioError where there
    is none.
    """
    box, within = area_of(scenario, area)
    lat, lon = (v.ravel() for v in Graticule.over(box, spacing_km=spacing_km).places())
    if within is not None:
        inside = within.holds(lat, lon)
        lat, lon = lat[inside], lon[inside]
    if not lat.size:
        raise ScenarioError(
            f"area {area}: no place of the grid lies in it; a smaller spacing has some"
        )
    return list(zip(lat.tolist(), lon.tolist(), strict=True))


def _certified(
    scenario: Scenario,
    kinds: Sequence[DeploymentTable],
    options: tuple[Option, ...],
    tell: Progress,
) -> tuple[Option, ...]:
    """The front's options that are out of reach, each proved or not."""
    tables = {alone_resolved(scenario, table).interceptor: table for table in kinds}
    # None: no arc meets any flight, which is out of reach
    wanted = [
        o for o in options if o.on_front and not o.planned and (o.least_margin_km_s or 1.0) > 0.0
    ]
    known: dict[int, bool] = {}  # by identity: two options may be equal
    for done, o in enumerate(wanted):
        tell(done, len(wanted))
        place = o.latitude_deg, o.longitude_deg
        # A launch that is sensed is none before its sensors allow one.
        wait = o.no_launch_before_s if o.launch_delay_s is None else o.launch_delay_s
        assert wait is not None  # noqa: S101
        alone = alone_at(scenario, tables[o.interceptor], CANDIDATE, place, wait)
        known[id(o)] = proves(alone, CANDIDATE)
    return tuple(replace(o, certified=known[id(o)]) if id(o) in known else o for o in options)


def _marked(options: list[Option]) -> tuple[Option, ...]:
    """The same, each told whether no other beats it. Equal ones are all on the front."""
    # In falling order of protection no option is beaten by a later one, but for those of the same share.
    ordered = sorted(options, key=lambda o: o.protected_share, reverse=True)
    front: list[Option] = []
    for o in ordered:
        # what protects nothing is no compromise, however large its margin
        if o.protected_share > 0.0 and not any(f.beats(o) for f in front):
            front.append(o)
    # one found earlier may be beaten by a later one of the same share
    best = {id(o) for o in front if not any(f.beats(o) for f in front)}
    return tuple(replace(o, on_front=id(o) in best) for o in options)
