"""The files under deploy/ name settings that exist and paths that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from config.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"


@pytest.mark.parametrize("name", ["compose.yaml", "zhengwen.service", "zhengwen.env.example", "Dockerfile"])
def test_every_setting_that_is_named_exists(name: str) -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+", (DEPLOY / name).read_text(encoding="utf-8")))

    assert named
    assert named <= {PREFIX + field.upper() for field in Settings.model_fields}


def test_the_compose_file_starts_the_bot_with_its_servers() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    bot = compose["services"]["bot"]
    hosts = re.findall(r"(?:http://|@)(\w+)[:/]", " ".join(bot["environment"].values()))

    assert set(hosts) == set(bot["depends_on"]) == {"chroma", "postgres"}
    assert (DEPLOY / bot["build"]["context"] / bot["build"]["dockerfile"]).is_file()
    mounted = [volume.split(":")[0] for service in compose["services"].values() for volume in service["volumes"]]
    assert {volume for volume in mounted if not volume.startswith("$")} == set(compose["volumes"])


def test_the_image_copies_what_is_there() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [word for line in lines if line.startswith("COPY") for word in line.split()[1:-1]]

    assert {"run_bot.py", "bot", "config", "knowledge", "retrieval"} <= set(copied)
    assert [name for name in copied if "." not in name and not (ROOT / name).exists() and name != "LICENSE"] == []
