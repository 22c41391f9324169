"""The settings file without its secret, for copies that lie elsewhere."""

from __future__ import annotations

import re
import tomllib

_TOKEN_LINE = re.compile(r"""^[ \t#]*(?:token|"token"|'token')[ \t]*=.*\n?""", re.MULTILINE)
_LIKE_A_TOKEN = re.compile(r"[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}")


def without_token(text: str) -> str | None:
    """The text of a settings file without the lines that set the token, all else as it was.

    None where the token cannot be cut out for certain, as of a file that is not valid TOML: better
    no copy of the settings than one of the token.
    """
    bare = _TOKEN_LINE.sub("", text)
    if _LIKE_A_TOKEN.search(bare):
        return None
    try:
        wanted = {name: value for name, value in tomllib.loads(text).items() if name != "token"}
        return bare if tomllib.loads(bare) == wanted else None
    except tomllib.TOMLDecodeError:
        return None
