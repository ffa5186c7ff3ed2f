"""The contract between the page and the server, over real sockets."""

from __future__ import annotations

import json
import re

import httpx
import pytest

import reassure
from reassure.scenario import Scenario
from reassure.scenario.reader import fingerprint, parse
from reassure.scenario.resolve import resolve
from reassure.words.shares import percent
from tests.web.conftest import HOSTILE

FAST = {"scenario": "file", "deployment": "fast", "base": "kozelsk"}


def test_the_page_names_what_it_opens_and_may_ask_only_its_own_server(client: httpx.Client) -> None:
    """Nothing else is let in, and nothing is kept."""
    reply = client.get("/")
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/html")
    assert '<meta name="reassure-live" content="file">' in reply.text
    assert 'id="reassure-view"' not in reply.text
    assert HOSTILE not in reply.text
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    written = re.search(r'Content-Security-Policy" content="([^"]+)"', reply.text)
    assert written
    assert policy.startswith(written[1])
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/atlas.json", "/api/scenarios", "/nothing"])
def test_every_reply_forbids_guessing_and_referring(client: httpx.Client, path: str) -> None:
    """Also those that say no; and no other page may read any."""
    reply = client.get(path, headers={"origin": "http://elsewhere.example"})
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert not [name for name in reply.headers if name.startswith("access-control-")]
    assert "server" not in reply.headers


def test_the_atlas_is_fetched_once(client: httpx.Client) -> None:
    """By its tag."""
    reply = client.get("/atlas.json")
    assert reply.json()["type"] == "Topology"
    again = client.get("/atlas.json", headers={"if-none-match": reply.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/atlas.json", headers={"if-none-match": '"other"'}).status_code == 200


def test_scenarios_the_file_first(client: httpx.Client) -> None:
    """Then every preset; a title is data."""
    rows = client.get("/api/scenarios").json()
    assert rows[0] == {"name": "file", "title": HOSTILE}
    assert [r["name"] for r in rows[1:]] == reassure.preset_names()
    assert all(set(r) == {"name", "title"} for r in rows)


def test_kits(client: httpx.Client) -> None:
    """What a page needs to answer itself: the scenario as written, the catalogue, the points of areas."""
    for row in client.get("/api/scenarios").json():
        held = client.get(f"/api/scenarios/{row['name']}").json()
        assert (held["name"], held["scenario"]["title"]) == (row["name"], row["title"])
    held = client.get("/api/scenarios/europe-2012").json()
    assert held["format"] == "reassure-kit/1"
    again = Scenario.model_validate(held["scenario"])
    assert fingerprint(again) == fingerprint(reassure.load("europe-2012"))
    assert held["catalogue"]["kozelsk"]["table"] == "base"
    # Every area of the scenario goes along as the points that stand for it.
    question = resolve(reassure.load("europe-2012"))
    ships = next(b for b in question.batteries if b.id == "phase-3-baltic-sea")
    points = [v for p in ships.points for v in (p.latitude_deg, p.longitude_deg)]
    assert held["samples"]["baltic-sea@100"] == points


def test_an_answer(client: httpx.Client) -> None:
    """A view and the state, a time, and the same again from what was kept."""
    body = {**FAST, "burnout_speed_km_s": 7.25, "site": [52, 21.5], "divert_km_s": None}
    first = client.post("/api/answer", json=body)
    assert first.status_code == 200, first.text
    shown = first.json()
    assert shown["format"] == "reassure-view/1"
    assert shown["state"] == {**FAST, "burnout_speed_km_s": 7.25, "site": [52.0, 21.5]}
    assert shown["flights"]["bases"] == ["kozelsk"]
    assert [d["id"] for d in shown["deployments"]] == ["fast-at-52-0-n-21-5-e"]
    assert shown["title"].startswith(
        f"{HOSTILE}; changed by hand: burnout speed 7.25 km/s instead of 8, site 52.0 N 21.5 E"
    )
    assert shown["curves"][0]["flights"] == 2
    assert re.fullmatch(r"(\w+;dur=\d+\.\d, )+total;dur=\d+\.\d", first.headers["server-timing"])
    assert first.headers["cache-control"] == "no-store"
    assert first.headers["content-type"] == "application/json"
    again = client.post("/api/answer", json=shown["state"])
    assert again.content == first.content
    assert again.headers["server-timing"].startswith("kept;")


def test_all_bases_and_one_shape(client: httpx.Client) -> None:
    """Null, or not there, is every base."""
    every = client.post("/api/answer", json={"scenario": "file", "deployment": "fast"}).json()
    assert every["flights"]["bases"] == ["kozelsk", "uzhur"]
    assert every["state"]["base"] is None
    shape = client.post("/api/answer", json={**FAST, "flight_time_ratio": 1.1}).json()
    assert [s["ratio"] for s in shape["flights"]["shapes"]] == [1.1]


def test_figures_as_limits(client: httpx.Client) -> None:
    """Slow enough is proved, and what it costs is said; ships in an area are refused in one line."""
    body = {
        "scenario": "europe-2012",
        "deployment": "phase-3-redzikowo",
        "base": "uzhur",
        "burnout_speed_km_s": 3.0,
    }
    reply = client.post("/api/limits", json=body).json()
    words = reply["words"]
    assert (reply["proved"], reply["open"]) == (["uzhur"], [])
    assert (reply["least_warheads_engaged"], reply["most_warheads_engaged"]) == (0.0, 0.0)
    kept, planned = reply["kept_share_protected"], reply["planned_share_protected"]
    assert 0.0 < kept <= planned <= 1.0
    assert (
        f"{percent(planned)} as in the scenario, {percent(kept)} held to these figures."
        in words[-1]
    )
    assert words[0] == "Held to these figures it is proved out of reach of Uzhur."
    assert (
        "What its number is worth against Uzhur: with 24 interceptors, none of 0 to 580 accountable warheads could be engaged."
        in words
    )
    assert words[-1].startswith(
        "What it could protect of Western Europe against the intermediate-range missile"
    )
    fast = {**body, "base": "kozelsk", "burnout_speed_km_s": 8.0, "interceptors": 12}
    words = client.post("/api/limits", json=fast).json()["words"]
    assert any(
        w.startswith(
            "What its number is worth against Kozelsk: with 12 interceptors, one on each flight, the bound"
        )
        for w in words
    )
    ships = {"scenario": "europe-2012", "deployment": "phase-3-baltic-sea", "base": "uzhur"}
    refused = client.post("/api/limits", json=ships)
    assert refused.status_code == 422
    assert "allowed: a deployment at a site" in refused.text


@pytest.mark.parametrize("kind", ["toml", "json", "csv", "report"])
def test_downloads(client: httpx.Client, kind: str) -> None:
    """A file with a name; what the scenario calls itself is text in each."""
    body = {**FAST, "burnout_speed_km_s": 7.25}
    reply = client.post(f"/api/download/{kind}", json=body)
    assert reply.status_code == 200, reply.text
    end = "html" if kind == "report" else kind
    assert reply.headers["content-disposition"] == f'attachment; filename="file-fast-kozelsk.{end}"'
    sha256 = client.post("/api/answer", json=body).json()["sha256"]
    if kind == "toml":
        again = parse(reply.content, "again")
        assert fingerprint(again) == sha256
        assert again.title == f"{HOSTILE}; changed by hand: burnout speed 7.25 km/s instead of 8"
        assert reassure.assess(again).deployments[0].burnout_speed_km_s == 7.25
    elif kind == "json":
        assert json.loads(reply.content)["scenario"] == {
            "title": f"{HOSTILE}; changed by hand: burnout speed 7.25 km/s instead of 8",
            "sha256": sha256,
        }
    elif kind == "csv":
        assert sha256 in reply.text.splitlines()[0]
    else:
        assert reply.headers["content-type"].startswith("text/html")
        assert "<script>alert" not in reply.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;&amp;amp;" in reply.text


def test_a_figure_of_the_scenario_can_come_back(client: httpx.Client) -> None:
    """Also one beyond the usual limits."""
    body = {**FAST, "deployment": "late", "launch_delay_s": 7000}
    assert client.post("/api/answer", json=body).status_code == 200


def test_flights_that_do_not_exist_are_said(client: httpx.Client) -> None:
    """As in a file."""
    missing = client.post("/api/answer", json=FAST).json()["missing"]
    assert [(m["aim"], m["flight_time_ratio"], m["count"]) for m in missing] == [
        ("near", 0.9, 1),
        ("near", 1.0, 1),
    ]


@pytest.mark.parametrize(
    "path",
    ["/", "/atlas.json", "/atlas-coarse.json", "/api/scenarios", "/api/scenarios/file", "/openapi.json", "/nothing"],
)  # fmt: skip
def test_head_answers_as_get_does_without_a_body(client: httpx.Client, path: str) -> None:
    """Status and headers the same, nothing after them; where only POST is answered it says so."""
    got, head = client.get(path), client.head(path)
    assert head.status_code == got.status_code
    assert head.content == b""
    assert {k: v for k, v in head.headers.items() if k != "date"} == {
        k: v for k, v in got.headers.items() if k not in ("date", "content-encoding")
    }
    refused = client.head("/api/answer")
    assert (refused.status_code, refused.content) == (405, b"")
    assert "POST" in refused.headers["allow"]
