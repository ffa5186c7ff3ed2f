"""How far, how high and how long does a missile fly: `fly`."""

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
    from reassure.answers.fly import FlownMissile

__all__ = ["fly"]


@dataclass(frozen=True)
class FlyOptions:
    """The options of `fly`."""

    missile: Annotated[str, typer.Argument(metavar="MISSILE|VEHICLE|BOOSTER", help="An id of the catalogue: notional-icbm-liquid, icbm-liquid, mrbm-1300.")]  # fmt: skip
    site: Annotated[str, typer.Option("--from", metavar="PLACE", help="From where: LATITUDE,LONGITUDE, or a base's or site's id.")]  # fmt: skip
    towards: Annotated[str | None, typer.Option(metavar="PLACE|DEG", help="Where it comes down: LATITUDE,LONGITUDE, an id, or a bearing, whatever the Earth turns meanwhile.")] = None  # fmt: skip
    azimuth: Annotated[float | None, typer.Option(metavar="DEG", help="Of the launch itself, clockwise from north; eastward unless given.")] = None  # fmt: skip
    kick: Annotated[float | None, typer.Option(metavar="DEG", help="From the vertical, after the vertical rise.")] = None  # fmt: skip
    end_of_thrust: Annotated[float | None, typer.Option(metavar="S", help="When thrust is ended, from lift-off; at burnout unless given.")] = None  # fmt: skip
    range_km: Annotated[float | None, typer.Option(help="Along the ground. Alone: the minimum-energy, lofted and depressed flights.")] = None  # fmt: skip
    apogee_km: Annotated[float | None, typer.Option(help="Of the flight, above the ellipsoid. With --range-km thrust ends where both come out.")] = None  # fmt: skip
    greatest: Annotated[bool, typer.Option("--greatest", help="The farthest flight; also what is flown where nothing else is asked.")] = False  # fmt: skip
    ring: Annotated[bool, typer.Option("--ring", help="The farthest flights in all azimuths, as a closed line on a map.")] = False  # fmt: skip
    azimuths: Annotated[int, typer.Option(help="With --ring: in how many azimuths.")] = 72
    payload_kg: Annotated[float | None, typer.Option(help="In place of the vehicle's payload.")] = None  # fmt: skip
    json: Annotated[Path | None, typer.Option(help="Write the answer as JSON.")] = None
    csv: Annotated[Path | None, typer.Option(help="Write a row for each point of the way as CSV.")] = None  # fmt: skip
    report: Annotated[Path | None, typer.Option(help="Write one HTML file with charts and a map.")] = None  # fmt: skip
    kml: Annotated[Path | None, typer.Option(help="Write the ways and the ring as KML.")] = None


@app.command()
@spread(FlyOptions)
def fly(given: FlyOptions) -> None:
    """How far, how high and how long does a missile fly, boost included?"""
    ready(json=given.json, csv=given.csv, report=given.report, kml=given.kml)
    found = _asked(given)
    numbers_first(found, given.json, given.csv)
    if given.kml:
        from reassure.report.exports.fly_kml import write_fly_kml

        write_fly_kml(found, given.kml)
    if given.report:
        from reassure.cli.sheet import command
        from reassure.machine.files import write_whole
        from reassure.report.html.fly import fly_page

        words = command("fly", given.missile, *_words(given), "--report", given.report.name)
        write_whole(given.report, fly_page(found, words))
    from reassure.report.console import show
    from reassure.report.text.fly import fly_text

    show(fly_text(found))


def _asked(given: FlyOptions) -> FlownMissile:
    """The answer. Raises InputError or CatalogError."""
    from reassure.questions.fly import fly as run

    site = _place("--from", given.site)
    if isinstance(site, float):
        raise InputError(f"--from {given.site}; allowed: LATITUDE,LONGITUDE or an id")
    if given.azimuths != FlyOptions.azimuths and not given.ring:
        raise InputError("--azimuths; allowed: with --ring")
    return run(
        given.missile,
        site,
        towards=None if given.towards is None else _place("--towards", given.towards),
        azimuth_deg=given.azimuth,
        kick_deg=given.kick,
        end_of_thrust_s=given.end_of_thrust,
        range_km=given.range_km,
        apogee_km=given.apogee_km,
        greatest=given.greatest,
        ring=given.azimuths if given.ring else None,
        payload_kg=given.payload_kg,
    )


def _place(option: str, text: str) -> str | tuple[float, float] | float:
    """An id, a place, or a bearing. Raises InputError."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        if "," in text:
            raise InputError(f"{option} {text}; allowed: LATITUDE,LONGITUDE or an id") from None
        return text
    if len(numbers) == 1:
        return numbers[0]
    if len(numbers) != 2:
        raise InputError(f"{option} {text}; allowed: LATITUDE,LONGITUDE or an id")
    return numbers[0], numbers[1]


def _words(given: FlyOptions) -> Iterator[str]:
    """What was asked for, as options."""
    yield from ("--from", given.site)
    names = {
        "towards": "--towards", "azimuth": "--azimuth", "kick": "--kick", "end_of_thrust": "--end-of-thrust",
        "range_km": "--range-km", "apogee_km": "--apogee-km", "azimuths": "--azimuths", "payload_kg": "--payload-kg",
    }  # fmt: skip
    for name, option in names.items():
        value = getattr(given, name)
        if value != getattr(FlyOptions, name):
            yield from (option, f"{value:g}" if isinstance(value, float) else str(value))
    for name in ("greatest", "ring"):
        if getattr(given, name):
            yield f"--{name}"
