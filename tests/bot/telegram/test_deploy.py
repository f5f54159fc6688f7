"""The files under deploy/ name settings that exist and paths that are there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
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


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed (Debian: apt-get install systemd)")
    unit = (DEPLOY / "zhengwen.service").read_text(encoding="utf-8")
    # Where the unit expects the clone, there is none here.
    here = unit.replace("/opt/zhengwen/.venv/bin/python", sys.executable).replace("/opt/zhengwen", str(ROOT))
    assert here.count(str(ROOT)) >= 1
    (tmp_path / "zhengwen.service").write_text(here, encoding="utf-8")

    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", tmp_path / "zhengwen.service"],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["zhengwen.service", "README.md", "compose.yaml", "Dockerfile"])
def test_every_make_target_that_is_named_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert set(re.findall(r"\bmake ([a-z-]+)", (DEPLOY / name).read_text(encoding="utf-8"))) <= targets


def test_nothing_but_what_the_image_copies_is_sent_to_its_builder() -> None:
    copied = {
        word
        for line in (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
        if line.startswith("COPY")
        for word in line.split()[1:-1]
    }
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()

    assert "*" in lines
    assert {line[1:] for line in lines if line.startswith("!")} == copied


def test_the_image_copies_what_is_there() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [word for line in lines if line.startswith("COPY") for word in line.split()[1:-1]]

    assert {"run_bot.py", "bot", "config", "knowledge", "retrieval"} <= set(copied)
    assert [name for name in copied if "." not in name and not (ROOT / name).exists() and name != "LICENSE"] == []
