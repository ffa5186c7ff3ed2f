"""What stands in a report beside the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reassure.answers.compliance import Compliance
from reassure.answers.footprint import Footprint
from reassure.answers.proof import Proof
from reassure.scenario.sent import Attachment

__all__ = ["Sheet"]


@dataclass(frozen=True)
class Sheet:
    """What stands in a report beside the result itself."""

    command: str
    """What makes the report again, from the files beside it."""
    seed: int | None = None
    """The seed of draws; None where nothing was drawn."""
    files: Sequence[Attachment] = ()
    """What the command needs and nobody else has, certificates apart."""
    certificates: Sequence[Attachment] = ()
    """Those of `proofs`, in the same order: the page proves again from them what they claim."""
    beside: str | None = None
    """The folder in which they also lie, from where the page will (POSIX); None: nobody knows."""
    proofs: Sequence[Proof] = ()
    """Certificates with the checker's word."""
    footprints: Sequence[Footprint] = field(default_factory=tuple)
    compliance: Compliance | None = None
    """The report on the tasks fulfilled under an agreement; None: there is none."""
