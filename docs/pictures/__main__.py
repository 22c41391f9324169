"""Makes every picture of the docs anew: `make pictures`. Needs Chromium, and no network."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from docs.pictures.camera import NoBrowser, camera
from docs.pictures.freshness import digest_of, record
from docs.pictures.stories import pictures

HERE = Path(__file__).parent


async def make() -> None:
    """Write a PNG for every picture beside this file; ones of other names stay as they are."""
    with tempfile.TemporaryDirectory() as folder:
        async with camera(Path(folder) / "browser") as take:
            drawn = await pictures(Path(folder) / "data")
            for picture in drawn:
                shot = await take(picture.html)
                (HERE / f"{picture.name}.png").write_bytes(shot)
                sys.stdout.write(f"{picture.name}.png, {len(shot) / 1000:.0f} kB\n")
    record({picture.name: digest_of(picture.html) for picture in drawn})


if __name__ == "__main__":
    try:
        asyncio.run(make())
    except NoBrowser as missing:
        sys.exit(str(missing))
