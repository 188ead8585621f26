"""Who may call an endpoint, and how one is answered: the policy is an object that a test can find on the route."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Lock
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic_core import to_json
from sqlmodel import Session

from careops.accounts import actions as accounts
from careops.accounts import queries
from careops.accounts.actions.replies import StillRunning
from careops.accounts.schemas import Stored
from careops.core import ratelimit
from careops.core.actor import Actor, Permission
from careops.core.crypto import token_hash
from careops.core.db import reading, transaction
from careops.core.errors import Forbidden, Invalid, Unauthorized
from careops.core.http import COOKIE, same_origin

T = TypeVar("T")

PER_CLIENT = "1200/minute"
SAFE = {"GET", "HEAD", "OPTIONS"}

Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False, description="An access token"))]
InWorkspace = Annotated[str | None, Header(alias="X-Workspace", max_length=60, description="Id or address word of the workspace")]


class ForeignOrigin(Forbidden):
    code, says = "foreign_origin", "The app's cookie changes things from the app's own pages only"


# ── who ──────────────────────────────────────────────────


class Member:
    """The policy of a route for members of a workspace; with a permission, for those who have it."""

    def __init__(self, permission: Permission | None) -> None:
        self.permission = permission
        self.policy = f"member:{permission.value}" if permission else "member"

    def __call__(self, request: Request, response: Response, bearer: Bearer, workspace: InWorkspace = None) -> Actor:
        """The member who asks."""
        actor = _counted(request, response, _who(request, bearer, workspace, must=True))
        if self.permission:
            actor.require(self.permission)
        return actor


class Person:
    """The policy of a route for anybody signed in, in a workspace or not."""

    policy = "person"

    def __call__(self, request: Request, response: Response, bearer: Bearer, workspace: InWorkspace = None) -> Actor:
        """The person who asks."""
        return _counted(request, response, _who(request, bearer, workspace, must=False))


class Perhaps:
    """The policy of a public route that is something else for whoever is signed in."""

    policy = "public"

    def __call__(self, request: Request, bearer: Bearer) -> Actor | None:
        """The person who asks, if they say who they are."""
        try:
            return _who(request, bearer, None, must=False)
        except Unauthorized:
            if bearer:
                raise
            return None


def member(permission: Permission | None = None) -> Member:
    """Declares a route for members (with that permission); the dependency gives the Actor."""
    return Member(permission)


person = Person()


def _who(request: Request, bearer: HTTPAuthorizationCredentials | None, workspace: str | None, *, must: bool) -> Actor:
    cookie = request.cookies.get(COOKIE, "")
    if not bearer and cookie and request.method not in SAFE and not ("origin" in request.headers and same_origin(request.headers)):
        raise ForeignOrigin
    with reading() as db:
        return queries.actor_for_access(
            db, access=bearer.credentials if bearer else "", cookie=cookie, workspace=workspace or None, must=must
        )


def _counted(request: Request, response: Response, actor: Actor) -> Actor:
    left = ratelimit.check(PER_CLIENT, "client", str(actor.sign_in_id))
    request.state.limit_headers = left.headers
    response.headers.update(left.headers)
    return actor


# ── answers ──────────────────────────────────────────────


Finding = Callable[[Session], Actor]  # who acts, looked up in the very session that will act: spares a public door one of its own


@contextmanager
def _entered(opened: Callable[[Actor | None], AbstractContextManager[Session]], who: Actor | Finding) -> Iterator[tuple[Session, Actor]]:
    known = who if isinstance(who, Actor) else None
    with opened(known) as db:
        yield db, who if isinstance(who, Actor) else who(db)


def ask(who: Actor | Finding, query: Callable[..., T], /, **arguments: Any) -> T:
    """One query, in a session of its own."""
    with _entered(reading, who) as (db, actor):
        return query(db, actor, **arguments)


def post(request: Request, who: Actor | Finding, action: Callable[..., Any], /, *, status: int = 201, **arguments: Any) -> Response:
    """Runs an action that creates, in one transaction. With an Idempotency-Key the first answer is kept in that same transaction
    and given again to every repetition for a day: nothing is created twice."""
    key = request.headers.get("idempotency-key")
    if key is None:
        with _entered(transaction, who) as (db, actor):
            row = action(db, actor, **arguments)
        return _answer(request, to_json(row), status)
    if not re.fullmatch(r"[\x20-\x7e]{1,255}", key):
        raise Invalid.field("Idempotency-Key", "Give 1 to 255 plain characters")
    with _entered(reading, who) as (_, actor):  # the key is somebody's: they are known before anything waits for it
        pass
    asked = token_hash(f"{request.method} {request.url.path} {to_json(arguments, fallback=str).decode()}")
    with _alone(actor, key), transaction(actor) as db:
        if before := accounts.stored_reply(db, actor, key=key, asked=asked):
            return _answer(request, before.body.encode(), before.status, {"Idempotency-Replayed": "true"})
        body = to_json(action(db, actor, **arguments))
        accounts.keep_reply(db, actor, key=key, stored=Stored(asked=asked, status=status, body=body.decode()))
    return _answer(request, body, status)


def patch(request: Request, actor: Actor, action: Callable[..., Any], **arguments: Any) -> Response:
    """Runs an action that changes, in one transaction; the row's version becomes the answer's ETag."""
    with transaction(actor) as db:
        row = action(db, actor, **arguments)
    version = getattr(row, "version", None)
    return _answer(request, to_json(row), 200, {"ETag": f'"{version}"'} if version is not None else {})


def if_match(request: Request) -> int | None:
    """The version a client saw before it changes something; None when it does not say."""
    tag = request.headers.get("if-match", "*").removeprefix("W/").strip('" ')
    if tag == "*":
        return None
    if not re.fullmatch(r"[0-9]{1,9}", tag):
        raise Invalid.field("If-Match", "Give the version you saw, as in its ETag")
    return int(tag)


def _answer(request: Request, body: bytes, status: int, headers: dict[str, str] | None = None) -> Response:
    limits: dict[str, str] = getattr(request.state, "limit_headers", {})
    if status == 204:
        return Response(status_code=204, headers=limits | (headers or {}))
    return Response(body, status, limits | (headers or {}), media_type="application/json")


_running: set[tuple[object, ...]] = set()
_lock = Lock()


@contextmanager
def _alone(actor: Actor, key: str) -> Iterator[None]:
    """Nobody else in this process works on that key; between processes the database sees to it."""
    mine = (actor.workspace_id, actor.user_id, actor.contact_id, key)
    with _lock:
        if mine in _running:
            raise StillRunning
        _running.add(mine)
    try:
        yield
    finally:
        with _lock:
            _running.discard(mine)
