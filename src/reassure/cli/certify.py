"""Claims proved and attacked: `certify`, `refute`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import ready, watched
from reassure.cli.streams import tell

__all__ = ["certify", "refute"]


@app.command()
def certify(
    scenario: Annotated[
        str, typer.Argument(help="A scenario file, a preset's name, or a claim (.toml, .json).")
    ],
    out: Annotated[Path, typer.Option(help="Write the certificate here.")],
    deployment: Annotated[
        list[str] | None, typer.Option(help="Only this deployment; may be repeated.")
    ] = None,
    base: Annotated[list[str] | None, typer.Option(help="Only this base; may be repeated.")] = None,
    burnout_speed_km_s: Annotated[
        float | None, typer.Option(help="Claim this burnout speed instead of the scenario's.")
    ] = None,
    launch_delay_s: Annotated[
        float | None, typer.Option(help="Claim this delay instead of the scenario's.")
    ] = None,
    divert_km_s: Annotated[
        float | None, typer.Option(help="Claim this divert instead of the scenario's.")
    ] = None,
    boost_distance_km: Annotated[
        float, typer.Option(help="Greatest ground distance of an interceptor's burnout.")
    ] = 150.0,
    boost_height_km: Annotated[
        float, typer.Option(help="Greatest height of an interceptor's burnout.")
    ] = 150.0,
    cell_km: Annotated[
        float, typer.Option(help="Size of the cells that cover aim regions.")
    ] = 400.0,
    find_limit: Annotated[
        str | None, typer.Option(help='"speed" or "delay": the limit that can just be proved.')
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Take over what an interrupted run had proved.")
    ] = False,
) -> None:
    """Prove that interceptors held to a limit cannot reach any flight; write a certificate."""
    from reassure.claim import claim_from_scenario, read_claim
    from reassure.errors import ClaimError
    from reassure.machine.files import beside
    from reassure.report.console import show

    kept = beside(out, ".part")
    ready(scenario, certificate=out)
    if not find_limit:
        ready(scenario, kept=kept)
    if find_limit not in (None, "speed", "delay"):
        raise ClaimError(f"--find-limit {find_limit}; allowed: speed, delay")
    if resume and find_limit:
        raise ClaimError("--resume with --find-limit; allowed: one of the two")
    if _is_claim(scenario):
        given = (deployment, base, burnout_speed_km_s, launch_delay_s, divert_km_s)
        if any(option is not None for option in given):
            raise ClaimError(f"{scenario}: is a claim; allowed: it says all limits itself")
        claim = read_claim(scenario)
    else:
        claim = claim_from_scenario(
            scenario,
            deployments=deployment,
            bases=base,
            burnout_speed_km_s=burnout_speed_km_s,
            launch_delay_s=launch_delay_s,
            divert_km_s=divert_km_s,
            burnout_distance_km=boost_distance_km,
            burnout_height_km=boost_height_km,
            cell_km=cell_km,
        )
    from reassure.report.text.proof import certificate_text, limits_text

    if find_limit:
        certificate, limits = watched("Trials", "bracket", "find_limit", claim, find_limit)
        if certificate.proofs:
            certificate.write(out)
        show(limits_text(limits, find_limit))
        if not certificate.proofs:
            raise SystemExit(1)
    else:
        try:
            certificate = watched("Rows", "proving", "certify", claim, kept=kept, resume=resume)
        except KeyboardInterrupt:
            tell(f"stopped; what is proved is kept in {kept}: go on with --resume", err=True)
            raise SystemExit(130) from None
        certificate.write(out)
        kept.unlink(missing_ok=True)
    show(certificate_text(certificate, str(out)))
    if not certificate.proved:
        raise SystemExit(1)


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

    attacks = watched("Clauses", "refute", "attack", claim_in(claim), samples=samples, seed=seed)
    show(attacks_text(attacks))
    if any(a.gets_in for a in attacks):
        raise SystemExit(1)


def _is_claim(name: str) -> bool:
    path = Path(name)
    if path.suffix not in (".toml", ".json") or not path.is_file():
        return False
    with path.open("rb") as file:
        return b"reassure-claim/" in file.read(50_000_000)
