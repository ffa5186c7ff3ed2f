"""What an agreement buys, as text: the deployments under its limits, the guarantee, the cost, and the chain."""

from __future__ import annotations

from rich.console import Group, RenderableType

from reassure.answers.bargain import Bargain, HeldDeployment, SeenLimit
from reassure.answers.proof import REACHABLE, UNDECIDED, UNREACHABLE
from reassure.catalog import catalog
from reassure.report.console import Column, Text, TextTable
from reassure.scenario.names import in_words
from reassure.words.counts import counted
from reassure.words.digits import digits_of
from reassure.words.shares import percent, percent_down

__all__ = [
    "answer_text",
    "bargain_text",
    "cost_text",
    "held_heads",
    "held_rows",
    "named",
    "seen_text",
]


def bargain_text(result: Bargain) -> RenderableType:
    """What stands first is the answer in a sentence; then each deployment; then what the limits cost and how they are seen."""
    parts: list[RenderableType] = [Text(result.agreement, style="bold"), Text(answer_text(result)), Text()]  # fmt: skip
    heads = held_heads(result)
    table = TextTable(*(Column(h, right=k in (1, 2, 3), least=20 if k == 0 else 0) for k, h in enumerate(heads)))  # fmt: skip
    for row in held_rows(result):
        table.add(*row)
    parts += [table, Text("Two figures: as planned / as the limits permit.", style="dim"), Text()]
    if result.protection is not None:
        parts += [Text(line) for line in (cost_text(result), _alone(result)) if line]
    parts += [Text(line) for line in seen_text(result)]
    parts.append(Text(f"reassure {result.reassure_version}", style="dim"))
    return Group(*parts)


def answer_text(result: Bargain) -> str:
    """The guarantee in a sentence, and the estimate before and after."""
    banned = sum(bool(d.banned) for d in result.deployments)
    left = len(result.deployments) - banned
    words = (
        f"{counted(left, 'deployment')} of {len(result.deployments)} may stand. " if banned else ""
    )
    if result.guaranteed is not None:
        bases = result.bases
        proved = sum(v == UNREACHABLE for v in bases.values())
        # Without a deployment there is nothing to prove: no flight can be reached.
        words += (
            f"Under the limits {percent_down(result.guaranteed)} of the flights are guaranteed: "
            f"{proved} of {counted(len(bases), 'base')} cannot be reached from any of them. "
            if bases
            else "Nothing may stand, and no flight can be reached. "
        )
    words += (
        f"By the estimate {percent_down(result.planned_out_of_reach)} of the flights are out of reach of the ideal interceptor as planned, "
        f"and {percent_down(result.kept_out_of_reach)} under the limits."
    )
    return words


def held_heads(result: Bargain) -> list[str]:
    """Heads of the table of deployments."""
    proofs = "Bases proved,\nreachable, undecided" if result.certified else "Under the limits"
    return ["Deployment", "Burnout speed\nkm/s", "Divert\nkm/s", "Launch delay\ns", proofs]


def held_rows(result: Bargain) -> list[list[str]]:
    """Each deployment: planned and permitted figures, and the verdicts of its pairs."""
    return [
        [
            d.name,
            *(_change(*pair) for pair in _figures(d)),
            _verdicts(d, result.certified),
        ]
        for d in result.deployments
    ]


def _figures(d: HeldDeployment) -> list[tuple[float | None, float | None, bool]]:
    gone = bool(d.banned)
    return [
        (d.planned_burnout_speed_km_s, d.permitted_burnout_speed_km_s, gone),
        (d.planned_divert_km_s, d.permitted_divert_km_s, gone),
        (d.planned_launch_delay_s, d.permitted_launch_delay_s, gone),
    ]


def _change(planned: float | None, permitted: float | None, gone: bool) -> str:
    before = "sensed" if planned is None else f"{planned:g}"
    if gone:
        return before
    after = "sensed" if permitted is None else f"{permitted:g}"
    return before if before == after else f"{before} / {after}"


def _verdicts(d: HeldDeployment, certified: bool) -> str:
    if d.banned:
        return f"may not stand: {d.banned}"
    if not certified:
        return "may stand"
    return f"{d.proved}, {d.reachable}, {d.undecided} of {d.bases}"


def cost_text(result: Bargain) -> str:
    """What the limits cost in protection."""
    p = result.protection
    if p is None:
        return ""
    left = f" Left out: {'; '.join(p.left_out)}." if p.left_out else ""
    return f"Protection of {named(p.region)} against the {named(p.missile)[:1].lower()}{named(p.missile)[1:]}: {percent(p.planned)} of the ground that it reaches as planned, {percent(p.kept)} under the limits.{left}"


def _alone(result: Bargain) -> str:
    """What the deployments that may stand could protect each by itself, the greatest first; empty of a single one."""
    names = {d.id: d.name for d in result.deployments if not d.banned}
    rows = result.protection.by_deployment if result.protection else ()
    kept = sorted(
        ((share, names[i]) for i, _, share in rows if i in names), key=lambda row: -row[0]
    )
    if len(kept) < 2:
        return ""
    shown = ", ".join(f"{name} {percent(share)}" for share, name in kept[:_MOST])
    more = f", and {len(kept) - _MOST} more" if len(kept) > _MOST else ""
    return f"Each alone, under the limits: {shown}{more}."


_MOST = 6
"""Deployments that are named in the sentence of the cost; the page has a table of all."""


def named(name: str) -> str:
    """What the catalogue calls a region or missile; its id in words where it does not have it."""
    found = catalog().entries.get(name)
    return in_words(name) if found is None else found.name


def seen_text(result: Bargain) -> list[str]:
    """How far each limit can be seen, and the chains."""
    out = [f"{c.words}" for c in result.chains]
    told = {(c.limit, c.means) for c in result.chains}
    out += [_seen(s) for s in result.seen if (s.limit, s.means) not in told]
    out += [f"{what[:1].upper()}{what[1:]}." for what in result.watched]
    out += [f"{what[:1].upper()}{what[1:]}: the agreement names no means by which it could be seen, so it is a promise." for what in result.promises]  # fmt: skip
    out += [f"{what[:1].upper()}{what[1:]}: the proofs cover the planned places. Another place inside, if there is one, keeps the limit and is not covered." for what in result.elsewhere]  # fmt: skip
    out += _rest_on(result)
    out += [f"{what[:1].upper()}{what[1:]}: bears on no flight here." for what in result.beside]
    unsettled = [p for p in result.pairs if p.verdict == UNDECIDED and p.reason]
    if unsettled:
        first = unsettled[0]
        out.append(f"No proof was looked for of {counted(len(unsettled), 'pair')}, of {first.deployment} and {first.base} for one: {first.reason}.")  # fmt: skip
    if result.count(REACHABLE):
        first = next(p for p in result.pairs if p.verdict == REACHABLE)
        out.append(f"Within the limits {first.deployment} can reach flights from {first.base}: a witness is in the certificate.")  # fmt: skip
    return out


def _rest_on(result: Bargain) -> list[str]:
    """What the proofs rest on that nobody can see, and what a measurement does not show."""
    out = []
    if any(s.moment for s in result.seen):
        out.append("A radar sees the speed that was flown in a test, and not the greatest that could be flown.")  # fmt: skip
    delays = [d.permitted_launch_delay_s for d in result.deployments if not d.banned and d.proved]
    held = sorted({d for d in delays if d})
    if result.certified and held:
        said = f"{held[0]:g}" if len(held) == 1 else f"{held[0]:g} to {held[-1]:g}"
        out.append(
            f"The proofs suppose that nothing is launched sooner than {said} s after the flight's launch, which nobody can see beforehand. "
            "What is proved without that: reassure certify with --launch-delay-s 0."
        )
    return out


def _seen(s: SeenLimit) -> str:
    head = f"{s.what[:1].upper()}{s.what[1:]}, {s.means}"
    if s.standard_uncertainty is None or s.accused_beyond is None or s.seen_beyond is None:
        return f"{head}: cannot be told. {s.reason[:1].upper()}{s.reason[1:]}."
    n = digits_of(s.standard_uncertainty)
    above = s.seen_beyond >= s.at
    side, kept = ("above", "up to") if above else ("below", "from")
    return (
        f"{head}: standard uncertainty {s.standard_uncertainty:.2g} {s.unit}{s.moment}; accused {side} {s.accused_beyond:.{n}f}, found out {side} "
        f"{s.seen_beyond:.{n}f}, cleared {kept} {s.cleared_up_to:.{n}f} {s.unit}{'' if above else ' on'}."
    )
