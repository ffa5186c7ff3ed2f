"""The answer to a move: as the viewer takes it, or as a file."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reassure.answers.number_limit import NumberSpan
from reassure.errors import ScenarioError
from reassure.report.text.as_limits import as_limits_words
from reassure.scenario import Scenario
from reassure.scenario.reader import parse
from reassure.scenario.resolve import resolve
from reassure.scenario.sent import Attachment, written
from reassure.web.move import Move, moved
from reassure.words.counts import counted
from reassure.words.document import plain

if TYPE_CHECKING:
    from reassure.report.html.sheet import Sheet

# what computes is imported when first asked for: the page is there before the kernels are

__all__ = [
    "FILES",
    "MOST_MEETINGS",
    "MOST_PAIRS",
    "File",
    "Reply",
    "Worth",
    "answer",
    "as_limits",
    "file_of",
    "toml",
    "warm",
]

MOST_PAIRS = 20_000
"""Flights of one question; it is about one deployment."""

MOST_MEETINGS = 4_000_000
"""Flights times points of the deployment's area: some two seconds of two cores."""


_PRICE = ("western-europe", "irbm-4000")
"""The region whose protection is the price of a limit, and the missile against which."""


@dataclass(frozen=True)
class Reply:
    """An answer's JSON text (ASCII), and how long its parts took, ms: "move", "assess" and "view"."""

    text: bytes
    took_ms: dict[str, float]


@dataclass(frozen=True)
class File:
    """A kind of file: the end of its name, without the point, and its media type."""

    suffix: str
    media_type: str


@dataclass(frozen=True)
class Worth:
    """What the figures of a move would be worth as limits."""

    words: list[str]
    """All of it in sentences."""
    proved: list[str]
    """Ids of the bases that are proved out of reach."""
    open: list[str]
    """Ids of those for which a search of seconds found no proof: it may be that there is none, or that it takes longer."""
    region: str
    """Whose protection is the price: an id."""
    missile: str
    """Against which regional missile: an id."""
    planned_share_protected: float | None
    """Of the region's ground that the missile reaches, the share that the deployment as planned could protect; None: it has no
    vehicle.
    """
    kept_share_protected: float | None
    """The same held to these figures; None: it has no vehicle, or `words` says why it cannot be told."""
    least_warheads_engaged: float | None
    """Of the bases' accountable warheads, how many its interceptors could engage at most, by the accounts that are kindest to the force;
    None: it has no number of interceptors, or `words` says why this cannot be told.
    """
    most_warheads_engaged: float | None
    """The same by any accounts that are allowed."""


FILES = {
    "toml": File("toml", "application/toml"),
    "json": File("json", "application/json"),
    "csv": File("csv", "text/csv; charset=utf-8"),
    "report": File("html", "text/html; charset=utf-8"),
}


def answer(scenario: Scenario, move: Move) -> Reply:
    """The view of the scenario as moved, as JSON, with the move as it was understood.
    Raises ScenarioError where the move does not fit, or asks for more than MOST_PAIRS or MOST_MEETINGS.
    """
    from reassure.questions.assess import assess
    from reassure.report.html.view import view

    begin = time.perf_counter()
    changed = _within_limits(moved(scenario, move))
    ready = time.perf_counter()
    result = assess(changed, curves=True, estimate=move.estimate)
    found = time.perf_counter()
    shown = {**view(result, _sheet(changed, move)), "state": move.state}
    text = _json(shown)
    done = time.perf_counter()
    return Reply(
        text,
        {
            "move": 1e3 * (ready - begin),
            "assess": 1e3 * (found - ready),
            "view": 1e3 * (done - found),
        },
    )


def as_limits(scenario: Scenario, move: Move) -> bytes:
    """What the figures of the move would be worth as limits, as JSON (Worth). Raises ScenarioError where the move does not fit."""
    from reassure.questions.as_limits import as_limits as worth

    held = moved(scenario, move)
    figures = {"burnout_speed_km_s", "divert_km_s", "launch_delay_s", "interceptors", "site"}
    planned = moved(scenario, move.model_copy(update=dict.fromkeys(figures)))
    found = worth(planned, held, *_PRICE)
    span = found.number if isinstance(found.number, NumberSpan) else None
    reply = Worth(
        words=as_limits_words(found),
        proved=list(found.proved),
        open=list(found.open),
        region=found.region,
        missile=found.missile,
        planned_share_protected=found.planned,
        kept_share_protected=found.kept if isinstance(found.kept, float) else None,
        least_warheads_engaged=None if span is None else span.low,
        most_warheads_engaged=None if span is None else span.high,
    )
    return _json(plain(reply))


def toml(scenario: Scenario, move: Move) -> str:
    """The scenario as moved, as a file that reads back as the very same scenario. Raises ScenarioError."""
    changed = moved(scenario, move)
    text = _toml(changed, _name(move, changed))
    # Read before it is given away: what could not be read back raises here.
    parse(text.encode(), "the scenario as moved")
    return text


def file_of(kind: str, scenario: Scenario, move: Move) -> tuple[str, bytes]:
    """A file's name and content; `kind` is one of FILES. Raises ScenarioError where there is no answer."""
    changed = moved(scenario, move)
    name = f"{_name(move, changed)}.{FILES[kind].suffix}"
    if kind == "toml":
        return name, toml(scenario, move).encode()
    from reassure.questions.assess import assess
    from reassure.report.html.page import write_page

    result = assess(_within_limits(changed), curves=True, estimate=move.estimate)
    write: dict[str, Callable[[Path], None]] = {
        "json": result.write_json,
        "csv": result.write_csv,
        "report": lambda path: write_page(result, _sheet(changed, move), path),
    }
    # Results write themselves to paths: into a folder of its own, whose end ends the file.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write[kind](path)
        return name, path.read_bytes()


def warm(scenario: Scenario) -> None:
    """Load the kernels, and answer something small with all of them. The scenario is the preset europe-2012."""
    # Ships in an area: the kernels of many places are used too.
    move = Move(
        scenario="warm", deployment="phase-3-baltic-sea", base="kozelsk", flight_time_ratio=1.0
    )
    answer(scenario, move)


def _within_limits(scenario: Scenario) -> Scenario:
    """The scenario, unless it asks for more than one answer may; then ScenarioError."""
    question = resolve(scenario)
    flights = sum(force.flights for force in question.forces)
    points = sum(len(b.points) for b in question.batteries)
    if flights > MOST_PAIRS:
        raise ScenarioError(
            f"{counted(flights, 'flight')}; allowed: at most {MOST_PAIRS} in one answer; fewer with a base or a flight_time_ratio"
        )
    if flights * points > MOST_MEETINGS:
        raise ScenarioError(
            f"{counted(flights, 'flight')} against {counted(points, 'point')} of an area; allowed: at most {MOST_MEETINGS} together in one "
            "answer; fewer with a base, a flight_time_ratio or a site"
        )
    return scenario


def _name(move: Move, changed: Scenario) -> str:
    """The name of files, without its end; a deployment that was moved is called as it is now."""
    return f"{move.scenario}-{changed.deployment[0].id}-{move.base or 'all-bases'}"


def _toml(changed: Scenario, name: str) -> str:
    return written(changed, f"{name}: made by reassure explore")


def _sheet(changed: Scenario, move: Move) -> Sheet:
    """What stands beside the answer: the command names the file that the page itself carries."""
    from reassure.report.html.sheet import Sheet

    name = _name(move, changed)
    file = Attachment(f"{name}.toml", _toml(changed, name))
    return Sheet(f"reassure assess {name}.toml --report {name}.html", files=(file,))


def _json(data: Any) -> bytes:
    """JSON without blanks; NaN and infinity, which JSON has not, raise."""
    return json.dumps(data, allow_nan=False, separators=(",", ":")).encode("ascii")
