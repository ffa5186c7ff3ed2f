"""What a compromise would cost: `trade`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reassure.cli.app import app
from reassure.cli.shared import ENDINGS, apart, folder_named, suited, watched
from reassure.cli.streams import tell
from reassure.errors import InputError, RegionError, ScenarioError

if TYPE_CHECKING:
    from reassure.scenario import Scenario

__all__ = ["trade"]


@app.command()
def trade(
    scenario: Annotated[
        str, typer.Argument(help="A scenario file, or a preset's name (see: presets).")
    ],
    protect: Annotated[str, typer.Option(help="The region to protect: a zone's id.")],
    against: Annotated[str, typer.Option(help="A missile's id, in the scenario or the catalogue.")],
    out: Annotated[Path, typer.Option(help="The folder for the files.")],
    interceptor: Annotated[
        list[str] | None,
        typer.Option(
            help="An interceptor's id; may be repeated. All that are deployed unless given."
        ),
    ] = None,
    delay: Annotated[
        list[float] | None, typer.Option(help="A launch delay, s; may be repeated.")
    ] = None,
    number: Annotated[
        list[int] | None, typer.Option(help="A number of interceptors; may be repeated.")
    ] = None,
    area: Annotated[
        str | None,
        typer.Option(
            help="Candidate places: a region's id, or SOUTH,WEST,NORTH,EAST; 35,-45,80,60 unless given."
        ),
    ] = None,
    spacing: Annotated[float, typer.Option(help="Of the candidate places, km.")] = 500.0,
    raid: Annotated[int, typer.Option(help="Missiles launched at the region together.")] = 1,
    per_flight: Annotated[int, typer.Option(help="Interceptors spent on each.")] = 1,
    cells: Annotated[int, typer.Option(help="Cells of the region, along its longer side.")] = 16,
    certified: Annotated[
        bool,
        typer.Option("--certified", help="Try to prove the front's options that are out of reach."),
    ] = False,
    store: Annotated[
        Path | None,
        typer.Option(
            help="Compute through this Zarr store, on all cores; it can be stopped (docs/sweep.md)."
        ),
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="With --store: the Dask scheduler at this address.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="With --store: go on with an earlier run's.")
    ] = False,
) -> None:
    """Protection of a region against the least margin to the force: the front of the compromise."""
    from reassure.machine.files import check_folder
    from reassure.report.text.trade import FILES

    check_folder(out, FILES)
    folder_named(out)
    stores = [] if store is None else [store]
    apart(scenario, outputs=[out, *stores, *(out / name for name in FILES)])
    import reassure.report.plots  # noqa: F401  (refuses now what would end without pictures)
    from reassure.scenario import load

    asked = load(scenario)
    if store is not None and not store.exists():
        suited(store, ENDINGS["store"])
    what = {
        "protect": protect, "against": against, "interceptors": interceptor or (), "delays_s": delay or (),
        "numbers": number or (), "area": area, "spacing_km": spacing, "raid": raid, "per_flight": per_flight,
        "cells": cells, "certified": certified,
    }  # fmt: skip
    if store is None and (scheduler or resume):
        raise InputError("--scheduler and --resume; allowed: with --store")
    try:
        if store is None:
            found = watched("Options", "trade", "trade", asked, **what)
        else:
            found = _through(asked, store, scheduler, resume, what)
    except (ScenarioError, RegionError) as error:
        raise ScenarioError(f"{scenario}: {error}") from None
    from reassure.report.console import show
    from reassure.report.text.trade import trade_text, write_trade

    written = write_trade(found, out)
    show(trade_text(found))
    tell(f"written: {', '.join(str(p) for p in written)}")


def _through(
    asked: Scenario, store: Path, scheduler: str | None, resume: bool, what: dict[str, Any]
) -> Any:
    from reassure.cli.sweep import watching_chunks
    from reassure.sweep.trade import trade_through

    with watching_chunks() as (progress, say, last):
        options = {"scheduler": scheduler, "resume": resume, "progress": progress, "say": say}
        try:
            return trade_through(asked, store, run_options=options, **what)
        except KeyboardInterrupt:
            tell(f"stopped; {last()} kept in {store}: go on with --resume", err=True)
            raise SystemExit(130) from None
