"""Names in a claim that is looked at again and again, each time among other claims."""

from matching.analysis import read
from matching.guard.roles import deeds
from matching.names import lexicon, named

TEXT = "the alder met the birch and the cedar met the maple"
TREES = ("alder", "birch", "cedar", "maple")


def test_a_claim_that_is_kept_is_read_anew_in_every_neighbourhood():
    kept = read(TEXT)
    for turn in range(400):
        known = lexicon([TREES[turn % 4]], [TREES[(turn + 1) % 4]])
        assert named(kept, known) == named(read(TEXT), known)
        assert deeds(kept, known) == deeds(read(TEXT), known)


def test_a_claim_that_is_kept_does_not_grow_with_every_look():
    kept = read(TEXT)
    neighbourhoods = [lexicon([tree], []) for _ in range(200) for tree in TREES]
    sizes = set()
    for known in neighbourhoods:
        deeds(kept, known)
        sizes.add(len(kept._found))
    assert len(sizes) == 1
