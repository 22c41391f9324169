"""The pages agree with the program: commands, settings, what is stored, links between pages."""

import re
from pathlib import Path

import pytest
from discord import AppCommandType
from discord.app_commands import Command
from prometheus_client.metrics import MetricWrapperBase
from typer.main import get_command

from bot.cli import app
from bot.metrics import Metrics
from bot.settings import Settings
from tests.discord_world import a_world

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "benchmarks").glob("*.md")]

NO_SETTINGS = {"CAVEAT_CONFIG", "CAVEAT_TOKEN_PATH", "CAVEAT_ARTICLE", "CAVEAT_DISCORD_OPENAPI"}
"""Read by the command line, by compose.yaml and by tests."""


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_stands_in_the_readme_with_its_default(name: str):
    row = re.search(rf"^\| `CAVEAT_{name.upper()}` \| (.*?) \|", README, re.MULTILINE)
    assert row, f"CAVEAT_{name.upper()} is not in the README"
    default = Settings.model_fields[name].default
    if isinstance(default, str | int) and name != "data":
        assert row.group(1) == f"`{default}`"


def test_the_readme_names_no_setting_that_is_none():
    named = set(re.findall(r"`CAVEAT_([A-Z_]+)`", README)) - {"CONFIG", ""}
    assert named == {name.upper() for name in Settings.model_fields}


def test_every_discord_command_stands_in_the_readme(discord_commands: list[str]):
    assert discord_commands
    assert [name for name in discord_commands if name not in README] == []


def test_every_verb_of_the_command_line_stands_in_the_readme():
    verbs = set(get_command(app).commands)
    assert verbs
    assert [verb for verb in verbs if not re.search(rf"`[^`]*\b{verb}\b", README)] == []


def test_every_verb_of_a_group_stands_beside_its_group_in_the_readme():
    rows = [line for line in README.splitlines() if line.startswith("| `caveat ")]
    lost = [
        f"{name} {verb}"
        for name, group in get_command(app).commands.items()
        for verb in getattr(group, "commands", ())
        if not any(re.search(rf"\b{name}\b", row) and f"{verb}" in row for row in rows)
    ]
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_only_commands_and_settings_that_there_are(page: Path):
    text = page.read_text(encoding="utf-8")
    verbs = get_command(app).commands
    for name, verb in re.findall(
        r"(?:`|bin/|exec caveat |--rm )caveat ([a-z]+)(?: ([a-z]+))?", text
    ):
        assert name in verbs, f"caveat {name}"
        assert not hasattr(verbs[name], "commands") or not verb or verb in verbs[name].commands
    known = {f"CAVEAT_{name.upper()}" for name in Settings.model_fields} | NO_SETTINGS
    assert set(re.findall(r"\bCAVEAT_[A-Z_]*[A-Z]\b", text)) <= known


def test_every_command_is_taught_on_a_page_for_those_who_use_it(discord_commands: list[str]):
    taught = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md"))
    assert [name for name in discord_commands if name not in taught] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path):
    text = page.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)", text):
        other = page.parent / target if target else page
        assert other.exists(), target
        assert not anchor or anchor in anchors(other), f"{target}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_only_files_that_are_there(page: Path):
    named = re.findall(
        r"`((?:bot|claims|commands|intake|matching|seeds|storage|tests|docs|benchmarks)"
        r"/[\w/.-]*)`",
        page.read_text(encoding="utf-8"),
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_page_can_be_reached_from_the_readme():
    reached, new = set(), {ROOT / "README.md"}
    while new:
        reached |= new
        found = {
            (page.parent / target).resolve()
            for page in new
            for target in re.findall(r"\]\(([^)#\s]+\.md)", page.read_text(encoding="utf-8"))
            if "://" not in target
        }
        new = found - reached
    assert {page for page in PAGES if page not in reached} == set()


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as a forge makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in kept}


@pytest.fixture
async def discord_commands(tmp_path: Path) -> list[str]:
    """The commands and menus as members find them: ``/claim view``, ``Check claims``."""
    async with a_world(tmp_path) as world:
        commands = list(world.bot.tree.walk_commands())
        menus = world.bot.tree.get_commands(type=AppCommandType.message)
    leaves = [f"/{c.qualified_name}" for c in commands if isinstance(c, Command)]
    return [*leaves, *(menu.name for menu in menus)]


def test_every_metric_stands_in_the_page_with_its_labels():
    page = (ROOT / "docs" / "monitoring.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(caveat_\w+)` \| (.*?) \|", page, re.MULTILINE)
    named = {name: tuple(re.findall(r"`(\w+)`", labels)) for name, labels in rows}
    kept = [each for each in _of(Metrics()) if each._name.startswith("caveat")]
    suffixes = {"counter": "_total", "info": "_info"}
    told = {f"{each._name}{suffixes.get(each._type, '')}": each._labelnames for each in kept}
    assert named == {**told, "caveat_build_info": ("version",)}


def _of(metrics: Metrics) -> list[MetricWrapperBase]:
    collectors = metrics.registry._collector_to_names
    return [each for each in collectors if isinstance(each, MetricWrapperBase)]
