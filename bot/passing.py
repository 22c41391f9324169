"""Failures of a request to Discord that may pass by themselves, so that it is made again."""

from __future__ import annotations

import aiohttp
import discord

PASSING = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)
"""discord.py lets those of its HTTP client through, of which not all are an ``OSError``."""
