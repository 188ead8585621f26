"""The wizard's side in the browser: where it is, and one class for what each step changes. Every field saves itself."""

from careops.onboarding.state.catalogue import HoursStep, ServicesStep
from careops.onboarding.state.extras import ItemsStep, TeamStep
from careops.onboarding.state.reaching import ChannelsStep, FormsStep
from careops.onboarding.state.wizard import Wizard
from careops.onboarding.state.workspace import WorkspaceStep

__all__ = ["ChannelsStep", "FormsStep", "HoursStep", "ItemsStep", "ServicesStep", "TeamStep", "Wizard", "WorkspaceStep"]
