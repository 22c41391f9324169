"""PRIVACY.md, what `/privacy show` says, the schema and the figures of the hourly job agree."""

from pathlib import Path

from discord.ui import LayoutView

from bot.forgetting import JOBS
from bot.settings import Settings
from claims.community import CommunitySettings
from claims.privacy import lines, table
from claims.retention import Days
from commands.ui.privacy import lines_view
from storage.personal import ABOUT, NOT_ABOUT, TRACES, By
from storage.tables import metadata

PAGE = (Path(__file__).parent.parent / "PRIVACY.md").read_text(encoding="utf-8")
KEYS = [line.key for line in lines(Days())]
IN_NO_COLUMN = {"text", "left", "backups"}
"""Lines about what is in memory alone, and about rows of all kinds together."""


def test_every_column_is_said_to_be_about_a_person_or_not():
    for name, found in metadata.tables.items():
        about, other = list(ABOUT.get(name, ())), NOT_ABOUT.get(name, "").split()
        declared = sorted([*about, *other])
        assert declared == sorted(found.c.keys()), f"say in storage/personal.py what {name} holds"
    assert {*ABOUT, *NOT_ABOUT} == set(metadata.tables)


def test_every_column_about_a_person_has_its_line_and_every_line_its_columns():
    used = {line for columns in ABOUT.values() for line in columns.values()}
    assert used == set(KEYS) - IN_NO_COLUMN
    assert len(KEYS) == len(set(KEYS))


def test_the_page_has_the_lines_as_they_are():
    assert table(Days()) in PAGE, f"PRIVACY.md should hold this table:\n{table(Days())}"


def test_the_card_has_all_of_every_line_at_the_longest_that_can_be_chosen():
    days = Days(365, 365, 3650, 365)
    shown = "\n".join(str(getattr(part, "content", "")) for part in _card(days).walk_children())
    shown = shown.replace("\\", "")
    for line in lines(days):
        for words in (line.what, line.why, line.how, line.until):
            assert words.replace("*", "").replace("`", "") in shown


def _card(days: Days) -> LayoutView:
    return lines_view(lines(days))


def test_the_figures_on_the_page_are_those_of_the_settings_and_of_the_job(tmp_path: Path):
    assert Settings(data=tmp_path).days == Days()
    assert CommunitySettings().keep_requests_days == Days().requests
    said = "\n".join(line.until for line in lines(Days(1, 2, 3, 4, 5)))
    assert all(f"{days} days" in said for days in (1, 2, 3, 4, 5))


def test_every_column_that_may_hold_a_name_can_be_searched_for_it():
    """By its own name, a column that names somebody: all those are traces."""
    naming = {"user", "who", "actor", "taken_by", "closed_by", "decided_by"}
    columns = {(t.name, c) for t in metadata.tables.values() for c in naming if c in t.c}
    assert columns == {(t.table.name, t.column.name) for t in TRACES}
    assert {trace.by for trace in TRACES} == set(By)


def test_what_ends_by_itself_has_a_job():
    assert {"answers", "remarks", "requests' texts", "follows", "asks", "names"} <= set(JOBS)
