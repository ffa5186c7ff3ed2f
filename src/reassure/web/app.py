"""The server's addresses: what is asked at each, and what comes back."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from copy import deepcopy
from functools import cache, partial
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from reassure.answers.assessment import Assessment
from reassure.answers.schema import answer_schema
from reassure.errors import InputError, ScenarioError
from reassure.report.html.kit import kit
from reassure.report.html.page import ATLASES, atlas, live_page, live_policy
from reassure.report.html.view import View
from reassure.scenario import Scenario, load
from reassure.scenario.complaint import complain, printable, shown
from reassure.scenario.hand_limits import FIGURES
from reassure.web.answer import FILES, Reply, Worth, answer, as_limits, file_of, warm
from reassure.web.guard import refusal
from reassure.web.move import Move
from reassure.web.queue import AnswerQueue, Busy, Gone

__all__ = ["application"]

NO_STORE = {"cache-control": "no-store"}
"""Answers are not for a cache: the same address gives another answer to each body."""
_RETRY = {"retry-after": "2"}
_REFUSED: dict[int | str, dict[str, Any]] = {
    code: {"description": words, "content": {"application/json": {"schema": {"type": "object"}}}}
    for code, words in {
        400: "not JSON", 413: "too large", 415: "not said to be JSON", 422: "does not fit; one line says where",
        503: "busy; Retry-After says when to ask again",
    }.items()
}  # fmt: skip


def _replies(schema: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """What a request gets, for OpenAPI."""
    found = {"description": "the answer", "content": {"application/json": {"schema": schema}}}
    return {200: found, **_REFUSED}


def _files() -> dict[int | str, dict[str, Any]]:
    """What a request for a file gets, for OpenAPI."""
    kinds: dict[str, Any] = {f.media_type: {"schema": {"type": "string"}} for f in FILES.values()}
    kinds[FILES["json"].media_type] = {"schema": answer_schema(Assessment)}
    return {200: {"description": "the file", "content": kinds}, 404: _REFUSED[422], **_REFUSED}


Say = Callable[[str], None]
"""Takes a line for whoever started the server."""


def application(
    scenarios: Mapping[str, Scenario],
    first: str,
    queue: AnswerQueue,
    say: Say = lambda line: None,
) -> FastAPI:
    """The explorer of some scenarios, by name, without its guard. `first`: the one that the page opens with.

    When it starts it loads the kernels in the background; `say` takes the lines that tell so.
    """
    app = FastAPI(
        title="Reassure explorer", version=version("reassure"), docs_url=None, redoc_url=None, lifespan=_warmed(queue, say), redirect_slashes=False,
    )  # fmt: skip
    _refuse_politely(app)
    for name in ATLASES:
        _serve_atlas(app, name)
    _serve_scenarios(app, scenarios, first)
    _serve_answers(app, scenarios, queue)
    return app


def _warmed(queue: AnswerQueue, say: Say) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """What happens while the server lives: it loads the kernels first, beside the questions that wait."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        async def get_ready() -> None:
            await queue.open(lambda: warm(load("europe-2012")))
            say("Ready.")

        say("Loading kernels (compiled on the first use, some 60 s); questions wait until then.")
        getting_ready = asyncio.create_task(get_ready())
        yield
        getting_ready.cancel()

    return life


def _serve_scenarios(app: FastAPI, scenarios: Mapping[str, Scenario], first: str) -> None:
    """The page, and what it can be asked about."""

    # Worked out once: scenarios do not change while the server lives.
    @cache
    def held(name: str) -> dict[str, Any]:
        return kit(scenarios[name], name)

    @app.get("/", response_class=Response, summary="The page")
    async def page() -> Response:
        # The page cannot be framed.
        policy = {"content-security-policy": f"{live_policy()}; frame-ancestors 'none'"}
        return Response(live_page(first), media_type="text/html", headers=NO_STORE | policy)

    @app.get("/api/scenarios", summary="All scenarios")
    async def listing() -> Response:
        rows = [{"name": name, "title": s.title} for name, s in scenarios.items()]
        return JSONResponse(rows, headers=NO_STORE)

    @app.get(
        "/api/scenarios/{name}", summary="What a scenario holds", responses={404: _REFUSED[422]}
    )
    async def scenario(name: str) -> Response:
        if name not in scenarios:
            raise HTTPException(404, _no_such(name, scenarios))
        return JSONResponse(held(name), headers=NO_STORE)


def _serve_answers(app: FastAPI, scenarios: Mapping[str, Scenario], queue: AnswerQueue) -> None:
    """Answers to moves, for the page and as files."""
    body = {"requestBody": {"required": True, "content": {"application/json": _body(scenarios)}}}
    view = deepcopy(answer_schema(View))
    view["properties"]["state"] = {
        "type": "object", "description": "The move as it was understood: the same body again gives the same answer.",
    }  # fmt: skip

    @app.post("/api/answer", summary="An answer", responses=_replies(view), openapi_extra=body)
    async def ask(request: Request) -> Response:
        begin = time.perf_counter()
        asked = await _move(request)
        held = _held(asked, scenarios)
        found: Reply
        found, kept = await queue.ask(asked, partial(answer, held, asked), partial(_left, request))
        # For Server-Timing: an answer that was kept took no work, and what is left of the time went by in the queue.
        took = {"kept": 0.0} if kept else found.took_ms
        total = 1e3 * (time.perf_counter() - begin)
        spent = {**took, "queue": max(0.0, total - sum(took.values())), "total": total}
        timing = ", ".join(f"{name};dur={ms:.1f}" for name, ms in spent.items())
        headers = {**NO_STORE, "server-timing": timing}
        return Response(found.text, media_type="application/json", headers=headers)

    @app.post(
        "/api/limits",
        summary="What a move is worth as limits",
        responses=_replies(answer_schema(Worth)),
        openapi_extra=body,
    )
    async def worth(request: Request) -> Response:
        asked = await _move(request)
        held = _held(asked, scenarios)
        work = partial(as_limits, held, asked)
        text, _ = await queue.ask(("limits", asked), work, partial(_left, request))
        return Response(text, media_type="application/json", headers=NO_STORE)

    @app.post(
        "/api/download/{kind}",
        summary=f"A file: {', '.join(FILES)}",
        responses=_files(),
        openapi_extra=body,
    )
    async def download(kind: str, request: Request) -> Response:
        if kind not in FILES:
            raise HTTPException(404, f"no download {shown(kind)}; allowed: {', '.join(FILES)}")
        asked = await _move(request)
        held = _held(asked, scenarios)
        work = partial(file_of, kind, held, asked)
        # A file is asked for once, and may be large: not kept.
        (name, content), _ = await queue.ask(
            (kind, asked), work, partial(_left, request), keep=False
        )
        headers = {**NO_STORE, "content-disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type=FILES[kind].media_type, headers=headers)


def _serve_atlas(app: FastAPI, name: str) -> None:
    coasts = atlas(name)
    # A strong ETag (RFC 9110): the same bytes have the same tag.
    tag = f'"{hashlib.sha256(coasts).hexdigest()[:32]}"'

    @app.get(f"/{name}.json", response_class=Response, summary="Coast lines and borders")
    async def borders(request: Request) -> Response:
        headers = {"etag": tag, "cache-control": "max-age=86400"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(coasts, media_type="application/json", headers=headers)


async def _move(request: Request) -> Move:
    """The body as a move. ScenarioError where it does not fit, in one line; HTTPException where it is no JSON."""
    kind = request.headers.get("content-type", "")
    # A page elsewhere can send a form without asking first, but no JSON (CORS): so only JSON is taken.
    if kind.partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, f"Content-Type: {shown(kind)}; allowed: application/json")
    # A small packed body may be a large one: none is unpacked.
    coding = request.headers.get("content-encoding", "identity")
    if coding.strip().lower() != "identity":
        raise HTTPException(415, f"Content-Encoding: {shown(coding)}; allowed: none")
    try:
        return Move.model_validate_json(await request.body())
    except ValidationError as error:
        problem = error.errors(include_url=False, include_context=False, include_input=False)[0]
        if problem["type"] == "json_invalid":
            raise HTTPException(400, f"body: not JSON: {printable(problem['msg'])}") from None
        raise ScenarioError(complain(error, "body", "")) from None


def _held(asked: Move, scenarios: Mapping[str, Scenario]) -> Scenario:
    if asked.scenario not in scenarios:
        raise ScenarioError(f"scenario: {_no_such(asked.scenario, scenarios)}")
    return scenarios[asked.scenario]


def _no_such(name: str, scenarios: Mapping[str, Scenario]) -> str:
    return f"no scenario {shown(name)}; allowed: {', '.join(scenarios)}"


async def _left(request: Request) -> None:
    """Returns when the client has gone."""
    # The body is read by then: what comes next from the client is that it leaves.
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _body(scenarios: Mapping[str, Scenario]) -> dict[str, Any]:
    """The body for OpenAPI: the schema of a move with the scenarios' names and the limits of figures, and an example."""
    schema = Move.model_json_schema()
    schema["properties"]["scenario"]["enum"] = list(scenarios)
    for name, (low, high) in FIGURES.items():
        # Optional figures are anyOf [number, null]: limits are of the number.
        schema["properties"][name]["anyOf"][0] |= {"minimum": low, "maximum": high}
    name, scenario = next(iter(scenarios.items()))
    small = {"scenario": name, "deployment": scenario.deployment[0].id, "flight_time_ratio": 1.0}
    return {"schema": schema, "examples": {"small": {"value": small}}}


def _refuse_politely(app: FastAPI) -> None:
    def reply(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
        status, fields, body = refusal(status, detail, headers)
        out = Response(body, status)
        out.raw_headers = fields
        return out

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        where = shown(request.url.path)
        # Starlette's own words where no route fits; others are this module's.
        if error.detail == "Not Found":
            return reply(404, f"nothing at {where}; allowed: what /openapi.json lists")
        if error.status_code == 405:
            allowed = (error.headers or {}).get("Allow", "another method")
            said = f"{shown(request.method)} at {where}; allowed: {allowed}"
            return reply(405, said, error.headers)
        return reply(error.status_code, printable(str(error.detail)), error.headers)

    @app.exception_handler(InputError)
    async def wrong(request: Request, error: InputError) -> Response:
        return reply(422, _one_line(str(error)))

    @app.exception_handler(Busy)
    async def busy(request: Request, error: Busy) -> Response:
        return reply(503, str(error), _RETRY)

    @app.exception_handler(Gone)
    async def gone(request: Request, error: Gone) -> Response:
        # 499 is no standard code (nginx: client closed request); nobody is there to read it.
        return reply(499, "nobody is there to hear the answer")

    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> Response:
        return reply(500, "a fault of this program; what it was stands where it was started")


def _one_line(text: str) -> str:
    """Without control characters, and cut: an error names what was sent."""
    return "".join(c if c.isprintable() else "?" for c in text)[:2000]
