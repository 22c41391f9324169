"""What followers are told of a claim: what stands, in a curator's words where there are some."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from discord import ui

from claims.bulletins import Bulletin, Due, daily_slot, due_at, next_daily
from claims.changes import ClaimStory
from claims.follows import WHOLE, Follow, Follower, Pace, Stirred, Waiting, question_key
from claims.history import Named
from claims.models import Claim, Evidence, OpenQuestion, Owner, QuestionStatus, Stance, Status
from claims.news import News, news_of
from claims.report import ClaimView, Revision
from commands.ui.base import CardView
from commands.ui.follows import bulletin_view

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
ASKED = OpenQuestion(text="Who closed it?")
ANSWERED = OpenQuestion(text="Who closed it?", status=QuestionStatus.ANSWERED, answer="The city.")
FIRST = Claim(ref="X1", text="The bridge was closed in May.", questions=(ASKED,))


def story(*steps: Any) -> ClaimStory:
    """A claim with its first state and what each step changed; a step may be minor, or told."""
    claim = FIRST
    found = [Revision(1, 0, NOON, "a", "r", claim)]
    for number, step in enumerate(steps, start=2):
        changes = dict(step)
        said = {name: changes.pop(name) for name in ("minor", "told", "reason") if name in changes}
        claim = claim.model_copy(update=changes)
        found.append(replace(Revision(number, number - 1, NOON, "a", "r", claim), **said))
    view = ClaimView(
        claim_id=1,
        number=7,
        owner=Owner.community("1"),
        owner_title="This community",
        claim=claim,
        revision=len(found),
        revised_at=NOON,
        sources={},
        documents={},
    )
    return ClaimStory(view, tuple(found), Named())


def told(*steps: Any, known: int = 1, question: str = WHOLE) -> tuple[str, ...]:
    news = news_of(question, known, story(*steps))
    return news.lines if news else ()


def test_several_changes_of_the_same_are_told_as_what_they_come_to():
    june = {"text": "The bridge was closed in June."}
    july = {"text": "The bridge was closed in July."}
    assert told(june, july) == ("“July” replaces “May”",)
    assert told(june, {"text": FIRST.text}) == ()
    assert told(june, july, known=2) == ("“July” replaces “June”",)


def test_what_is_minor_is_not_told_though_something_else_is():
    typo = {"text": "The bridge was closed in  early May.", "minor": True}
    source = {"evidence": (Evidence(source="S1", stance=Stance.SUPPORTS),)}
    assert told(typo) == ()
    assert told(typo, source) == ("S1 was added as a source in support",)
    assert told(typo, source, {"evidence": ()}) == ()


def test_a_curators_own_sentence_is_told_instead_of_ours():
    own = {"text": "The bridge was closed in June.", "told": "The month was wrong."}
    assert told(own) == ("The month was wrong.",)
    assert told(own, {"text": FIRST.text}) == ()


def test_a_question_is_told_of_when_it_is_answered_opened_again_or_taken_off():
    key = question_key(ASKED.text)
    answered = {"questions": (ANSWERED,)}
    assert told(answered, question=key) == ("Answered: The city.",)
    assert told(answered, {"questions": (ASKED,)}, known=2, question=key) == (
        "The question is open again.",
    )
    assert told(answered, {"questions": (ASKED,)}, question=key) == ()
    assert told({"text": "Another sentence."}, question=key) == ()
    gone = news_of(key, 1, story({"questions": ()}))
    assert gone == News(
        7,
        "Who closed it?",
        ("Curators took this question off or worded it anew.", "You follow it no longer."),
        ends=True,
    )


def test_what_is_done_to_a_draft_is_told_when_it_is_shown_again_and_not_before():
    draft, shown = {"status": Status.DRAFT}, {"status": Status.PUBLISHED}
    secret = {"text": "The bridge was closed in June."}
    hidden = told(draft)
    assert hidden == ("Taken back to be worked on", "You hear of it when it is shown again.")
    assert told(draft, secret, known=2) == ()
    assert told(draft, secret) == hidden
    assert told(draft, secret, shown, known=2) == ("Shown here again", "“June” replaces “May”")
    assert told(draft, shown) == ()
    assert told(draft, secret, shown) == ("“June” replaces “May”",)


def test_a_retired_claim_is_followed_no_longer():
    retired = {"status": Status.RETIRED, "reason": "It was two bridges."}
    news = news_of(WHOLE, 1, story(retired))
    assert news is not None
    assert news.ends
    assert news.lines == ("Taken out of use: It was two bridges.", "You follow it no longer.")


def test_a_message_says_less_of_each_the_more_there_is_and_names_all_of_it():
    line = "“the longest word there is” replaces “another one that is as long as this”" * 4
    many = [News(number, f"Claim {number} " + "x" * 150, (line,) * 5) for number in range(1, 51)]
    servers = {str(place): f"Server {place}" for place in range(9)}
    for news, shown in (
        ({"0": many[:1]}, 5),
        ({"0": many[:4]}, 12),
        ({"0": many[:11]}, 11),
        ({"0": many}, 0),
        (dict.fromkeys(servers, many), 0),
    ):
        bulletin = Bulletin(Follower(9, 0), news, (), daily=True)
        text = said_by(bulletin_view(bulletin, servers, 12345678))
        assert len(text) <= 4000
        assert text.count("· “the longest") == shown
        assert "Trimmed" not in text
        assert "Message 12345678 about what you follow" in text
        for told in (item for some in news.values() for item in some):
            assert f"#{told.number}" in text
            assert text.count("In Server") == len(news)


def said_by(view: CardView) -> str:
    return "\n".join(
        part.content for part in view.walk_children() if isinstance(part, ui.TextDisplay)
    )


def waiting(at: datetime, pace: Pace = Pace.DAILY, **follower: Any) -> Waiting:
    follow = Follow(1, "1", 9, 1, WHOLE, pace, NOON, None, 1, 1)
    given = {"user": 9, "minute": 8 * 60 + 30, **follower}
    return Waiting(Follower(**given), (Stirred(follow, 2, at),))


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def is_due(one: Waiting, now: datetime) -> bool:
    return due_at(one, now) is not None


def test_the_daily_message_goes_out_at_the_followers_minute_of_the_day():
    changed = waiting(moment(24, 9))
    assert not is_due(changed, moment(24, 23, 59))
    assert not is_due(changed, moment(25, 8, 29))
    assert is_due(changed, moment(25, 8, 30))
    just_before = waiting(moment(25, 8, 29))
    assert not is_due(just_before, moment(25, 8, 30)), "its curator may yet call it minor"
    assert is_due(just_before, moment(25, 8, 31))
    assert daily_slot(510, moment(25, 8, 29)) == moment(24, 8, 30)
    assert next_daily(changed.follower, moment(25, 9)) == moment(26, 8, 30)


def test_nobody_has_two_daily_messages_in_a_day_also_where_one_came_late():
    on_time = waiting(moment(25, 9), told_at=moment(25, 8, 31), daily_at=moment(25, 8, 31))
    assert not is_due(on_time, moment(26, 8, 29))
    assert is_due(on_time, moment(26, 8, 30))
    late = waiting(moment(25, 23), told_at=moment(25, 22), daily_at=moment(25, 22))
    assert not is_due(late, moment(26, 8, 30))
    assert not is_due(late, moment(26, 23)), "it waits for the minute of the day"
    assert is_due(late, moment(27, 8, 30))


def test_a_clock_that_was_set_wrong_silences_nobody():
    ahead = waiting(moment(25, 7), told_at=moment(25, 8) + timedelta(days=400))
    assert is_due(ahead, moment(25, 9))
    soon = waiting(moment(25, 7), told_at=moment(25, 9, 5), daily_at=moment(25, 9, 5))
    assert not is_due(soon, moment(25, 9))


def test_at_once_means_when_curators_have_stopped_and_not_within_minutes_of_the_last():
    changed = waiting(moment(25, 12), Pace.AT_ONCE)
    assert not is_due(changed, moment(25, 12, 1))
    due = due_at(changed, moment(25, 12, 2))
    assert due == Due(changed.follower, changed.stirred, daily=False)
    told_before = waiting(moment(25, 12), Pace.AT_ONCE, told_at=moment(25, 11, 55))
    assert not is_due(told_before, moment(25, 12, 4))
    assert is_due(told_before, moment(25, 12, 5))
