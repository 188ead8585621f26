"""How long sign-ins last, how many tries there are, and where one may go afterwards."""

import hashlib
import re
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from careops.core import crypto
from careops.core.errors import Conflict, NotFound, Unauthorized

IDLE = timedelta(days=14)
LIFE = timedelta(days=60)
ACCESS = timedelta(minutes=30)
REFRESH = timedelta(days=7)
NOTED = timedelta(hours=1)  # how exactly the last use of a sign-in is known
DEVICE = timedelta(days=180)
LINKS = {"verify": timedelta(days=7), "reset": timedelta(hours=1)}
INVITATION = timedelta(days=7)
HOME = "/app"

# Several windows at once make the delay grow: the more tries were wrong, the longer the next one waits.
FROM_HERE = ("10/minute", "30/hour", "100/day")  # one account from one network
ON_ACCOUNT = ("20/minute", "60/hour", "200/day")  # one account from everywhere
FROM_NETWORK = ("40/minute", "200/hour")  # any account from one network
ALTOGETHER = ("600/minute",)
USUAL = ("10/minute", "60/hour")  # one account from a device it was used on before
LETTERS = "5/hour"  # mails that strangers can make us send to one address
INVITATIONS = "100/day"  # of one workspace, whomever it asks


class WrongCredentials(Unauthorized):
    code, says = "wrong_credentials", "The email or the password is not right"


class LinkOver(NotFound):
    code, says = "link_over", "This link was used, has expired, or was never ours; ask for a new one"


class SignInFirst(Unauthorized):
    code, says = "sign_in_first", "This address has an account: sign in with it to accept the invitation"


class AnotherPerson(Conflict):
    code, says = "another_person", "This invitation is for another address than the one you are signed in with"


def alive_since(moment: datetime) -> datetime:
    """A sign-in not used since then is over."""
    return moment - IDLE


def account(email_key: str) -> str:
    """An account's name in limits and device marks; the address itself stays out of them."""
    return hashlib.sha256(email_key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def device_mark(email_key: str, moment: datetime) -> str:
    """What a device keeps to show that this account was signed in on it; it opens nothing by itself."""
    return crypto.sign("device", account(email_key), issued=moment, expires=moment + DEVICE)


def knows_device(mark: str, email_key: str) -> bool:
    """Whether the mark was given for this account."""
    try:
        return bool(mark) and crypto.read_signed("device", mark)["sub"] == account(email_key)
    except Unauthorized:
        return False


def safe_next(path: str) -> str:
    """Where to go after signing in: the asked address if it is one of the app's own, else its start."""
    if not path.startswith(HOME) or len(path) > 500 or re.search(r"[\\\x00-\x20\x7f-\uffff]", path):
        return HOME
    parts = urlsplit(path)
    inside = unquote(unquote(parts.path))
    if parts.scheme or parts.netloc or not f"{inside}/".startswith(f"{HOME}/") or re.search(r"[\\\x00-\x1f]|//|/\.\.?(/|$)", inside):
        return HOME
    return path
