"""What the system refuses an index, told apart from damage: dropping it would mend nothing."""

from __future__ import annotations

import errno
import re

from claims.errors import IndexProblem

_REFUSALS = {
    errno.ENOSPC: "the disk is full; make room",
    errno.EDQUOT: "the disk quota is used up; make room",
    errno.EFBIG: "a file would be larger than the system allows; raise that limit",
    errno.EROFS: "the disk is read-only; check it and mount it for writing",
    errno.EACCES: "this user may not write there; check who may write to the data folder",
    errno.EPERM: "this user may not write there; check who may write to the data folder",
    errno.EMFILE: "too many files are open; raise that limit",
    errno.ENFILE: "too many files are open; raise that limit",
    errno.ENOMEM: "memory is used up; give Caveat more",
}
_IN_WORDS = re.compile(r"\(os error (\d+)\)|code: (\d+)")


def refusal(problem: BaseException) -> IndexProblem | None:
    """The error to raise instead where the system refused; None where it is something else.

    tantivy tells of the system's errors in words alone.
    """
    code = (problem.errno or 0) if isinstance(problem, OSError) else 0
    if not code and isinstance(problem, ValueError):
        found = _IN_WORDS.search(str(problem))
        code = int(found[1] or found[2]) if found else 0
    return IndexProblem(_REFUSALS[code]) if code in _REFUSALS else None
