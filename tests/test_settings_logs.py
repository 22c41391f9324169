"""The log: it tells what went wrong and where, never what somebody pasted."""

import io
import json
import logging

import pytest

from bot.logs import JsonLines, PlainLines, outline, start_logging
from bot.settings import Settings
from claims.errors import StoreBusy

PASTE = "my neighbour Ferdinand says that the tram is late"


def raised(error: BaseException) -> BaseException:
    """The error as it is caught, with a cause that quotes a paste too."""
    try:
        raise error from KeyError(PASTE)
    except type(error) as caught:
        return caught


def logged(form: logging.Formatter, error: BaseException) -> str:
    paper = io.StringIO()
    handler = logging.StreamHandler(paper)
    handler.setFormatter(form)
    logger = logging.Logger("a.logger")  # noqa: LOG001 - one that nobody else has
    logger.addHandler(handler)
    logger.error("check %d failed after %d characters", 7, len(PASTE), exc_info=error)
    return paper.getvalue()


@pytest.mark.parametrize("form", [PlainLines(), JsonLines()])
def test_an_error_is_logged_without_its_words(form):
    line = logged(form, raised(ValueError(PASTE)))
    assert "Ferdinand" not in line
    assert "ValueError" in line
    assert "KeyError" in line
    assert "test_settings_logs.py" in line
    assert line.count("\n") == 1


def test_our_own_sentences_and_the_systems_are_kept():
    assert "process 12" in outline(raised(StoreBusy("12")))
    assert "No space left" in outline(raised(OSError(28, "No space left on device")))


def test_a_line_for_programs_is_one_object():
    told = json.loads(logged(JsonLines(), raised(ValueError(PASTE))))
    assert set(told) == {"at", "level", "logger", "message", "error"}
    assert told["message"] == f"check 7 failed after {len(PASTE)} characters"


def test_libraries_that_would_log_parameters_stay_quiet(tmp_path):
    root, names = logging.getLogger(), ("sqlalchemy", "aiosqlite", "discord.http", "discord")
    kept = root.level, root.handlers[:], {n: logging.getLogger(n).level for n in names}
    try:
        start_logging(Settings(data=tmp_path, log_level="debug"))
        assert logging.getLogger("sqlalchemy.engine").getEffectiveLevel() == logging.WARNING
        assert logging.getLogger("discord.gateway").getEffectiveLevel() == logging.WARNING
        assert logging.getLogger("bot").getEffectiveLevel() == logging.DEBUG
    finally:
        root.setLevel(kept[0])
        root.handlers[:] = kept[1]
        for name, level in kept[2].items():
            logging.getLogger(name).setLevel(level)
