"""A result in other programs' formats: `export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import apart, suited
from reassure.cli.streams import tell

if TYPE_CHECKING:
    from reassure.answers.assessment import Assessment
    from reassure.answers.ephemeris import Ephemerides
    from reassure.report.exports import Format

__all__ = ["export"]


@app.command()
def export(
    result: Annotated[Path, typer.Argument(help="A result: what `assess --json` wrote.")],
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    format: Annotated[  # noqa: A002  (the option's name)
        str, typer.Option(help="kml, czml, geojson, oem, netcdf, csv or bibtex.")
    ],
    all_flights: Annotated[
        bool,
        typer.Option(
            "--all-flights", help="Write every flight. Without it: flights that represent all."
        ),
    ] = False,
    flight: Annotated[
        list[int] | None, typer.Option(help="Only the flight of this number; may be repeated.")
    ] = None,
    epoch: Annotated[
        str | None,
        typer.Option(
            help="Nominal launch of the flights, UTC, for kml, czml, oem and netcdf; 2012-03-14T00:00:00Z unless given."
        ),
    ] = None,
) -> None:
    """Write a result as KML, CZML, GeoJSON, a CCSDS ephemeris, NetCDF, CSV or BibTeX."""
    from datetime import UTC, datetime

    from reassure.errors import ResultError
    from reassure.machine.files import check_writable
    from reassure.report.exports import EPOCH, FORMATS, Moment, format_named, parse_epoch

    chosen = format_named(format)
    if epoch is not None and not chosen.dated:
        dated = ", ".join(f.name for f in FORMATS if f.dated)
        raise ResultError(f"--epoch with --format {format}, which has no dates; allowed: {dated}")
    if (all_flights or flight) and not chosen.flown:
        raise ResultError(f"a choice of flights with --format {format}; allowed: none, it has all")
    if all_flights and flight:
        raise ResultError("--all-flights with --flight; allowed: one of the two")
    # The epoch counts in no number: it is the date that the flights are said to be launched at.
    start = EPOCH if epoch is None else parse_epoch(epoch)
    check_writable(file)
    apart(str(result), outputs=[file])
    suited(file, chosen.endings)
    from reassure.answers.assessment_file import read_assessment

    # The file is checked before the result is read: a result of 1 GB takes a while.
    read = read_assessment(result)
    from reassure.engagement.ephemeris import ephemerides, numbers

    # How many flights there will be, before they are flown.
    chosen.check(file, len(numbers(read, flight or (), all_flights)))
    ways = ephemerides(read, flights=flight or (), every=all_flights)
    chosen.write(read, ways, Moment(start, datetime.now(UTC)), file)
    tell(f"{file}: {_said(chosen, read, ways)}")


def _said(form: Format, read: Assessment, ways: Ephemerides) -> str:
    """What the file holds: the format, the pairs and the trajectories that were written."""
    said = [form.what]
    if form.pairs:
        count = read.pairs.reason.size
        said.append(f"all {count} pairs" if count > 1 else "the one pair")
    if form.flown:
        whose = "trajectories of " if form.pairs else ""
        more = "; --all-flights takes every one" if ways.left_out else ""
        said.append(f"{whose}{ways.selection}{more}")
    return "; ".join(said)
