"""Reading accounts costs a fixed number of statements, however many people there are."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import pytest
from sqlmodel import select

from careops.accounts import actions as accounts
from careops.accounts import queries
from careops.accounts.models import User
from careops.accounts.queries.identity import WhichWorkspace
from careops.accounts.rules import passwords, signing_in
from careops.core import db, ratelimit
from careops.core.actor import Actor, Permission, Role, Source
from careops.core.clock import now
from careops.core.errors import Forbidden, NotFound, TooMany, Unauthorized, Unavailable
from careops.core.settings import settings
from tests import cast


def ask(actor: Actor | None, query: Callable[..., Any], **arguments: Any) -> Any:
    with db.reading(actor) as session:
        return query(session, actor, **arguments)


def test_who_somebody_is_takes_one_statement(ana: Actor, statements: list[str]) -> None:
    device, tokens = cast.entered(cast.ANA), cast.tokens(cast.ANA)
    statements.clear()
    assert ask(None, queries.actor_for_token, token=device.token).email == cast.ANA
    assert len(statements) == 1
    statements.clear()
    assert ask(None, queries.actor_for_access, access=tokens.access_token, workspace="salon-ana").email == cast.ANA
    assert len(statements) == 1


def test_nobody_is_nobody(ana: Actor) -> None:
    for token in ("", "x", "\ud800", "A" * 5000, cast.tokens(cast.ANA).access_token):
        assert ask(None, queries.actor_for_token, token=token) is None
    with pytest.raises(Unauthorized):
        ask(None, queries.actor_for_access)


def test_a_cookie_is_no_access_token_and_the_other_way_round(ana: Actor) -> None:
    device, tokens = cast.entered(cast.ANA), cast.tokens(cast.ANA)
    for wrong in (device.token, tokens.refresh_token):
        with pytest.raises(Unauthorized):
            ask(None, queries.actor_for_access, access=wrong)
    assert ask(None, queries.actor_for_access, cookie=device.token).source is Source.api


def test_a_member_of_several_workspaces_names_one(ana: Actor, stranger: Actor) -> None:
    with db.transaction(ana) as session:
        second = accounts.create_workspace(session, ana, name="Second")
    access = cast.tokens(cast.ANA).access_token
    with pytest.raises(WhichWorkspace):
        ask(None, queries.actor_for_access, access=access)
    for named in (str(second.id), "second"):
        assert ask(None, queries.actor_for_access, access=access, workspace=named).workspace_id == second.id
    for foreign in (str(stranger.workspace_id), "stone-bikes", "nowhere", "'"):
        with pytest.raises(NotFound):
            ask(None, queries.actor_for_access, access=access, workspace=foreign)
    assert ask(None, queries.actor_for_access, access=access, must=False).workspace_id is None


def test_the_team_is_read_in_one_statement(ana: Actor, statements: list[str]) -> None:
    statements.clear()
    assert len(ask(ana, queries.members)) == 1
    one = len(statements)
    cast.joined(ana, "Mia", cast.MIA, Role.manager)
    cast.joined(ana, "Ben", cast.BEN, Role.staff)
    statements.clear()
    assert [m.name for m in ask(ana, queries.members)] == ["Ana Alves", "Ben", "Mia"]
    assert len(statements) == one == 1


def test_invitations_are_read_in_one_statement_by_those_who_may(ana: Actor, ben: Actor, stranger: Actor, statements: list[str]) -> None:
    for n in range(3):
        cast.invited(ana, f"new{n}@example.com", Role.staff)
    statements.clear()
    waiting = ask(ana, queries.invitations)
    assert [(w.email, w.invited_by) for w in waiting] == [(f"new{n}@example.com", "Ana Alves") for n in (2, 1, 0)]
    assert len(statements) == 1
    assert ask(stranger, queries.invitations) == []
    with pytest.raises(Forbidden):
        ask(ben, queries.invitations)


def test_a_stranger_sees_no_member(ana: Actor, stranger: Actor) -> None:
    with pytest.raises(NotFound):
        ask(stranger, queries.member, member_id=ana.member_id)
    with pytest.raises(Forbidden):
        ask(Actor.customer(ana.workspace), queries.members)


def test_a_person_sees_their_workspaces_and_rights(ana: Actor, ben: Actor) -> None:
    me = ask(ben, queries.me)
    assert (me.user.email, me.role, [w.slug for w in me.workspaces]) == (cast.BEN, Role.staff, ["salon-ana"])
    assert Permission.inbox in me.permissions
    assert Permission.settings not in me.permissions


def test_a_link_in_a_mail_is_under_our_own_address_and_always_the_same(ana: Actor) -> None:
    for kind in ("verify", "reset", "invite"):
        link = ask(None, queries.mail_link, kind=kind, id=ana.workspace)
        assert link.startswith(f"{settings.base_url}/{kind}/")
        assert link == ask(None, queries.mail_link, kind=kind, id=ana.workspace)


# ── how often ────────────────────────────────────────────


def guess(email: str, password: str, address: str = "198.51.100.9", device: str = "") -> Any:
    return ask(None, queries.proven, email=email, password=password, address=address, device=device)


@pytest.mark.usefixtures("limits")
def test_guessing_is_slowed_for_known_and_unknown_accounts_alike(ana: Actor) -> None:
    seen = {email: [outcome(email) for _ in range(15)] for email in (cast.ANA, "nobody@example.com")}
    assert seen[cast.ANA] == seen["nobody@example.com"]
    assert seen[cast.ANA][-1] is TooMany
    with pytest.raises(TooMany):  # the right password does not help a stranger's network any more
        guess(cast.ANA, cast.PASSWORD)


def outcome(email: str, address: str = "198.51.100.9") -> type[Exception]:
    try:
        guess(email, "not the password", address)
    except Exception as refusal:
        return type(refusal)
    raise AssertionError("it was the password")


@pytest.mark.usefixtures("limits")
def test_a_thousand_guesses_from_everywhere_do_not_lock_the_owner_out(ana: Actor) -> None:
    tried = [outcome(cast.ANA, f"198.51.{n % 250}.{n // 250}") for n in range(1000)]
    assert sum(t is not TooMany for t in tried) <= 20
    assert guess(cast.ANA, cast.PASSWORD, address=cast.HOME).usual  # from the network where she signed in before


@pytest.mark.usefixtures("limits")
def test_a_known_device_gets_in_even_from_the_attackers_network(ana: Actor) -> None:
    with db.reading() as session:
        from_home = queries.proven(session, email=cast.ANA, password=cast.PASSWORD, address=cast.HOME)
    mark = device_mark(from_home.email_key)
    for _ in range(50):
        outcome(cast.ANA)
    with pytest.raises(TooMany):
        guess(cast.ANA, cast.PASSWORD)
    assert guess(cast.ANA, cast.PASSWORD, device=mark).usual
    outcomes = {outcome(cast.SAM, "198.51.100.10") for _ in range(20)}
    assert TooMany in outcomes
    with pytest.raises(TooMany):  # the mark is for her account only
        guess(cast.SAM, cast.PASSWORD, "198.51.100.10", device=mark)


def device_mark(email_key: str) -> str:
    return signing_in.device_mark(email_key, now())


@pytest.mark.usefixtures("limits")
def test_one_password_on_many_accounts_is_slowed_by_network(ana: Actor) -> None:
    tried = [outcome(f"person{n}@example.com") for n in range(100)]
    assert sum(t is not TooMany for t in tried) <= 40
    guess(cast.ANA, cast.PASSWORD, address="203.0.113.50")
    assert outcome("person101@example.com") is TooMany


@pytest.mark.usefixtures("limits")
def test_without_its_store_the_limit_lets_nobody_in(ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "redis_url", "redis://127.0.0.1:1/0")
    ratelimit._limiter.cache_clear()
    try:
        with pytest.raises(Unavailable):
            guess(cast.ANA, cast.PASSWORD)
    finally:
        ratelimit._limiter.cache_clear()


def test_an_unknown_address_costs_as_much_as_a_wrong_password(ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dummy hash at the same cost is looked at, so that time tells nothing; both take the same work, interleaved."""
    monkeypatch.setattr(settings, "password_cost", 8)
    with db.transaction() as session:
        session.exec(select(User)).one().password_hash = passwords.hashed(cast.PASSWORD)
    outcome("warm@example.com")
    spent: dict[str, list[float]] = {cast.ANA: [], "nobody@example.com": []}
    for _ in range(25):
        for email, times in spent.items():
            before = perf_counter()
            outcome(email)
            times.append(perf_counter() - before)
    known, unknown = (min(times) for times in spent.values())  # other work beside it only ever adds
    assert abs(known - unknown) < 0.005


@pytest.mark.usefixtures("both_engines")
@pytest.mark.parametrize("word", ["\0", "salon-ana\0", "salön-ana", "\ud800", ""])
def test_what_is_no_address_word_is_nobodys_on_either_engine(ana: Actor, word: str) -> None:
    assert ask(None, queries.workspace_by_slug, slug="salon-ana").name == "Salon Ana"
    with pytest.raises(NotFound):
        ask(None, queries.workspace_by_slug, slug=word)
