"""What longer forms have besides: files, a signature, progress, a total."""

from collections.abc import Sequence

import htpy as h

from careops.core.i18n import text as _
from careops.ui.public.assets import FORM_SCRIPT
from careops.ui.public.forms.fields import described, frame
from careops.ui.public.icons import icon
from careops.ui.public.parts import button


def total_line(before: str, action: h.Node) -> h.Element:
    """The sum of what is chosen, beside the next step; `before` stands there until the script counts."""
    return h.div(".row.between")[h.output(".dim.num")[before], action]


def upload(
    name: str,
    label: h.Node,
    *,
    accept: str = "",
    held: Sequence[tuple[str, str]] = (),
    ids: Sequence[str] = (),
    id: str = "",
    many: bool = False,
    help: str = "",
    error: str = "",
    required: bool = False,
    locale: str = "en",
) -> h.Element:
    """A file to send; those already held (name, size) are listed, each with a way to remove it by its name, or its id of `ids`."""
    id = id or name

    def kept(file: tuple[str, str], told: str) -> h.Element:
        return h.p(".row.note.s")[
            icon("paperclip", small=True),
            h.span(".grow")[h.bdi[file[0]], " ", h.span(".dim")[file[1]]],
            button(_("Remove", locale), name="remove", value=told, look="link", unchecked=True, more=file[0]),
        ]

    control = h.input(
        ".in",
        id=id,
        name=name,
        type="file",
        multiple=many,
        accept=accept or None,
        required=required and not held,
        aria_describedby=described(id, help, error),
        aria_invalid="true" if error else None,
    )
    listed = [kept(file, told) for file, told in zip(held, ids or [file[0] for file in held], strict=True)]
    return frame(id, label, help, error, required, locale, [listed, control])


def drawn_signature(name: str = "drawn", *, locale: str = "en") -> h.Element:
    """A place to sign by hand; appears with the script of long forms, the typed name above it is always enough."""
    return h.div(hidden=True, data_draw=True)[
        h.p(".row.between.s")[
            h.span(".dim")[_("Or sign with a finger or mouse", locale)],
            h.button(".link", type="button")[_("Clear", locale)],
        ],
        h.canvas(role="img", aria_label=_("Drawn signature, optional", locale)),
        h.input(type="hidden", name=name),
    ]


def script() -> h.Element:
    """What makes a long form comfortable: saving as you go, questions that appear, signing by hand."""
    return h.script(src=FORM_SCRIPT.path, defer=True)


def form_progress(page: int, pages: int, about: str, *, saved: str = "", locale: str = "en") -> h.Element:
    """Which page of a long form this is, and when it was last saved."""
    said = _("Page {page} of {pages}", locale, page=page, pages=pages)
    status = h.span(
        "#saved.dim",
        role="status",
        data_ok=_("Saved just now", locale),
        data_no=_("Not saved yet: no connection. Your answers stay on this page.", locale),
    )
    return h.div(".tight")[
        h.p(".row.between.s")[h.span[h.b[said], " ", h.span(".dim")[about]], status[saved]],
        h.progress(value=str(page), max=str(pages), aria_label=said),
    ]
