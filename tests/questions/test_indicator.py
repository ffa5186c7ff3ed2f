"""The indicator: flights counted one by one by hand, proofs that count only by the checker's word, years, files."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from reassure.answers.indicator import Indicator
from reassure.claim import claim_from_scenario
from reassure.errors import InputError
from reassure.proof import folder as attested
from reassure.proof.folder import CertificateFolder
from reassure.proof.prove import certify
from reassure.questions.assess import assess
from reassure.questions.indicator import indicator
from reassure.report.html.indicator import indicator_page, write_indicator_page
from reassure.report.text.indicator import indicator_text
from reassure.scenario.reader import parse
from tests.report.text.test_assess import printed
from tests.viewer.cases import HOSTILE

TEXT = """\
format = "reassure-scenario/1"
title = "Small <b>"

[[force]]
bases = ["kozelsk", "irkutsk"]
aims = [{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 0 },
        { id = "south", latitude_deg = 30.0, longitude_deg = -90.0, radius_km = 0 }]
booster = { id = "b", burnout_time_s = 175, burnout_height_km = 200, downrange_km = 550 }
flight_time_ratio = [1.0, 1.5]

[[deployment]]
id = "south"
site = "deveselu"
interceptor = "sm3-ib"
launch_delay_s = 100
from = 2015

[[deployment]]
id = "north"
site = "redzikowo"
interceptor = "sm3-iia"
launch_delay_s = 90
from = 2018
until = 2019

[[deployment]]
id = "north-fast"
site = "redzikowo"
interceptor = { id = "f", burnout_speed_km_s = 8.3, vehicle = "notional-8-3" }
launch_delay_s = 360
from = 2020
"""


def scenario(text: str = TEXT):
    return parse(text.encode(), "i.toml")


@cache
def plain() -> Indicator:
    """Without proofs."""
    return indicator(scenario())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the proofs of `sure` are."""
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture(scope="module")
def sure(folder: Path) -> Indicator:
    """With proofs."""
    return indicator(scenario(), certify=True, certificates=folder)


YEARS = {2015: ["south"], 2018: ["south", "north"], 2020: ["south", "north-fast"]}


def by_hand(result: Indicator) -> dict[object, dict[str, int]]:
    """Every flight against every deployment, by `assess`, and the proofs that the result names."""
    found = assess(scenario(), estimate=True)
    assert found.estimates is not None
    names = [d.id for d in found.deployments]
    rows: dict[object, list[str]] = {**YEARS, **{name: [name] for name in names}}
    out: dict[object, dict[str, int]] = {}
    for key, present in rows.items():
        count = dict.fromkeys(("guaranteed", "within_reach", "out_of_ideal_reach", "open"), 0)
        for f in range(found.flights.count):
            pairs = [found.pair(names.index(name), f) for name in present]
            proved = [
                any(
                    p.file is not None
                    and p.deployment == pair["deployment"]
                    and p.base == pair["base"]
                    and pair["flight_time_ratio"] in p.flight_time_ratio
                    for p in result.outlooks[0].proofs
                )
                for pair in pairs
            ]
            if any(pair["estimate"]["within_reach"] for pair in pairs):
                count["within_reach"] += 1
            elif all(proved):
                count["guaranteed"] += 1
            elif all(pair["margin_km_s"] is None or pair["margin_km_s"] > 0 for pair in pairs):
                count["out_of_ideal_reach"] += 1
            else:
                count["open"] += 1
        out[key] = count
    return out


def counted(result: Indicator) -> dict[object, dict[str, int]]:
    (o,) = result.outlooks
    rows = [(y.year, y.tally) for y in o.years] + [(d.id, d.tally) for d in o.deployments]
    names = ("guaranteed", "within_reach", "out_of_ideal_reach", "open")
    return {key: {n: getattr(t, n) for n in names} for key, t in rows}


def test_counted_by_hand(sure: Indicator) -> None:
    """With proofs and without; all four groups are there."""
    assert counted(plain()) == by_hand(plain())
    assert counted(sure) == by_hand(sure)
    groups = list(counted(sure).values())
    for name in ("guaranteed", "within_reach", "out_of_ideal_reach"):
        assert any(g[name] for g in groups), name
    assert not any(g["guaranteed"] for g in counted(plain()).values())


def test_shares_sum_to_one(sure: Indicator) -> None:
    """Of the same flights, always; and no flight has both a proof and a witness."""
    (o,) = sure.outlooks
    for tally in [y.tally for y in o.years] + [d.tally for d in o.deployments]:
        assert tally.flights == 8
        parts = [tally.share(n) for n in ("guaranteed", "within_reach", "undecided")]
        assert sum(parts) == pytest.approx(1.0, abs=1e-12)
        assert tally.share("undecided") == pytest.approx(tally.share("out_of_ideal_reach") + tally.share("open"))  # fmt: skip
        assert tally.contradicted == 0


def test_lofted_flights_are_proved_as_the_others_are(sure: Indicator) -> None:
    """Irkutsk's lofted ones fly freely for more than 2,425 s, which no proof of format 2 could be about."""
    notes = {(p.deployment, p.base, p.flight_time_ratio): p for p in sure.outlooks[0].proofs}
    both = notes["south", "irkutsk", (1.0, 1.5)]
    assert both.proved
    assert both.file
    assert both.reason == ""
    assert notes["south", "kozelsk", (1.0, 1.5)].flights == 4
    assert "the ideal interceptor or a flyout reaches" in notes["north-fast", "kozelsk", (1.0,)].reason  # fmt: skip


def test_years() -> None:
    """Those in which a deployment comes, or is gone; with what is new and what is gone."""
    (o,) = plain().outlooks
    assert {y.year: list(y.deployments) for y in o.years} == YEARS
    assert [(y.new, y.gone) for y in o.years] == [
        (("south",), ()), (("north",), ()), (("north-fast",), ("north",)),
    ]  # fmt: skip


def test_the_last_year_counts() -> None:
    """A deployment until 2019 is still there in 2019."""
    found = indicator(scenario(TEXT.replace("from = 2020", "from = 2019"))).outlooks[0]
    assert {y.year: len(y.deployments) for y in found.years} == {2015: 1, 2018: 2, 2019: 3, 2020: 2}


def test_scenarios_share_the_years() -> None:
    """One whose deployments carry no years beside one that changes; and after the last is gone nothing is left."""
    still = scenario(TEXT.replace("from = 2015\n", "").split('[[deployment]]\nid = "north"')[0])
    ends = scenario(TEXT.replace("from = 2015", "from = 2015\nuntil = 2030"))
    found = indicator(still, ends)
    assert [y.year for y in found.outlooks[0].years] == [None, 2015, 2018, 2020, 2031]
    assert [y.year for y in found.outlooks[1].years] == [2015, 2018, 2020, 2031]
    assert found.outlooks[1].years[-1].gone == ("south",)
    assert {y.deployments for y in found.outlooks[0].years} == {("south",)}
    forever = indicator(scenario(TEXT.replace("from = ", "# ").replace("until = ", "# ")))
    assert [(y.year, len(y.deployments)) for y in forever.outlooks[0].years] == [(None, 3)]


# -- proofs ---------------------------------------------------------------------------------------


def never(*_: object, **__: object) -> None:
    raise AssertionError("proved again")


def test_proofs_are_taken_up_again(
    sure: Indicator, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is proved twice, failed tries neither; and where nothing is proved the folder says the same."""
    monkeypatch.setattr(attested, "certify", never)
    again = indicator(
        scenario(TEXT.replace("Small", "Other title")), certify=True, certificates=folder
    )
    assert counted(again) == counted(sure)
    assert counted(indicator(scenario(), certificates=folder)) == counted(sure)


def test_a_proof_of_other_figures_does_not_count(sure: Indicator, folder: Path) -> None:
    """A sooner launch is another claim."""
    sooner = scenario(TEXT.replace("launch_delay_s = 100", "launch_delay_s = 80"))
    (o,) = indicator(sooner, certificates=folder).outlooks
    assert o.deployments[0].tally.guaranteed == 0
    assert sure.outlooks[0].deployments[0].tally.guaranteed > 0
    assert {p.reason for p in o.proofs if p.deployment == "south" and p.flight_time_ratio == (1.0,)} == {
        "not tried: no certificate in the folder is of this claim"
    }  # fmt: skip


def test_a_certificate_made_by_certify_counts(tmp_path: Path) -> None:
    """Of several deployments and bases at once, over all shapes and what lies between them."""
    low = TEXT.replace("[1.0, 1.5]", "[1.0, 1.1]")
    certify(claim_from_scenario(scenario(low), deployments=["south"])).write(tmp_path / "all.cert")
    (o,) = indicator(scenario(low), certificates=tmp_path).outlooks
    assert o.deployments[0].tally.guaranteed == 8
    assert {(p.flight_time_ratio, p.file) for p in o.proofs if p.deployment == "south"} == {((1.0, 1.1), "all.cert")}  # fmt: skip


def test_a_proof_is_of_all_that_is_claimed(tmp_path: Path) -> None:
    """A claim of two bases needs both; one base's proof is not the other's; two certificates together will do."""

    def claim(*bases: str):
        low = scenario(TEXT.replace("[1.0, 1.5]", "[1.0]"))
        return claim_from_scenario(low, deployments=["south"], bases=bases)

    certify(claim("kozelsk")).write(tmp_path / "k.cert")
    one = CertificateFolder(tmp_path, make=False)
    assert one.find(claim("kozelsk")) == "k.cert"
    assert one.find(claim("irkutsk")) is None
    assert one.settle(claim("kozelsk", "irkutsk"), prove=False) == (None, "not tried: no certificate in the folder is of this claim")  # fmt: skip
    certify(claim("irkutsk")).write(tmp_path / "i.cert")
    assert CertificateFolder(tmp_path, make=False).find(claim("kozelsk", "irkutsk")) in (
        "k.cert",
        "i.cert",
    )


def test_only_the_checkers_word_counts(sure: Indicator, folder: Path, tmp_path: Path) -> None:
    """A certificate whose proof says less than it should is no proof; a broken one is bad input."""
    name = next(p.file for p in sure.outlooks[0].proofs if p.file is not None)
    text = (folder / name).read_text()
    lines = text.splitlines()
    proof = next(i for i, line in enumerate(lines) if line.startswith("proof"))
    parts = lines[proof].split(" ")
    parts[3] = "B"
    lines[proof] = " ".join(parts)
    (tmp_path / "weak.cert").write_text("\n".join(lines) + "\n")
    (o,) = indicator(scenario(), certificates=tmp_path).outlooks
    assert not any(p.proved for p in o.proofs)
    assert "the checker does not accept the proof" in {p.reason for p in o.proofs}
    (tmp_path / "weak.cert").write_text("\n".join(text.splitlines()[:-1]) + "\n")
    with pytest.raises(InputError, match=r"weak.cert: MALFORMED"):
        indicator(scenario(), certificates=tmp_path)


def test_stopped_keeps_what_is_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run makes the rest alone, and says the same as one that was not stopped."""
    made = []

    def stopping(claim, **options):
        if len(made) == 1:
            raise KeyboardInterrupt
        made.append(claim)
        return certify(claim, **options)

    monkeypatch.setattr(attested, "certify", stopping)
    with pytest.raises(KeyboardInterrupt):
        indicator(scenario(), certify=True, certificates=tmp_path)
    assert len(list(tmp_path.glob("*.cert"))) == 1
    count = []

    def counting(claim, **options):
        count.append(claim)
        return certify(claim, **options)

    monkeypatch.setattr(attested, "certify", counting)
    second = indicator(scenario(), certify=True, certificates=tmp_path)
    assert len(count) + 1 == len(list(tmp_path.glob("*.cert")))
    assert not any(c == made[0] for c in count)
    assert any(p.proved for p in second.outlooks[0].proofs)


def test_only_some_are_proved(tmp_path: Path) -> None:
    """Of the deployments named."""
    (o,) = indicator(scenario(), certify=True, certificates=tmp_path, only=["north"]).outlooks
    assert all(p.deployment == "north" for p in o.proofs if p.proved)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"certify": True}, "certify without certificates"),
        ({"certificates": "/nowhere/at/all"}, "no such folder"),
        ({"only": ["none"]}, "no deployment none; allowed: north, north-fast, south"),
    ],
)
def test_bad_input(options, said: str) -> None:
    """One line."""
    with pytest.raises(InputError, match=said):
        indicator(scenario(), **options)


# -- files ----------------------------------------------------------------------------------------


def test_files(sure: Indicator, tmp_path: Path) -> None:
    """JSON and CSV say what the result says."""
    sure.write_json(tmp_path / "i.json")
    data = json.loads((tmp_path / "i.json").read_text())
    assert data["format"] == "reassure-indicator/1"
    year = data["scenarios"][0]["years"][0]
    shares = [year[f"share_{n}"] for n in ("guaranteed", "within_reach", "undecided")]
    assert sum(shares) == pytest.approx(1.0, abs=1e-5)
    keys = {f["key"]: f for f in data["scenarios"][0]["sources"]}
    assert keys["interceptor.sm3-ib.burnout_speed_km_s"]["status"] == "recalled"
    sure.write_csv(tmp_path / "i.csv")
    with (tmp_path / "i.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [(r["row"], r["year"]) for r in rows[:3]] == [("year", "2015"), ("year", "2018"), ("year", "2020")]  # fmt: skip
    assert [r["deployments"] for r in rows[3:]] == ["south", "north", "north-fast"]
    for row, tally in zip(rows, [*(y.tally for y in sure.outlooks[0].years), *(d.tally for d in sure.outlooks[0].deployments)], strict=True):  # fmt: skip
        assert int(row["guaranteed"]) == tally.guaranteed
        assert float(row["share_undecided"]) == pytest.approx(tally.share("undecided"))


def test_text_and_page(sure: Indicator, tmp_path: Path) -> None:
    """Titles as text; a bar for each year, as long as its shares; why what is not guaranteed is not."""
    text = printed(indicator_text(sure))
    assert "Small <b>" in text
    assert "Proofs: not tried" not in text
    assert "too long" not in text
    assert "Proofs: not tried" in printed(indicator_text(plain()))
    assert "No vehicle" not in text
    bare = indicator(scenario(TEXT.replace(', vehicle = "notional-8-3"', "")))
    assert "No vehicle is named for north-fast" in printed(indicator_text(bare))
    page = indicator_page(indicator(scenario(TEXT.replace("Small <b>", HOSTILE))), "reassure indicator <a>")  # fmt: skip
    assert "<script" not in page
    assert "<img" not in page
    page = indicator_page(sure, "reassure indicator a")
    widths = [float(part.split('width="')[1].split('"')[0]) for part in page.split("<rect")[1:]]
    assert sum(widths) == pytest.approx(3 * 780, abs=0.1)
    write_indicator_page(sure, "reassure indicator a", tmp_path / "i.html")
    assert [p.name for p in tmp_path.iterdir()] == ["i.html"]


def test_groups_do_not_overlap() -> None:
    """A flight with a witness is never guaranteed, whatever the proofs say: it is counted and named."""
    from reassure.questions.indicator import _Case, _Proofs, _tally

    within = np.array([[True, False, False, False], [False, False, True, False]])
    out = np.array([[False, True, True, False], [True, True, True, True]])
    proved = np.array([[True, True, True, False], [True, True, False, True]])
    case = _Case("n", None, None, None, None, within, out)  # type: ignore[arg-type]
    tally = _tally(case, [0, 1], _Proofs(proved, proved))
    assert (tally.guaranteed, tally.within_reach, tally.out_of_ideal_reach, tally.open) == (1, 2, 0, 1)  # fmt: skip
    assert tally.contradicted == 1


def test_not_tried_is_not_nothing_guaranteed(sure: Indicator, tmp_path: Path) -> None:
    """Where no proof was looked for, text, JSON, CSV, page and picture say so, and none says 0 % guaranteed."""
    result = plain()
    text = " ".join(printed(indicator_text(result)).split())
    assert "a guarantee was not tried" in text
    assert not re.search(r"\d % (are )?guaranteed", text)
    for row in [*result.to_dict()["scenarios"][0]["years"], *result.to_dict()["scenarios"][0]["deployments"]]:  # fmt: skip
        assert row["guarantee"] == "not tried"
        assert row["guaranteed"] is row["share_guaranteed"] is None
        assert 0 <= row["not_tried"] <= row["out_of_ideal_reach"]
    result.write_csv(tmp_path / "i.csv")
    with (tmp_path / "i.csv").open() as file:
        assert {r["guaranteed"] for r in csv.DictReader(file)} == {"not tried"}
    page = indicator_page(result, "reassure indicator a")
    label = page.split('aria-label="')[1].split('"')[0]
    assert label.count("guaranteed not tried") == 3
    assert "</i>guaranteed: not tried</span>" in page
    assert "guaranteed 0 %" not in page
    tried = sure.to_dict()["scenarios"][0]
    assert {row["guarantee"] for row in tried["years"]} == {"tried"}
    assert all(row["not_tried"] == 0 for row in tried["years"])
    assert "not tried" not in printed(indicator_text(sure)).replace("Not tried: of", "")


def test_tried_in_part_is_said(folder: Path, sure: Indicator, tmp_path: Path) -> None:
    """Proofs for one deployment alone: what is left to try is counted, and a failed try is none of it."""
    (o,) = indicator(scenario(), certify=True, certificates=tmp_path, only=["south"]).outlooks
    said = {d.id: d.tally for d in o.deployments}
    assert said["south"].guarantee == "tried"
    assert said["north-fast"].guarantee in ("not tried", "tried in part", "tried")
    for note in o.proofs:
        assert (note.reason.startswith("not tried")) <= (note.deployment != "south")
    left = {d.id: sum(n.flights for n in o.proofs if n.deployment == d.id and n.reason.startswith("not tried")) for d in o.deployments}  # fmt: skip
    for name, tally in said.items():
        assert tally.not_tried <= left[name]
    assert any(left.values())
