"""The least a FastAPI service can do: what the other figures are compared with."""

from fastapi import FastAPI

api = FastAPI()


@api.get("/hello")
def hello() -> dict[str, str]:
    return {"hello": "world"}


def app() -> FastAPI:
    """Granian's factory, as CareOps' own app is one."""
    return api
