"""Whatever can be reached says who may reach it: routes of the API, pages the server renders, handlers behind the socket."""

from careops.careops import api
from careops.core.actor import Permission
from careops.frame.state import every_state
from tests.walks.operations import contexts, operations, policies, policy_of

# Asked by machines about the service itself; the answer for what is no route at all; and the API's own documentation.
OPEN_ROUTES = {"/health", "/ready", "/metrics", "/api/{rest:path}", "/api/v1/docs", "/api/v1/redoc", "/api/v1/openapi.json"}
OPEN_HANDLERS = {"Frame.guard", "Frame.told", "Frame.failed"}
# The kitchen sink's own: they change nothing but an invented day in the asking tab.
OPEN_HANDLERS |= {f"CalendarDemo.{name}" for name in ("open", "ask", "move", "create")}
KNOWN = {"public", "member", "person"}


def test_every_route_declares_its_policy() -> None:
    silent = {str(context.path) for context in contexts(api) if not policies(context)}
    assert silent <= OPEN_ROUTES


def test_every_policy_is_one_we_know() -> None:
    permissions = {f"member:{permission.value}" for permission in Permission}
    assert set(policy_of(api).values()) <= KNOWN | permissions


def test_every_described_operation_is_walked() -> None:
    declared = policy_of(api)
    assert {
        operation.name for operation in operations(api) if operation.name not in declared and operation.path not in OPEN_ROUTES
    } == set()


def test_every_handler_declares_who_may_call_it() -> None:
    """A handler is an endpoint anybody with a socket can call; so is a public method without its underscore."""
    handlers = {
        f"{state.__name__}.{name}": handler.fn
        for state in every_state()
        if state.__module__.startswith("careops")
        for name, handler in state.event_handlers.items()
        if name != "setvar"
    }
    assert handlers
    assert {name for name, handler in handlers.items() if not getattr(handler, "_requires", None)} == OPEN_HANDLERS


def test_no_state_lets_its_vars_be_set_from_outside() -> None:
    """A handler named set_x is reachable by anybody; ours say so themselves, or do not exist."""
    setters = {
        f"{state.__name__}.{name}"
        for state in every_state()
        if state.__module__.startswith("careops")
        for name, handler in state.event_handlers.items()
        if name.startswith("set_") and name[4:] in state.vars and not getattr(handler.fn, "_requires", None)
    }
    assert setters == set()
