"""A claim proved: `certify`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import ready, watching
from reassure.cli.streams import tell
from reassure.errors import ClaimError
from reassure.options import spread

if TYPE_CHECKING:
    from reassure.answers.proof import ClauseVerdict
    from reassure.claim import Claim
    from reassure.claim.certificate import Certificate


__all__ = ["certify"]


@dataclass(frozen=True)
class CertifyOptions:
    """The options of `certify`."""

    scenario: Annotated[
        str, typer.Argument(help="A scenario file, a preset's name, or a claim (.toml, .json).")
    ]
    out: Annotated[Path, typer.Option(help="Write the certificate here.")]
    deployment: Annotated[
        list[str] | None, typer.Option(help="Only this deployment; may be repeated.")
    ] = None
    base: Annotated[list[str] | None, typer.Option(help="Only this base; may be repeated.")] = None
    burnout_speed_km_s: Annotated[
        float | None, typer.Option(help="Claim this burnout speed instead of the scenario's.")
    ] = None
    launch_delay_s: Annotated[
        float | None, typer.Option(help="Claim this delay instead of the scenario's.")
    ] = None
    divert_km_s: Annotated[
        float | None, typer.Option(help="Claim this divert instead of the scenario's.")
    ] = None
    # A proof covers every burnout point within these of the site: larger ones take in more vehicles, and make
    # a proof harder.
    boost_distance_km: Annotated[
        float,
        typer.Option(
            help="Greatest ground distance of an interceptor's burnout from its site, km."
        ),
    ] = 150.0
    boost_height_km: Annotated[
        float, typer.Option(help="Greatest height of an interceptor's burnout, km.")
    ] = 150.0
    cell_km: Annotated[
        float, typer.Option(help="Size of the cells that cover aim regions, km.")
    ] = 400.0
    find_limit: Annotated[
        str | None,
        typer.Option(
            help='"speed" or "delay": find the greatest speed, or the least delay, that can be proved.'
        ),
    ] = None
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Keep what an interrupted run has proved, and continue."),
    ] = False


@app.command()
@spread(CertifyOptions)
def certify(given: CertifyOptions) -> None:
    """Prove that interceptors held to a limit cannot reach any flight; write a certificate."""
    from reassure.machine.files import beside
    from reassure.report.console import show
    from reassure.report.text.proof import certificate_text

    # What is proved so far is kept beside the certificate, so that an interrupt loses little.
    kept = beside(given.out, ".part")
    ready(given.scenario, certificate=given.out)
    # The search for a limit keeps nothing on the way: it tries many claims.
    if not given.find_limit:
        ready(given.scenario, kept=kept)
    if given.find_limit not in (None, "speed", "delay"):
        raise ClaimError(f"--find-limit {given.find_limit}; allowed: speed, delay")
    if given.resume and given.find_limit:
        raise ClaimError("--resume with --find-limit; allowed: one of the two")
    claim, refused = _claim(given)
    if given.find_limit:
        certificate = _limits(claim, given.find_limit, given.out)
    else:
        certificate = _proved(claim, kept, given.resume)
        certificate.write(given.out)
        kept.unlink(missing_ok=True)
    verdicts = (*certificate.verdicts, *refused)
    show(certificate_text(verdicts, certificate.claim.earth.keep_above_km, str(given.out)))
    # Exit status 1: not every clause is proved. The certificate has what is.
    if refused or not certificate.proved:
        raise SystemExit(1)


def _claim(given: CertifyOptions) -> tuple[Claim, tuple[ClauseVerdict, ...]]:
    """The claim that was given, or that the scenario makes with what the options change; and what no claim can be made of,
    as undecided. Raises ClaimError.
    """
    from reassure.answers.proof import UNDECIDED, ClauseVerdict
    from reassure.claim import read_claim
    from reassure.claim.from_scenario import ClaimQuestion, claim_with_refused

    changed = given.burnout_speed_km_s, given.launch_delay_s, given.divert_km_s
    if _is_claim(given.scenario):
        if any(option is not None for option in (given.deployment, given.base, *changed)):
            raise ClaimError(f"{given.scenario}: is a claim; allowed: it says all limits itself")
        return read_claim(given.scenario), ()
    asked = ClaimQuestion(
        given.scenario,
        deployments=given.deployment,
        bases=given.base,
        burnout_speed_km_s=given.burnout_speed_km_s,
        launch_delay_s=given.launch_delay_s,
        divert_km_s=given.divert_km_s,
        burnout_distance_km=given.boost_distance_km,
        burnout_height_km=given.boost_height_km,
        cell_km=given.cell_km,
    )
    claim, refused = claim_with_refused(asked)
    return claim, tuple(
        ClauseVerdict(r.interceptor, r.flights, UNDECIDED, 0, {"reason": str(r.error)})
        for r in refused
    )


def _limits(claim: Claim, of: str, out: Path) -> Certificate:
    """The certificate of what was proved, written if anything was, after the two numbers that bracket each limit are
    shown. Exits with 1 where nothing was proved. `of`: "speed" or "delay".
    """
    from reassure.report.console import show
    from reassure.report.text.proof import limits_text

    with watching() as stage:
        from reassure.proof.limit import find_limit

        certificate, limits = find_limit(claim, of, progress=stage("Trials"))
    if certificate.proofs:
        certificate.write(out)
    show(limits_text(limits, of))
    if not certificate.proofs:
        raise SystemExit(1)
    return certificate


def _proved(claim: Claim, kept: Path, resume: bool) -> Certificate:
    """The certificate of what could be proved; what an interrupt leaves is in `kept`, and the exit status is then
    130.
    """
    try:
        with watching() as stage:
            from reassure.proof.prove import certify as prove

            return prove(claim, kept=kept, resume=resume, progress=stage("Rows"))
    except KeyboardInterrupt:
        tell(f"stopped; what is proved is kept in {kept}: go on with --resume", err=True)
        raise SystemExit(130) from None


def _is_claim(name: str) -> bool:
    """Is it the file of a claim? A scenario is TOML too: what tells them apart is the format's name inside."""
    path = Path(name)
    if path.suffix not in (".toml", ".json") or not path.is_file():
        return False
    with path.open("rb") as file:
        # Bytes: more than any claim has, and no more is read of a file that is none.
        return b"reassure-claim/" in file.read(50_000_000)
