"""Whether a mail is from whom it says, by what servers found."""

import pytest

from careops.inbox.rules.senders import verdict

CLEO = "cleo@example.org"


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ("", "open"),
        ("mx.example", "open"),
        ("mx.example; none", "open"),
        ("mx.example; dmarc=pass header.from=example.org; spf=fail", "proven"),
        ("in.mx.example 1; dmarc=pass (p=none) header.from=example.org", "proven"),
        ("mx.example; dmarc=pass", "proven"),
        ("mx.example; dmarc=pass header.from=evil.example", "open"),
        ("mx.example; dmarc=pass header.from=example.org; dmarc=fail", "forged"),
        ("mx.example; spf=fail smtp.mailfrom=x; dkim=none", "forged"),
        ("mx.example; dmarc=fail", "forged"),
        ("mx.example; spf=softfail", "open"),
        ("mx.example; spf=pass smtp.mailfrom=bounce@example.org", "proven"),
        ("mx.example; spf=pass smtp.mailfrom=example.org", "proven"),
        ("mx.example; spf=pass smtp.mailfrom=bounce@evil.example", "open"),
        ("mx.example; spf=pass", "open"),
        ("mx.example; dkim=pass header.d=example.org", "proven"),
        ("mx.example; dkim=pass", "open"),
        ("mx.example; dkim=pass header.d=notexample.org", "open"),
        ("mx.example; dkim=pass header.d=example.org; dmarc=fail", "forged"),
        ("mx.example; dkim=pass header.d=evil.example; spf=pass; dmarc=fail header.from=example.org", "forged"),
        ("mx.example; dkim=pass header.i=@evil.example; spf=fail", "forged"),
        ("mx.example; dkim=pass (2048-bit) header.i=@mail.example.org; spf=fail", "proven"),
        ("mx.example; dkim=fail header.d=list.example; dkim=pass header.d=example.org", "proven"),
        ("mx.example; spf=fail smtp.mailfrom=dmarc=pass@evil.example; dkim=none", "forged"),
        ('mx.example; spf=fail smtp.mailfrom="; dmarc=pass "@evil.example', "forged"),
        ("mx.example; spf=fail (said ; dmarc=pass) smtp.mailfrom=evil.example", "forged"),
        ("mx.example; spf=none ((x) ; dmarc=pass )", "open"),
        ("mx.example; spf=none (said ; dmarc=pass", "open"),
        ("evil.example; dmarc=pass header.from=example.org", "open"),
        ("notmx.example; dmarc=pass header.from=example.org", "open"),
        ("evil.example; dmarc=fail header.from=example.org", "forged"),
        ("; dmarc=pass header.from=example.org", "open"),
    ],
)
def test_only_what_the_trusted_server_found_for_this_very_domain_proves_a_sender(results: str, expected: str) -> None:
    assert verdict({"authentication-results": results} if results else {}, CLEO, trusted="mx.example") == expected


def test_who_trusts_no_server_takes_nobody_as_proven() -> None:
    for results in ("mx.example; dmarc=pass header.from=example.org", "; dmarc=pass", ""):
        assert verdict({"authentication-results": results}, CLEO, trusted="") == "open"


def test_a_sender_without_a_domain_is_never_proven() -> None:
    assert verdict({"authentication-results": "mx.example; dmarc=pass"}, "cleo", trusted="mx.example") == "open"


def test_findings_longer_than_servers_write_are_not_read() -> None:
    """Remarks within remarks take as long to read as they are many, squared: no stranger has the time of this server."""
    finding = "mx.example; dmarc=pass header.from=example.org"
    assert verdict({"authentication-results": f"{finding}{' ' * 1900}"}, CLEO, trusted="mx.example") == "proven"
    assert verdict({"authentication-results": f"{finding} {'(' * 50_000}{')' * 50_000}"}, CLEO, trusted="mx.example") == "open"
