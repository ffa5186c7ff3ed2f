"""What questions count, against counting by hand: the front of a trade, years and tallies, interceptors spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.answers.trade import Option
from reassure.errors import InputError, ScenarioError
from reassure.questions import indicator, number_limit, trade
from reassure.questions.compare import ask
from reassure.questions.number_limit import MOST_INTERCEPTORS, most_engaged
from reassure.scenario import Scenario
from reassure.scenario.question import Battery
from reassure.scenario.reader import parse
from reassure.scenario.resolve import resolve
from tests.forces import scenario
from tests.small import SMALL

# -- the front of a trade -------------------------------------------------------------------------


def option(share: float, margin: float | None, engaged: int, count: int) -> Option:
    """One way to deploy, by the four things that count."""
    return Option(0.0, 0.0, "i", 3.0, 90.0, count, share, margin, engaged, False)


OPTIONS = st.builds(
    option,
    st.sampled_from([0.0, 0.25, 0.5, 1.0]),
    st.sampled_from([None, -1.0, 0.0, 1.0]),
    st.sampled_from([0, 5]),
    st.sampled_from([5, 10]),
)


def worse(a: Option, b: Option) -> bool:
    """Is b no worse in all and better in one? By hand."""

    def goods(o: Option) -> tuple[float, ...]:
        margin = float("inf") if o.least_margin_km_s is None else o.least_margin_km_s
        return o.protected_share, margin, -o.flights_engaged, -o.interceptors

    pairs = list(zip(goods(a), goods(b), strict=True))
    return all(y >= x for x, y in pairs) and any(y > x for x, y in pairs)


@given(options=st.lists(OPTIONS, max_size=12))
@settings(max_examples=50, deadline=None)
def test_the_front_is_what_no_other_option_beats(options: list[Option]) -> None:
    """By each with each; without those that protect nothing; equal ones all; in the order given."""
    marked = trade._marked(options)
    assert [replace(o, on_front=False) for o in marked] == options
    for o in marked:
        beaten = any(worse(o, other) for other in options)
        assert o.on_front == (o.protected_share > 0.0 and not beaten)


def test_equal_options_share_the_front() -> None:
    """And a later one of the same share takes the place of an earlier."""
    same = option(0.5, 1.0, 0, 5)
    assert [o.on_front for o in trade._marked([same, replace(same)])] == [True, True]
    later = option(0.5, None, 0, 5)
    assert [o.on_front for o in trade._marked([same, later])] == [False, True]
    assert trade._marked([]) == ()


# -- years ----------------------------------------------------------------------------------------

BATTERY = resolve(parse(SMALL.encode(), "s")).batteries[0]


def there(first: int | None, last: int | None) -> Battery:
    """A deployment of some years."""
    return replace(BATTERY, from_year=first, until=last)


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (None, None, [None, 2010, 2011, 2015, 2016]),
        (2011, None, [2011, 2015, 2016]),
        (None, 2015, [None, 2010, 2011, 2015]),
        (2011, 2015, [2011, 2015]),
        (2016, 2016, [2016]),
    ],
)
def test_a_deployment_is_there_from_its_first_year_to_its_last(
    first: int | None, last: int | None, years: list[int | None]
) -> None:
    """Both included; before anything changes only what has no first year."""
    found = [y for y in (None, 2010, 2011, 2015, 2016) if indicator._there(there(first, last), y)]
    assert found == years


def test_years_are_those_in_which_something_changes() -> None:
    """When one comes, and the year after its last."""
    assert indicator._changes([there(None, None)]) == set()
    assert indicator._changes([there(2011, 2015), there(2016, None), there(None, 2010)]) == {
        2011, 2016,
    }  # fmt: skip


# -- tallies --------------------------------------------------------------------------------------


def masks(data: st.DataObject, d: int, n: int) -> np.ndarray:
    """Yes or no for d deployments and n flights, evenly."""
    return np.random.default_rng(data.draw(st.integers(0, 2**32))).random((d, n)) < 0.5


@given(data=st.data(), d=st.integers(1, 3), n=st.integers(1, 40), alone=st.booleans())
@settings(max_examples=50, deadline=None)
def test_a_tally_is_what_one_counts_flight_by_flight(
    data: st.DataObject, d: int, n: int, alone: bool
) -> None:
    """Within reach of one that is there; else proved for all that face it; else out of reach of all; else open."""
    within, out, proved, faces = (masks(data, d, n) for _ in range(4))
    settled = proved | masks(data, d, n)
    within, out = within & faces, out & ~within
    here = data.draw(st.lists(st.integers(0, d - 1), unique=True))
    case = SimpleNamespace(within=within, out=out, faced=faces)
    got = indicator._tally(case, here, indicator._Proofs(proved, settled), alone)  # type: ignore[arg-type]
    counts = dict.fromkeys(("within", "sure", "out", "open", "contradicted", "untried"), 0)
    for f in range(n):
        facing = [i for i in here if faces[i, f]]
        if not (facing if alone else faces[:, f].any()):
            continue
        reached = any(within[i, f] for i in facing)
        sure = all(proved[i, f] for i in facing)
        out_of_all = all(out[i, f] for i in facing)
        kind = "within" if reached else "sure" if sure else "out" if out_of_all else "open"
        counts[kind] += 1
        if kind == "out" and all(
            (proved[i, f] and faces[i, f]) or not (settled[i, f] and faces[i, f]) for i in here
        ):
            counts["untried"] += 1
        counts["contradicted"] += any(within[i, f] and proved[i, f] for i in facing)
    assert (got.within_reach, got.guaranteed, got.out_of_ideal_reach, got.open) == (
        counts["within"], counts["sure"], counts["out"], counts["open"],
    )  # fmt: skip
    assert (got.contradicted, got.not_tried) == (counts["contradicted"], counts["untried"])
    assert got.tried == (not here or bool((settled & faces)[here].any()))


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 scenarios; allowed: 1 to 20"), (21, "21 scenarios")]
)
def test_an_indicator_is_of_one_to_twenty_scenarios(count: int, said: str) -> None:
    """And a comparison of two to twenty; refused before any is read."""
    with pytest.raises(InputError, match=said):
        indicator.indicator(*["nowhere"] * count)
    with pytest.raises(InputError, match=said.replace("1 to 20", "2 to 20")):
        ask.compare(*["nowhere"] * count)


def test_proofs_need_a_folder_and_deployments_that_are_there() -> None:
    """Refused before anything is proved."""
    small = parse(SMALL.encode(), "s")
    with pytest.raises(InputError, match="certify without certificates; allowed: with a folder"):
        indicator.indicator(small, certify=True)
    with pytest.raises(InputError, match="no deployment nobody; allowed: boosted, fast, hopeless"):
        indicator.indicator(small, only=["fast", "nobody"])


# -- interceptors spent ---------------------------------------------------------------------------


def engaged_by_hand(
    warheads: Sequence[int], launchers: Sequence[int], have: Sequence[int], reached: Any
) -> float:
    """The most warheads with one interceptor on each flight, by trying every number of flights of every base."""

    def can(flights: Sequence[int], bases: Sequence[bool]) -> bool:
        """Have those that reach one of some bases enough for all flights of these?"""
        some = [any(r and b for r, b in zip(row, bases, strict=True)) for row in reached]
        wanted = sum(f for f, b in zip(flights, bases, strict=True) if b)
        return wanted <= sum(h for h, s in zip(have, some, strict=True) if s)

    best = 0.0
    for flights in product(*[range(n + 1) for n in launchers]):
        # Hall's condition, for every set of bases
        if all(can(flights, bases) for bases in product((False, True), repeat=len(launchers))):
            loads = zip(flights, warheads, launchers, strict=True)
            best = max(best, sum(f * w / n for f, w, n in loads))
    return best


@given(
    launchers=st.lists(st.integers(1, 4), min_size=1, max_size=3),
    loads=st.lists(st.integers(1, 12), min_size=3, max_size=3),
    have=st.lists(st.integers(0, 5), min_size=1, max_size=2),
    data=st.data(),
)
@settings(max_examples=50, deadline=None)
def test_the_most_warheads_engaged_are_what_trying_all_gives(
    launchers: list[int], loads: list[int], have: list[int], data: st.DataObject
) -> None:
    """By Hall's theorem for one interceptor on each flight; and nobody spends what it has not or where it cannot reach."""
    reached = masks(data, len(have), len(launchers))
    warheads = loads[: len(launchers)]
    flights, spent = most_engaged(
        np.array(warheads), np.array(launchers), np.array(have), reached, 1
    )
    got = float((flights * np.array(warheads) / np.array(launchers)).sum())
    assert got == pytest.approx(engaged_by_hand(warheads, launchers, have, reached))
    assert (spent.sum(axis=0) == flights).all()
    assert (spent.sum(axis=1) <= have).all()
    assert (spent[~reached] == 0).all()


@pytest.mark.parametrize(
    ("have", "each", "flights", "spent"),
    [(7, 2, 3, 6), (7, 3, 2, 6), (7, 8, 0, 0), (0, 1, 0, 0), (100, 2, 5, 10), (10, 2, 5, 10)],
)
def test_several_interceptors_on_each_flight(
    have: int, each: int, flights: int, spent: int
) -> None:
    """Whole flights alone; what is left over is not spent."""
    got = most_engaged(np.array([5]), np.array([5]), np.array([have]), np.array([[True]]), each)
    assert (got[0].tolist(), got[1].tolist()) == ([flights], [[spent]])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"per_flight": 0}, "per_flight 0; allowed: 1 to 100"),
        ({"per_flight": 101}, "per_flight 101; allowed: 1 to 100"),
        ({"interceptors": -1}, "interceptors -1; allowed: 0 to 100000"),
        ({"interceptors": MOST_INTERCEPTORS + 1}, "interceptors 100001; allowed: 0 to 100000"),
        ({"interceptors": {"low": -1}}, "interceptors of low: -1; allowed: 0 to 100000"),
        ({"interceptors": {"x": 1}}, "no deployment x; allowed: low, north"),
        ({"deployments": ["low", "x"]}, "no deployment x; allowed: low, north"),
        ({"year": 1999}, "year 1999: no deployment is there in it; allowed: one with some"),
    ],
)
def test_a_limit_that_cannot_be_asked_for(options: dict[str, Any], said: str) -> None:
    """In one line, before any flight is flown."""
    asked = scenario()
    if "year" in options:
        tables = [d.model_copy(update={"from_year": 2000}) for d in asked.deployment]
        asked = asked.model_copy(update={"deployment": tables})
    with pytest.raises((InputError, ScenarioError)) as caught:
        number_limit.number_limit(asked, **options)
    assert str(caught.value) == said


def test_numbers_that_are_missing_are_asked_for_only_where_they_count() -> None:
    """Of the deployments chosen: with the option that would give one; nought is a number."""
    asked = scenario()
    tables = [d.model_copy(update={"interceptors": n}) for d, n in zip(asked.deployment, (None, 0), strict=True)]  # fmt: skip
    asked = asked.model_copy(update={"deployment": tables})
    assert number_limit._numbers(asked, tables[1:], None) == [0]
    for number in (0, 3, MOST_INTERCEPTORS):
        assert number_limit._numbers(asked, tables, number) == [number, number]
    assert number_limit._numbers(asked, tables, {"low": 0}) == [0, 0]
    assert number_limit._numbers(asked, tables, {"low": 4, "north": 5}) == [4, 5]
    with pytest.raises(ScenarioError, match="deployment low: no number of interceptors; .* --interceptors low=N"):  # fmt: skip
        number_limit._numbers(asked, tables, {"north": 5})


# -- what a trade is over -------------------------------------------------------------------------


def test_what_a_trade_is_over_is_checked_before_it_is_searched() -> None:
    """Raid, interceptors on each, delays and numbers at their limits."""
    asked: Scenario = scenario()
    for options, said in (
        ({"raid": 0}, "raid = 0; allowed: 1 to 10000"),
        ({"raid": 10_001}, "raid = 10001; allowed: 1 to 10000"),
        ({"per_flight": 0}, "per_flight = 0; allowed: 1 to 10000"),
        ({"delays_s": [7200.5]}, r"delays \[7200.5\]; allowed: some, 0 to 7200 s"),
        ({"delays_s": [-1.0]}, r"delays \[-1.0\]; allowed"),
        ({"numbers": [0, 5]}, r"numbers \[0, 5\]; allowed: 1 to 100000"),
        ({"numbers": [100_001]}, r"numbers \[100001\]; allowed"),
        ({"spacing_km": 30.0}, "places, 2 interceptors, 2 delays, 2 numbers; allowed: at most 100000"),
        ({"interceptors": ["nobody"]}, "no interceptor"),
        ({"area": "nowhere"}, "no region nowhere"),
    ):  # fmt: skip
        question = trade.TradeQuestion(asked, protect="east", against="mrbm-2000", **options)  # type: ignore[arg-type]
        with pytest.raises(Exception, match=said) as caught:
            trade.planned_for(question)
        assert isinstance(caught.value, InputError)


def test_a_trade_is_over_the_scenarios_own_where_nothing_is_given() -> None:
    """Its interceptors, delays and numbers, each once and in order; twice given is once."""
    plan = trade.planned_for(
        trade.TradeQuestion(scenario(), protect="east", against="mrbm-2000", area="36,0,60,20", spacing_km=2000.0)
    )  # fmt: skip
    assert (plan.waits, plan.counts) == ((100.0, 1200.0), (6, 12))
    assert [t.id for t in plan.kinds] == ["low", "north"]
    assert plan.by_hand == ()
    given = trade.planned_for(
        trade.TradeQuestion(
            scenario(faces_low="faces = [1]"), protect="east", against="mrbm-2000", area="36,0,60,20", spacing_km=2000.0,
            delays_s=[200.0, 100.0, 200.0], numbers=[6, 7], interceptors=["north", "sm3-iia"],
        )
    )  # fmt: skip
    assert (given.waits, given.counts) == ((100.0, 200.0), (6, 7))
    assert [words for words, _ in given.by_hand] == ["launch delay 200 s", "7 interceptors"]
    assert [f.key for _, f in given.by_hand] == ["option.1.launch_delay_s", "option.2.interceptors"]
    assert given.kinds[1].interceptor == "sm3-iia"
    assert given.kinds[1].faces is None
    assert len(given.places) == len(plan.places) >= 4
