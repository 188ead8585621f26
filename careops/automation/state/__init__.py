"""The signed-in screens' side of what happens by itself."""

from careops.automation.state.alerts import Alerts, Line

__all__ = ["Alerts", "Line"]
