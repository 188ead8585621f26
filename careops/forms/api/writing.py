"""The API's door for whoever writes to the business from outside: the same questions, the same work and the same limits as on its page."""

from fastapi import APIRouter, Depends, Request, Response

from careops.accounts.api import post, visitor
from careops.business import queries as business
from careops.core.actor import Actor, Source
from careops.core.clock import now
from careops.core.db import reading
from careops.core.http import client_ip
from careops.core.i18n import best_locale
from careops.forms import actions as form
from careops.forms import queries as forms
from careops.forms.rules import contacting, proving
from careops.forms.schemas import ContactFormRow, ContactIn, Proof
from careops.inbox.schemas import ReceivedRow, WriteIn

router = APIRouter(prefix="/api/v1/public", tags=["public"])


@router.get("/{slug}/contact-form", dependencies=[Depends(visitor("240/minute"))])
def contact_form(slug: str) -> ContactFormRow:
    """What the business asks of whoever writes to it, and the work to be done for it."""
    with reading() as db:
        here = business.open_business(db, slug=slug)
        found = forms.contact_form(db, Actor.customer(here.id))
    challenge = proving.challenge(here.id, now())
    return ContactFormRow(
        intro=found.intro if found else "", fields=contacting.more(found.fields) if found else [], challenge=challenge, bits=proving.BITS
    )


@router.post(
    "/{slug}/contacts",
    status_code=201,
    response_model=ReceivedRow,
    dependencies=[Depends(visitor("10/minute")), Depends(visitor("60/hour", "write"))],
)
def write_in(request: Request, slug: str, body: ContactIn) -> Response:
    """Somebody writes to the business; it lands in its inbox. 422 names what else the business asks and is missing."""
    with reading() as db:
        here = business.open_business(db, slug=slug)
    locale = best_locale(request.headers.get("accept-language", ""), default=here.locale)
    message = WriteIn(name=body.name, email=body.email, phone=body.phone, message=body.message)
    proof = Proof(client_ip(request.scope), body.challenge, body.work)
    visiting = Actor.customer(here.id, source=Source.api)
    return post(request, visiting, form.write_in, message=message, said=body.answers, proof=proof, locale=locale)
