"""A claim attacked: `refute`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import watching

__all__ = ["refute"]


@app.command()
def refute(
    claim: Annotated[Path, typer.Argument(help="A certificate, or a claim (.toml, .json).")],
    samples: Annotated[
        int, typer.Option(min=1000, help="Meetings to draw for each clause.")
    ] = 10_000_000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draw.")] = 1,
) -> None:
    """Try to break a claim: search all flights, launches and impulses for a meeting within the limits."""
    from reassure.proof.refute import claim_in
    from reassure.report.console import show
    from reassure.report.text.proof import attacks_text

    with watching() as stage:
        from reassure.proof.refute import attack

        attacks = attack(claim_in(claim), samples=samples, seed=seed, progress=stage("Clauses"))
    show(attacks_text(attacks))
    # Exit status 1: a claim was broken.
    if any(a.gets_in for a in attacks):
        raise SystemExit(1)
