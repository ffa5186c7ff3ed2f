"""Who sees what, and when: `sensors`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import numbers_first, ready
from reassure.errors import InputError
from reassure.options import spread

if TYPE_CHECKING:
    from reassure.answers.sensors import SensorsSeen

__all__ = ["sensors"]


@dataclass(frozen=True)
class SensorsOptions:
    """The options of `sensors`."""

    scenario: Annotated[str | None, typer.Argument(metavar="[SCENARIO]", help="Whose sensors: a preset's name or a file. Unless given, the catalogue's radars and satellites.")] = None  # fmt: skip
    at: Annotated[str | None, typer.Option(metavar="LAT,LON,H", help="A point: latitude and longitude (deg), height (km).")] = None  # fmt: skip
    flight: Annotated[str | None, typer.Option(metavar="BASE,AIM", help="A flight: a base's id and a region's, for its middle; or BASE,LAT,LON.")] = None  # fmt: skip
    booster: Annotated[
        str | None,
        typer.Option(
            help="With --flight: the booster's id. Unless given, what the scenario's force flies from that base; without a scenario icbm-solid."
        ),
    ] = None
    ratio: Annotated[float, typer.Option(help="With --flight: the time of its free flight over that of least burnout speed.")] = 1.0  # fmt: skip
    height: Annotated[list[float] | None, typer.Option(metavar="KM", help="How high the coverage is told, km; may be repeated. 200 and 1000 unless given.")] = None  # fmt: skip
    json: Annotated[Path | None, typer.Option(help="Write the answer as JSON.")] = None
    csv: Annotated[Path | None, typer.Option(help="Write a row for each sensor as CSV.")] = None
    report: Annotated[Path | None, typer.Option(help="Write one HTML file with maps and a table.")] = None  # fmt: skip


@app.command()
@spread(SensorsOptions)
def sensors(given: SensorsOptions) -> None:
    """Who sees what, and when: radars and satellites beside a point or a flight, and what each sees at a height."""
    inputs = () if given.scenario is None else (given.scenario,)
    ready(*inputs, json=given.json, csv=given.csv, report=given.report)
    found = _asked(given)
    numbers_first(found, given.json, given.csv)
    if given.report:
        from reassure.cli.sheet import command, named_file
        from reassure.machine.files import write_whole
        from reassure.report.html.sensors import sensors_page

        name, files = (None, ()) if given.scenario is None else named_file(given.scenario)
        words = command("sensors", name, *_words(given), "--report", given.report.name)
        write_whole(given.report, sensors_page(found, words, files))
    from reassure.report.console import show
    from reassure.report.text.sensors import sensors_text

    show(sensors_text(found))


def _asked(given: SensorsOptions) -> SensorsSeen:
    """The answer. Raises InputError, ScenarioError or CatalogError."""
    from reassure.questions.sensors import SensorsQuestion
    from reassure.questions.sensors import sensors as run

    heights = tuple(given.height) if given.height else SensorsQuestion.heights_km
    return run(
        given.scenario,
        at=None if given.at is None else _point(given.at),
        flight=None if given.flight is None else _ends(given.flight),
        booster=given.booster,
        flight_time_ratio=given.ratio,
        heights_km=heights,
    )


def _words(given: SensorsOptions) -> Iterator[str]:
    """What was asked for, as options."""
    for name in ("at", "flight", "booster", "ratio"):
        value = getattr(given, name)
        if value != getattr(SensorsOptions, name):
            yield from (f"--{name}", str(value))
    for height in given.height or ():
        yield from ("--height", f"{height:g}")


def _numbers(text: str, count: int, option: str, allowed: str) -> list[float]:
    """Numbers with commas between them. Raises InputError."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count:
        raise InputError(f"{option}; allowed: {allowed}")
    return numbers


def _point(text: str) -> tuple[float, float, float]:
    latitude, longitude, height = _numbers(text, 3, f"--at {text}", "LATITUDE,LONGITUDE,HEIGHT")
    return latitude, longitude, height


def _ends(text: str) -> tuple[str, str | tuple[float, float]]:
    """The base, and the region or the place where the flight ends."""
    base, _, to = text.partition(",")
    if to and "," not in to:
        return base, to
    allowed = "BASE,REGION or BASE,LATITUDE,LONGITUDE"
    latitude, longitude = _numbers(to, 2, f"--flight {text}", allowed)
    return base, (latitude, longitude)
