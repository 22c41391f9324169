"""The files by which Caveat is run elsewhere: container, compose, service of systemd.

No image is built here; ``tests/test_container.py`` carries out the steps of the Dockerfile.
"""

import configparser
import re
import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from shutil import which

import pytest
import yaml
from typer.main import get_command

from bot.cli import app
from bot.settings import Settings
from tests.dockerfile import ROOT, stages, words_of

BUILD, IMAGE = stages()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICE = COMPOSE["services"]["caveat"]
UNIT = configparser.RawConfigParser(strict=False, delimiters="=")
UNIT.optionxform = str  # type: ignore[assignment, method-assign] - options keep their case
UNIT.read(ROOT / "docs" / "caveat.service", encoding="utf-8")
VERBS = set(get_command(app).commands)


def test_the_image_runs_as_nobody_and_is_built_from_two_equal_bases():
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", IMAGE.one("USER"))
    assert f"--uid {IMAGE.one('USER').split(':')[0]} " in IMAGE.one("RUN")
    assert BUILD.base == IMAGE.base
    assert re.fullmatch(r"python:3\.1[1-9]-slim-\w+", IMAGE.base)
    assert (IMAGE.one("VOLUME"), IMAGE.environment["CAVEAT_DATA"]) == ("/data", "/data")
    words = [word for word, _ in IMAGE.steps]
    assert words.index("USER") > max(words.index("RUN"), words.index("COPY"))


def test_nothing_comes_from_the_network_but_pinned_packages():
    for stage in (BUILD, IMAGE):
        assert not stage.all("ADD")
        assert not re.search(r"https?://|curl|wget|apt-get", str(stage.steps))
    assert BUILD.environment["PIP_CONSTRAINT"] == "/src/constraints.txt"
    assert BUILD.environment["PIP_BUILD_CONSTRAINT"] == "/src/constraints.txt"


def test_the_image_gets_what_the_package_holds_and_no_more():
    copied = [rest.split()[:-1] for rest in BUILD.all("COPY")]
    names = {name for part in copied for name in part}
    assert [name for name in names if not (ROOT / name).exists()] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert names == packages | {"pyproject.toml", "constraints.txt", "README.md", "LICENSE"}
    assert IMAGE.one("COPY") == "--from=build /opt/caveat /opt/caveat"
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [rule for rule in rules if rule and not rule.startswith("#")]
    assert rules[0] == "*", "whatever is not named stays out, a token and data first of all"
    assert {rule[1:] for rule in rules if rule.startswith("!")} == names
    assert any(fnmatch("bot/__pycache__", rule) for rule in rules[1:])


def test_what_the_files_call_is_there():
    calls = [["caveat", *words_of(IMAGE.one("CMD"))], words_of(IMAGE.one("HEALTHCHECK"))]
    calls.append(Path(UNIT["Service"]["ExecStart"]).name.split())
    assert words_of(IMAGE.one("ENTRYPOINT")) == ["caveat"]
    assert all(program == "caveat" and verb in VERBS for program, verb, *_ in calls), calls


def test_every_setting_that_they_set_is_one():
    unit = (ROOT / "docs" / "caveat.service").read_text(encoding="utf-8")
    given = {*SERVICE["environment"], *IMAGE.environment, *re.findall(r"\bCAVEAT_\w+", unit)}
    known = {f"CAVEAT_{name.upper()}" for name in Settings.model_fields}
    named = {name for name in given if name.startswith("CAVEAT_")}
    assert named
    assert named <= known


def test_the_container_may_write_its_data_and_nothing_else():
    assert SERVICE["read_only"] is True
    assert SERVICE["cap_drop"] == ["ALL"]
    assert SERVICE["security_opt"] == ["no-new-privileges:true"]
    assert [mount.split(":")[0] for mount in SERVICE["tmpfs"]] == ["/tmp"]  # noqa: S108
    assert SERVICE["volumes"] == ["data:/data"]
    assert set(COMPOSE["volumes"]) == {"data"}
    assert not {"privileged", "network_mode", "ports", "user", "healthcheck"} & set(SERVICE)
    assert SERVICE["restart"] == "unless-stopped"
    assert set(SERVICE["secrets"]) == set(COMPOSE["secrets"])
    assert SERVICE["environment"]["CAVEAT_TOKEN_FILE"] == f"/run/secrets/{SERVICE['secrets'][0]}"
    assert "CAVEAT_TOKEN" not in SERVICE["environment"]


def test_the_service_is_confined():
    said = UNIT["Service"]
    strict = {"ProtectSystem": "strict", "NoNewPrivileges": "yes", "CapabilityBoundingSet": ""}
    more = {"ProtectHome": "yes", "PrivateDevices": "yes", "MemoryDenyWriteExecute": "yes"}
    assert {name: said[name] for name in strict | more} == strict | more
    assert (said["User"], said["StateDirectory"]) == ("caveat", "caveat")
    assert said["RestartPreventExitStatus"] == "2"


@pytest.mark.skipif(which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_understands_the_service_and_finds_it_confined(tmp_path: Path):
    unit = tmp_path / "caveat.service"
    text = (ROOT / "docs" / "caveat.service").read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/caveat/bin/caveat", "/bin/true"), encoding="utf-8")
    for check in (["verify"], ["security", "--offline=yes", "--threshold=20"]):
        asked = ["systemd-analyze", *check, str(unit)]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert str(unit) not in done.stderr


def test_a_token_or_data_beside_the_compose_file_is_no_part_of_the_repository():
    names = ["token.txt", "data/caveat.db", ".env"]
    asked = ["git", "check-ignore", "--no-index", *names]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == names or "not a git repository" in done.stderr
