"""Settings come from the environment (prefix `CAREOPS_`) or `.env`, and are checked once, at the start."""

import secrets
import sys
from contextlib import suppress
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent.parent

FIXES = {
    "database_url": "use sqlite:///data/careops.db or postgresql+psycopg://user:password@host/name",
    "redis_url": "use redis://:password@host:6379/0",
    "base_url": "give the address people type, for example https://book.example.com, with no path",
    "secret_key": "give at least 32 random characters, or leave it out and one is made and kept in the data folder",
    "old_secret_keys": "give the keys of before, separated by commas, each as it was",
    "resend_url": "leave it out, or use https://api.resend.com",
    "sendgrid_url": "leave it out, or use https://api.sendgrid.com or https://api.eu.sendgrid.com",
    "twilio_url": "leave it out, or use https://api.twilio.com",
    "smtp_url": "use smtp://user:password@host:587 or smtps://user:password@host:465",
}


class Settings(BaseSettings):
    """Every knob, with its default; the README's table is this class."""

    model_config = SettingsConfigDict(env_prefix="CAREOPS_", env_file=".env", extra="ignore")

    environment: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    data_dir: Path = Path("data")
    database_url: str = ""
    redis_url: str = ""
    base_url: str = ""
    secret_key: SecretStr = SecretStr("")
    old_secret_keys: SecretStr = SecretStr("")
    smtp_url: SecretStr = SecretStr("")
    allow_private_mail_hosts: bool = False
    allow_private_webhooks: bool = False
    resend_url: str = "https://api.resend.com"
    sendgrid_url: str = "https://api.sendgrid.com"
    twilio_url: str = "https://api.twilio.com"
    mail_from: str = "CareOps <careops@localhost.localdomain>"
    metrics_token: SecretStr = SecretStr("")
    log_json: bool | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    api_docs: bool | None = None
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    password_cost: int = Field(default=12, ge=4, le=16)
    synchronous: Literal["FULL", "NORMAL"] = "FULL"
    scheduler: bool = True
    rate_limits: bool = True

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url.startswith(("postgres://", "postgresql://")):
            url = "postgresql+psycopg://" + url.split("://", 1)[1]
        if url and not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("this database is not known")
        return url

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, url: str) -> str:
        if url and not url.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("this is not a Redis address")
        return url

    @field_validator("base_url")
    @classmethod
    def _address_without_path(cls, url: str) -> str:
        url = url.rstrip("/")
        if url and (not url.startswith(("http://", "https://")) or url.count("/") != 2):
            raise ValueError("this is not an address")
        return url

    @field_validator("resend_url", "sendgrid_url", "twilio_url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError("this is not an address")
        return url.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _known_mail_server(cls, url: SecretStr) -> SecretStr:
        if url.get_secret_value() and not url.get_secret_value().startswith(("smtp://", "smtps://")):
            raise ValueError("this is not a mail server's address")
        return url

    @model_validator(mode="after")
    def _fill_in(self) -> Self:
        self.data_dir = (ROOT / self.data_dir).resolve()
        self.data_dir.mkdir(0o700, parents=True, exist_ok=True)  # customers' names, letters with private links, the key: nobody else's
        self.database_url = self.database_url or f"sqlite:///{self.data_dir / 'careops.db'}"
        self.base_url = self.base_url or f"http://localhost:{self.port}"
        if not self.secret_key.get_secret_value():
            self.secret_key = SecretStr(kept_secret(self.data_dir / "secret.key"))
        if len(self.secret_key.get_secret_value()) < 32:
            raise ValueError("secret_key is too short")
        if any(len(key) < 32 for key in self.former_keys):
            raise ValueError("old_secret_keys holds one that is too short")
        if self.workers > 1 and (self.sqlite or not self.redis_url):
            raise ValueError("workers above 1 need database_url on Postgres and redis_url")
        return self

    @property
    def former_keys(self) -> list[str]:
        """The keys of before, which still open what they sealed."""
        return [key.strip() for key in self.old_secret_keys.get_secret_value().split(",") if key.strip()]

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def shows_api_docs(self) -> bool:
        return not self.production if self.api_docs is None else self.api_docs

    @property
    def logs_json(self) -> bool:
        return self.production if self.log_json is None else self.log_json


def kept_secret(path: Path) -> str:
    """The installation's own key: made once, readable by its owner only, the same after every restart."""
    with suppress(FileExistsError):
        path.touch(0o600, exist_ok=False)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def explain(problem: ValidationError) -> str:
    """What to say instead of a stack trace: each wrong variable by its name, and how to put it right."""
    lines = ["CareOps cannot start: a setting is wrong."]
    for error in problem.errors():
        name = str(error["loc"][0]) if error["loc"] else ""
        message = error["msg"].removeprefix("Value error, ")
        name = name or next((field for field in Settings.model_fields if message.startswith(field)), "")
        fix = FIXES.get(name, "see .env.example")
        lines.append(f"  CAREOPS_{name.upper()}: {message}; {fix}.")
    return "\n".join(lines)


def load() -> Settings:
    """The settings, or an exit that names the variable and the fix."""
    try:
        return Settings()
    except ValidationError as problem:
        sys.exit(explain(problem))


settings = load()
