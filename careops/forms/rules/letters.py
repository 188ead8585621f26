"""What somebody gets who has filled a form in: thanks, with the copy to keep."""

from careops.business.schemas import BusinessRow
from careops.contacts.rules import first_name
from careops.core.i18n import text as _
from careops.forms.schemas import CopyRow
from careops.inbox.rules.letters import brand
from careops.ui.public.mail import Button, Mail, Paragraph


def thanks(row: CopyRow, here: BusinessRow, who: str, link: str, *, locale: str, enclosed: bool) -> Mail:
    """The mail; the copy is `enclosed`, or, where it is too long for one, behind the link."""
    where = (
        _("What you answered is attached.", locale)
        if enclosed
        else _("What you answered is too long to attach; you can save it from the page.", locale)
    )
    lead = _("{business} has your answers to “{form}”.", locale, business=here.name, form=row.form)
    return Mail(
        brand=brand(here),
        subject=_("Your copy: {form}", locale, form=row.form),
        preheader=lead,
        title=_("Thank you, {name}", locale, name=first_name(who)),
        blocks=[
            Paragraph(" ".join((lead, where))),
            *([Paragraph(row.thanks)] if row.thanks else []),
            Button(_("Open the page", locale), link),
        ],
        why=_("You get this because you filled in a form of {business}.", locale, business=here.name),
        locale=locale,
    )
