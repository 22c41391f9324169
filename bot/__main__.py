"""``python -m bot`` is ``caveat``."""

from bot.cli import main

main()
