"""How well a radar that watches a flight test can tell the burnout speed: `measure`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import numbers_first, ready
from reassure.errors import InputError
from reassure.options import spread

if TYPE_CHECKING:
    from reassure.answers.measurement import Measurement

__all__ = ["measure"]

# Two numbers with a comma between them; no id has a comma.
_PLACE = re.compile(r"[^,]*,[^,]*")
_HAND = "Instead of the catalogue's"


@dataclass(frozen=True)
class MeasureOptions:
    """The options of `measure`."""

    radar: Annotated[str, typer.Option(help="A radar's id: armavir, gabala, kaliningrad, ship-off-kauai; a sensor's of --scenario; with --at a kind of radar.")]  # fmt: skip
    interceptor: Annotated[str, typer.Option(help="The interceptor's id.")]
    site: Annotated[str, typer.Option("--from", metavar="SITE", help="Where it is launched: a site's id, or LATITUDE,LONGITUDE.")]  # fmt: skip
    towards: Annotated[float | None, typer.Option(metavar="AZ", help="Azimuth of the launch, deg; towards the radar unless given.")] = None  # fmt: skip
    at: Annotated[str | None, typer.Option(metavar="LATITUDE,LONGITUDE", help="Where the radar stands, if --radar is a kind.")] = None  # fmt: skip
    boresight_deg: Annotated[float | None, typer.Option(help=f"{_HAND}: middle of the radar's sector, clockwise from north.")] = None  # fmt: skip
    flight_path_angle_deg: Annotated[float, typer.Option(help="Of the velocity at burnout, above the horizontal.")] = 45.0  # fmt: skip
    burnout_height_km: Annotated[float | None, typer.Option(help=f"{_HAND}, or its vehicle's: height of the burnout.")] = None  # fmt: skip
    burn_time_s: Annotated[float | None, typer.Option(help=f"{_HAND}, or its vehicle's: from launch to burnout.")] = None  # fmt: skip
    burnout_time_uncertainty_s: Annotated[float, typer.Option(help="Standard uncertainty of the moment of burnout.")] = 0.0  # fmt: skip
    range_noise_m: Annotated[float | None, typer.Option(help=f"{_HAND}: noise of the range, another at each look.")] = None  # fmt: skip
    angle_noise_deg: Annotated[float | None, typer.Option(help=f"{_HAND}: noise of azimuth and elevation.")] = None  # fmt: skip
    range_rate_noise_m_s: Annotated[float | None, typer.Option(help=f"{_HAND}: noise of the range rate; not measured unless given.")] = None  # fmt: skip
    range_bias_m: Annotated[float | None, typer.Option(help=f"{_HAND}: bias of the range, one for all looks.")] = None  # fmt: skip
    angle_bias_deg: Annotated[float | None, typer.Option(help=f"{_HAND}: bias of azimuth and elevation.")] = None  # fmt: skip
    look_interval_s: Annotated[float | None, typer.Option(help=f"{_HAND}: from look to look.")] = None  # fmt: skip
    tell: Annotated[float, typer.Option(metavar="KM_S", help="The difference of speed that is to be seen.")] = 0.5  # fmt: skip
    false_alarm: Annotated[float, typer.Option(help="Risk that it is seen where there is none.")] = 0.01  # fmt: skip
    missed: Annotated[float, typer.Option(help="Risk that it is not seen.")] = 0.05
    scenario: Annotated[str | None, typer.Option(help="A scenario whose sensors and interceptors may be named.")] = None  # fmt: skip
    json: Annotated[Path | None, typer.Option(help="Write the answer as JSON.")] = None
    csv: Annotated[Path | None, typer.Option(help="Write the curve over the radar's accuracy as CSV.")] = None  # fmt: skip
    report: Annotated[Path | None, typer.Option(help="Write one HTML file with the curve.")] = None


@app.command()
@spread(MeasureOptions)
def measure(given: MeasureOptions) -> None:
    """How well can a radar that watches an interceptor's flight test tell its burnout speed?"""
    inputs = () if given.scenario is None else (given.scenario,)
    ready(*inputs, json=given.json, csv=given.csv, report=given.report)
    found = _asked(given)
    numbers_first(found, given.json, given.csv)
    if given.report:
        from reassure.cli.sheet import command
        from reassure.machine.files import write_whole
        from reassure.report.html.measure import measure_page

        words = command("measure", *_words(given), "--report", given.report.name)
        write_whole(given.report, measure_page(found, words))
    from reassure.report.console import show
    from reassure.report.text.measure import measure_text

    show(measure_text(found))


def _asked(given: MeasureOptions) -> Measurement:
    """The answer. Raises InputError, CatalogError or ScenarioError."""
    site = _place("--from", given.site)
    at = None if given.at is None else _place("--at", given.at)
    if isinstance(at, str):
        raise InputError(f"--at {at}; allowed: LATITUDE,LONGITUDE")
    from reassure.questions.measure import measure as run

    asked = None
    if given.scenario is not None:
        from reassure.scenario import load

        asked = load(given.scenario)
    return run(
        given.radar, interceptor=given.interceptor, site=site, towards_deg=given.towards, at=at, boresight_deg=given.boresight_deg,
        flight_path_angle_deg=given.flight_path_angle_deg, burnout_height_km=given.burnout_height_km, burn_time_s=given.burn_time_s,
        range_noise_m=given.range_noise_m, angle_noise_deg=given.angle_noise_deg, range_rate_noise_m_s=given.range_rate_noise_m_s,
        range_bias_m=given.range_bias_m, angle_bias_deg=given.angle_bias_deg, look_interval_s=given.look_interval_s,
        burnout_time_uncertainty_s=given.burnout_time_uncertainty_s, tell_km_s=given.tell, false_alarm=given.false_alarm,
        missed=given.missed, scenario=asked,
    )  # fmt: skip


def _place(option: str, text: str) -> str | tuple[float, float]:
    """A place by its degrees, or an id as it is. Raises InputError for a comma between what is no number."""
    if not _PLACE.fullmatch(text):
        return text
    try:
        latitude, longitude = map(float, text.split(","))
    except ValueError:
        raise InputError(f"{option} {text}; allowed: a site's id, or LATITUDE,LONGITUDE") from None
    return latitude, longitude


def _words(given: MeasureOptions) -> Iterable[str]:
    """What was asked for, as options."""
    for name, value in vars(given).items():
        if name in ("json", "csv", "report") or value is None:
            continue
        default = getattr(MeasureOptions, name, None)
        if value != default:
            option = "from" if name == "site" else name.replace("_", "-")
            yield from (f"--{option}", str(value))
