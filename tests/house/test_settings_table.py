"""The settings' class and the file people copy say the same."""

import re

from careops.core.settings import ROOT, Settings


def test_every_setting_is_in_the_example_and_nothing_else() -> None:
    named = re.findall(r"^CAREOPS_([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(named) == sorted({name.upper() for name in Settings.model_fields})


def test_the_example_says_the_defaults() -> None:
    """What is shown with a value is what happens without the file."""
    shown = dict(re.findall(r"^CAREOPS_([A-Z_]+)=(.+)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    derived = {"BASE_URL"}  # made of the port
    assert shown
    assert {name: text for name, text in shown.items() if name not in derived and text != _written(defaults[name])} == {}


def _written(default: object) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default)
