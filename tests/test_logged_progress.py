"""What is logged of an index that is being built: how far it is now and then, and its end once."""

import logging

import pytest

from bot.following import Logged


def test_an_end_that_is_told_again_and_again_is_logged_once(caplog: pytest.LogCaptureFixture):
    show = Logged()
    with caplog.at_level(logging.INFO, "bot.following"):
        for done in (0, 7, 41, 41, 41):
            show("Indexing words", done, 41)
        for done in (41, 41):
            show("Computing vectors", done, 41)
    assert [record.getMessage() for record in caplog.records] == [
        "Indexing words: 0 of 41",
        "Indexing words: 41 of 41",
        "Computing vectors: 41 of 41",
    ]
