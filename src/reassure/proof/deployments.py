"""What can be proved of some deployments of a scenario: a certificate for each, against all flights that it faces."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reassure.answers.proof import place_of
from reassure.claim import claim_hash
from reassure.claim.from_scenario import ClaimQuestion, claim_with_refused
from reassure.errors import ClaimError, ScenarioError
from reassure.machine.files import beside, make_folder
from reassure.proof.prove import certify
from reassure.scenario import Scenario
from reassure.typing import Progress

__all__ = ["certificate_of", "certificates_of"]


def certificates_of(
    scenario: Scenario, deployments: Sequence[str], folder: Path, stem: str, progress: Progress
) -> list[Path]:
    """Certificates of deployments (ids), one for each of which a claim can be made, in `folder`, which is made.

    `stem`: how their names begin. A certificate that is there already is kept: its name holds the claim's hash. One of which
    nothing is proved is written too, and kept, so that nobody looks for a proof again.
    """
    make_folder(folder, parents=True)
    out = []
    for done, deployment in enumerate(deployments):
        progress(done, len(deployments))
        path, _ = certificate_of(scenario, deployment, folder, stem)
        out += [] if path is None else [path]
    progress(len(deployments), len(deployments))
    return out


def certificate_of(
    scenario: Scenario, deployment: str, folder: Path, stem: str
) -> tuple[Path | None, dict[str, str]]:
    """The certificate of one deployment, None where no claim can be made of it; and the bases with flights that none can be made
    of, and why.
    """
    try:
        claim, refused = claim_with_refused(ClaimQuestion(scenario, deployments=[deployment]))
    except (ClaimError, ScenarioError):  # a delay that follows from sensing has no number to claim
        return None, {}
    path = folder / f"{stem}-{deployment}-{claim_hash(claim)[:12]}.cert"
    if not path.is_file():
        part = beside(path, ".part")
        certify(claim, kept=part, resume=part.exists()).write(path)
        part.unlink(missing_ok=True)
    return path, {place_of(r.flights): str(r.error) for r in refused}
