"""What an agreement buys: what its limits guarantee, what they cost in protection, and how far they can be seen. Frozen."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

from reassure.answers.document import Document, Portion, Sha256, Title
from reassure.answers.proof import REACHABLE, UNDECIDED, UNREACHABLE
from reassure.catalog.used import FigureUsed
from reassure.machine.files import whole
from reassure.words.document import OMITTED, OMITTED_IF_EMPTY, Digits

__all__ = ["Bargain", "Chain", "HeldDeployment", "PairBargain", "Protection", "SeenLimit"]

_Speed = Annotated[float | None, Digits(6)]


@dataclass(frozen=True)
class HeldDeployment:
    """A deployment of the scenario, as planned and under the limits."""

    id: str
    name: str
    banned: Annotated[str, OMITTED_IF_EMPTY]
    """In words, the limit by which it may not stand there; empty: it may."""
    planned_burnout_speed_km_s: _Speed
    permitted_burnout_speed_km_s: _Speed
    """The greatest that it may have: its limit, or, without one, as planned. None, and below: it may not stand there."""
    planned_divert_km_s: _Speed
    permitted_divert_km_s: _Speed
    planned_launch_delay_s: float | None
    """None: it follows from sensing."""
    permitted_launch_delay_s: float | None
    proved: int
    """Of the bases that it faces, as many cannot be reached from it under the limits."""
    reachable: int
    undecided: int

    @property
    def bases(self) -> int:
        """How many bases it faces."""
        return self.proved + self.reachable + self.undecided


@dataclass(frozen=True)
class PairBargain:
    """A deployment under the limits against a base."""

    deployment: str
    base: str
    base_name: str
    """What people call it."""
    verdict: str
    """unreachable (proved), reachable (a witness gets in) or undecided."""
    unseen_verdict: Annotated[str | None, OMITTED]
    """The same where the side goes as far beyond the limits as the means may miss; None: not looked for."""
    certificate: Annotated[str | None, OMITTED]
    """The file of the proof or witness."""
    reason: Annotated[str, OMITTED_IF_EMPTY] = ""
    """Why no proof was looked for."""


@dataclass(frozen=True)
class Protection:
    """What the deployments together could protect against a regional missile, as planned and under the limits."""

    region: str
    missile: str
    planned: Portion
    """Of the region's ground that the missile reaches, the share where every flight could be met."""
    kept: Portion
    by_deployment: tuple[tuple[str, float, float], ...]
    """Of each deployment by itself: id, share as planned, share under the limits."""
    left_out: Annotated[tuple[str, ...], OMITTED_IF_EMPTY] = ()
    """Deployments of which no footprint can be made, and why."""


@dataclass(frozen=True)
class SeenLimit:
    """How far a limit can be seen to be kept, by one of its means, at the agreed risks."""

    limit: str
    what: str
    """In words."""
    means: str
    unit: str
    at: float
    """The limit itself."""
    standard_uncertainty: Annotated[float | None, OMITTED]
    """Of one observation; None: the means measure nothing, or cannot tell it."""
    accused_beyond: Annotated[float | None, OMITTED, Digits(6)]
    """A measured value beyond this is a breach: a side at the limit itself is accused as seldom as agreed."""
    seen_beyond: Annotated[float | None, OMITTED, Digits(6)]
    """A true value beyond this is found out with the agreed probability, by one observation."""
    cleared_up_to: Annotated[float | None, OMITTED, Digits(6)]
    """A side whose true value keeps to this is cleared with the agreed probability, by one observation."""
    reason: Annotated[str, OMITTED_IF_EMPTY] = ""
    """Why it cannot be told."""
    burnout_time_uncertainty_s: Annotated[float | None, OMITTED] = None
    """Of a radar that sees a flight test, the standard uncertainty of the moment of burnout; None: other means."""

    @property
    def moment(self) -> str:
        """What is taken of the moment of burnout, in words; empty of other means than radars."""
        if self.burnout_time_uncertainty_s is None:
            return ""
        if self.burnout_time_uncertainty_s == 0.0:
            return ", with the moment of burnout taken as known exactly"
        return f", with the moment of burnout known to {self.burnout_time_uncertainty_s:g} s"


@dataclass(frozen=True)
class Chain:
    """From a limit to what its means can miss, and to what is proved harmless."""

    limit: str
    means: str
    words: str
    """In one sentence."""
    unseen_proved: int
    """Pairs of deployment and base that stay proved where the side goes as far as the means may miss; of `limit_proved`."""
    limit_proved: int
    greatest_proved_km_s: Annotated[float | None, OMITTED, Digits(6)]
    """The greatest burnout speed that is proved for every base; None: not looked for, or none is."""
    spare_km_s: Annotated[float | None, OMITTED, Digits(6)]
    """By how much it exceeds what is found out."""


@dataclass(frozen=True)
class Bargain(Document):
    """What an agreement buys, for the one side and the other."""

    FORMAT: ClassVar = "reassure-agree/1"
    COMMAND: ClassVar = "reassure agree --json"
    INDENT: ClassVar = 1

    reassure_version: str
    agreement: str
    """Its title."""
    scenario: Title
    scenario_sha256: Sha256
    certified: bool
    """Were proofs looked for?"""
    flights: int
    """Of the force, as the scenario samples it."""
    guaranteed: Annotated[Portion | None, OMITTED]
    """The share of these from bases that are proved out of reach of every deployment; None: no proof was looked for."""
    planned_out_of_reach: Portion
    """The share out of reach of every ideal interceptor, as planned: an estimate."""
    kept_out_of_reach: Portion
    """The same under the limits."""
    deployments: tuple[HeldDeployment, ...]
    pairs: Annotated[tuple[PairBargain, ...], OMITTED_IF_EMPTY]
    protection: Annotated[Protection | None, OMITTED]
    seen: Annotated[tuple[SeenLimit, ...], OMITTED_IF_EMPTY]
    chains: Annotated[tuple[Chain, ...], OMITTED_IF_EMPTY]
    promises: Annotated[tuple[str, ...], OMITTED_IF_EMPTY]
    """Limits, in words, for which the agreement names no means."""
    watched: Annotated[tuple[str, ...], OMITTED_IF_EMPTY]
    """Limits, in words, with the means by which they are to be seen, where those measure nothing: inspection, exchanged data, notices, or what the agreement names itself."""
    elsewhere: Annotated[tuple[str, ...], OMITTED_IF_EMPTY]
    """Limits on place, in words, that other places than the planned ones keep too: the proofs do not cover those."""
    beside: Annotated[tuple[str, ...], OMITTED_IF_EMPTY]
    """Limits, in words, that bear on no flight: on tests, on accounts, on numbers."""
    sources: Annotated[tuple[FigureUsed, ...], OMITTED_IF_EMPTY] = ()
    """The figures of the plan, and of what the protection was worked out with; the limits are the agreement's own."""

    def count(self, verdict: str) -> int:
        """How many pairs of deployment and base have a verdict."""
        return sum(p.verdict == verdict for p in self.pairs)

    @property
    def bases(self) -> dict[str, str]:
        """Of each base the verdict against all deployments: reachable where one is, else undecided where one is, else proved."""
        out: dict[str, str] = {}
        order = (UNREACHABLE, UNDECIDED, REACHABLE)
        for pair in self.pairs:
            out[pair.base] = max(out.get(pair.base, UNREACHABLE), pair.verdict, key=order.index)
        return out

    def write_csv(self, path: str | Path) -> None:
        """Write a row for each pair of deployment and base; whole or not at all."""
        with whole(path) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(["deployment", "base", "verdict", "unseen_verdict", "certificate", "reason"])  # fmt: skip
            for p in self.pairs:
                writer.writerow([p.deployment, p.base, p.verdict, p.unseen_verdict or "", p.certificate or "", p.reason])  # fmt: skip
