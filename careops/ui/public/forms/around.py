"""What stands around fields: the form itself, what it carries unseen, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass

import htpy as h

from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.ui.public.assets import WORK_SCRIPT


def form(
    action: str,
    *content: h.Node,
    id: str = "",
    method: str = "post",
    files: bool = False,
    save_to: str = "",
    opened_at: str = "",
    judged: bool = False,
    work: int = 0,
    total_in: str = "",
    locale: str = "en",
) -> h.Element:
    """A form that the server judges; `save_to` saves as you go, `total_in` (a currency) lets `total_line` follow the choices."""
    return h.form(
        ".form",
        id=id or None,
        method=method,
        action=action,
        enctype="multipart/form-data" if files else None,
        data_save=save_to or None,
        data_opened=opened_at or None,
        data_judged=judged,
        data_work=work or None,
        data_total=total_in or None,
        data_minutes=_("{count} min", locale) if total_in else None,
        novalidate=method == "post",
    )[content]


def hidden(name: str, value: object) -> h.VoidElement:
    """A value that the form carries along."""
    return h.input(type="hidden", name=name, value=str(value))


def form_token(token: str) -> h.VoidElement:
    """The form's own token, by which one sending is told from a repetition or a forgery."""
    return hidden("token", token)


def honeypot(name: str = "web", *, locale: str = "en") -> h.Element:
    """A field that people never see and machines fill in."""
    return h.div(".trap", aria_hidden="true")[
        h.label(for_=name)[_("Leave this empty", locale)], h.input(id=name, name=name, tabindex="-1", autocomplete="off")
    ]


def proof(challenge: str) -> list[h.Node]:
    """What the script works on while the form is sent, and where the answer goes; the form says how much in `work`."""
    return [hidden("challenge", challenge), hidden("work", ""), h.script(src=WORK_SCRIPT.path, defer=True)]


def pair(*fields: h.Node) -> h.Element:
    """Two short fields beside each other where there is room."""
    return h.div(".duo")[fields]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field; `field` is its id, `label` what it is called."""

    field: str
    message: str
    label: str = ""

    @property
    def said(self) -> str:
        """ "Full name: This is needed"."""
        if not self.label:
            return self.message
        return f"{self.label}{'' if self.label[-1] in '.:?!' else ':'} {self.message}"


def error_summary(problems: Sequence[Problem], *, title: str = "", kept: str = "", locale: str = "en") -> h.Element | None:
    """All that has to be fixed, read first, each a link to its field; nothing when nothing is wrong."""
    if not problems:
        return None
    said = title or plural("{count} thing to fix", "{count} things to fix", len(problems), locale)
    return h.div(".errors.tight", role="alert", tabindex="-1", autofocus=True, aria_labelledby="errors-title")[
        h.h2(".h", id="errors-title")[said],
        h.ul[[h.li[h.a(href=f"#{p.field}")[p.said] if p.field else p.said] for p in problems]],
        h.p(".s.dim")[kept] if kept else None,
    ]
