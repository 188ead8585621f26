"""What is decided about accounts without asking anybody: passwords, roles, address words, where to go next."""

import re
from datetime import timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from careops.accounts.rules import passwords, roles, signing_in, slugs
from careops.accounts.rules.roles import AboveYou, NotYourself
from careops.accounts.schemas import Email, LoginIn, RegisterIn, email_key
from careops.core.actor import Actor, Kind, Permission, Role, Source
from careops.core.clock import now
from careops.core.errors import Forbidden, Invalid
from careops.core.ids import new_id
from tests.cast import PASSWORD

P = Permission


def someone(role: Role, *more: Permission) -> Actor:
    return Actor(new_id(), Kind.member, Source.app, user_id=new_id(), role=role, permissions=roles.DEFAULTS[role] | set(more))


# ── passwords ────────────────────────────────────────────


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "short",
        "elevenchars",
        "aaaaaaaaaaaaaaaa",
        "abababababab",
        "password1234",
        "P4ssw0rd!!!!!",
        "passwordpassword",
        "qwertyuiop12",
        "123456789012",
        "abcdefghijkl",
        "iloveyou2024!",
        "welcome-welcome",
        "anaalves1234",
        "ana@example.com",
        "ü" * 64,
    ],
)
def test_a_password_that_others_guess_is_refused(weak: str) -> None:
    with pytest.raises(Invalid) as refusal:
        passwords.check(weak, near=("ana@example.com", "Ana Alves"))
    assert [p.field for p in refusal.value.problems] == ["password"]


@pytest.mark.parametrize(
    "good", [PASSWORD, "careops-demo-1", "correct horse battery", "Ünïcödé-wörds-änd-mörë", "пароль не для всех", "x9" * 30 + "kQz!w"]
)
def test_a_long_password_of_ones_own_does(good: str) -> None:
    passwords.check(good, near=("ana@demo.example", "Ana"))
    assert passwords.matches(good, passwords.hashed(good))


@pytest.mark.parametrize("odd", ["ü" * 37, "a" * 73, "ü" * 64, "nul\0inside-the-word", "", "\ud800 lone surrogate"])
def test_no_password_is_too_long_or_odd_to_be_looked_at(odd: str) -> None:
    kept = passwords.hashed(odd)
    assert passwords.matches(odd, kept)
    assert not passwords.matches(odd + "x", kept)


def test_what_stands_after_the_72nd_byte_counts() -> None:
    assert not passwords.matches("a" * 80 + "1", passwords.hashed("a" * 80 + "2"))


def test_the_same_letters_written_another_way_are_the_same_password() -> None:
    assert passwords.matches("cafe\u0301-au-lait-42", passwords.hashed("caf\u00e9-au-lait-42"))


def test_nobody_has_no_password() -> None:
    assert not passwords.matches("nobody has this password", None)
    assert not passwords.matches("", None)


# ── addresses ────────────────────────────────────────────


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana@Example.com", "ana@example.COM"),
        ("caf\u00e9@example.com", "cafe\u0301@example.com"),
        ("STRASSE@example.com", "stra\u00dfe@example.com"),
        ("ana@b\u00fccher.example", "ana@BU\u0308CHER.example"),
        ("\uff41na@example.com", "ana@example.com"),
    ],
)
def test_two_spellings_of_an_address_are_one_account(one: str, other: str) -> None:
    spelled = TypeAdapter(Email)
    assert email_key(spelled.validate_python(one)) == email_key(spelled.validate_python(other))


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "ana",
        "ana@",
        "@example.com",
        "a b@example.com",
        "ana@example",
        "ana@exa\0mple.com",
        "\ud800@example.com",
        "a" * 250 + "@example.com",
    ],
)
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        RegisterIn(name="Ana", email=wrong, password=PASSWORD)


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "A\0na", "\ud800", "\u202eevil"])
def test_a_name_can_be_kept_and_shown(name: str) -> None:
    with pytest.raises(ValidationError):
        RegisterIn(name=name, email="ana@example.com", password=PASSWORD)


def test_what_a_schema_does_not_know_is_refused() -> None:
    with pytest.raises(ValidationError):
        LoginIn.model_validate({"email": "ana@example.com", "password": "x", "role": "owner"})


# ── roles ────────────────────────────────────────────────

MATRIX: dict[Permission, str] = {  # who has it unless something else was chosen: owner, manager, staff
    P.inbox: "oms",
    P.bookings_view: "oms",
    P.bookings_manage: "oms",
    P.contacts_view: "oms",
    P.contacts_manage: "oms",
    P.forms_view: "oms",
    P.forms_manage: "om",
    P.inventory_view: "oms",
    P.inventory_manage: "om",
    P.reports: "om",
    P.automation_manage: "om",
    P.deliveries: "om",
    P.team: "o",
    P.settings: "o",
}


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("role", list(Role))
def test_the_matrix_of_roles(role: Role, permission: Permission) -> None:
    assert (permission in roles.effective(role, None)) == (role.value[0] in MATRIX[permission])


def test_chosen_permissions_replace_the_usual_ones_but_never_an_owners() -> None:
    assert roles.effective(Role.staff, ["reports", "no longer known"]) == {P.reports}
    assert roles.effective(Role.staff, []) == frozenset()
    assert roles.effective(Role.owner, ["reports"]) == frozenset(Permission)


@pytest.mark.parametrize(
    ("giver", "role", "chosen", "refusal"),
    [
        (someone(Role.owner), Role.owner, None, None),
        (someone(Role.owner), Role.staff, ["settings"], None),
        (someone(Role.manager), Role.staff, None, Forbidden),
        (someone(Role.manager, P.team), Role.staff, None, None),
        (someone(Role.manager, P.team), Role.owner, None, AboveYou),
        (someone(Role.manager, P.team), Role.staff, ["settings"], AboveYou),
        (someone(Role.staff, P.team), Role.manager, [], AboveYou),
        (someone(Role.staff, P.team), Role.staff, ["reports"], AboveYou),
        (Actor.customer(new_id()), Role.staff, None, Forbidden),
        (Actor.system(new_id()), Role.owner, None, None),
    ],
)
def test_nobody_gives_more_than_they_have(giver: Actor, role: Role, chosen: list[str] | None, refusal: type[Forbidden] | None) -> None:
    if refusal is None:
        return roles.check_grant(giver, role, chosen)
    with pytest.raises(refusal):
        roles.check_grant(giver, role, chosen)
    return None


def test_nobody_changes_themselves() -> None:
    owner = someone(Role.owner)
    with pytest.raises(NotYourself):
        roles.check_change(owner, user_id=owner.user_id, role=Role.owner, chosen=None)


# ── address words ────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Café Zoë", "cafe-zoe"),
        ("Smith & Sons, Ltd.", "smith-and-sons-ltd"),
        ("Straße 7", "strasse-7"),
        ("東京サロン", "business"),
        ("🙂", "business"),
        ("Login", "login-business"),
        ("A1", "a1-business"),
        ("--", "business"),
        ("I\u015f\u0131k", "isik"),
    ],
)
def test_an_address_word_is_made_from_any_name(name: str, slug: str) -> None:
    assert slugs.made_from(name) == slug
    slugs.check(slugs.made_from(name))


@pytest.mark.parametrize("name", ["x" * 500, "a" * 59 + " b", "é" * 200])
def test_an_address_word_leaves_room_for_a_number(name: str) -> None:
    assert len(slugs.free(slugs.made_from(name), {slugs.made_from(name)})) <= slugs.LONGEST


@pytest.mark.parametrize("bad", ["", "ab", "x" * 61, "Ana", "ana--b", "-ana", "ana-", "a b c", "login", "api", "ána", "a/b", "a\0bc"])
def test_an_address_word_that_cannot_be_chosen(bad: str) -> None:
    with pytest.raises(Invalid):
        slugs.check(bad)


def test_a_taken_address_word_gets_the_next_number() -> None:
    assert slugs.free("salon", set()) == "salon"
    assert slugs.free("salon", {"salon", "salon-2", "salon-4"}) == "salon-3"


# ── where to go next, devices ────────────────────────────


@pytest.mark.parametrize("path", ["/app", "/app/", "/app/inbox", "/app/inbox?x=1&y=/2", "/app/contacts/0190", "/app/caf%C3%A9"])
def test_one_may_go_on_inside_the_app(path: str) -> None:
    assert signing_in.safe_next(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "https://evil.example/app",
        "//evil.example/app",
        "%2f%2fevil.example",
        "\t//evil.example",
        "javascript:alert(1)",
        "/app\\..\\..\\evil",
        "/application",
        "/app/../login",
        "/app/%2e%2e/login",
        "/app/%252e%252e/login",
        "/app//evil.example",
        "/app/%2f%2fevil.example",
        "/app/\r\nSet-Cookie: x=1",
        "/app/ x",
        "/app@evil.example",
        "/app/é",
        "/app/" + "x" * 600,
        "app",
        "/",
    ],
)
def test_one_never_goes_anywhere_else(path: str) -> None:
    assert signing_in.safe_next(path) == "/app"
    assert re.match(r"/app(/|$|\?)", signing_in.safe_next(path))


def test_a_device_is_known_for_the_account_it_was_marked_for() -> None:
    mark = signing_in.device_mark("ana@example.com", now())
    assert signing_in.knows_device(mark, "ana@example.com")
    assert not signing_in.knows_device(mark, "ben@example.com")
    assert not signing_in.knows_device(mark + "x", "ana@example.com")
    assert not signing_in.knows_device("", "ana@example.com")
    assert not signing_in.knows_device(signing_in.device_mark("ana@example.com", now() - timedelta(days=200)), "ana@example.com")
