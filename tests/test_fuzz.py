"""The parsers of what strangers hand in: what fuzzing once found stays mended, and a little more.

``make fuzz`` looks for hours where these look for seconds; see docs/security.md.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.number_words import of_figures
from matching.numbers import _FIGURE
from tests.fuzz.targets import TARGETS, address, lines, pack, paste
from tests.hostile_words import WORDS

CORPUS = Path(__file__).with_name("fuzz") / "corpus"
KEPT = sorted(path for path in CORPUS.rglob("*") if path.is_file())
PIECES = st.sampled_from(
    [
        *WORDS.values(),
        *(
            "11,000",
            "1.234,5",
            "½",
            "twenty",
            "20 Dec 2017",
            "3/4/18",
            "%",
            "not",
            "never",
            "Mosul",
        ),
        *(
            "https://",
            "www.",
            "l.facebook.com/l.php?u=",
            "%2f",
            "\\@",
            "xn--",
            "?q=",
            "#!/",
            "/amp",
        ),
        *("format: 1\n", "- ", ": ", "? ", "[", "{", "&a ", "*a", "!!", "<<", "|\n ", "---\n", "'"),
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=8).map("".join)
BYTES = st.one_of(
    TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=60)
)
PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["ref", "text", "chain", "evidence", "sources", "key", "publisher", "url", "date"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)
SHORT = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def _as_pack(plain: Any) -> bytes:
    head = {"format": 1, "pack": {"id": "x", "title": "T", "version": "1.0.0"}}
    inside = plain if isinstance(plain, dict) else {"claims": plain}
    text = yaml.safe_dump({**head, **inside}, allow_unicode=True)
    return text.encode("utf-8", "surrogatepass")


def _as_lines(plain: list[Any]) -> bytes:
    named = [{"ref": "a", "text": "t", **one} if isinstance(one, dict) else one for one in plain]
    return "\n".join(json.dumps(one, default=str) for one in named).encode()


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_fuzzing_started_from_and_found_keeps_every_promise(kept: Path):
    TARGETS[kept.parent.name](kept.read_bytes())


def test_every_parser_has_seeds_to_start_from():
    assert {path.parent.name for path in KEPT} == set(TARGETS)
    assert all(path.stat().st_size <= 4000 for path in KEPT)


@given(BYTES)
@SHORT
def test_whatever_is_pasted_is_read_or_refused_kindly(data: bytes):
    paste(data)


@given(BYTES)
@SHORT
def test_whatever_looks_like_an_address_leads_where_it_led(data: bytes):
    address(data)


@given(st.one_of(BYTES, PLAIN.map(_as_pack)))
@SHORT
def test_whatever_is_imported_as_a_pack_is_one_or_has_problems_in_words(data: bytes):
    pack(data)


@given(st.one_of(BYTES, st.lists(PLAIN, max_size=4).map(_as_lines)))
@SHORT
def test_every_line_of_an_import_is_a_claim_or_has_a_sentence(data: bytes):
    lines(data)


@given(st.from_regex(_FIGURE, fullmatch=True, alphabet=st.sampled_from("0123456789,. '’")))
@SHORT
def test_every_figure_that_the_pattern_takes_has_a_value(figure: str):
    assert of_figures(figure) >= 0


def test_swiss_and_french_figures_keep_their_decimals():
    written = ("5'520.2", "20 200,5", "1.234,56", "1,000.50", "11,000", "11.000", "1,000.000,000")
    values = (5520.2, 20200.5, 1234.56, 1000.5, 11000, 11000, 10**9)
    assert tuple(map(of_figures, written)) == values
