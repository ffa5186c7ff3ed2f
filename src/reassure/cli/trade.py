"""The compromise searched: `trade`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import (
    ENDINGS,
    RESUME,
    SCENARIO,
    SCHEDULER,
    STORE,
    apart,
    folder_named,
    suited,
    told_of,
    watching,
)
from reassure.cli.streams import tell
from reassure.errors import InputError
from reassure.options import spread

if TYPE_CHECKING:
    from reassure.answers.trade import Trade
    from reassure.questions.trade import TradeQuestion
    from reassure.scenario import Scenario

__all__ = ["trade"]


@dataclass(frozen=True)
class TradeOptions:
    """The options of `trade`."""

    scenario: Annotated[str, SCENARIO]
    protect: Annotated[str, typer.Option(help="The region to protect: a zone's id.")]
    against: Annotated[str, typer.Option(help="A missile's id, in the scenario or the catalogue.")]
    out: Annotated[Path, typer.Option(help="The folder for the files.")]
    interceptor: Annotated[
        list[str] | None,
        typer.Option(
            help="An interceptor's id; may be repeated. All that are deployed unless given."
        ),
    ] = None
    delay: Annotated[
        list[float] | None, typer.Option(help="A launch delay, s; may be repeated.")
    ] = None
    number: Annotated[
        list[int] | None, typer.Option(help="A number of interceptors; may be repeated.")
    ] = None
    area: Annotated[
        str | None,
        typer.Option(
            help="Candidate places: a region's id, or SOUTH,WEST,NORTH,EAST; 35,-45,80,60 unless given."
        ),
    ] = None
    # About a second for each place and interceptor (docs/trade.md): coarse unless finer is asked for.
    spacing: Annotated[float, typer.Option(help="Distance between candidate places, km.")] = 500.0
    raid: Annotated[int, typer.Option(help="Missiles launched at the region together.")] = 1
    per_flight: Annotated[int, typer.Option(help="Interceptors spent on each.")] = 1
    cells: Annotated[int, typer.Option(help="Cells of the region, along its longer side.")] = 16
    certified: Annotated[
        bool,
        typer.Option("--certified", help="Try to prove the front's options that are out of reach."),
    ] = False
    scheme: Annotated[
        list[str] | None,
        typer.Option(
            help="Also launch on what sensors see, without and under this scheme of a joint project; may be repeated."
        ),
    ] = None
    store: Annotated[Path | None, STORE] = None
    scheduler: Annotated[str | None, SCHEDULER] = None
    resume: Annotated[bool, RESUME] = False


@app.command()
@spread(TradeOptions)
def trade(given: TradeOptions) -> None:
    """Search the compromise: how much of a region is protected, and how large the least margin to the force stays."""
    from reassure.machine.files import check_folder
    from reassure.report.text.trade import FILES

    # Refused before any work: folders, names, pictures that could not be drawn, options that do not fit.
    check_folder(given.out, FILES)
    folder_named(given.out)
    stores = [] if given.store is None else [given.store]
    apart(given.scenario, outputs=[given.out, *stores, *(given.out / name for name in FILES)])
    import reassure.report.plots  # noqa: F401  (refuses now what would end without pictures)
    from reassure.scenario import load

    asked = load(given.scenario)
    if given.store is not None and not given.store.exists():
        suited(given.store, ENDINGS["store"])
    if given.store is None and (given.scheduler or given.resume):
        raise InputError("--scheduler and --resume; allowed: with --store")
    if given.store is not None and given.scheme:
        raise InputError("--scheme with --store; allowed: one of the two")
    with told_of(given.scenario):
        found = _searched(asked, given)
    from reassure.report.console import show
    from reassure.report.text.trade import trade_text, write_trade

    written = write_trade(found, given.out)
    show(trade_text(found))
    tell(f"written: {', '.join(str(p) for p in written)}")


def _searched(asked: Scenario, given: TradeOptions) -> Trade:
    """The compromise, searched here or, with --store, in blocks that are kept. Raises ScenarioError, RegionError."""
    from reassure.questions.trade import TradeQuestion

    what = TradeQuestion(
        asked,
        protect=given.protect,
        against=given.against,
        interceptors=given.interceptor or (),
        delays_s=given.delay or (),
        numbers=given.number or (),
        area=given.area,
        spacing_km=given.spacing,
        raid=given.raid,
        per_flight=given.per_flight,
        cells=given.cells,
        certified=given.certified,
        schemes=given.scheme or (),
    )
    if given.store is not None:
        return _through(what, given.store, given.scheduler, given.resume)
    with watching() as stage:
        from reassure.questions.trade import searched

        return searched(replace(what, progress=stage("Options")))


def _through(what: TradeQuestion, store: Path, scheduler: str | None, resume: bool) -> Trade:
    """The compromise, searched in blocks that a Zarr store keeps. An interrupt exits with 130 and says what is kept."""
    from reassure.cli.sweep import watching_chunks
    from reassure.sweep.trade import trade_through

    with watching_chunks() as (progress, say, last):
        options = {"scheduler": scheduler, "resume": resume, "progress": progress, "say": say}
        try:
            return trade_through(what, store, run_options=options)
        except KeyboardInterrupt:
            tell(f"stopped; {last()} kept in {store}: go on with --resume", err=True)
            raise SystemExit(130) from None
