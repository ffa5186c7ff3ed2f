"""Accounts as text: a table by date, the types, and each dissent as a verdict of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rich.console import Group, RenderableType

from reassure.answers.accounts import Accounts, Countable, PartyAccount
from reassure.catalog import QUANTITIES, Rule, catalog
from reassure.report.console import Column, Text, TextTable
from reassure.report.wording import MARKS
from reassure.scenario.names import in_words

__all__ = [
    "KINDS", "MARKS_IN_WORDS", "accounts_text", "count_text", "dissent_lines", "left_out_lines", "limit_lines", "party_name",
    "rule_name", "types_rows", "verdict_in_a_word", "verdict_text",
]  # fmt: skip


KINDS: dict[str, str] = {
    "icbm": "ICBM",
    "icbm-heavy": "heavy ICBM",
    "icbm-mobile": "mobile ICBM",
    "slbm": "SLBM",
    "bomber": "heavy bomber",
    "bomber-cruise": "heavy bomber with cruise missiles",
}
"""Kinds of holdings in words."""

MARKS_IN_WORDS = (
    "Numbers as declared, and the limits on the day that they are of. † recalled, ‡ assumed: no source has been read "
    "for this number."
)


def accounts_text(result: Accounts) -> RenderableType:
    """The accounts of each party and rule, a line for each day; what was declared by type; what others hold."""
    parts: list[RenderableType] = []
    for (party, rule), accounts in _grouped(result.accounts).items():
        counted = [a for a in accounts if a.left_out is None]
        if counted:
            last = f", last declared {counted[-1].declared_on}" if result.on else ""
            parts.append(Text(f"{party_name(party)} by {rule_name(rule)}{last}", style="bold"))
            parts.append(_table(counted))
            parts += [Text(line) for line in limit_lines(rule, counted)]
            parts.append(Text())
    for account in result.accounts:
        if account.rows and account.left_out is None:
            parts.append(_types(account))
    parts += [Text(line) for account in result.accounts for line in dissent_lines(account)]
    parts += map(Text, left_out_lines(result))
    parts.append(Text(MARKS_IN_WORDS, style="dim"))
    parts.append(Text(f"reassure {result.reassure_version}", style="dim"))
    return Group(*parts)


def party_name(party: str) -> str:
    """A party as people name it: "united-states" is "United States"."""
    return {"ussr": "Soviet Union"}.get(party, in_words(party).title())


def rule_name(rule: str) -> str:
    """A rule as people name it."""
    return catalog().get(rule, Rule, "rule").name


def count_text(q: Countable) -> str:
    """A count: its number, with its bounds where it is not exact."""
    if q.low == q.high:
        return f"{q.value:,}"
    return f"{q.value:,} ({q.low:,} {'or more' if q.high is None else f'to {q.high:,}'})"


def limit_lines(rule: str, accounts: Iterable[PartyAccount]) -> list[str]:
    """The limits of a rule on what some accounts count, a sentence for each day that limits are due."""
    counted = {q.quantity for a in accounts for q in a.quantities}
    due: dict[date, list[str]] = {}
    known = catalog().get(rule, Rule, "rule")
    for limit in known.limits:
        if limit.quantity in counted:
            due.setdefault(limit.due, []).append(f"{limit.at_most:,} {QUANTITIES[limit.quantity]}")
    return [
        f"At most, from {day}: {', '.join(words)}.{MARKS[known.status]}"
        for day, words in due.items()
    ]


def verdict_text(account: PartyAccount) -> str:
    """The verdict on the limits of an account, in words: the one on all, or each that is not fulfilled; which limited
    quantities are not given; and whether anybody counts otherwise.
    """
    verdict, missing = _verdict(account)
    verdict += f"; not given: {', '.join(missing)}" if missing else ""
    return verdict + (" (disputed)" if any(q.dissent for q in account.quantities) else "")


def verdict_in_a_word(account: PartyAccount) -> str:
    """The same without the names of what is not given."""
    verdict, missing = _verdict(account)
    return f"{verdict} as far as given" if missing else verdict


def _verdict(account: PartyAccount) -> tuple[str, list[str]]:
    found = [(q, q.verdict) for q in account.quantities if q.verdict is not None]
    verdicts = {verdict for _, verdict in found}
    if verdicts == {"not yet due"}:
        # Before the day that limits are due, what is not given leaves nothing open.
        return "not yet due", []
    missing = [QUANTITIES[q] for q in account.not_given]
    if len(verdicts) < 2:
        return next(iter(verdicts), ""), missing
    return "; ".join(f"{v}: {QUANTITIES[q.quantity]}" for q, v in found if v != "fulfilled"), missing  # fmt: skip


def dissent_lines(account: PartyAccount) -> list[str]:
    """What others hold, a sentence each: their count, and the verdict that follows."""
    out = []
    for q in account.quantities:
        for d in q.dissent:
            verdict = "" if d.verdict is None else f"; then the limit is {d.verdict}" if d.verdict != "not yet due" else "; the limit is not yet due"  # fmt: skip
            over = "" if d.over is None else f", over by {d.over:,}"
            out.append(
                f"{party_name(account.party)}, {account.declared_on}, {QUANTITIES[q.quantity]}: {q.value:,} as declared"
                f"{'' if q.verdict in (None, 'not yet due') else f' ({q.verdict})'}, but {d.value:,} by another count{verdict}{over}. {d.who}."
            )
    return out


def _grouped(accounts: Iterable[PartyAccount]) -> dict[tuple[str, str], list[PartyAccount]]:
    out: dict[tuple[str, str], list[PartyAccount]] = {}
    for account in accounts:
        out.setdefault((account.party, account.rule), []).append(account)
    return out


def _table(accounts: list[PartyAccount]) -> TextTable:
    shown = [q for q in QUANTITIES if any(a.find(q) for a in accounts)]
    table = TextTable(
        Column("Of"), *(Column(_head(q), right=True) for q in shown), Column("Limits", least=12)
    )
    for a in accounts:
        found = [a.find(q) for q in shown]
        table.add(
            a.declared_on + MARKS[a.status],
            *("" if q is None else count_text(q) for q in found),
            verdict_text(a),
        )
    return table


def _head(quantity: str) -> str:
    """A head of two or three short lines."""
    first, *rest = quantity.replace("icbm", "ICBM").split("_")
    return "\n".join([first.capitalize(), *rest])


def _types(account: PartyAccount) -> TextTable:
    table = TextTable(
        Column("Type"), Column("Kind"), Column("Launchers", right=True), Column("Warheads", right=True), Column("", least=12),
        title=f"{party_name(account.party)}, {account.declared_on}, by {rule_name(account.rule)}",
    )  # fmt: skip
    for row in types_rows(account):
        table.add(*row)
    return table


def types_rows(account: PartyAccount) -> list[list[str]]:
    """Of each type: its name, kind, launchers, warheads as counted, and why it is left out."""
    return [
        [
            row.type + MARKS[row.status],
            KINDS[row.kind],
            f"{row.launchers:,}",
            "" if row.warheads is None else f"{row.warheads:,}",
            row.left_out,
        ]
        for row in account.rows
    ]


def left_out_lines(result: Accounts) -> list[str]:
    """Each declaration that its rule cannot count, and why."""
    return [
        f"{party_name(a.party)}, {a.declared_on}, not counted by {rule_name(a.rule)}: {a.left_out}."
        for a in result.accounts
        if a.left_out is not None
    ]
