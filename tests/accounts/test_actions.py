"""What people do with accounts, on both engines: nothing is taken over, nothing is used twice, everything ended stays ended."""

import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from careops.accounts import actions as accounts
from careops.accounts import queries
from careops.accounts.actions.team import AlreadyMember
from careops.accounts.models import AccountToken, Invitation, Member, RefreshToken, SignIn, Status, User, Workspace
from careops.accounts.rules import passwords
from careops.accounts.rules.roles import AboveYou, LastOwner, NotYourself
from careops.accounts.rules.signing_in import AnotherPerson, LinkOver, SignInFirst, WrongCredentials
from careops.accounts.rules.slugs import SlugTaken
from careops.accounts.schemas import MemberRow
from careops.activity.models import Event
from careops.core import db
from careops.core.actor import PLATFORM, Actor, Permission, Role
from careops.core.clock import now
from careops.core.errors import Forbidden, Invalid, NotFound, Unauthorized
from tests import cast

pytestmark = pytest.mark.usefixtures("both_engines", "database")


def do(actor: Actor | None, action: Callable[..., Any], **arguments: Any) -> Any:
    with db.transaction(actor) as session:
        return action(session, actor, **arguments)


def facts(kind: str) -> list[Event]:
    with db.reading() as session, db.everywhere(session):
        return list(session.exec(select(Event).where(Event.kind == kind).order_by(col(Event.id))))


def count(table: type[Any]) -> int:
    with db.reading() as session, db.everywhere(session):
        return session.exec(select(func.count(col(table.id)))).one()


def user(email: str) -> User:
    with db.reading() as session:
        return session.exec(select(User).where(User.email == email)).one()


def register(email: str = "zoe@example.com", name: str = "Zoë", business: str = "") -> Any:
    return do(None, accounts.register, name=name, email=email, password_hash=cast.password_hash(), business=business)


def reset_link(email: str) -> str:
    do(None, accounts.ask_reset, email=email)
    return link("reset", facts("account.reset_due")[-1].subject)


def link(kind: Any, id: UUID) -> str:
    with db.reading() as session:
        return queries.mail_link(session, kind=kind, id=id).rsplit("/", 1)[1]


# ── registering ──────────────────────────────────────────


def test_registering_makes_a_person_with_a_workspace_being_set_up() -> None:
    row = register()
    actor = cast.actor_of(cast.entered("zoe@example.com"))
    with db.reading(actor) as session:
        workspace = queries.workspace(session, actor)
    assert (row.verified, actor.role, actor.permissions) == (False, Role.owner, frozenset(Permission))
    assert (workspace.name, workspace.slug, workspace.status) == ("Zoë’s business", "zoes-business", Status.setup)


def test_a_second_registration_changes_nothing_but_writes_to_the_person() -> None:
    register()
    before = user("zoe@example.com")
    answer = do(None, accounts.register, name="Thief", email="ZOE@Example.com", password_hash=passwords.hashed("another password 77"))
    assert answer is None
    assert user("zoe@example.com") == before
    assert (count(User), count(Workspace), count(Member)) == (1, 1, 1)
    [told] = facts("account.already_registered")
    assert (told.workspace_id, told.data["address"], told.data["name"]) == (PLATFORM, "zoe@example.com", "Zoë")


def test_many_registrations_at_once_make_one_person() -> None:
    spellings = ["zoe@example.com", "Zoe@example.com", "ZOE@EXAMPLE.COM", "zoe@Example.com"]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda email: register(email), spellings))
    assert sum(row is not None for row in made) == 1
    assert (count(User), count(Workspace), len(facts("account.already_registered"))) == (1, 1, 3)


def test_businesses_of_one_name_get_address_words_of_their_own() -> None:
    for n in range(3):
        register(f"zoe{n}@example.com", business="Salon Zoë")
    with db.reading() as session:
        assert sorted(session.exec(select(Workspace.slug))) == ["salon-zoe", "salon-zoe-2", "salon-zoe-3"]


@pytest.mark.parametrize("name", ["محمد", "עמית", "👩‍👩‍👧‍👦 Family", "e" + "\u0301" * 50, "İstanbul", "Ἀθῆναι", "a\tb"])
def test_names_of_all_kinds_come_back_as_they_are(name: str) -> None:
    register(name=name)
    assert user("zoe@example.com").name == name
    assert unicodedata.is_normalized("NFC", user("zoe@example.com").email)


def test_a_further_workspace_is_ones_own(ana: Actor) -> None:
    made = do(ana, accounts.create_workspace, name="Second Salon", slug=None)
    with db.reading(ana) as session:
        assert [(w.name, w.role) for w in queries.workspaces_of(session, ana)] == [
            ("Salon Ana", Role.owner),
            ("Second Salon", Role.owner),
        ]
    with pytest.raises(SlugTaken):
        do(ana, accounts.create_workspace, name="Third", slug=made.slug)


def test_a_workspace_is_renamed_by_those_who_may(ana: Actor, ben: Actor, stranger: Actor) -> None:
    with db.reading(stranger) as session:
        taken = queries.workspace(session, stranger).slug
    with pytest.raises(Forbidden):
        do(ben, accounts.rename, name="Ben’s")
    with pytest.raises(SlugTaken):
        do(ana, accounts.rename, slug=taken)
    with pytest.raises(Invalid):
        do(ana, accounts.rename, slug="login")
    assert do(ana, accounts.rename, name="Ana & Co", slug="ana-and-co").slug == "ana-and-co"
    assert do(ana, accounts.set_status, status=Status.active).status == Status.active
    with db.reading() as session:
        assert queries.workspace_by_slug(session, slug="ana-and-co").name == "Ana & Co"
        with pytest.raises(NotFound):
            queries.workspace_by_slug(session, slug="salon-ana")


# ── signing in and out ───────────────────────────────────


def test_a_wrong_password_and_an_unknown_address_are_told_alike(ana: Actor) -> None:
    said = []
    for email, password in [(cast.ANA, "not the password"), ("nobody@example.com", cast.PASSWORD)]:
        with db.reading() as session, pytest.raises(WrongCredentials) as refusal:
            queries.proven(session, email=email, password=password, address=cast.HOME)
        said.append((refusal.value.status, refusal.value.code, refusal.value.message))
    assert said[0] == said[1]


def test_every_sign_in_gets_its_own_token_and_only_its_hash_is_kept(ana: Actor) -> None:
    first, second = cast.entered(cast.ANA), cast.entered(cast.ANA)
    assert first.token != second.token
    with db.reading() as session:
        kept = session.exec(select(SignIn.token_hash)).all()
    assert len(set(kept)) == len(kept) == 3
    assert not {first.token, second.token} & set(kept)


def test_signing_in_again_on_a_device_ends_what_was_there(ana: Actor) -> None:
    old = cast.entered(cast.ANA)
    do(None, accounts.sign_in, proof=cast.proof(cast.ANA), address=cast.HOME, instead=old.token)
    assert whose(old.token) is None


def whose(token: str) -> Actor | None:
    with db.reading() as session:
        return queries.actor_for_token(session, token=token)


def test_a_proof_of_an_old_password_is_worth_nothing(ana: Actor) -> None:
    proof = cast.proof(cast.ANA)
    do(ana, accounts.change_password, proof=proof, password_hash=passwords.hashed("a new one, quite long"))
    for action in (accounts.sign_in, accounts.sign_in_api):
        with pytest.raises(WrongCredentials):
            do(None, action, proof=proof, address=cast.HOME)


def test_a_new_password_ends_every_other_sign_in(ana: Actor) -> None:
    here, there, api = cast.entered(cast.ANA), cast.entered(cast.ANA), cast.tokens(cast.ANA)
    me = cast.actor_of(here)
    do(me, accounts.change_password, proof=cast.proof(cast.ANA), password_hash=passwords.hashed("a new one, quite long"))
    assert whose(here.token) == me
    assert whose(there.token) is None
    assert do(None, accounts.rotate, refresh_token=api.refresh_token) is None
    assert [f.workspace_id for f in facts("account.password_changed")] == [PLATFORM]


def test_an_idle_sign_in_is_over_after_14_days_a_used_one_after_60(ana: Actor) -> None:
    idle, used, start = cast.entered(cast.ANA), cast.entered(cast.ANA), now()
    for days in (10, 20, 30, 40, 50, 59):
        with time_machine.travel(start + timedelta(days=days), tick=False):
            assert (whose(idle.token) is not None) == (days < 14)
            do(None, accounts.stay, token=used.token)
            do(None, accounts.stay, token=idle.token) if days > 14 else None
            assert whose(used.token) is not None
    with time_machine.travel(start + timedelta(days=60, seconds=1), tick=False):
        assert whose(used.token) is None


def test_signing_out_ends_this_device_only(ana: Actor) -> None:
    here, there = cast.entered(cast.ANA), cast.entered(cast.ANA)
    do(cast.actor_of(here), accounts.sign_out)
    assert (whose(here.token), whose(there.token) is not None) == (None, True)


def test_one_ends_ones_own_sign_ins_and_nobody_elses(ana: Actor, stranger: Actor) -> None:
    here, there = cast.entered(cast.ANA), cast.entered(cast.ANA)
    me = cast.actor_of(here)
    with pytest.raises(NotFound):
        do(stranger, accounts.end_sign_in, sign_in_id=there.id)
    do(me, accounts.end_sign_in, sign_in_id=there.id)
    with pytest.raises(NotFound):
        do(me, accounts.end_sign_in, sign_in_id=there.id)
    do(me, accounts.end_others)
    with db.reading(me) as session:
        assert [(s.id, s.current) for s in queries.sign_ins(session, me)] == [(here.id, True)]
    assert whose(cast.entered(cast.SAM).token) is not None


def test_a_sign_in_from_a_new_place_is_told_the_person(ana: Actor) -> None:
    proof = cast.proof(cast.ANA).model_copy(update={"usual": False})
    do(None, accounts.sign_in, proof=proof, address="203.0.113.77", agent="Opera\0\n")
    [news] = facts("sign_in.new")
    assert (news.workspace_id, news.data["network"], news.data["agent"]) == (PLATFORM, "203.0.113.77", "Opera")


def test_switching_needs_a_membership(ana: Actor, stranger: Actor) -> None:
    second = do(ana, accounts.create_workspace, name="Second Salon")
    with pytest.raises(NotFound):
        do(ana, accounts.switch, workspace=stranger.workspace)
    device = cast.entered(cast.ANA)
    do(cast.actor_of(device), accounts.switch, workspace=second.id)
    assert cast.actor_of(device).workspace_id == second.id
    assert cast.entered(cast.ANA).workspace_id == second.id  # the next sign-in begins where the last one was


# ── the API's tokens ─────────────────────────────────────


def test_a_refresh_token_works_once_and_its_reuse_ends_the_family(ana: Actor) -> None:
    first = cast.tokens(cast.ANA)
    second = do(None, accounts.rotate, refresh_token=first.refresh_token)
    assert access(second.access_token).email == cast.ANA
    assert do(None, accounts.rotate, refresh_token=first.refresh_token) is None
    assert do(None, accounts.rotate, refresh_token=second.refresh_token) is None
    with pytest.raises(Unauthorized):
        access(second.access_token)
    assert len(facts("sign_in.token_reused")) == 1


def access(token: str, **more: Any) -> Actor:
    with db.reading() as session:
        return queries.actor_for_access(session, access=token, **more)


def test_of_20_refreshes_at_once_one_has_a_child(ana: Actor) -> None:
    tokens = cast.tokens(cast.ANA)
    with ThreadPoolExecutor(20) as pool:
        got = list(pool.map(lambda _: do(None, accounts.rotate, refresh_token=tokens.refresh_token), range(20)))
    assert sum(answer is not None for answer in got) == 1
    assert count(RefreshToken) == 2


def test_refresh_tokens_end_after_a_week_and_never_outlive_their_sign_in(ana: Actor) -> None:
    tokens, start = cast.tokens(cast.ANA), now()
    with time_machine.travel(start + timedelta(days=7, seconds=1), tick=False):
        assert do(None, accounts.rotate, refresh_token=tokens.refresh_token) is None
    for day in range(6, 60, 6):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            tokens = do(None, accounts.rotate, refresh_token=tokens.refresh_token)
    with time_machine.travel(start + timedelta(days=60, seconds=5), tick=False):
        assert do(None, accounts.rotate, refresh_token=tokens.refresh_token) is None


# ── mailed links ─────────────────────────────────────────


def test_a_verification_link_works_once(ana: Actor) -> None:
    [due] = facts("account.verification_due")
    token = link("verify", due.subject)
    assert (due.workspace_id, due.data["address"], token in str(due.data)) == (PLATFORM, cast.ANA, False)
    assert do(None, accounts.verify, token=token) == cast.ANA
    assert user(cast.ANA).verified_at is not None
    with pytest.raises(LinkOver):
        do(None, accounts.verify, token=token)
    do(ana, accounts.ask_verification)
    assert len(facts("account.verification_due")) == 1  # nothing is left to verify


def test_a_reset_ends_every_sign_in_and_every_other_link(ana: Actor) -> None:
    device, one, two = cast.entered(cast.ANA), reset_link(cast.ANA), reset_link(cast.ANA)
    new = passwords.hashed("a new one, quite long")
    assert do(None, accounts.reset_password, token=one, password_hash=new) == cast.ANA
    assert (user(cast.ANA).password_hash, whose(device.token)) == (new, None)
    for used in (one, two):
        with pytest.raises(LinkOver):
            do(None, accounts.reset_password, token=used, password_hash=passwords.hashed("the thief's own words"))
    assert user(cast.ANA).password_hash == new


def test_a_reset_link_ends_after_an_hour_and_is_no_other_link(ana: Actor) -> None:
    token = reset_link(cast.ANA)
    with pytest.raises(LinkOver):
        do(None, accounts.verify, token=token)
    with time_machine.travel(now() + timedelta(hours=1, seconds=1), tick=False), pytest.raises(LinkOver):
        do(None, accounts.reset_password, token=token, password_hash=cast.password_hash())


@pytest.mark.parametrize("forged", ["", "x", "A" * 43, "\0" * 43, "é" * 43, "../" * 14 + "x", "x" * 5000, "\ud800" * 43])
def test_a_forged_link_leads_nowhere(forged: str, ana: Actor) -> None:
    for action, more in ((accounts.verify, {}), (accounts.reset_password, {"password_hash": "x"}), (accounts.accept, {})):
        with pytest.raises(LinkOver):
            do(ana if action is accounts.accept else None, action, token=forged, **more)


def test_an_unknown_address_leaves_the_same_trace_but_no_letter(ana: Actor) -> None:
    do(None, accounts.ask_reset, email="nobody@example.com")
    assert (facts("account.reset_due"), count(AccountToken)) == ([], 2)


def test_one_link_used_by_many_at_once_works_for_one(ana: Actor) -> None:
    token = reset_link(cast.ANA)

    def use(n: int) -> bool:
        try:
            do(None, accounts.reset_password, token=token, password_hash=f"hash {n}")
        except LinkOver:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 1


# ── the team ─────────────────────────────────────────────


def test_an_invited_person_joins_verified_and_as_what_they_were_invited(ana: Actor) -> None:
    ben = cast.joined(ana, "Ben", cast.BEN, Role.staff, [Permission.inbox, Permission.reports])
    assert (ben.workspace_id, ben.role, ben.permissions) == (ana.workspace_id, Role.staff, {Permission.inbox, Permission.reports})
    assert user(cast.BEN).verified_at is not None
    [mail] = facts("account.invited")
    assert (mail.workspace_id, mail.data["business"], mail.data["inviter"]) == (PLATFORM, "Salon Ana", "Ana Alves")
    assert [f.workspace_id for f in facts("member.invited")] == [ana.workspace_id]
    assert [f.data["name"] for f in facts("member.joined") if f.workspace_id == ana.workspace_id] == ["Ana Alves", "Ben"]


def test_an_invitation_never_touches_an_account_that_is_there(ana: Actor, stranger: Actor) -> None:
    token, before = cast.invited(ana, cast.SAM, Role.staff), user(cast.SAM)
    with pytest.raises(SignInFirst):
        do(None, accounts.join, token=token, name="Thief", password_hash=passwords.hashed("the thief's own words"), address=cast.HOME)
    with pytest.raises(SignInFirst):
        do(None, accounts.accept, token=token)
    with pytest.raises(AnotherPerson):
        do(ana, accounts.accept, token=token)
    assert user(cast.SAM) == before
    assert do(stranger, accounts.accept, token=token) == ana.workspace_id
    assert user(cast.SAM).password_hash == before.password_hash
    with pytest.raises(LinkOver):
        do(stranger, accounts.accept, token=token)


def test_an_invitation_is_accepted_by_its_addresss_password(ana: Actor, stranger: Actor) -> None:
    token = cast.invited(ana, cast.SAM, Role.staff)
    with pytest.raises(AnotherPerson):
        do(None, accounts.sign_in_and_accept, token=token, proof=cast.proof(cast.ANA), address=cast.HOME)
    entered = do(None, accounts.sign_in_and_accept, token=token, proof=cast.proof(cast.SAM), address=cast.HOME)
    assert cast.actor_of(entered).workspace_id == ana.workspace_id


def test_a_revoked_replaced_or_old_invitation_leads_nowhere(ana: Actor) -> None:
    first, second = cast.invited(ana, cast.BEN, Role.staff), cast.invited(ana, cast.BEN, Role.staff)
    joining = {"name": "Ben", "password_hash": cast.password_hash(), "address": cast.HOME}
    with pytest.raises(LinkOver):
        do(None, accounts.join, token=first, **joining)
    with time_machine.travel(now() + timedelta(days=8), tick=False), pytest.raises(LinkOver):
        do(None, accounts.join, token=second, **joining)
    with db.reading(ana) as session:
        [waiting] = queries.invitations(session, ana)
    do(ana, accounts.revoke, invitation_id=waiting.id)
    with pytest.raises(LinkOver):
        do(None, accounts.join, token=second, **joining)
    with pytest.raises(NotFound):
        do(ana, accounts.revoke, invitation_id=waiting.id)
    assert count(User) == 1


def test_one_invitation_used_by_many_at_once_makes_one_member(ana: Actor) -> None:
    token = cast.invited(ana, cast.BEN, Role.staff)

    def join(n: int) -> bool:
        try:
            do(None, accounts.join, token=token, name=f"Ben {n}", password_hash=cast.password_hash(), address=cast.HOME)
        except (LinkOver, SignInFirst):
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(join, range(8))) == 1
    assert (count(User), count(Member)) == (2, 2)


def test_a_member_is_not_invited_again(ana: Actor, ben: Actor) -> None:
    with pytest.raises(AlreadyMember):
        do(ana, accounts.invite, email=cast.BEN.upper())


def test_strangers_and_staff_touch_no_team(ana: Actor, ben: Actor, stranger: Actor) -> None:
    with db.reading(ana) as session:
        [_, bens] = sorted(queries.members(session, ana), key=lambda m: m.name)
    cast.invited(ana, "new@example.com", Role.staff)
    with db.reading(ana) as session:
        [waiting] = queries.invitations(session, ana)
    for actor, refusal in ((stranger, NotFound), (ben, Forbidden)):
        for action, more in (
            (accounts.change_member, {"member_id": bens.id, "role": Role.owner}),
            (accounts.edit_member, {"member_id": bens.id, "active": False}),
            (accounts.deactivate, {"member_id": bens.id}),
            (accounts.revoke, {"invitation_id": waiting.id}),
        ):
            with pytest.raises(refusal):
                do(actor, action, **more)
    with pytest.raises(Forbidden):
        do(ben, accounts.invite, email="friend@example.com")
    with db.reading(ana) as session:
        assert queries.member(session, ana, member_id=bens.id) == bens


def test_a_manager_with_the_team_cannot_rise_above_themselves(ana: Actor, ben: Actor) -> None:
    team = [*Permission][:-1]
    mia = cast.joined(ana, "Mia", cast.MIA, Role.manager, [p for p in team if p is not Permission.settings])
    anas, mias, bens = members(ana)
    for member, role, refusal in ((mias, Role.owner, NotYourself), (bens, Role.owner, AboveYou), (anas, Role.staff, AboveYou)):
        with pytest.raises(refusal):
            do(mia, accounts.change_member, member_id=member.id, role=role)
    with pytest.raises(AboveYou):
        do(mia, accounts.invite, email="new@example.com", role=Role.owner)
    with pytest.raises(AboveYou):
        do(mia, accounts.deactivate, member_id=anas.id)
    assert do(mia, accounts.change_member, member_id=bens.id, permissions=[Permission.reports]).permissions == [Permission.reports]
    assert do(mia, accounts.change_member, member_id=bens.id, usual=True).own_permissions is False


def members(actor: Actor) -> list[MemberRow]:
    with db.reading(actor) as session:
        return sorted(queries.members(session, actor), key=lambda m: ["Ana", "Mia", "Ben"].index(m.name[:3]))


def test_a_changed_member_is_changed_at_the_next_question(ana: Actor, ben: Actor) -> None:
    device = cast.entered(cast.BEN)
    do(ana, accounts.edit_member, member_id=ben.member_id, role=Role.manager, permissions=[Permission.reports])
    assert (cast.actor_of(device).role, cast.actor_of(device).permissions) == (Role.manager, {Permission.reports})


def test_a_deactivated_member_is_out_at_once_and_may_come_back(ana: Actor, ben: Actor) -> None:
    device, api = cast.entered(cast.BEN), cast.tokens(cast.BEN)
    do(ana, accounts.deactivate, member_id=ben.member_id)
    assert whose(device.token) is None
    with pytest.raises((Unauthorized, NotFound)):
        access(api.access_token)
    do(ana, accounts.edit_member, member_id=ben.member_id, active=True)
    assert whose(device.token) is None
    assert cast.actor_of(cast.entered(cast.BEN)).member_id == ben.member_id


def test_somebody_deactivated_can_be_invited_again(ana: Actor, ben: Actor) -> None:
    do(ana, accounts.deactivate, member_id=ben.member_id)
    token = cast.invited(ana, cast.BEN, Role.manager)
    entered = do(None, accounts.sign_in_and_accept, token=token, proof=cast.proof(cast.BEN), address=cast.HOME)
    assert (cast.actor_of(entered).member_id, cast.actor_of(entered).role) == (ben.member_id, Role.manager)


def test_the_last_owner_stays(ana: Actor, ben: Actor) -> None:
    with pytest.raises(LastOwner):
        do(ana, accounts.deactivate, member_id=ana.member_id)
    do(ana, accounts.change_member, member_id=ben.member_id, role=Role.owner)
    do(ana, accounts.deactivate, member_id=ana.member_id)
    with pytest.raises(LastOwner):
        do(cast.actor_of(cast.entered(cast.BEN)), accounts.deactivate, member_id=ben.member_id)


def test_two_owners_who_demote_each_other_leave_one(ana: Actor, ben: Actor) -> None:
    do(ana, accounts.change_member, member_id=ben.member_id, role=Role.owner)
    other = cast.actor_of(cast.entered(cast.BEN))

    def demote(who: tuple[Actor, Any]) -> bool:
        try:
            do(who[0], accounts.change_member, member_id=who[1], role=Role.staff)
        except LastOwner:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(demote, [(ana, ben.member_id), (other, ana.member_id)])) == 1


def test_people_say_who_they_are(ana: Actor) -> None:
    assert do(ana, accounts.edit_me, name="Ana B.", locale="de").locale == "de"
    assert do(ana, accounts.edit_me, name=None, locale=None).name == "Ana B."
    with pytest.raises(Unauthorized):
        do(Actor.customer(ana.workspace), accounts.edit_me, name="Cleo")


# ── walls, and forgetting ────────────────────────────────


def test_the_database_itself_refuses_an_inviter_from_elsewhere(ana: Actor, stranger: Actor) -> None:
    moment = now()
    foreign = Invitation(email="x@example.com", email_key="x", role="staff", created_at=moment, expires_at=moment)
    foreign.invited_by = stranger.member_id
    with pytest.raises(IntegrityError), db.transaction(ana) as session:
        session.add(foreign)


def test_nightly_tidying_takes_only_what_is_over(ana: Actor) -> None:
    cast.tokens(cast.ANA)
    ended = cast.entered(cast.ANA)
    do(cast.actor_of(ended), accounts.sign_out)
    assert do(Actor.system(None), accounts.clean_up) == 0
    with time_machine.travel(now() + timedelta(days=200), tick=False):
        assert do(Actor.system(None), accounts.clean_up) > 0
        assert (count(SignIn), count(RefreshToken), count(AccountToken), count(User)) == (0, 0, 0, 1)


def test_nothing_about_persons_is_readable_in_a_business(ana: Actor, session_kinds: Callable[[Actor], set[str]]) -> None:
    do(None, accounts.ask_reset, email=cast.ANA)
    assert not {kind for kind in session_kinds(ana) if kind.startswith(("account.", "sign_in."))}


@pytest.fixture
def session_kinds() -> Callable[[Actor], set[str]]:
    def kinds(actor: Actor) -> set[str]:
        with db.reading(actor) as session:
            return set(_kinds(session))

    return kinds


def _kinds(session: Session) -> list[str]:
    return list(session.exec(select(Event.kind)))
