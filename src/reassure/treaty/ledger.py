"""An account: a declaration counted by a rule, and the verdict on each limit on its day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reassure.answers.accounts import (
    AccountVerdict,
    Countable,
    Dissenting,
    LimitOf,
    PartyAccount,
    RowOf,
)
from reassure.catalog import (
    QUANTITIES,
    Catalog,
    Declaration,
    Figure,
    Holding,
    Quantity,
    Rule,
    Status,
)
from reassure.catalog.accounts import CentralLimit
from reassure.treaty.rules import COUNTING, Line
from reassure.treaty.span import ZERO, Span

__all__ = ["account_of", "least_trusted", "limit_on", "verdict_on"]

_DECLARED: tuple[Quantity, ...] = ("deployed_launchers", "deployed_warheads", "total_launchers")


def account_of(known: Catalog, declaration: Declaration, rule: Rule) -> PartyAccount:
    """The account of a declaration under a rule. Where the rule cannot count it, it has no quantities and says why."""
    day = declaration.declared_on
    rows = [h for h in known.of(Holding) if h.declaration == declaration.id]
    lines = COUNTING[rule.id](rule, rows)
    counted: list[Countable] = []
    left_out = None
    if rows:
        # A row that is left out may add any number of warheads, but no launchers.
        part = any(line.left_out for line in lines)
        counted = [
            _countable(rule, q, span, (), day, part=part and q.endswith("_warheads"))
            for q, span in _added(lines).items()
        ]
    elif declaration.rule == rule.id:
        for quantity in _DECLARED:
            figure: Figure | None = getattr(declaration, quantity)
            if figure is not None:
                dissent = _dissent(figure, limit_on(rule, quantity, day), day)
                counted.append(_countable(rule, quantity, Span.of(figure), dissent, day))
    else:
        left_out = f"it gives totals alone, counted by {declaration.rule}: there are no types to count anew"
    given = {q.quantity for q in counted}
    return PartyAccount(
        party=declaration.party,
        declared_on=day.isoformat(),
        rule=rule.id,
        declaration=declaration.id,
        status=least_trusted([declaration.status, *(line.holding.status for line in lines)]),
        source=declaration.source,
        quantities=tuple(sorted(counted, key=lambda q: list(QUANTITIES).index(q.quantity))),
        not_given=tuple(
            q for q in QUANTITIES if q not in given and limit_on(rule, q, day) and not left_out
        ),
        rows=tuple(map(_row, lines)),
        left_out=left_out,
    )


def limit_on(rule: Rule, quantity: Quantity, day: date) -> CentralLimit | None:
    """The limit that holds on a day: the last that is due by then, or else the first to come. None: there is none."""
    limits = sorted((x for x in rule.limits if x.quantity == quantity), key=lambda x: x.due)
    held = [x for x in limits if x.due <= day]
    return held[-1] if held else next(iter(limits), None)


def verdict_on(count: Span, limit: CentralLimit | None, day: date) -> AccountVerdict | None:
    """Is a limit kept on a day? None where there is none."""
    if limit is None:
        return None
    if day < limit.due:
        return "not yet due"
    if count.high <= limit.at_most:
        return "fulfilled"
    return "breached" if count.low > limit.at_most else "undetermined"


def _added(lines: Iterable[Line]) -> dict[Quantity, Span]:
    """The sums that some rows go into."""
    sums: dict[Quantity, Span] = {}
    for line in lines:
        for quantity, span in line.adds.items():
            sums[quantity] = sums.get(quantity, ZERO).plus(span)
    return sums


def least_trusted(statuses: Iterable[Status]) -> Status:
    """Of one status or more, that which can be trusted least."""
    return max(statuses, key=("found", "recalled", "assumed").index)


def _countable(
    rule: Rule,
    quantity: Quantity,
    count: Span,
    dissent: tuple[Dissenting, ...],
    day: date,
    part: bool = False,
) -> Countable:
    """A count beside its limit. `part`: there is more that nobody has counted, so that the count can be any number above."""
    limit = limit_on(rule, quantity, day)
    shown = None if limit is None else LimitOf(limit.at_most, limit.due.isoformat())
    verdict = verdict_on(count, limit, day)
    if part and verdict == "fulfilled":
        verdict = "undetermined"
    high = None if part else count.high
    return Countable(quantity, count.value, count.low, high, shown, verdict, dissent)


def _dissent(figure: Figure, limit: CentralLimit | None, day: date) -> tuple[Dissenting, ...]:
    """Others' counts of the same, each with the verdict that follows from it."""
    out = []
    for other in figure.dissent:
        count = Span.exactly(int(other.value))
        verdict = verdict_on(count, limit, day)
        over = count.value - limit.at_most if limit and verdict == "breached" else None
        out.append(Dissenting(count.value, other.who, other.source, verdict, over))
    return tuple(out)


def _row(line: Line) -> RowOf:
    held = line.holding
    counted = line.adds.get("deployed_warheads")
    warheads = None if counted is None else counted.value
    return RowOf(
        held.id,
        held.type,
        held.kind,
        int(held.stand.value),
        warheads,
        held.status,
        line.left_out,
    )
