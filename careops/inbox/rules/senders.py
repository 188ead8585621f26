"""Whether a mail is from whom it says: anybody can write any sender's name.

It is proven in one of two ways. Either the server that took it in for us found so: a signature, or the way it came, speaks for the
sender's own domain. What a mail brings along about itself is no finding: only the server named for its account is believed, since it
alone writes above everything the sender wrote. Or it answers, from the contact's own address, a mail that only this contact was sent,
and no server found it forged.

Everything else is kept, read and answered like any mail, but shown as not verified, and it takes nothing away: it changes no consent
(its STOP waits for a person to decide, its START is nothing), and no rule pauses automation because of it. It still keeps somebody
waiting, holds a reply that was to leave later, and ends a follow-up: there a person looks next, and to overlook a real customer costs
more than to look at a false one. The one-click link always works, whoever is believed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["proven", "open", "forged"]

RESULT = re.compile(r"\s*(dmarc|dkim|spf)\s*=\s*([a-z]+)")  # one server's finding (RFC 8601)
SIGNER = re.compile(r"\bheader\.[di]\s*=\s*(?:[^\s@]*@)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
FROM = re.compile(r"\bheader\.from\s*=\s*(?:[^\s@]*@)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
ENVELOPE = re.compile(r"\bsmtp\.mail(?:from)?\s*=\s*(?:[^\s@]*@)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
LONGEST = 2000  # characters of a finding: servers write some hundred, and remarks within remarks take long to read
CHOSEN = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')  # quoted words and remarks: whoever sends chooses them


@dataclass(frozen=True, slots=True)
class _Finding:
    method: str
    result: str
    said: str


def verdict(headers: Mapping[str, str], sender: str, *, trusted: str) -> Verdict:
    """What is known of a mail's sender by what the server called `trusted` found, or one of its family; empty trusts none.

    A finding against the sender counts whoever wrote it: nobody forges one against themselves.
    """
    server, findings = _findings(headers.get("authentication-results", ""))
    if _refuted(findings, sender):
        return "forged"
    believed = bool(trusted) and (server == trusted or server.endswith(f".{trusted}"))
    return "proven" if believed and any(_speaks(one, sender) for one in findings) else "open"


def _findings(header: str) -> tuple[str, list[_Finding]]:
    """Who found, and what; nothing at all where somebody chose words so that it cannot be told apart, or so many."""
    bare = header.lower() if len(header) <= LONGEST else ""
    while (less := CHOSEN.sub("", bare)) != bare:
        bare = less
    server, *parts = bare.split(";")
    found = [_Finding(said.group(1), said.group(2), part) for part in parts if (said := RESULT.match(part))]
    odd = any(mark in bare for mark in '()"')
    return (server.split() or [""])[0], [one for one in found if not odd or one.result != "pass"]


def _refuted(findings: list[_Finding], sender: str) -> bool:
    """What DMARC says counts first; then a signature of the sender's own domain outweighs the rest."""
    told = {(one.method, one.result) for one in findings}
    if ("dmarc", "fail") in told:
        return True
    if ("dmarc", "pass") in told or any(one.method == "dkim" and _speaks(one, sender) for one in findings):
        return False
    return ("spf", "fail") in told or ("dkim", "fail") in told


def _speaks(finding: _Finding, sender: str) -> bool:
    """Whether it is a finding for this sender: anybody can sign, and send, with a domain of their own."""
    names = {"dmarc": FROM, "dkim": SIGNER, "spf": ENVELOPE}[finding.method]
    named, (_name, at, domain) = names.search(finding.said), sender.lower().rpartition("@")
    if finding.result != "pass" or not at:
        return False
    if named is None:
        return finding.method == "dmarc"  # which is about nothing but the sender's domain
    theirs = named.group(1)
    return domain == theirs or (finding.method != "dmarc" and (domain.endswith(f".{theirs}") or theirs.endswith(f".{domain}")))
