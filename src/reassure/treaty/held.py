"""What stands at the bases of a scenario's forces: by the scenario's own accounts, or by the catalogue's holdings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

from reassure.answers.weighed import WeighedAccount, WeighedTotal, Weighing
from reassure.catalog import Catalog, Declaration, Figure, Holding, Rule, Status, catalog
from reassure.errors import InputError, ScenarioError
from reassure.scenario import Scenario
from reassure.scenario.complaint import printable
from reassure.scenario.lookup import base_ids, declaration_named
from reassure.scenario.model import AccountTotal, ForceTable
from reassure.treaty.ledger import least_trusted
from reassure.treaty.moments import day_of
from reassure.treaty.rules import COUNTING
from reassure.treaty.span import Span
from reassure.treaty.weighing import Allowed, Bounds, NotAllowed, Sum

__all__ = ["DAY", "Part", "Unit", "Weights", "weights_asked", "weights_of"]

DAY: Final = date(2012, 3, 14)
"""Whose numbers count where no day is given: that of the report which the presets of 2012 rest on."""

Unit = tuple[int, str]
"""A base of a force: the force's place, counted from 0, and the base's id."""

_OPEN: Final = Bounds(0, None)


@dataclass(frozen=True)
class Part:
    """Missiles of one kind at one base of a force: all that stand there, or those of a type."""

    unit: Unit
    warheads: Bounds
    launchers: Bounds
    each: Fraction | None
    """The most warheads on one launcher; None: nobody says, but for what the two numbers come to."""
    status: Status
    source: str


@dataclass(frozen=True)
class Weights:
    """The parts of a scenario's forces, and what binds their warheads."""

    parts: tuple[Part, ...]
    allowed: Allowed
    """Over these parts."""
    weighing: Weighing
    """The same, as an answer shows it."""

    def of(self, unit: Unit) -> list[int]:
        """The places of a base's parts."""
        return [i for i, p in enumerate(self.parts) if p.unit == unit]


@dataclass
class _Made:
    """Parts and totals, while they are gathered."""

    parts: list[Part] = field(default_factory=list)
    totals: list[tuple[frozenset[int], WeighedTotal]] = field(default_factory=list)

    def add(self, part: Part) -> int:
        """Its place."""
        self.parts.append(part)
        return len(self.parts) - 1

    def bind(
        self, parts: Iterable[int], bounds: Bounds, name: str, status: Status, source: str
    ) -> None:
        """Bind some parts together."""
        held = frozenset(parts)
        bases = dict.fromkeys(self.parts[i].unit[1] for i in sorted(held))
        self.totals.append((held, WeighedTotal(name, tuple(bases), *bounds, status, source)))


def weights_asked(
    scenario: Scenario, weigh: str | None, on: date | str | None
) -> Weights | None:  # fmt: skip
    """The weights that an answer is asked for: `weigh` is "warheads", or None for none. InputError for anything else."""
    if weigh is None:
        if on is not None:
            raise InputError(f"on {printable(str(on))} without weigh; allowed: with weigh warheads")
        return None
    if weigh != "warheads":
        raise InputError(f"weigh {printable(weigh)}; allowed: warheads")
    return weights_of(scenario, on)


def weights_of(scenario: Scenario, on: date | str | None = None) -> Weights:
    """What every base of every force weighs.

    A force with accounts, totals or a declaration of its own is weighed by them alone; each other one by what the catalogue
    says of DAY. `on` (a date or "YYYY-MM-DD"): every force by what the catalogue says of that day. Raises ScenarioError or
    InputError in one line: where nothing bounds a base, or the numbers contradict one another.
    """
    day = DAY if on is None else day_of(on)
    made = _Made()
    bare = [k for k, f in enumerate(scenario.force) if on is not None or not _has_own(f)]
    for k, force in enumerate(scenario.force):
        if k not in bare:
            _own(made, force, k)
    _declared(made, {k: f for k, f in enumerate(scenario.force) if k not in bare})
    parties: dict[str, list[int]] = {}
    for k in bare:
        parties.setdefault(_party(catalog(), scenario.force[k], k), []).append(k)
    for party, forces in parties.items():
        units = [(k, b) for k in forces for b in base_ids(scenario.force[k])]
        _of_catalogue(made, catalog(), party, units, day)
    units = [(k, b) for k, f in enumerate(scenario.force) for b in base_ids(f)]
    return _together(made, units, day if bare else None)


def _has_own(force: ForceTable) -> bool:
    return bool(force.accounts or force.account_totals or force.declaration)


# -- the scenario's own ---------------------------------------------------------------------------


def _own(made: _Made, force: ForceTable, k: int) -> None:
    """The parts of a force, one for each base, and its totals."""
    accounts = {a.base: a for a in force.accounts}
    totals = sorted(force.account_totals or (), key=lambda t: len(t.bases))
    place: dict[str, int] = {}
    for base in base_ids(force):
        if base in accounts:
            warheads, launchers = Span.of(accounts[base].warheads), Span.of(accounts[base].launchers)  # fmt: skip
            figure = accounts[base].warheads
            part = Part((k, base), _bounds(warheads), _bounds(launchers), None, figure.trust, figure.source)  # fmt: skip
        else:
            part = _unnamed((k, base), [t for t in totals if base in t.bases], force.declaration)
        place[base] = made.add(part)
    for total in totals:
        figure = _figure(total, "warheads")
        name = "total of the scenario"
        made.bind((place[b] for b in total.bases), _bounds(Span.of(figure)), name, figure.trust, figure.source)  # fmt: skip


def _unnamed(unit: Unit, totals: Sequence[AccountTotal], declared: str | None) -> Part:
    """A base without an account, and the totals that it is in, the smallest first. The launchers of a total are taken to be
    loaded alike, as those of a base are.
    """
    known = next((t for t in totals if t.launchers is not None), None)
    launchers, each = _OPEN, None
    if known is not None:
        stand, warheads = Span.of(_figure(known, "launchers")), Span.of(_figure(known, "warheads"))
        launchers, each = Bounds(0, stand.high), Fraction(warheads.high, stand.low)
    status: Status = "assumed"
    if totals:
        status = _figure(totals[0], "warheads").trust
    elif declared is not None:
        status = declaration_named(declared).status
    return Part(unit, _OPEN, launchers, each, status, "no account; what the totals leave")


def _figure(total: AccountTotal, name: str) -> Figure:
    found = total.figure("launchers" if name == "launchers" else "warheads")
    assert found is not None  # noqa: S101  (asked for only where it is there)
    return found


def _declared(made: _Made, forces: Mapping[int, ForceTable]) -> None:
    """What a declaration bounds from above: all forces that name it, together. Heavy bombers count in it, and are no base."""
    named = dict.fromkeys(f.declaration for f in forces.values() if f.declaration is not None)
    for name in named:
        mine = [i for i, p in enumerate(made.parts) if forces[p.unit[0]].declaration == name]
        _bind_declared(made, mine, declaration_named(name))


def _bind_declared(made: _Made, parts: Iterable[int], declaration: Declaration) -> None:
    figure = declaration.deployed_warheads
    if figure is None:
        raise ScenarioError(f"declaration {declaration.id}: it gives no deployed_warheads; allowed: one that does")  # fmt: skip
    most = Bounds(0, Span.of(figure).high)
    words = f"declared: {declaration.name}"
    made.bind(parts, most, words, figure.trust, figure.source or declaration.source)


# -- the catalogue's ------------------------------------------------------------------------------


def _party(known: Catalog, force: ForceTable, k: int) -> str:
    """Whose force it is: the party of the holdings at its bases."""
    bases = set(base_ids(force))
    parties = dict.fromkeys(h.party for h in known.of(Holding) if bases & set(_places(h)))
    if len(parties) != 1:
        said = "of none of its bases" if not parties else f"of bases of {' and '.join(parties)}"
        raise ScenarioError(
            f"force #{k + 1}: no accounts, and the catalogue says {said} what stands there; add to the force's table "
            "accounts, account_totals or declaration",
            ("force", k),
        )
    return next(iter(parties))


def _places(holding: Holding) -> list[str]:
    """The bases that a holding may be at; none: nobody says."""
    if holding.base is not None:
        return [holding.base]
    return [] if holding.may_be_at is None else holding.may_be_at.bases


def _of_catalogue(
    made: _Made, known: Catalog, party: str, units: Sequence[Unit], day: date
) -> None:  # fmt: skip
    """The parts of a party's forces, one for each type at each base; and what was declared last by the day."""
    declared = sorted((d for d in known.of(Declaration) if d.party == party), key=lambda d: d.declared_on)  # fmt: skip
    before = [d for d in declared if d.declared_on <= day]
    if not before:
        raise InputError(f"on {day}: {party} had declared nothing by then; allowed: {declared[0].declared_on} or later")  # fmt: skip
    counted = _counter(known.get(before[-1].rule, Rule, "rule"))
    held = [h for h in known.of(Holding) if h.party == party and not h.kind.startswith("bomber")]
    # Rows of a declaration are of no base; and an earlier year's numbers are not this year's.
    now = [h for h in held if h.declaration is None and _of_year(h, day) and _places(h)]
    first = len(made.parts)
    for type_ in dict.fromkeys(h.type for h in now):
        later = [h for h in held if h.type == type_ and h.most_later and h not in now and _start(h) <= day.isoformat()]  # fmt: skip
        _of_type(made, [h for h in now if h.type == type_], later, units, counted)
    named = {p.unit for p in made.parts[first:]}
    closed = {base for h in now if h.nothing_else for base in _places(h)}
    for unit in units:
        if unit[1] not in closed:
            what = "what else stands there" if unit in named else "what stands there"
            source = f"nothing says {what}: up to what the declaration leaves"
            made.add(Part(unit, _OPEN, _OPEN, None, before[-1].status, source))
    _bind_declared(made, range(first, len(made.parts)), before[-1])


def _of_year(holding: Holding, day: date) -> bool:
    return holding.as_of[:4] == f"{day.year}" and _start(holding) <= day.isoformat()


def _start(holding: Holding) -> str:
    """The first day that it may be of, as text that sorts by day."""
    return holding.as_of + "-01-01"[len(holding.as_of) - 4 :]


_Counter = Callable[[Holding], Bounds]


def _counter(rule: Rule) -> _Counter:
    """The warheads of a holding, as a rule counts them."""

    def count(holding: Holding, each: Figure | None) -> Span:
        (line,) = COUNTING[rule.id](rule, [holding.model_copy(update={"warheads_each": each})])
        return line.adds["deployed_warheads"]

    def counted(holding: Holding) -> Bounds:
        if holding.launchers is None:
            return _OPEN
        if holding.warheads_each is None:
            # Each counts with one at least, whatever the type.
            return Bounds(count(holding, Figure(value=1.0)).low, None)
        return _bounds(count(holding, holding.warheads_each))

    return counted


def _of_type(
    made: _Made,
    now: Sequence[Holding],
    later: Sequence[Holding],
    units: Sequence[Unit],
    counted: _Counter,
) -> None:
    """The parts of one type at the bases where it may be, the total of each base that has one, and that of the type."""
    bases = dict.fromkeys(b for h in now for b in _places(h))
    at: dict[str, list[int]] = {}
    for base in bases:
        mine = [h for h in now if base in _places(h)]
        own = next((h for h in mine if h.base == base), None)
        ceilings = [h for h in later if h.base == base]
        here = [unit for unit in units if unit[1] == base]
        # In which of several forces the launchers of a base stand nobody says: none has the least of them all.
        one = len(here) == 1
        at[base] = [made.add(_part(unit, mine, own, ceilings, one)) for unit in here]
        if at[base] and own is not None:
            made.bind(at[base], counted(own), own.name, _trust([own]), own.source)
        for h in ceilings:
            if at[base] and h.most_later is not None:
                most = Bounds(0, counted(h).high)
                words = f"{h.source}; no more later: {h.most_later.source}"
                made.bind(at[base], most, f"no more than {h.name}", _trust([h]), words)
    for h in now:
        if h.may_be_at is not None:
            parts = [i for b in h.may_be_at.bases for i in at[b]]
            low, high = counted(h)
            # What stands at a base that the scenario does not have may be all of it.
            low = low if all(at[b] for b in h.may_be_at.bases) else 0
            if parts and (low, high) != _OPEN:
                made.bind(parts, Bounds(low, high), h.name, _trust([h]), h.source)


def _part(
    unit: Unit, mine: Sequence[Holding], own: Holding | None, ceilings: Sequence[Holding], one: bool
) -> Part:  # fmt: skip
    """A type at a base: its warheads are bounded by the totals. `one`: the base stands in one force."""
    row = own or mine[0]
    stand = None if row.launchers is None else Span.of(row.launchers)
    high = [h for h in (stand and stand.high, *(Span.of(c.stand).high for c in ceilings)) if h is not None]  # fmt: skip
    # All that is of a type stands at the one base where it may be.
    alone = one and (own is not None or len(_places(row)) == 1)
    low = stand.low if alone and stand is not None else 0
    each = None if row.warheads_each is None else Fraction(Span.of(row.warheads_each).high)
    launchers = Bounds(low, min(high, default=None))
    return Part(unit, _OPEN, launchers, each, _trust([*mine, *ceilings]), f"{row.type}: {row.source}")  # fmt: skip


def _trust(holdings: Iterable[Holding]) -> Status:
    """The least of what holdings rest on."""
    said: list[Status] = []
    for h in holdings:
        said.append(h.status)
        if h.warheads_each is not None:
            said.append(h.warheads_each.trust)
        words = (h.may_be_at, h.most_later, h.nothing_else)
        said += [x.status for x in words if x is not None]
    return least_trusted(said)


# -- together -------------------------------------------------------------------------------------


def _bounds(span: Span) -> Bounds:
    return Bounds(span.low, span.high)


def _together(made: _Made, units: Sequence[Unit], day: date | None) -> Weights:
    """Everything gathered, of every base in order. ScenarioError where it contradicts itself, or bounds a base not at all."""
    parts = tuple(made.parts)
    sums = tuple(Sum(held, Bounds(t.low, t.high)) for held, t in made.totals)
    try:
        force = Allowed(tuple(p.warheads for p in parts), sums)
    except NotAllowed as error:
        total = made.totals[error.place][1]
        raise ScenarioError(_contradiction(total, error.parts)) from None
    for i in force.unbounded:
        k, base = parts[i].unit
        raise ScenarioError(
            f"force #{k + 1}: no account of base {base}, and no total bounds it; add to the force's table: accounts = "
            f'[{{ base = "{base}", launchers = N, warheads = N }}, ...], account_totals or declaration',
            ("force", k),
        )
    weights = Weights(parts, force, Weighing("warheads", None, ()))
    accounts = tuple(_account(weights, unit) for unit in units)
    shown = Weighing(
        "warheads", None if day is None else day.isoformat(), accounts, tuple(t for _, t in made.totals)
    )  # fmt: skip
    return Weights(parts, force, shown)


def _contradiction(total: WeighedTotal, parts: Bounds) -> str:
    bases = ", ".join(total.bases)[:200]
    if total.high is not None and total.high < parts.low:
        return (
            f"{total.name}: {total.high} warheads in all at {bases}, and their accounts come to {parts.low} at least; "
            "allowed: a total of as many or more"
        )
    return (
        f"{total.name}: {total.low} warheads in all at {bases}, and their accounts come to {parts.high} at most; "
        "allowed: a total of as many or fewer"
    )


def _account(weights: Weights, unit: Unit) -> WeighedAccount:
    """A base, with the bounds that everything together leaves it."""
    mine = [weights.parts[i] for i in weights.of(unit)]
    low, high = weights.allowed.between(weights.of(unit))
    assert high is not None  # noqa: S101  (all parts are bounded)
    sources = dict.fromkeys(p.source for p in mine if p.source)
    status = least_trusted(p.status for p in mine)
    return WeighedAccount(unit[0] + 1, unit[1], low, high, status, "; ".join(sources))
