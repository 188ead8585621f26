"""Settings are checked at the start, and what is wrong is said with its variable and its fix."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from careops.core.settings import Settings, explain, kept_secret


@pytest.mark.parametrize(
    ("variable", "value", "fix"),
    [
        ("DATABASE_URL", "mysql://x", "sqlite:///data/careops.db"),
        ("REDIS_URL", "http://x", "redis://"),
        ("BASE_URL", "book.example.com", "https://book.example.com"),
        ("BASE_URL", "https://book.example.com/path", "no path"),
        ("SECRET_KEY", "short", "32 random characters"),
        ("SMTP_URL", "mail.example.com", "smtp://user:password@host:587"),
        ("PORT", "0", ".env.example"),
        ("WORKERS", "2", ".env.example"),
    ],
)
def test_a_wrong_setting_is_named_with_its_fix(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, value: str, fix: str
) -> None:
    monkeypatch.setenv("CAREOPS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv(f"CAREOPS_{variable}", value)
    with pytest.raises(ValidationError) as wrong:
        Settings()
    said = explain(wrong.value)
    assert f"CAREOPS_{variable}" in said
    assert fix in said


def test_a_made_secret_stays_the_same_and_is_private(tmp_path: Path) -> None:
    first = kept_secret(tmp_path / "key")
    assert kept_secret(tmp_path / "key") == first
    assert len(first) >= 32
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


def test_plain_postgres_addresses_get_the_driver(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CAREOPS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CAREOPS_DATABASE_URL", "postgres://u:p@h/d")
    assert Settings().database_url == "postgresql+psycopg://u:p@h/d"


def test_a_new_data_folder_is_its_owner_s_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CAREOPS_DATA_DIR", str(tmp_path / "new"))
    assert Settings().data_dir.stat().st_mode & 0o777 == 0o700


def test_no_secret_is_printed_with_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {"DATA_DIR": str(tmp_path), "SECRET_KEY": "k" * 40, "SMTP_URL": "smtp://ana:hunter2@mail.example.com"}.items():
        monkeypatch.setenv(f"CAREOPS_{name}", value)
    found = Settings()
    said = f"{found!r} {found} {found.model_dump()} {found.model_dump_json()}"
    assert "k" * 40 not in said
    assert "hunter2" not in said
