"""What people's own words mean for consent, in five languages, and what a ledger comes to."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careops.contacts.rules.consent import HELP, START, STOP, Standing, address_hashes, keyword, standing

SALON, SHOP = UUID(int=1), UUID(int=2)


@dataclass
class Said:
    channel: str
    purpose: str
    allowed: bool


@pytest.mark.parametrize(
    "text",
    [
        *("STOP", "stopall", "UNSUBSCRIBE", "Cancel", "END", "QUIT", "REVOKE", "OPTOUT", "opt out", " Stop. ", "“STOP”", "STOP!!! 😡"),
        *("Alto", "¡BAJA!", "No más", "Stopp", "abmelden", "Kündigen", "Arrêt", "ARRET", "désabonner", "रोकें", "बंद करो", "stop\n"),
    ],
)
def test_a_whole_message_that_is_a_keyword_stops(text: str):
    assert keyword(text) == "stop"


@pytest.mark.parametrize(
    "text",
    [
        "please stop texting me",
        "Stop please",
        "Please stop",
        "Don’t text me again",
        "I don't want these messages",
        "take me off your list",
        "no me escriban más",
        "quiero darme de baja",
        "Bitte keine SMS mehr",
        "Hören Sie bitte auf",
        "Schreiben Sie mir nicht mehr",
        "ne m'écrivez plus",
        "arrêtez de m'envoyer des messages",
        "plus de SMS svp",
        "मैसेज मत भेजो",
        "message mat bhejo",
        "STOP " + "please " * 2,
    ],
)
def test_free_words_that_sound_like_leave_me_be_are_for_a_person(text: str):
    assert keyword(text) == "maybe"


@pytest.mark.parametrize(
    "text",
    [
        *("I will stop by at five", "Can you send me the price?", "I need to cancel my booking", "the end", "", "   ", "👍", "Yes!", "no"),
        *("Ich komme um 5", "¿A qué hora cierran?", "Où êtes-vous ?", "मैं पाँच बजे आऊँगा", "Non-stop", "bus stop is near you?"),
    ],
)
def test_ordinary_words_mean_nothing(text: str):
    assert keyword(text) is None


def test_yes_brings_back_only_who_had_left():
    for word in ("YES", "sí", "Ja", "oui", "हाँ"):
        assert keyword(word) is None
        assert keyword(word, opted_out=True) == "start"
    assert {keyword(word) for word in START} == {"start"}
    assert {keyword(word) for word in HELP} == {"help"}
    assert {keyword(word) for word in STOP} == {"stop"}


def test_in_mail_only_the_plainest_words_count():
    assert keyword("Unsubscribe", channel="email") == "stop"
    assert keyword("STOP", channel="email") == "stop"
    for word in ("cancel", "end", "info", "help", "start", "fin", "yes"):
        assert keyword(word, channel="email") is None


@given(st.text(max_size=400))
def test_no_text_breaks_the_reading(text: str):
    assert keyword(text) in {"stop", "start", "help", "maybe", None}


def test_a_long_line_is_read_at_once():
    assert keyword("do not " * 20_000) is None
    assert keyword("no want " + "x " * 5_000 + "sms") is None


@pytest.mark.parametrize(
    ("ledger", "service", "marketing"),
    [
        ([], Standing(True, False), Standing(False, False)),
        ([Said("sms", "marketing", True)], Standing(True, False), Standing(True, True)),
        ([Said("sms", "marketing", True), Said("sms", "all", False)], Standing(False, True), Standing(False, True)),
        (
            [Said("sms", "marketing", True), Said("sms", "all", False), Said("sms", "service", True)],
            Standing(True, True),
            Standing(False, True),
        ),
        ([Said("email", "all", False)], Standing(True, False), Standing(False, False)),
        ([Said("sms", "service", False), Said("sms", "all", True)], Standing(True, True), Standing(True, True)),
    ],
)
def test_the_latest_word_for_a_channel_and_purpose_counts(ledger: list[Said], service: Standing, marketing: Standing):
    assert standing(ledger, "sms", "service") == service
    assert standing(ledger, "sms", "marketing") == marketing


def test_an_address_is_remembered_by_workspace_and_unreadably():
    digest = address_hashes(SALON, "email", "Cleo@Example.org")
    assert digest == address_hashes(SALON, "email", "cleo@example.ORG")
    assert digest != address_hashes(SHOP, "email", "cleo@example.org")
    assert digest != address_hashes(SALON, "sms", "cleo@example.org")
    assert address_hashes(SALON, "sms", "+351 912-345-678") == address_hashes(SALON, "sms", "+351912345678")
    assert "cleo" not in digest
