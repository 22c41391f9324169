"""What the guard reads of claims: kept for those that were compared last, and for no others."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor

from claims.models import Claim
from matching.analysed import Analysed, Shelf
from matching.record import Record


def told(number: int) -> Record:
    text = f"The mill of Velm burnt {number} times, says mayor Ada Lund"
    wordings = (f"Velm's mill: {number} fires", f"{number} fires at the mill in Velm")
    return Record.of(number, Claim(ref=f"M{number}", text=text, phrasings=wordings, names=("Ada",)))


def test_a_claim_that_was_compared_is_read_once_until_many_others_were() -> None:
    first = told(1)
    words = first.words
    assert first.words is words
    gone, keys = weakref.ref(words[0]), first.keys
    del words
    assert sum(len(told(number).words) for number in range(2, 500)) == 3 * 498
    gc.collect()
    assert gone() is None
    assert first.keys == keys
    assert [item.plain for item in first.words] == [item.plain for item in first.said]


def test_a_shelf_keeps_so_many_texts_and_the_last_claim_however_long() -> None:
    shelf = Shelf(most=10)
    kept = [Analysed(told(number)) for number in range(5)]
    for item in kept:
        shelf.put(item, 3)
    assert len(shelf) == 9
    shelf.put(Analysed(told(9)), 200)
    assert len(shelf) == 200
    shelf.put(kept[0], 3)
    assert len(shelf) == 3


def test_many_threads_read_the_same_of_claims_that_come_and_go() -> None:
    records = [told(number) for number in range(300)]
    expected = [record.keys for record in records]
    with ThreadPoolExecutor(4) as threads:
        for found in threads.map(lambda _: [record.keys for record in records], range(4)):
            assert found == expected
