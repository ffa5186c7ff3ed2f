"""What people read: the table, the words, the marks."""

import io

from rich.console import Console

from reassure.answers.assessment import Assessment
from reassure.catalog import catalog
from reassure.report.text.assess import assessment_text
from reassure.report.text.catalog import catalog_text, entry_text
from reassure.report.verdict import verdict
from reassure.report.wording import (
    flight_name,
    latitude_longitude,
    percent,
    sentence,
    shape,
)
from reassure.words.rounding import down, signed, up
from tests.small import small


def printed(thing) -> str:
    """As on a wide screen without colour."""
    console = Console(width=124, record=True, highlight=False, file=io.StringIO())
    console.print(thing)
    return console.export_text()


def test_the_table_says_what_the_result_says() -> None:
    """Every deployment, its least margin, and the title as text and not as markup."""
    text = printed(assessment_text(small()))
    assert "Small <b>&" in text
    for d in small().deployments:
        assert d.id in text
        if d.least_margin_km_s is not None:
            assert signed(d.least_margin_km_s) in text
    assert small().scenario_sha256 in text
    assert "Flights that do not exist: 2" in text


def test_unverified_figures_are_marked_and_listed() -> None:
    """A recalled speed has its dagger in the table, and stands in the list below."""
    text = printed(assessment_text(small()))
    assert "3.00†" in text
    assert "8.00‡" in text
    assert "interceptor.sm3-ib.burnout_speed_km_s = 3 (3 to 3.5)" in " ".join(text.split())
    assert "booster.icbm-solid.downrange_km = 550 (350 to 700)" in " ".join(text.split())


def test_sentences() -> None:
    """Within reach, out of reach whatever the delay, and no arc at all."""
    assert "It reaches none if it leaves later than" in sentence(small(), 1)
    assert "could reach every flight" in sentence(small(), 1)
    assert "could reach no flight." in sentence(small(), 0)
    assert "No delay changes that" in sentence(small(), 0)
    assert "no arc above the ground" in sentence(small(), 3)
    assert "It would reach one if it left no later than" in sentence(small(), 2)
    assert verdict(small()).startswith(
        "It depends on the interceptor and launch delay: 2 of 5 deployments could reach some of the 6 flights"
    )


def test_figures_in_words() -> None:
    """Hemispheres; and a share is never rounded to all or nothing."""
    assert latitude_longitude([-38.9, 77.2]) == "39 S 77 E"
    assert latitude_longitude([38.9, -77.2]) == "39 N 77 W"
    assert percent(1.0) == "100 %"
    assert percent(0.9999) == "> 99.9 %"
    assert percent(0.0001) == "< 0.1 %"
    assert percent(0.0) == "0 %"
    assert percent(0.543) == "54.3 %"
    assert (shape(1.0), shape(0.9), shape(1.2)) == ("minimum-energy", "depressed", "lofted")


def test_catalogue_entry_shows_sources_and_dissent() -> None:
    """Interval, trust, source, and who differs."""
    text = " ".join(printed(entry_text(catalog().find("gbi-2-stage-mda"))).split())
    assert "6.3 (5.4 to 6.3), found: SpaceNews" in text
    assert "but 8.3 by T. Postol" in text
    assert "unverified" in printed(entry_text(catalog().find("spy-1")))
    listing = printed(catalog_text(catalog()))
    assert all(name in listing for name in catalog().entries)


def test_a_sentence_names_the_flight_of_each_number(sparse_europe: Assessment) -> None:
    """The closest, and the one that leaves most time where that is another; their own numbers beside them."""
    result = sparse_europe
    apart = 0
    for i, d in enumerate(result.deployments):
        said, critical = sentence(result, i), result.critical(i)
        assert d.worst_flight is not None
        closest = result.pair(i, d.worst_flight)
        assert (
            f"The closest ({flight_name(result, d.worst_flight)}) takes {down(closest['required_speed_km_s'])} km/s"
            in said
        )
        if d.latest_flight is None:
            continue
        last = result.pair(i, d.latest_flight)["critical"]["launch_delay_s"]
        assert last == critical["launch_delay_s"]
        whose = "that flight's launch"
        if d.latest_flight != d.worst_flight:
            apart += 1
            whose = f"the launch of another ({flight_name(result, d.latest_flight)})"
        assert f"later than {up(last)} s after {whose}, " in said
    assert apart > 2
    summary = result.summaries()["deployments"]
    for i, d in enumerate(result.deployments):
        for key, flight in (("worst", d.worst_flight), ("latest", d.latest_flight)):
            if flight is None:
                assert summary[i][key] is None
            else:
                assert summary[i][key]["critical"] == result.pair(i, flight)["critical"]
