"""Shares of the accountable force in words, and what they are weighed by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from reassure.answers.weighed import ShareSpan, Weighed, WeighedAccount, WeighedTotal, Weighing
from reassure.report.wording import MARKS
from reassure.scenario.names import name_of
from reassure.words.shares import percent, percent_between, percent_down, percent_up

__all__ = ["OF_FORCE", "out_of_reach_text", "span_text", "weights_lines"]

OF_FORCE = (
    "Of the accountable force: each base counts with its accountable warheads, divided evenly among its flights, and not with the number of its "
    "flights. Where a number is known within bounds only, so is the share: the least and the greatest over all "
    "numbers that the accounts and totals allow, exactly, and rounded outward."
)


def out_of_reach_text(weighed: Weighed) -> str:
    """The share of the accountable force that is out of reach; or why there is none."""
    span = weighed.share_out_of_reach
    return weighed.reason if span is None else span_text(span, "guaranteed")


def span_text(span: ShareSpan, group: str = "") -> str:
    """A share between bounds. One that is known is rounded as its group is: what is out of reach or guaranteed down, what is
    within reach up.
    """
    alone = {"guaranteed": percent_down, "within_reach": percent_up}.get(group, percent)
    return percent_between(*span.ends, alone)


def weights_lines(weighing: Weighing, names: Mapping[str, str] | None = None) -> list[str]:
    """What the bases weigh, what binds them together, and from where that is known. `names`: what people call bases, by id."""
    called = {a.base: name_of(a.base) for a in weighing.accounts} | dict(names or {})
    if weighing.on is None:
        whose = "the scenario's own accounts"
    else:
        day = date.fromisoformat(weighing.on)
        whose = f"the catalogue's holdings and declarations up to {day.day} {day:%B} {day.year}"
    many = len({a.force for a in weighing.accounts}) > 1
    bases = ", ".join(_account(a, called[a.base], many) for a in weighing.accounts)
    lines = [f"Accountable warheads by {whose}: {bases}."]
    totals = [_total(t, called) for t in weighing.totals if len(t.bases) > 1]
    if totals:
        lines.append(f"Together: {'; '.join(totals)}.")
    return lines


def _account(account: WeighedAccount, name: str, many: bool) -> str:
    held = f"{account.low:,}" + ("" if account.low == account.high else f" to {account.high:,}")
    force = f" (force #{account.force})" if many else ""
    return f"{name}{force} {held}{MARKS[account.status]}"


def _total(total: WeighedTotal, called: Mapping[str, str]) -> str:
    if total.high is None:
        held = f"{total.low:,} or more"
    elif total.low == 0:
        held = f"at most {total.high:,}"
    else:
        held = f"{total.low:,}" + ("" if total.low == total.high else f" to {total.high:,}")
    where = f"{len(total.bases)} bases" if len(total.bases) > 4 else " and ".join(called[b] for b in total.bases)  # fmt: skip
    return f"{total.name}: {held}{MARKS[total.status]} at {where}"
