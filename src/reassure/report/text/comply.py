"""The report on the tasks fulfilled as text: a table, and what each verdict rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.console import Group, RenderableType

from reassure.answers.compliance import Compliance, Obligation, Owed, Seen
from reassure.report.console import Column, Text, TextTable
from reassure.report.text.accounts import party_name
from reassure.words.counts import counted
from reassure.words.digits import digits_of
from reassure.words.shares import percent_down, percent_up

__all__ = [
    "HEADS",
    "answer_text",
    "comply_text",
    "owed_rows",
    "probability_text",
    "rests_on",
]

_VERDICTS = ("fulfilled", "breached", "undetermined", "not yet due")
_MANY = 6
"""Obligations of one duty that are told one by one; of more, only those that were not fulfilled, and the next."""


def comply_text(result: Compliance) -> RenderableType:
    """What stands on the day of the verdicts, what each rests on, and the agreed risks."""
    parts: list[RenderableType] = [Text(f"{result.title}, on {result.on}", style="bold"), Text(answer_text(result)), _table(result), Text()]  # fmt: skip
    for owed in result.owed:
        parts += [Text(line) for line in rests_on(owed)]
    if result.complete_to is None and any(o.obligations for o in result.owed):
        parts.append(Text("The observations do not say up to which day they are complete: what is missing is undetermined.", style="dim"))  # fmt: skip
    parts.append(Text(f"reassure {result.reassure_version}", style="dim"))
    return Group(*parts)


def answer_text(result: Compliance) -> str:
    """How many limits and duties have each verdict, in a sentence, and which are breached."""
    counts = [f"{result.count(v)} {v}" for v in _VERDICTS if result.count(v)]  # type: ignore[arg-type]
    breached = [f"{o.what}{_whose(o)}" for o in result.owed if o.verdict == "breached"]
    disputed = [f"{o.what}{_whose(o)}" for o in result.owed if o.disputed]
    words = f"Of {counted(len(result.owed), 'limit or duty', 'limits and duties')}: {', '.join(counts)}."
    if breached:
        words += f" Breached: {'; '.join(breached)}."
    if disputed:
        words += f" Two verdicts: {'; '.join(disputed)}."
    return words


def _whose(owed: Owed) -> str:
    return f" ({party_name(owed.bound)})" if owed.bound else ""


HEADS = ("What", "Owed by", "Verdict", "Since", "Kept with probability")
"""Of the columns of `owed_rows`."""


def owed_rows(result: Compliance) -> list[list[str]]:
    """Each limit and duty: what, by whom it is owed, the verdict, since when, and the probability that it is kept."""
    return [
        [
            o.what,
            party_name(o.bound) if o.bound else "all",
            f"{o.verdict} (disputed)" if o.disputed else o.verdict,
            o.since,
            probability_text(o.probability_kept),
        ]
        for o in result.owed
    ]


def _table(result: Compliance) -> TextTable:
    table = TextTable(*(Column(h, least=24 if k == 0 else 0, right=k == 4) for k, h in enumerate(HEADS)))  # fmt: skip
    for row in owed_rows(result):
        table.add(*row)
    return table


def probability_text(probability: float | None) -> str:
    """A probability as a percentage, never 0 % nor 100 % where it is neither: "more than 99.9 %"."""
    if probability is None:
        return ""
    if 0.0 < probability < 0.001:
        return "below 0.1 %"
    if 0.999 < probability < 1.0:
        return "above 99.9 %"
    return percent_down(probability)


def rests_on(owed: Owed) -> list[str]:
    """What a verdict rests on, a sentence for each thing seen."""
    head = f"{owed.what[:1].upper()}{owed.what[1:]}{_whose(owed)}: {owed.verdict}."
    if owed.kind == "duty":
        return [f"{head} {line}" for line in _duty_lines(owed.obligations)] or [head]
    if owed.promise:
        return [f"{head} Nobody can observe it: it is a promise."]
    if not owed.seen:
        return [head if owed.verdict == "not yet due" else f"{head} Nothing was seen of it."]
    flown = owed.quantity == "burnout_speed_km_s" and any(s.how == "measured" for s in owed.seen)
    more = (
        " What was measured is the speed that was flown, and not the greatest that could be."
        if flown
        else ""
    )
    return [f"{head} {' '.join(_seen(s, owed) for s in owed.seen)}{more}"]


def _seen(s: Seen, owed: Owed) -> str:
    of = f"Of {s.object}: " if s.object else ""
    if s.how == "counted":
        number = f"{s.value:,.0f}" if s.high == s.low else f"{s.low:,.0f} or more" if s.high is None else f"{s.low:,.0f} to {s.high:,.0f}"  # fmt: skip
        if not _is_id(s.by):
            return f"{of}Another count is {number} ({s.by}): {s.verdict}."
        return f"{of}{_who(s.by)} counts {number}: {s.verdict}."
    if s.how == "judged":
        return f"{of}{_who(s.by)} judges that it is kept with probability {probability_text(s.probability_kept)}: {s.verdict}."  # fmt: skip
    if s.how == "inspected":
        missed = "" if s.missed is None else f" A breach would be overlooked with a chance of {percent_up(s.missed)}; agreed are {percent_up(owed.missed_breach or 0.0)}."  # fmt: skip
        return f"{of}{counted(s.observations, 'inspection')} by {_who(s.by)}: {s.verdict}.{missed}{_settles(s)}"
    return f"{of}{_measured(s, owed)}{_settles(s)}"


def _measured(s: Seen, owed: Owed) -> str:
    unit = f" {owed.unit}" if owed.unit else ""
    n = counted(s.observations, "measurement")
    if s.contradiction is not None:
        chi = s.contradiction.chi_square
        apart = f"they lie apart; chance does that {_once(s.contradiction.probability)}" if s.contradiction.probability > 0.0 else "they exclude each other"  # fmt: skip
        how = apart if chi is None else f"chi-square {chi:.3g} on {s.contradiction.degrees_of_freedom}; chance makes it so large {_once(s.contradiction.probability)}"  # fmt: skip
        return f"{n} by {_who(s.by)} contradict each other ({how}): no mean is taken."
    words = f"{n} by {_who(s.by)}"
    if s.value is not None and s.standard_uncertainty is not None:
        places = digits_of(s.standard_uncertainty)
        words += f": {s.value:.{places}f} ± {s.standard_uncertainty:.2g}{unit}"
    if s.low is not None and s.high is not None:
        words += f", between {s.low:g} and {s.high:g}{unit}"
    if s.fulfilled_up_to is not None and s.breached_beyond is not None:
        places = digits_of(s.standard_uncertainty or 0.0)
        above = s.breached_beyond >= s.fulfilled_up_to
        side, kept = ("above", "up to") if above else ("below", "from")
        words += f" (fulfilled {kept} {s.fulfilled_up_to:.{places}f}{'' if above else ' on'}, breached {side} {s.breached_beyond:.{places}f})"
    return words + "."


def _once(probability: float) -> str:
    return f"once in {1 / probability:,.0f}" if probability > 1e-9 else "less than once in 1,000,000,000"  # fmt: skip


def _who(by: str) -> str:
    """Who saw something: parties by their names; others as they are written."""
    return ", ".join(map(party_name, by.split(", "))) if _is_id(by) else by


def _is_id(by: str) -> bool:
    return all(re.fullmatch(r"[a-z0-9-]+", x) for x in by.split(", "))


def _settles(s: Seen) -> str:
    return f" It would be settled by {s.settles}." if s.settles else ""


def _duty_lines(owed: Sequence[Obligation]) -> list[str]:
    """What is owed, in one line; of many, those that were not fulfilled."""
    shown = owed if len(owed) <= _MANY else [o for o in owed if o.verdict != "fulfilled"][:_MANY]
    kept = sum(o.verdict == "fulfilled" for o in owed)
    said = [_obligation(o) for o in shown]
    if len(owed) > _MANY:
        rest = len([o for o in owed if o.verdict != "fulfilled"]) - len(shown)
        due = sum(o.verdict != "not yet due" for o in owed)
        said.insert(0, f"{kept} of {due} in time")
        said += [f"and {rest} more"] if rest else []
    line = "; ".join(said)
    return [f"{line[:1].upper()}{line[1:]}."] if said else []


def _obligation(o: Obligation) -> str:
    what = f"{o.of}: " if o.of else ""
    done = f"done {o.done}, " if o.done else "not seen, " if o.verdict == "undetermined" else ""
    return f"{what}due {o.due}, {done}{o.verdict}"
