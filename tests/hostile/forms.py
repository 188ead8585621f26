"""Forms read from a page, filled in and sent, the way a browser without JavaScript does."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

TRAP = "web"  # the field no person sees: whoever fills it in is told that all went well, and nothing happens
TYPED = {"text", "email", "tel", "search", "textarea", "url"}


@dataclass
class Form:
    """One form of a page: where it goes and what it already says."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # text, password, hidden, select …
    choices: dict[str, list[str]] = field(default_factory=dict)

    @property
    def typed(self) -> list[str]:
        """The fields people type text into, and which are shown again."""
        return [name for name, kind in self.kinds.items() if kind in TYPED and name != TRAP]

    def send(self, visitor: httpx.Client, page: str, /, **values: str) -> httpx.Response:
        address = urljoin(page, self.action or page)
        if self.method == "get":
            return visitor.get(address, params=self.fields | values)
        return visitor.post(address, data=self.fields | values, follow_redirects=False)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.inside: Form | None = None
        self.text: str | None = None  # the textarea being read
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self.inside)
        elif self.inside is not None:
            self._field(self.inside, tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "submit" if tag == "button" else "text")
        if tag == "option" and self.select:
            form.choices[self.select].append(given.get("value", ""))
            if "selected" in given or self.select not in form.fields:
                form.fields[self.select] = given.get("value", "")
        elif not name:
            return
        elif tag == "textarea":
            form.kinds[name], self.text, form.fields[name] = "textarea", name, ""
        elif tag == "select":
            form.kinds[name], self.select, form.choices[name] = "select", name, []
        elif tag in {"input", "button"}:
            self._input(form, name, kind, given)

    def _input(self, form: Form, name: str, kind: str, given: dict[str, str]) -> None:
        form.kinds[name] = kind
        if kind in {"radio", "checkbox"}:
            form.choices.setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given or (kind == "radio" and name not in form.fields):
                form.fields[name] = given.get("value", "on")
        else:
            form.fields[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.inside is not None and self.text is not None:
            self.inside.fields[self.text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "textarea" and self.inside is not None and self.text is not None:
            self.inside.fields[self.text] = self.inside.fields[self.text].removeprefix("\n")
            self.text = None
        elif tag == "select":
            self.select = ""


def forms(html: str) -> list[Form]:
    """Every form of the page, in its order."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms


def posts(html: str) -> list[Form]:
    """The forms that change something."""
    return [form for form in forms(html) if form.method == "post"]
