"""What the words of an address say about its page before anybody opened it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.addresses import words_in_address


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (
            "https://astutenews.com/2017/12/russia-charges-pentagon-with-training-ex-isis-fighters/",
            "russia charges pentagon with training ex isis fighters",
        ),
        (
            "https://www.shine.cn/archive/world/Russia-accuses-US-of-training-IS/shdaily.shtml",
            "Russia accuses US of training IS",
        ),
        (
            "https://www.upi.com/Top_News/World-News/2017/12/27/Russia-again-accuses-US-in-Syria/833/",
            "Russia again accuses US in Syria",
        ),
        (
            "https://sputniknews.com/us/201712301060423926-pentagon-training-militants-syria/",
            "pentagon training militants syria",
        ),
        (
            "https://www.eurasiareview.com/28122017-pentagon-rejects-claim-on-fighters/",
            "pentagon rejects claim on fighters",
        ),
        (
            "https://www.reuters.com/article/uk-mideast-crisis-usa-islamicstate/"
            "coalition-has-no-plans-to-target-is-in-syria-idUKKBN1EL1LB",
            "coalition has no plans to target is in syria",
        ),
        (
            "https://www.jpost.com/middle-east/whats-next-for-us-trained-syrian-rebels-498721",
            "whats next for us trained syrian rebels",
        ),
        ("https://paper.example/us/deal-reached-in-raqqa-1.5629", "deal reached in raqqa"),
        ("https://paper.example/us-let-daesh-go-free-325978h.htm", "us let daesh go free"),
        ("https://rt.com/news/396833-turkey-us-bases-syria", "turkey us bases syria"),
        ("https://www.bbc.co.uk/news/resources/idt-sh/raqqas_dirty_secret", "raqqas dirty secret"),
        (
            "https://paper.example/2017-12-27-iraq-says-mosul-is-free.html",
            "iraq says mosul is free",
        ),
        (
            "https://paper.example/mosul-deaths-9000-to-11000-feared",
            "mosul deaths 9000 to 11000 feared",
        ),
        ("https://paper.example/11000-civilians-died-in-mosul", "11000 civilians died in mosul"),
        (
            "https://paper.example/a/new-count-of-dead-reaches-11000",
            "new count of dead reaches 11000",
        ),
        ("https://paper.example/the-top-stories-of-2017", "the top stories of 2017"),
        ("https://paper.example/f16-and-b52-raids-on-raqqa", "f16 and b52 raids on raqqa"),
        (
            "https://paper.example/news/2017/%D0%A0%D0%BE%D1%81%D1%81%D0%B8%D1%8F-обвинила-США_в-атаке",
            "Россия обвинила США в атаке",
        ),
        ("https://paper.example/新闻/俄罗斯指责美国训练恐怖分子", "俄罗斯指责美国训练恐怖分子"),
        (
            "https://paper.example/a%20b/It%E2%80%99s%20the%20Pentagon%20again",
            "It’s the Pentagon again",
        ),
        ("https://en.wikipedia.org/wiki/Battle_of_Mosul_(2016–2017)", "Battle of Mosul 2016 2017"),
        ("https://en.wikipedia.org/w/index.php?title=Battle_of_Mosul&oldid=7", "Battle of Mosul"),
        (
            "https://www.reddit.com/r/worldnews/comments/7mk2xz/russia_accuses_us_of_training/",
            "russia accuses us of training",
        ),
        (
            "https://web.archive.org/web/2018id_/http://paper.example/pentagon-denies-the-claim.html",
            "pentagon denies the claim",
        ),
        (
            "https://www.google.com/url?q=https%3A%2F%2Fpaper.example%2Fpentagon-denies-the-claim",
            "pentagon denies the claim",
        ),
        ("paper.example/pentagon-denies-the-claim?utm_source=x#top", "pentagon denies the claim"),
    ],
)
def test_the_words_of_a_title_are_read_from_its_address(address: str, words: str):
    assert words_in_address(address) == words


@pytest.mark.parametrize(
    "address",
    [
        "https://www.kp.ru/daily/26775/3808693/",
        "https://paper.example/",
        "https://paper.example/news/world/2017/12/27/",
        "https://paper.example/mosul-dam/",
        "https://www.bbc.co.uk/news/world-middle-east-42486712",
        "https://www.bbc.co.uk/news/world-us-canada-42486712",
        "https://youtu.be/ab-cd_ef-gh",
        "https://www.youtube.com/shorts/ab-cd_ef-gh",
        "https://x.com/one_two_three/status/945735928453324800",
        "https://t.me/one_two_three/12",
        "https://www.instagram.com/p/ab-cd_ef-gh/",
        "https://paper.example/550e8400-e29b-41d4-a716-446655440000",
        "https://paper.example/news.php?id=331&cat=11",
        "https://news.google.com/articles/CBMiWmh0dHBzOi8vd3d3LmV4YW1wbGUub3Jn",
        "mailto:one-two-three@paper.example",
        "https://[::1/one-two-three",
        "",
    ],
)
def test_codes_numbers_and_sections_are_no_title(address: str):
    assert words_in_address(address) == ""


@given(st.text(), st.sampled_from(["", "https://paper.example/", "https://12ft.io/https://"]))
def test_any_text_may_be_asked_for_its_words(text: str, start: str):
    words = words_in_address(start + text)
    assert words == " ".join(words.split(" ")).strip()
