"""Frontier maps, and the limit as a number: `limits`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from reassure.cli.app import app
from reassure.cli.shared import (
    ENDINGS,
    ON,
    RESUME,
    SCHEDULER,
    STORE,
    apart,
    folder_named,
    ready,
    suited,
    told_of,
    watching,
)
from reassure.cli.streams import tell
from reassure.errors import InputError, ScenarioError
from reassure.options import spread

if TYPE_CHECKING:
    from reassure.answers.frontier import Frontier
    from reassure.questions.frontier import FrontierQuestion
    from reassure.scenario import Scenario

__all__ = ["limits"]

CERTIFICATES = "certificates"
"""The folder, in that of a certified map, of its blocks' certificates."""


@dataclass(frozen=True)
class LimitsOptions:
    """The options of `limits`."""

    scenario: Annotated[str, typer.Argument(help="A scenario file, or a preset's name.")]
    map: Annotated[
        str | None,
        typer.Option(help="speed or delay: the map of greatest speeds, or of least delays."),
    ] = None
    out: Annotated[Path | None, typer.Option(help="With --map: the folder for its files.")] = None
    launch_delay_s: Annotated[
        float | None, typer.Option(help="With --map: instead of the deployment's launch delay.")
    ] = None
    burnout_speed_km_s: Annotated[
        float | None, typer.Option(help="With --map: instead of the interceptor's burnout speed.")
    ] = None
    area: Annotated[
        str | None,
        typer.Option(
            help="With --map: globe, a region's id, or SOUTH,WEST,NORTH,EAST; 35,-45,80,60 unless given."
        ),
    ] = None
    spacing: Annotated[
        float | None,
        typer.Option(help="With --map: distance between the grid's places, km; 100 unless given."),
    ] = None
    degrees: Annotated[
        float | None,
        typer.Option(
            help="With --map: the same in degrees of latitude and longitude, instead of --spacing."
        ),
    ] = None
    certified: Annotated[
        bool,
        typer.Option(
            "--certified", help="With --map: also prove a speed from everywhere, with certificates."
        ),
    ] = False
    store: Annotated[Path | None, STORE] = None
    scheduler: Annotated[str | None, SCHEDULER] = None
    resume: Annotated[bool, RESUME] = False
    number: Annotated[
        bool,
        typer.Option("--number", help="The most warheads that so many interceptors could engage."),
    ] = False
    per_flight: Annotated[
        int, typer.Option(help="With --number: interceptors spent on one flight.")
    ] = 1
    interceptors: Annotated[
        list[str] | None,
        typer.Option(
            help="With --number: DEPLOYMENT=N, or N for every deployment; may be repeated."
        ),
    ] = None
    deployment: Annotated[
        list[str] | None,
        typer.Option(
            help="Only this deployment; may be repeated. With --map: the one whose interceptor the map is for; the first unless given."
        ),
    ] = None
    year: Annotated[
        int | None, typer.Option(help="With --number: only deployments of this year.")
    ] = None
    weigh: Annotated[
        str | None,
        typer.Option(
            metavar="warheads",
            help="With --number: between what the bound lies, where accounts are known within bounds only.",
        ),
    ] = None
    on: Annotated[str | None, ON] = None
    json: Annotated[
        Path | None, typer.Option(help="With --number: write the whole result as JSON.")
    ] = None


@app.command()
@spread(LimitsOptions)
def limits(given: LimitsOptions) -> None:
    """Place by place, the speed or delay that keeps every flight out of reach; or the most warheads that could be engaged."""
    # Equal: both or neither.
    if given.number == (given.map is not None):
        raise InputError("allowed: one of --map speed, --map delay, --number")
    if given.store is None and (given.scheduler or given.resume):
        raise InputError("--scheduler and --resume; allowed: with --store")
    if given.number:
        if given.store is not None:
            raise InputError("--store with --number; allowed: with --map")
        _number_limit(given)
        return
    if given.weigh is not None or given.on is not None:
        raise InputError("--weigh and --on with --map; allowed: with --number")
    if given.map not in ("speed", "delay"):
        raise InputError(f"--map {given.map}; allowed: speed, delay")
    if given.out is None:
        raise InputError("--map without --out; allowed: --out FOLDER")
    if given.certified and given.map != "speed":
        raise InputError("--certified with --map delay; allowed: --map speed")
    if given.deployment and len(given.deployment) > 1:
        raise InputError("--map with several deployments; allowed: one")
    if given.spacing is not None and given.degrees is not None:
        raise InputError("--spacing with --degrees; allowed: one of the two")
    from reassure.machine.files import check_folder
    from reassure.report.text.frontier import CERTIFIED, FILES, PAGE

    # Names that the folder will hold: none may be the scenario's own file.
    names = (*FILES, PAGE, *((CERTIFIED, CERTIFICATES) if given.certified else ()))
    check_folder(given.out, (*FILES, PAGE))
    folder_named(given.out)
    stores = [] if given.store is None else [given.store]
    if given.store is not None and not given.store.exists():
        suited(given.store, ENDINGS["store"])
    apart(given.scenario, outputs=[given.out, *stores, *(given.out / name for name in names)])
    import reassure.report.plots  # noqa: F401  (refuses now what would end without pictures)
    from reassure.scenario import load

    asked = load(given.scenario)
    with told_of(given.scenario):
        # By its two words, for the type: what else --map may hold was refused above.
        _map(asked, given, "speed" if given.map == "speed" else "delay", given.out)


def _map(asked: Scenario, given: LimitsOptions, kind: Literal["speed", "delay"], out: Path) -> None:
    """Draw the map, prove it where that is asked for, write its files and say what they hold."""
    from reassure.report.text.frontier import frontier_text, write_frontier, write_numbers

    deployment = given.deployment[0] if given.deployment else None
    if given.certified:
        # Refused before the map is worked out: what the theorem cannot cover.
        from reassure.questions.certified_frontier import check_provable

        check_provable(asked, deployment, given.launch_delay_s)
    from reassure.questions.frontier import FrontierQuestion

    what = FrontierQuestion(
        asked,
        kind,
        deployment=deployment,
        launch_delay_s=given.launch_delay_s,
        burnout_speed_km_s=given.burnout_speed_km_s,
        area=given.area,
        spacing_km=given.spacing,
        degrees=given.degrees,
    )
    found = _mapped(what, given)
    with watching() as stage:
        if given.certified:
            from reassure.machine.files import make_folder
            from reassure.questions.certified_frontier import certified as certify

            # Blocks are proved one by one, and each certificate is kept as it is found.
            write_numbers(found, out)  # proofs take longer still, and may be stopped
            kept = out / CERTIFICATES
            make_folder(kept)
            found = certify(found, asked, folder=kept, progress=stage("Places certified"))
    from reassure.report.console import show

    written = write_frontier(found, out)
    if found.whole_globe:
        from reassure.cli.sheet import command, named_file
        from reassure.machine.files import write_whole
        from reassure.report.html.frontier import frontier_page
        from reassure.report.text.frontier import PAGE

        name, files = named_file(given.scenario)
        write_whole(out / PAGE, frontier_page(found, command(*_words(name, given)), files))
        written.append(out / PAGE)
    show(frontier_text(found))
    tell(f"written: {', '.join(str(p) for p in written)}")


def _words(scenario: str, given: LimitsOptions) -> list[str]:
    """The command that makes the map again, without what does not change it."""
    options = {
        "--map": given.map, "--deployment": given.deployment[0] if given.deployment else None,
        "--launch-delay-s": given.launch_delay_s, "--burnout-speed-km-s": given.burnout_speed_km_s,
        "--area": given.area, "--spacing": given.spacing, "--degrees": given.degrees,
        "--out": None if given.out is None else given.out.name,
    }  # fmt: skip
    words = [w for name, value in options.items() if value is not None for w in (name, str(value))]
    return ["limits", scenario, *words]


def _mapped(what: FrontierQuestion, given: LimitsOptions) -> Frontier:
    """The map, worked out here or, with --store, in blocks that are kept. Raises ScenarioError, RegionError. An interrupt of
    a run with a store exits with 130 and says what is kept.
    """
    if given.store is None:
        with watching() as stage:
            from reassure.questions.frontier import mapped

            return mapped(replace(what, progress=stage("Places")))
    from reassure.cli.sweep import watching_chunks
    from reassure.sweep.frontier import frontier_through

    with watching_chunks() as (progress, say, last):
        options = {
            "scheduler": given.scheduler, "resume": given.resume, "progress": progress, "say": say,
        }  # fmt: skip
        try:
            return frontier_through(what, given.store, run_options=options)
        except KeyboardInterrupt:
            tell(f"stopped; {last()} kept in {given.store}: go on with --resume", err=True)
            raise SystemExit(130) from None


def _number_limit(given: LimitsOptions) -> None:
    """Work out the greatest number of warheads that could be engaged, and print it."""
    ready(given.scenario, json=given.json)
    weighed: Any = {"weigh": given.weigh, "on": given.on}
    try:
        with watching() as stage:
            from reassure.questions.number_limit import number_limit

            found = number_limit(
                given.scenario,
                per_flight=given.per_flight,
                deployments=given.deployment,
                interceptors=_numbers(given.interceptors),
                year=given.year,
                **weighed,
                progress=stage("Deployments"),
            )
    except ScenarioError as error:
        text = str(error)
        raise ScenarioError(
            # Some messages name the scenario already.
            text if given.scenario in text else f"{given.scenario}: {text}"
        ) from None
    if given.json:
        found.write_json(given.json)
    from reassure.answers.number_limit import NumberSpan
    from reassure.report.console import show
    from reassure.report.text.number_limit import number_text, span_text

    show(span_text(found) if isinstance(found, NumberSpan) else number_text(found))


def _numbers(given: list[str] | None) -> int | dict[str, int] | None:
    """--interceptors as read: N for all, DEPLOYMENT=N for some, None where it was not given. Raises InputError."""
    if not given:
        return None
    # A number alone stands for every deployment, so it stands alone.
    if len(given) == 1 and "=" not in given[0]:
        return _number(given[0], given[0])
    out: dict[str, int] = {}
    for text in given:
        name, equals, digits = text.partition("=")
        if not equals or name in out:
            raise InputError(
                f"--interceptors {text}; allowed: DEPLOYMENT=N once for each, or one N for all"
            )
        out[name] = _number(digits, text)
    return out


def _number(digits: str, text: str) -> int:
    """A whole number of at most seven digits. Raises InputError with the option's own text."""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 7):
        raise InputError(f"--interceptors {text}; allowed: a whole number, 0 or more")
    return int(digits)
