"""Keeps the interpreter's own pauses short, so that nobody waits for an answer meanwhile."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Iterator

_TURN = 0.001
"""Seconds after which a thread at work lets another one have its turn; 0.005 by default."""
_YOUNG = 10_000
"""Objects more than before after which those that nobody holds are looked for; 700 by default.
Some 300 of a check are kept, mostly of the claims that it met; looking so often was 3 % of it."""


@contextlib.contextmanager
def short_pauses() -> Iterator[None]:
    """Leave what is there now out of garbage collection, and let threads take turns faster.

    A full collection looks at every object: with all that was imported and opened it holds the
    event loop for 50 to 200 ms. What a start leaves behind stays for as long as the process.
    Young objects are looked through less often, too.
    """
    before, thresholds = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(_TURN)
    gc.set_threshold(_YOUNG, *thresholds[1:])
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
        sys.setswitchinterval(before)
