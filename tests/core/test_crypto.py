"""Tokens: each opens only what it was made for."""

from datetime import timedelta

import jwt
import pytest
from pydantic import SecretStr

from careops.core import crypto
from careops.core.clock import now
from careops.core.errors import NotFound, Unauthorized
from careops.core.ids import new_id
from careops.core.settings import settings

NOT_LINKS = ["", "a", "a" * 42, "a" * 44, "é" * 43, "\0" * 43, "../../../etc", "%00" * 14 + "a", "=" * 43, "a" * 5000, "\ud800" * 43]


@pytest.mark.parametrize("token", NOT_LINKS)
def test_what_is_no_link_is_not_found(token: str) -> None:
    with pytest.raises(NotFound):
        crypto.link_id(token)


def test_a_link_opens_its_row_for_its_purpose_and_salt_only() -> None:
    row = new_id()
    token = crypto.link_token("booking", row, "salt")
    assert crypto.link_id(token) == row
    crypto.check_link("booking", token, row, "salt")
    for purpose, id, salt in [("form", row, "salt"), ("booking", new_id(), "salt"), ("booking", row, "other")]:
        with pytest.raises(NotFound):
            crypto.check_link(purpose, token, id, salt)


def test_every_flipped_character_of_a_link_is_refused() -> None:
    row = new_id()
    token = crypto.link_token("booking", row)
    for place in range(len(token)):
        forged = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(NotFound):
            crypto.check_link("booking", forged, row)


def test_a_sealed_secret_opens_only_in_its_place() -> None:
    sealed = crypto.seal("s3cret", "workspace:field")
    assert "s3cret" not in sealed
    assert crypto.unseal(sealed, "workspace:field") == "s3cret"
    with pytest.raises(ValueError, match="another place"):
        crypto.unseal(sealed, "other:field")
    with pytest.raises(ValueError, match="another key"):
        crypto.unseal("gAAAA" + sealed[5:-4] + "AAAA", "workspace:field")


def _forgeries() -> list[str]:
    soon = now() + timedelta(minutes=5)
    claims = {"iss": "careops", "aud": "access", "sub": "x", "iat": int(now().timestamp()), "exp": int(soon.timestamp())}
    unsigned = [jwt.encode(claims, "", algorithm="none")]
    unsigned += [".".join([unsigned[0].split(".")[0].replace("bm9uZQ", "Tm9OZQ"), *unsigned[0].split(".")[1:]])]
    guessed = [jwt.encode(claims, key, algorithm="HS256") for key in ("x" * 32, "careops" * 6)]
    return [*unsigned, *guessed, "", "a.b.c", "a" * 2_000_000, "..", "\0", crypto.sign("refresh", "x", issued=now(), expires=soon)]


@pytest.mark.parametrize("token", _forgeries(), ids=range(len(_forgeries())))
def test_a_forged_or_foreign_jwt_is_refused(token: str) -> None:
    with pytest.raises(Unauthorized):
        crypto.read_signed("access", token)


def test_a_jwt_ends_when_it_says() -> None:
    good = crypto.sign("access", "x", issued=now(), expires=now() + timedelta(minutes=1), family="f")
    assert crypto.read_signed("access", good)["family"] == "f"
    with pytest.raises(Unauthorized):
        crypto.read_signed("access", crypto.sign("access", "x", issued=now(), expires=now() - timedelta(seconds=1)))


# ── another key ──────────────────────────────────────────


def another_key(monkeypatch: pytest.MonkeyPatch, *, known: bool) -> None:
    """From now on another key is the installation's; the one of before is named, or forgotten."""
    before = settings.secret_key.get_secret_value()
    monkeypatch.setattr(settings, "secret_key", SecretStr("another key of at least thirty-two letters"))
    monkeypatch.setattr(settings, "old_secret_keys", SecretStr(f" {before} , " if known else ""))


def test_what_an_older_key_sealed_and_signed_is_good_as_long_as_the_key_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    row = new_id()
    sealed, token = crypto.seal("s3cret", "here"), crypto.link_token("booking", row)
    (hashed,) = crypto.keyed_hashes("suppression", "cleo@example.com")
    another_key(monkeypatch, known=True)
    assert crypto.unseal(sealed, "here") == "s3cret"
    crypto.check_link("booking", token, row)
    assert crypto.link_token("booking", row) != token
    assert hashed in crypto.keyed_hashes("suppression", "cleo@example.com")
    anew = crypto.reseal(sealed)
    monkeypatch.setattr(settings, "old_secret_keys", SecretStr(""))
    assert crypto.unseal(anew, "here") == "s3cret"
    with pytest.raises(ValueError, match="another key"):
        crypto.unseal(sealed, "here")
    with pytest.raises(ValueError, match="another key"):
        crypto.reseal(sealed)
    with pytest.raises(NotFound):
        crypto.check_link("booking", token, row)
