"""What a trade starts with, and what a country usually uses."""

from careops.business.rules.country import country_of, usual_in
from careops.business.rules.preset import Form, Item, Preset, Question, Service, price_in
from careops.business.rules.trades.clinic import CLINIC
from careops.business.rules.trades.repair import REPAIR
from careops.business.rules.trades.retail import RETAIL
from careops.business.rules.trades.salon import SALON
from careops.business.rules.trades.school import SCHOOL
from careops.business.rules.trades.tutor import TUTOR

PRESETS: dict[str, Preset] = {preset.trade: preset for preset in (SALON, CLINIC, TUTOR, SCHOOL, REPAIR, RETAIL)}

__all__ = ["PRESETS", "Form", "Item", "Preset", "Question", "Service", "country_of", "price_in", "usual_in"]
