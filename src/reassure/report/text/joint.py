"""What a joint project gives, as text."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType

from reassure.answers.joint import JointDeployment, JointProject, SchemeOutcome, SensorDifference
from reassure.report.console import Column, Text, TextTable
from reassure.report.text.agree import named
from reassure.scenario.names import name_of
from reassure.words.counts import counted
from reassure.words.rounding import nearest, signed
from reassure.words.shares import percent

__all__ = [
    "HEADS", "NOTES", "about_lines", "answer_text", "called", "differences", "joint_text", "rows", "share_text",
]  # fmt: skip

HEADS = (
    "Scheme", "Deployment", "Protected", "Earlier by s\n(median, most)", "Launch after s\n(least to most)", "Tracked",
    "Force out\nof reach", "Least margin\nkm/s",
)  # fmt: skip
NOTES = (
    "Protected: of the region's ground that the missile reaches, where every flight could be met by the interceptor's notional vehicle. "
    "Earlier: than without a scheme. Launch after: from the flight's launch, over the regional flights that are tracked.",
    "Force: the ideal interceptor against the flights that the deployment faces. Where a scheme is about regional missiles alone, nothing "
    "is passed on of these; where there are sectors, no intercept of these counts above the other's either.",
    "How soon anything is passed on, and which radars would have joined, no text says: these figures are assumed.",
)


def called(outcome: SchemeOutcome) -> str:
    """A scheme by its name."""
    return outcome.name


def share_text(share: float | None) -> str:
    """A share, or that there is none."""
    return "none" if share is None else percent(share)


def answer_text(found: JointProject) -> str:
    """The answer in two sentences: what is gained, and what it costs the force's reassurance."""
    first, *others = found.outcomes
    missile = named(found.missile)
    what = f"{named(found.region)} against the {missile[:1].lower()}{missile[1:]}"
    if not others:
        return f"Without a scheme {share_text(first.share_covered)} of {what} is protected."
    best = max(others, key=lambda o: (o.share_covered or 0.0, _gain(o)))
    gain = _gain(best)
    was, now = share_text(first.share_covered), share_text(best.share_covered)
    if was == now:
        sooner = f" Launches are up to {nearest(gain)} s earlier under “{best.name}”." if gain > 0.5 else " No launch is earlier."  # fmt: skip
        return f"Of {what}, {was} is protected with and without a scheme.{sooner} {_reassurance(first, best)}"
    sooner = f", with launches up to {nearest(gain)} s earlier" if gain > 0.5 else ""
    head = f"Of {what}, {was} is protected without a scheme, and {now} under “{best.name}”{sooner}."
    return f"{head} {_reassurance(first, best)}"


def _gain(outcome: SchemeOutcome) -> float:
    return max((d.greatest_gain_s or 0.0 for d in outcome.deployments), default=0.0)


def _reassurance(first: SchemeOutcome, best: SchemeOutcome) -> str:
    """What the scheme does to the force's margins."""
    was, now = _least(first), _least(best)
    if was is None and now is None:
        return "The force stays out of reach with either."
    if was is not None and now is not None and abs(now - was) < 5e-4:
        return f"The force's least margin stays {signed(was)} km/s."
    return f"The force's least margin goes from {_margin(was)} to {_margin(now)}."


def _least(outcome: SchemeOutcome) -> float | None:
    return min((d.least_margin_km_s for d in outcome.deployments if d.least_margin_km_s is not None), default=None)  # fmt: skip


def _margin(value: float | None) -> str:
    return "no arc at all" if value is None else f"{signed(value)} km/s"


def rows(found: JointProject) -> Iterator[tuple[str, ...]]:
    """A row for each scheme and deployment, in the order of HEADS."""
    for outcome in found.outcomes:
        for k, d in enumerate(outcome.deployments):
            yield called(outcome) if k == 0 else "", d.name, *_cells(outcome, d)


def _cells(outcome: SchemeOutcome, d: JointDeployment) -> tuple[str, ...]:
    gain = "" if outcome.scheme is None or d.median_gain_s is None else f"{nearest(d.median_gain_s)}, {nearest(d.greatest_gain_s or 0.0)}"  # fmt: skip
    delay = "never" if d.least_delay_s is None else f"{nearest(d.least_delay_s)} to {nearest(d.greatest_delay_s or 0.0)}"  # fmt: skip
    tracked = percent(d.flights_tracked / d.flights) if d.flights else "none"
    return share_text(d.share_covered), gain, delay, tracked, percent(d.share_out_of_reach), "no arc" if d.least_margin_km_s is None else signed(d.least_margin_km_s)  # fmt: skip


def difference_text(d: SensorDifference, of: float | None) -> str:
    """What is different without a sensor."""
    parts = [f"{counted(d.flights_later - d.flights_lost, 'flight')} later"]
    if d.most_s is not None:
        parts[0] += f" by up to {nearest(d.most_s)} s"
    if d.flights_lost:
        parts.append(f"{counted(d.flights_lost, 'flight')} not tracked at all")
    if d.flights_later == d.flights_lost:
        parts.pop(0)
    share = "" if d.share_covered == of else f"; protected {share_text(d.share_covered)} instead of {share_text(of)}"  # fmt: skip
    return f"{', '.join(parts)}{share}"


def differences(found: JointProject) -> Iterator[tuple[str, str, str, str]]:
    """Scheme, deployment, sensor, and what is different without it. Deployments for which it is the same share a row."""
    for o in found.outcomes:
        told = dict[tuple[str, str], list[str]]()
        for d in o.deployments:
            for x in d.differences:
                told.setdefault((x.name, difference_text(x, d.share_covered)), []).append(d.name)
        for k, ((sensor, words), names) in enumerate(told.items()):
            whose = "each" if len(names) == len(o.deployments) > 1 else ", ".join(names)
            yield called(o) if k == 0 else "", whose, sensor, words


def about_lines(found: JointProject) -> list[str]:
    """What each scheme is, and where that is from."""
    out = []
    for o in found.outcomes:
        if o.scheme is None:
            continue
        what = {"tracks": "passes on tracks", "notices": "passes on notices that tell where to look", "nothing": "passes on nothing"}[o.shares or "nothing"]  # fmt: skip
        over = f" No intercept above {' and '.join(name_of(n) for n in o.not_over)}." if o.not_over else ""  # fmt: skip
        out.append(
            f"{o.name} ({o.scheme}; {o.who}, {o.date}): {o.statement}. Here it {what} of {o.against} after {o.exchange_delay_s:g} s, from "
            f"{counted(len(o.joined), 'sensor')}.{over}"
        )
    return out


def joint_text(found: JointProject) -> RenderableType:
    """The answer, the table, which sensor counts, and what the schemes are."""
    table = TextTable(*(Column(h, right=k > 1, least=16 if k < 2 else 0) for k, h in enumerate(HEADS)))  # fmt: skip
    for row in rows(found):
        table.add(*row)
    lines: list[RenderableType] = [
        Text(found.title, style="bold"), Text(answer_text(found)), Text(), table,
    ]  # fmt: skip
    lines += _proofs(found)
    worth = TextTable(Column("Scheme", least=14), Column("Deployment", least=14), Column("Without", least=20), Column("Regional flights", least=30), title="Which sensor makes the difference")  # fmt: skip
    for row in differences(found):
        worth.add(*row)
    lines += [worth, *(Text(line, style="dim") for line in (*about_lines(found), *NOTES))]
    lines.append(Text(f"reassure {found.reassure_version}, scenario sha256 {found.scenario_sha256}", style="dim"))  # fmt: skip
    return Group(*lines)


def _proofs(found: JointProject) -> Iterator[RenderableType]:
    """What is proved of each deployment, if it was asked for."""
    told = dict[tuple[str, float], str]()
    for o in found.outcomes:
        for d in o.deployments:
            if d.proved is None or d.open is None:
                continue
            words = f"{d.name}, nothing launched before {nearest(d.no_launch_before_s)} s after a flight: proved out of reach of {counted(len(d.proved), 'base')} of {len(d.proved) + len(d.open)}."  # fmt: skip
            told.setdefault((d.id, d.no_launch_before_s), words)
    yield from map(Text, told.values())
