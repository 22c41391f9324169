"""Takes a PNG of a page with a headless Chromium, over its debugging socket on this machine.

Pillow, which makes the pictures small, is there because reportlab of the tests brings it.
"""

from __future__ import annotations

import asyncio
import base64
import io
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from PIL import Image

from docs.pictures.page import WIDTH

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SCALE = 2
COLOURS = 32
"""Enough for a few greys, one accent and soft edges of letters; a quarter of the bytes."""
_PATIENCE = 30.0
"""Seconds for the browser to start, and for each thing asked of it."""
_LARGEST = 64 * 1024 * 1024

Take = Callable[[str], Awaitable[bytes]]


class NoBrowser(RuntimeError):
    """There is no browser to take pictures with."""


@asynccontextmanager
async def camera(profile: Path) -> AsyncIterator[Take]:
    """A browser that turns an HTML text into PNG bytes, twice as many pixels as CSS has.

    Args:
        profile: A folder that does not exist yet, for what the browser writes.

    Raises:
        NoBrowser: Where none is installed, or it does not start.
    """
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise NoBrowser("Pictures need Chromium: install it with `apt-get install chromium`.")
    process = await _started(program, profile)
    try:
        address = await _address(process, profile)
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(address, max_msg_size=_LARGEST) as socket,
        ):
            yield await _Tab.opened(socket)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


class _Tab:
    """One tab of the browser, spoken to over its socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = count(1)
        self._where: dict[str, str] = {}

    @classmethod
    async def opened(cls, socket: aiohttp.ClientWebSocketResponse) -> _Tab:
        tab = cls(socket)
        target = await tab._ask("Target.createTarget", url="about:blank")
        session = await tab._ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        tab._where = {"sessionId": session["sessionId"]}
        return tab

    async def __call__(self, html: str) -> bytes:
        await self._sized(1)
        frames = await self._ask("Page.getFrameTree")
        frame = frames["frameTree"]["frame"]["id"]
        await self._ask("Page.setDocumentContent", frameId=frame, html=html)
        ready = "document.fonts.ready.then(() => document.body.offsetHeight)"
        found = await self._ask(
            "Runtime.evaluate", expression=ready, awaitPromise=True, returnByValue=True
        )
        await self._sized(found["result"]["value"])
        shot = await self._ask("Page.captureScreenshot", format="png")
        return _small(base64.b64decode(shot["data"]))

    async def _sized(self, height: int) -> None:
        """Make the tab as wide as a phone and this many CSS pixels high."""
        await self._ask(
            "Emulation.setDeviceMetricsOverride",
            width=WIDTH,
            height=height,
            deviceScaleFactor=SCALE,
            mobile=False,
        )

    async def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        asked = {"id": number, "method": method, "params": params, **self._where}
        await self._socket.send_json(asked)
        async with asyncio.timeout(_PATIENCE):
            while True:
                answer = await self._socket.receive_json()
                if answer.get("id") == number:
                    break
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error'].get('message')}")
        return dict(answer["result"])


def _small(png: bytes) -> bytes:
    """The same picture with few colours."""
    kept = io.BytesIO()
    with Image.open(io.BytesIO(png)) as shot:
        few = shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(kept, "PNG", optimize=True)
    return kept.getvalue()


async def _started(program: str, profile: Path) -> asyncio.subprocess.Process:
    flags = ["--headless", "--disable-gpu", "--no-first-run", "--hide-scrollbars"]
    flags += ["--disable-background-networking", "--disable-lcd-text", "--disable-dev-shm-usage"]
    flags += ["--remote-debugging-port=0", f"--user-data-dir={profile}"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    quiet = asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(
        program, *flags, "about:blank", stdin=quiet, stdout=quiet, stderr=quiet
    )


async def _address(process: asyncio.subprocess.Process, profile: Path) -> str:
    """Where the browser listens: it writes its port and path into its folder."""
    file = profile / "DevToolsActivePort"
    loop = asyncio.get_running_loop()
    until = loop.time() + _PATIENCE
    while process.returncode is None and loop.time() < until:
        lines = file.read_text(encoding="ascii").splitlines() if file.exists() else []
        if len(lines) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        await asyncio.sleep(0.05)
    raise NoBrowser("Chromium did not start; try `chromium --headless about:blank` to see why.")
