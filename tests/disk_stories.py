"""Stories of disks that take nothing more: each runs in a process of its own, on a disk of its own.

``on_a_small_disk`` mounts one in a namespace that only the story's process sees, which needs root
or user namespaces. ``under_a_limit`` works for everybody: no file may grow any more. A disk that
is read-only is made by mounting, too, or by taking the rights to a folder from whoever runs this.
"""

import asyncio
import os
import resource
import subprocess
import sys
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path

from bot.services import Services, open_services
from bot.settings import Settings
from claims.annotating import HopForm
from claims.editing import ClaimEdit
from claims.errors import CaveatError
from claims.models import Stance
from claims.people import Member
from claims.sourcing import SourceForm
from matching.agreement import disagreements
from storage.state import state_of
from tests.cli import Said, caveat, write_lines

ROOT = Path(__file__).parent.parent
HERE = "1001"
CURATOR = Member(1, HERE, can_manage_messages=True, can_manage_server=True)
BRIDGE = "The harbour bridge was closed in May for repairs"
FERRY = "The night ferry to Bergen sank off the coast of Norway"
LEAN = {"CAVEAT_MODEL": "off", "CAVEAT_DEFAULT_PACKS": "none"}
_MOUNT = 'mount -t tmpfs -o size=24m none "$1" && shift && exec "$@"'
_BIND = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'


class Room:
    """The disk of a story, which can be filled to the last byte and emptied again."""

    def __init__(self, folder: Path, *, mounted: bool) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._mounted = mounted
        self._ballast = folder / "ballast"
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        if not self._mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, self._before[1]))
            return
        with self._ballast.open("wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue

    def free(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._before)
        self._ballast.unlink(missing_ok=True)


async def a_published(services: Services, key: str, text: str) -> int:
    """The id of a claim that members see; asked again under the same key, it is the same."""
    desk = services.curators
    claim_id = (await desk.curation.add(CURATOR, f"{key}.1", ClaimEdit(text=text))).claim_id
    await desk.annotation.add_hop(CURATOR, f"{key}.2", claim_id, HopForm(who="The mayor"))
    link = SourceForm(url=f"https://gazette.example/2026/{key}")
    await desk.annotation.add_source(CURATOR, f"{key}.3", claim_id, link, Stance.SUPPORTS)
    await desk.curation.publish(CURATOR, f"{key}.4", claim_id)
    return claim_id


async def answer(services: Services, text: str) -> tuple[list[int], bool]:
    """The claims that a check finds, and whether it says that some cannot be found."""
    report = await services.checker.check_text(text, HERE)
    found = [match.view.claim_id for match in getattr(report, "matches", ())]
    behind = "may not be found yet: the search index cannot be written"
    return found, behind in " ".join(report.notes)


async def refusal(work: Awaitable[object]) -> str:
    """The sentence in which something is refused."""
    try:
        await work
    except CaveatError as problem:
        return problem.sentence
    raise AssertionError("it was not refused")


def settings_of(room: Room) -> Settings:
    return Settings(data=room.data, model="off", default_packs=())


async def edits_and_checks(room: Room) -> None:
    """A full disk under a bot that runs: changes are refused, answers go on, then all is well."""
    async with open_services(settings_of(room)) as services:
        await services.welcome(HERE)
        bridge = await a_published(services, "a", BRIDGE)
        assert (await answer(services, BRIDGE))[0] == [bridge]
        before = await services.store.reader.counts(HERE)
        room.fill()
        said = await refusal(a_published(services, "b", FERRY))
        assert "nothing was changed" in said or "could not be read or written" in said, said
        assert await answer(services, BRIDGE) == ([bridge], False)
        assert await services.store.reader.counts(HERE) == before
        room.free()
        ferry = await a_published(services, "b", FERRY)
        room.fill()
        found, told = await answer(services, FERRY)
        assert (found in ([], [ferry]), told) == (True, True), "the index could not take it in"
        assert await answer(services, BRIDGE) == ([bridge], True)
        room.free()
        assert await answer(services, FERRY) == ([ferry], False)
        assert await answer(services, BRIDGE) == ([bridge], False)
        assert await disagreements(services.index, services.store.feed) == ()
    assert (await state_of(room.data / "caveat.db")).problems == ()


def imports(room: Room) -> None:
    """A full disk under an import: it says so, and goes on where it was once there is room."""
    lines = [{"ref": f"r{n}", "text": f"Train {n} left at noon."} for n in range(1200)]
    file = write_lines(room.folder / "trains.jsonl", *lines)
    done = import_into(room, file, until=600)
    assert done.status == 1, done
    sentence_in(done)
    again = import_into(room, file)
    assert again.status == 0, again
    assert "Continued an interrupted import after line 500" in again.out
    assert "1,200 claims added" in again.out
    checked = caveat("index", "check", "--data", room.data, **LEAN)
    assert checked.status == 0, checked
    assert asyncio.run(state_of(room.data / "caveat.db")).problems == ()


def import_into(room: Room, file: Path, until: int = 0) -> Said:
    """Import a file by the command; the disk is full once it has come to a line."""
    import storage.transfer
    from storage.lines import read_batch

    def reading(opened: object, position: int, line: int) -> object:
        batch = read_batch(opened, position, line)  # type: ignore[arg-type]
        if until and batch.line >= until:
            room.fill()
        return batch

    storage.transfer.read_batch = reading  # type: ignore[assignment]
    try:
        return caveat("claims", "import", file, "--community", HERE, "--data", room.data, **LEAN)
    finally:
        storage.transfer.read_batch = read_batch
        room.free()


def starts(room: Room) -> None:
    """Commands on a disk that is full already end with a sentence, and leave all as it was."""
    room.fill()
    for words in WRITING:
        said = caveat(*words, "--data", room.data, **LEAN, CAVEAT_TOKEN=TOKEN)
        if said.status:
            sentence_in(said)
    looked = caveat("doctor", "--data", room.data, **LEAN)
    assert "broken  Data folder" in looked.out or "broken  Disk" in looked.out, looked
    room.free()
    asyncio.run(all_is_well(room))


async def all_is_well(room: Room) -> None:
    """What was published before is found, and everything agrees."""
    async with open_services(settings_of(room)) as services:
        found, _ = await answer(services, BRIDGE)
        assert len(found) == 1
        assert await disagreements(services.index, services.store.feed) == ()
    assert (await state_of(room.data / "caveat.db")).problems == ()


def full(room: Room) -> None:
    """All that can befall a disk that is full."""
    asyncio.run(edits_and_checks(room))
    imports(room)
    starts(room)


def read_only(room: Room) -> None:
    """Commands on a disk that cannot be written to end with a sentence, and change nothing."""
    before = contents(room.data)
    for words in WRITING:
        said = caveat(*words, "--data", room.data, **LEAN, CAVEAT_TOKEN=TOKEN)
        assert said.status == 1, (words, said)
        sentence_in(said)
    looked = caveat("doctor", "--data", room.data, **LEAN)
    assert looked.status == 1
    assert "nothing can be written there" in looked.out
    assert "no damage found" in looked.out or "cannot be" in looked.out
    assert contents(room.data) == before


TOKEN = "MTAw.loopback.token"
WRITING: tuple[tuple[str, ...], ...] = (
    ("check", BRIDGE),
    ("run",),
    ("migrate",),
    ("index", "rebuild"),
    ("claims", "import", str(ROOT / "README.md"), "--community", HERE),
    ("backup",),
)


def sentence_in(said: Said) -> None:
    """What a command said on its way out is one kind sentence."""
    assert said.err.strip(), said
    assert "Traceback" not in said.err, said
    assert "inside Caveat" not in said.err, said
    assert len(said.err.strip().splitlines()) == 1, said


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@cache
def namespace() -> tuple[str, ...]:
    """How a process gets mounts of its own here; empty where it gets none."""
    flags = "--mount" if os.geteuid() == 0 else "-Urm"
    able = ["unshare", flags, "sh", "-c", "mount -t tmpfs none /mnt"]
    try:
        done = subprocess.run(able, capture_output=True, check=False, timeout=10)
    except OSError:
        return ()
    return ("unshare", flags) if done.returncode == 0 else ()


def told(story: Callable[[Room], None], folder: Path, *before: str) -> None:
    """Tell a story in a process of its own; fails with what it says."""
    mounted = "mounted" if "mount" in " ".join(before) else "limited"
    words = [*before, sys.executable, "-m", "tests.disk_stories", story.__name__, mounted]
    done = subprocess.run(
        [*words, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr[-6000:]


def on_a_small_disk(story: Callable[[Room], None], folder: Path) -> None:
    """On a disk of 24 MB, where this process may mount one; under a limit elsewhere."""
    if namespace():
        told(story, folder, *namespace(), "sh", "-c", _MOUNT, "sh", str(folder))
    else:
        under_a_limit(story, folder)


def under_a_limit(story: Callable[[Room], None], folder: Path) -> None:
    """Where no file may grow: what the system says then is another error, as with a quota."""
    told(story, folder)


def on_a_read_only_disk(story: Callable[[Room], None], folder: Path) -> None:
    """On a folder that is mounted read-only, or else one without the right to write."""
    if namespace():
        told(story, folder, *namespace(), "sh", "-c", _BIND, "sh", str(folder))
    else:
        without_the_right(story, folder)


def without_the_right(story: Callable[[Room], None], folder: Path) -> None:
    """In a folder that nobody may write to; root is kept from what root may do everywhere."""
    parts = [folder, *folder.rglob("*")]
    for part in parts:
        part.chmod(part.stat().st_mode & ~0o222)
    drop = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    try:
        told(story, folder, *(drop if os.geteuid() == 0 else ()))
    finally:
        for part in parts:
            part.chmod(part.stat().st_mode | 0o200)


if __name__ == "__main__":
    name, how, where = sys.argv[1:]
    globals()[name](Room(Path(where), mounted=how == "mounted"))
