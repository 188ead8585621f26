"""What an owner gives away: links, the lines for another site, codes."""

import base64
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes

import segno

from careops.booking import actions as booking
from careops.booking.schemas import BookingTypeIn
from careops.booking.state.sharing import screen
from careops.business import actions as business
from careops.business.schemas import BusinessIn
from careops.core import db
from tests.worlds import Shop


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_every_page_has_its_link_its_lines_and_its_code(shop: Shop) -> None:
    with db.transaction(shop.owner) as session:
        business.update(session, shop.owner, business=BusinessIn(name='Ana\'s "Salon" <3'))
        booking.create_booking_type(session, shop.owner, given=BookingTypeIn(name="Retired", duration=30, active=False))
    with db.reading(shop.owner) as session:
        shown = screen(session, shop.owner)
    assert shown.open
    assert [page.label for page in shown.pages] == ["All services", "Contact page", "Cut"]
    whole, letters, cut = shown.pages
    (_frame, told), _script = Tags(letters.snippet).found
    assert (told["src"], told["title"]) == (f"http://localhost:8000/contact/{shop.slug}?embed=1", 'Write to Ana\'s "Salon" <3')
    assert (whole.url, cut.url) == (f"http://localhost:8000/book/{shop.slug}", f"http://localhost:8000/book/{shop.slug}/cut")
    (frame, told), (script, source) = Tags(cut.snippet).found
    assert (frame, told["src"], told["title"]) == ("iframe", f"{cut.url}?embed=1", 'Book a time with Ana\'s "Salon" <3')
    assert (script, source["src"]) == ("script", "http://localhost:8000/embed.js")
    assert cut.svg != whole.svg
    picture = unquote_to_bytes(cut.svg.split(",", 1)[1])
    assert picture.startswith(b"<svg")
    dots = base64.b64decode(cut.png.split(",", 1)[1])
    assert dots.startswith(b"\x89PNG")
    assert cut.png == segno.make(cut.url, error="m", micro=False).png_data_uri(scale=12, border=4)
