"""What a guarantee would take: `limits`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import apart, check_folder, watching
from reassure.errors import InputError, RegionError, ScenarioError

__all__ = ["limits"]


@app.command()
def limits(
    scenario: Annotated[
        str, typer.Argument(help="A scenario file, or a preset's name (see: presets).")
    ],
    map: Annotated[  # noqa: A002  (the option's name)
        str | None,
        typer.Option(
            help="speed or delay: the frontier map of greatest speeds, or of least delays."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The folder for the map's files.")] = None,
    deployment: Annotated[
        str | None,
        typer.Option(help="Whose interceptor's figures hold; the first deployment unless given."),
    ] = None,
    launch_delay_s: Annotated[
        float | None, typer.Option(help="Instead of that deployment's launch delay.")
    ] = None,
    burnout_speed_km_s: Annotated[
        float | None, typer.Option(help="Instead of that interceptor's burnout speed.")
    ] = None,
    area: Annotated[
        str | None,
        typer.Option(help="A region's id, or SOUTH,WEST,NORTH,EAST; 35,-45,80,60 unless given."),
    ] = None,
    spacing: Annotated[
        float | None, typer.Option(help="Of the grid, km; 100 unless given.")
    ] = None,
    degrees: Annotated[
        float | None, typer.Option(help="Of the grid, each way, instead of km.")
    ] = None,
    certified: Annotated[
        bool,
        typer.Option(
            "--certified", help="Also prove a speed at every place, with a certificate each."
        ),
    ] = False,
) -> None:
    """What limit of speed or delay, place by place, keeps every flight out of reach?"""
    from reassure.report.text import console
    from reassure.scenario import load

    if map is None:
        raise InputError("nothing asked; allowed: --map speed, --map delay")
    if map not in ("speed", "delay"):
        raise InputError(f"--map {map}; allowed: speed, delay")
    if out is None:
        raise InputError("--map without --out; allowed: --out FOLDER")
    if certified and map != "speed":
        raise InputError("--certified with --map delay; allowed: --map speed")
    if spacing is not None and degrees is not None:
        raise InputError("--spacing with --degrees; allowed: one of the two")
    check_folder(out)
    asked = load(scenario)
    apart(scenario, out)
    try:
        with watching() as stage:
            from reassure.frontier import frontier

            found = frontier(
                asked, "speed" if map == "speed" else "delay", deployment=deployment,
                launch_delay_s=launch_delay_s, burnout_speed_km_s=burnout_speed_km_s, area=area,
                spacing_km=spacing, degrees=degrees, progress=stage("Places"),
            )  # fmt: skip
            if certified:
                from reassure.certifying import certified as certify

                kept = out / "certificates"
                kept.mkdir(parents=True, exist_ok=True)
                found = certify(found, asked, folder=kept, progress=stage("Places certified"))
    except (ScenarioError, RegionError) as error:
        raise ScenarioError(f"{scenario}: {error}") from None
    from reassure.report.frontier import frontier_text, write_frontier

    written = write_frontier(found, out)
    console().print(frontier_text(found))
    typer.echo(f"written: {', '.join(str(p) for p in written)}")
