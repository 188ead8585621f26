"""The commands people are told exist, and the container files do what they say."""

import os
import re
import subprocess

import yaml

from careops.core.settings import ROOT

TOLD = {"run", "demo", "test", "lint", "check", "bench", "race-long", "faults-long", "help"}


def make(*words: str) -> str:
    return subprocess.run(["make", "--no-print-directory", *words], cwd=ROOT, capture_output=True, check=True, text=True).stdout


def test_help_lists_every_command_people_are_told_of() -> None:
    listed = set(re.findall(r"^  make ([a-z-]+)", make("help"), re.MULTILINE))
    assert listed >= TOLD


def test_every_command_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    named = {word for page in pages for word in re.findall(r"`make ([a-z-]+)", page.read_text())}
    assert named
    assert named - targets == set()


def test_ci_runs_what_a_person_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert "make check" in script.read_text()
    assert os.access(script, os.X_OK)


def test_check_is_lint_and_test() -> None:
    assert re.search(r"^check: lint test ", (ROOT / "Makefile").read_text(), re.MULTILINE)


def compose() -> dict[str, dict[str, dict[str, object]]]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def test_every_service_tells_whether_it_is_well() -> None:
    services = compose()["services"]
    assert set(services) == {"app", "postgres", "redis"}
    assert [name for name, service in services.items() if "healthcheck" not in service and name != "app"] == []


def test_no_password_stands_in_the_compose_file() -> None:
    text = (ROOT / "compose.yaml").read_text()
    secrets = re.findall(r"(?:PASSWORD|SECRET_KEY): *(\S+)", text)
    assert secrets
    assert [value for value in secrets if not value.startswith('"${') and not value.startswith("${")] == []


def test_volumes_named_by_services_are_declared() -> None:
    whole = compose()
    used = {str(volume).split(":")[0] for service in whole["services"].values() for volume in service.get("volumes", [])}  # type: ignore[attr-defined]
    assert used == set(whole["volumes"])


def dockerfile() -> list[str]:
    text = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text())
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_the_image_copies_only_what_exists() -> None:
    sources = [word for line in dockerfile() if line.startswith("COPY ") and "--from" not in line for word in line.split()[1:-1]]
    assert sources
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_image_runs_as_nobody_special_and_looks_after_itself() -> None:
    words = [line.split()[0] for line in dockerfile()]
    assert words.index("USER") < words.index("ENTRYPOINT")
    assert any(line.startswith("HEALTHCHECK") and "/health" in line for line in dockerfile())
    assert any(line.startswith("VOLUME") for line in dockerfile())


def test_the_image_calls_modules_that_exist() -> None:
    modules = {name for line in dockerfile() for name in re.findall(r'(?:-m |"-m", ")([a-z_.]+)', line)}
    ours = {module for module in modules if module.startswith("careops")}
    assert ours == {"careops"}


def test_the_image_leaves_secrets_and_data_outside() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {word.rstrip("/") for line in dockerfile() if line.startswith("COPY ") and "--from" not in line for word in line.split()[1:-1]}
    assert copied <= kept
    assert not kept & {".env", "data", ".git"}
