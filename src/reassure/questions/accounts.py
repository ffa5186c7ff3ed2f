"""What the parties declared, counted by a treaty's rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from importlib.metadata import version

from reassure.answers.accounts import Accounts
from reassure.catalog import Declaration, Rule, catalog
from reassure.errors import InputError
from reassure.scenario.complaint import printable
from reassure.treaty.ledger import account_of
from reassure.treaty.moments import day_of
from reassure.treaty.rules import COUNTING

__all__ = ["accounts"]


def accounts(
    party: str | None = None, *, on: date | str | None = None, rules: Sequence[str] = ()
) -> Accounts:
    """The accounts of the catalogue's declarations.

    `party`: of one party ("russia"); None: of all. `on`: only the last declaration of each party and rule up to that day, a date
    or "YYYY-MM-DD"; None: every one. `rules`: count each declaration by these rules ("start-1", "new-start"); none: each by the
    rule that it was declared by. Raises InputError in one line for a party, day or rule that is not there.
    """
    known = catalog()
    declarations = sorted(known.of(Declaration), key=lambda d: (d.declared_on, d.party))
    _among("party", [party] if party else [], sorted({d.party for d in declarations}))
    _among("rule", rules, list(COUNTING))
    day = None if on is None else day_of(on)
    asked = [d for d in declarations if party in (None, d.party)]
    if day is not None:
        first = asked[0].declared_on
        # By party and rule, the later ones take the place of the earlier.
        asked = list({(d.party, d.rule): d for d in asked if d.declared_on <= day}.values())
        if not asked:
            raise InputError(f"on {day}: nothing was declared by then; allowed: {first} or later")
    found = [
        account_of(known, d, known.get(name, Rule, "rule")) for d in asked for name in rules or (d.rule,)
    ]  # fmt: skip
    return Accounts(version("reassure"), None if day is None else day.isoformat(), tuple(found))


def _among(what: str, names: Iterable[str], allowed: Sequence[str]) -> None:
    for name in names:
        if name not in allowed:
            raise InputError(f"no {what} {printable(name)}; allowed: {', '.join(allowed)}")
