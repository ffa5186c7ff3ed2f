"""What would have to be limited, and to what: `limits`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import apart, watched
from reassure.errors import InputError, ScenarioError

__all__ = ["limits"]


@app.command()
def limits(
    scenario: Annotated[str, typer.Argument(help="A scenario file, or a preset's name.")],
    number: Annotated[
        bool,
        typer.Option("--number", help="The most warheads that so many interceptors could engage."),
    ] = False,
    per_flight: Annotated[
        int, typer.Option(help="With --number: interceptors spent on one flight.")
    ] = 1,
    interceptors: Annotated[
        list[str] | None,
        typer.Option(
            help="With --number: DEPLOYMENT=N, or N for every deployment; may be repeated."
        ),
    ] = None,
    deployment: Annotated[
        list[str] | None, typer.Option(help="Only this deployment; may be repeated.")
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="With --number: only deployments of this year.")
    ] = None,
    json: Annotated[Path | None, typer.Option(help="Write the whole result as JSON.")] = None,
) -> None:
    """What limit would leave the force alone, and how much of it so many interceptors could engage."""
    from reassure.output import check_writable

    if not number:
        raise InputError("nothing asked; allowed: --number")
    if json:
        check_writable(json)
    apart(scenario, json)
    try:
        found = watched(
            "Deployments", "limits_number", "number_limit", scenario, per_flight=per_flight,
            deployments=deployment, interceptors=_numbers(interceptors), year=year,
        )  # fmt: skip
    except ScenarioError as error:
        text = str(error)
        raise ScenarioError(text if scenario in text else f"{scenario}: {text}") from None
    if json:
        found.write_json(json)
    from reassure.report.limits import number_text
    from reassure.report.text import console

    console().print(number_text(found))


def _numbers(given: list[str] | None) -> int | dict[str, int] | None:
    """N for all, or DEPLOYMENT=N for some."""
    if not given:
        return None
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
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 7):
        raise InputError(f"--interceptors {text}; allowed: a whole number, 0 or more")
    return int(digits)
