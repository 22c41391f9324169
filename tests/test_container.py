"""What the Dockerfile makes runs: as nobody, on a read-only root, and answers a check.

Docker itself is not needed, so the base image and the building of layers are not part of this.
"""

import asyncio
import re
import signal
import subprocess
from pathlib import Path

import pytest

from bot.backups import Backup, backups_in
from tests.container import Container, built, can_change_root
from tests.dockerfile import stages
from tests.loopback import LAUNCH, TOKEN, LoopbackDiscord, texts_of
from tests.test_running import PASTE
from tests.test_status import free_port

pytestmark = pytest.mark.long
NO_NEW_CODE = "import ctypes; assert ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) == 0\n"
"""As MemoryDenyWriteExecute= of systemd: PR_SET_MDWE of Linux 6.3."""
SOON = "import datetime, bot.backing_up as b; b.SETTLING = datetime.timedelta(seconds=1)\n"
"""The daily backup of a new installation comes after a second, not after some minutes."""


@pytest.fixture(scope="module")
def container(tmp_path_factory: pytest.TempPathFactory) -> Container:
    """The steps of the Dockerfile, carried out once."""
    folder = tmp_path_factory.mktemp("container")
    for above in (folder, *folder.parents):
        if above.name.startswith("pytest-"):  # nobody else may look into it otherwise
            above.chmod(0o755)
    if not can_change_root(folder):
        pytest.skip("needs a Linux that lets this user mount overlays")
    return built(*stages(), folder)


async def test_the_bot_answers_as_nobody_on_a_read_only_root(container: Container, tmp_path: Path):
    async with LoopbackDiscord().listening() as discord:
        program = ["python", "-c", NO_NEW_CODE + SOON + LAUNCH, discord.address]
        words = [*program, *container.entry()[1:]]
        port = str(free_port())
        with (tmp_path / "log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *container.command(words, CAVEAT_TOKEN=TOKEN, CAVEAT_METRICS_PORT=port),
                stdout=log,
                stderr=log,
            )
        try:
            await asyncio.wait_for(discord.ready.wait(), 120)
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
            answer = texts_of(await discord.answer_to(await discord.command("check", text=PASTE)))
            daily = await until_named(container.data / "backups")
            health = await until_well(container, port)
            backup = await asyncio.to_thread(container.run, *container.entry("backup"))
        finally:
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 30)
    said = (tmp_path / "log").read_text(encoding="utf-8")
    assert process.returncode == 0, said
    assert not re.search(r"Traceback|ERROR|Read-only", said), said
    assert "110,000" in answer
    assert re.search(r"^Uid:\t10001\t10001\t10001\t10001$", status, re.MULTILINE)
    assert re.search(r"^CapEff:\t0{16}$", status, re.MULTILINE)
    assert re.search(r"^CapBnd:\t0{16}$", status, re.MULTILINE)
    assert re.search(r"^NoNewPrivs:\t1$", status, re.MULTILINE)
    assert (health.returncode, backup.returncode) == (0, 0), health.stderr + backup.stderr
    assert len(daily) == 1
    kept = {path.name for path in container.data.iterdir()}
    assert {"caveat.db", "memos.json", "index", "backups"} <= kept
    assert {path.stat().st_uid for path in container.data.rglob("*")} == {10001}


def test_nothing_but_data_and_tmp_can_be_written(container: Container):
    places = "/ /etc /opt/caveat /opt/caveat/lib /usr/local/lib /var/tmp /data /tmp"
    done = container.run("sh", "-c", f"for p in {places}; do touch $p/x && echo $p; done")
    assert done.stdout.split() == places.split()[-2:]
    (container.data / "x").unlink()
    assert "ead-only" in done.stderr
    assert container.run("python", "-c", "import bot.cli").returncode == 0
    found = container.run("python", "-c", "import bot; print(bot.__file__)").stdout
    assert found.startswith("/opt/caveat/lib/"), "what runs is what was installed"
    assert container.run("python", "-m", "pip", "--version").returncode != 0
    compiled = (container.parts.upper / "opt/caveat").rglob("bot/__pycache__/cli.*.pyc")
    assert list(compiled), "compiled when it was installed, as nobody can do so later"


def test_a_link_and_a_file_are_read_there_too(container: Container):
    page = container.data / "page.html"
    page.write_text(
        "<html><body><p>US air strikes killed 110,000 civilians in Mosul, AP says.", "utf-8"
    )
    done = container.run(*container.entry("check", "--file", "/data/page.html"))
    assert done.returncode == 0, done.stderr
    assert "110,000" in done.stdout


async def until_well(container: Container, port: str) -> subprocess.CompletedProcess[str]:
    """What the health check says once the servers are there, or after so many tries as Docker's."""
    for _ in range(10):
        said = await asyncio.to_thread(
            container.run, *container.entry("health"), CAVEAT_METRICS_PORT=port
        )
        if said.returncode == 0:
            break
        await asyncio.sleep(1)
    return said


async def until_named(folder: Path) -> list[Backup]:
    """The backups of a folder, once there are any."""
    async with asyncio.timeout(60):
        while True:
            if found := await asyncio.to_thread(backups_in, folder):
                return found
            await asyncio.sleep(0.2)
