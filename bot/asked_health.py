"""Asks the running bot whether it is well, over HTTP: `caveat health`, and the doctor."""

from __future__ import annotations

import http.client
import json
from ipaddress import ip_address
from typing import Any

from bot.settings import Settings
from claims.errors import CaveatError, SettingsProblem
from storage.lock import holder_of

_PATIENCE = 5.0
_OFF = (
    "Health is not served, as CAVEAT_METRICS_PORT is 0; set it to a free port and start "
    "`caveat run` again."
)


def asked_health(settings: Settings) -> str:
    """The sentence that the bot is well, from the bot that runs on this data folder.

    Raises ``CaveatError`` where it is not, or does not answer, and ``SettingsProblem`` where it
    cannot be asked.
    """
    if settings.metrics_port == 0:
        raise SettingsProblem(_OFF)
    told = _asked(settings)
    holder = holder_of(settings.data)
    if holder is not None and str(told.get("process")) != holder:
        raise CaveatError(
            f"Another Caveat (process {told.get('process')}) answers at {_place(settings)}, not "
            f"that of {settings.data}; give each its own CAVEAT_METRICS_PORT."
        )
    wrong = [part["said"] for part in told["parts"].values() if not part["well"]]
    if wrong:
        raise CaveatError(f"Caveat is not well: {' '.join(wrong)}")
    return f"Caveat {told['version']} is well: {', '.join(told['parts'])}."


def _asked(settings: Settings) -> dict[str, Any]:
    connection = http.client.HTTPConnection(
        _host(settings), settings.metrics_port, timeout=_PATIENCE
    )
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse().read()
    except TimeoutError as problem:
        raise CaveatError(
            f"Caveat did not answer at {_place(settings)} within {_PATIENCE:.0f} seconds."
        ) from problem
    except OSError as problem:
        raise CaveatError(
            f"Nothing answers at {_place(settings)}; is `caveat run` running, with these settings?"
        ) from problem
    except http.client.HTTPException as problem:
        raise _another(settings) from problem
    finally:
        connection.close()
    return _understood(answer, settings)


def _understood(answer: bytes, settings: Settings) -> dict[str, Any]:
    try:
        told = json.loads(answer)
    except ValueError as problem:
        raise _another(settings) from problem
    if not isinstance(told, dict) or not isinstance(told.get("parts"), dict):
        raise _another(settings)
    return told


def _another(settings: Settings) -> CaveatError:
    return CaveatError(
        f"What answers at {_place(settings)} is not Caveat; give it another CAVEAT_METRICS_PORT."
    )


def _host(settings: Settings) -> str:
    """Where to ask; one that stands for all addresses of the machine is asked on loopback."""
    address = ip_address(settings.metrics_host)
    if not address.is_unspecified:
        return str(address)
    return "127.0.0.1" if address.version == 4 else "::1"


def _place(settings: Settings) -> str:
    return f"{_host(settings)} port {settings.metrics_port}"
