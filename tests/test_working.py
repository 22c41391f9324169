"""The reading process: killed, bombed, held up, it is replaced, and the event loop goes on."""

import asyncio
import contextlib
import os
import signal
import time
from pathlib import Path

import pytest

from claims.reading_errors import ReadingBusy, ReadingFailed, ReadingTooHeavy, ReadingTooSlow
from intake.jobs import JOBS
from intake.worker import ReadingWorker
from tests.hostile_web import article, watching_the_loop

PAGE = {"address": "https://news.test/", "charset": "utf-8"}
SLOW = ("<p>" + "word " * 40 + "</p>").encode() * 30_000


async def read(worker: ReadingWorker, html: str = "") -> str:
    page = await worker.do("page", PAGE, (html or article()).encode())
    return page["text"]


def is_alive(process: int | None) -> bool:
    assert process is not None
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def test_one_process_starts_when_it_is_needed_and_does_one_job_after_the_other():
    async with ReadingWorker() as worker:
        assert worker.process_id is None
        texts = await asyncio.gather(*(read(worker, article(f"Number {n}.")) for n in range(4)))
        first = worker.process_id
        assert all(f"Number {n}." in text for n, text in enumerate(texts))
        await read(worker)
        assert worker.process_id == first
    assert not is_alive(first)


async def test_a_killed_process_is_replaced_at_the_next_job():
    async with ReadingWorker() as worker:
        await read(worker)
        first = worker.process_id
        os.kill(first, signal.SIGKILL)
        with contextlib.suppress(ReadingTooHeavy):  # it may not be known yet that it is gone
            await read(worker)
        assert "river town" in await read(worker)
        assert worker.process_id != first


async def test_a_process_that_is_killed_at_work_is_told_and_replaced():
    async with ReadingWorker() as worker:
        await read(worker)
        job = asyncio.create_task(worker.do("page", PAGE, SLOW))
        await asyncio.sleep(0.3)
        os.kill(worker.process_id, signal.SIGKILL)
        with pytest.raises(ReadingTooHeavy):
            await job
        assert "river town" in await read(worker)


async def test_a_job_that_takes_too_long_ends_at_its_deadline_and_the_loop_is_never_held():
    async with ReadingWorker(seconds=0.4) as worker:
        await read(worker)
        first = worker.process_id
        async with watching_the_loop() as held:
            started = time.monotonic()
            with pytest.raises(ReadingTooSlow, match=r"longer than 0\.4 seconds"):
                await worker.do("page", PAGE, SLOW)
            assert time.monotonic() - started < 5
        assert held.busy < 0.05
        assert not is_alive(first)
        assert "river town" in await read(worker)


async def test_a_job_that_eats_memory_is_told_and_the_next_one_is_read():
    async with ReadingWorker(seconds=30, memory=200 * 1024 * 1024) as worker:
        with pytest.raises(ReadingTooHeavy, match="too large inside"):
            await worker.do("page", PAGE, b"<p><b>a</b></p>" * 900_000)
        assert "river town" in await read(worker)


async def test_a_fault_in_a_reader_is_told_and_its_process_goes_on():
    async with ReadingWorker() as worker:
        with pytest.raises(ReadingFailed):
            await worker.do("file", {"name": "a.pdf", "kind": "no such kind"}, b"x")
        first = worker.process_id
        assert "river town" in await read(worker)
        assert worker.process_id == first


async def test_a_job_whose_asker_leaves_does_not_answer_the_next_one():
    async with ReadingWorker() as worker:
        await read(worker)
        job = asyncio.create_task(worker.do("page", PAGE, SLOW))
        await asyncio.sleep(0.1)
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        assert "Afterwards." in await read(worker, article("Afterwards."))


async def test_after_so_many_jobs_a_fresh_process_takes_over():
    async with ReadingWorker(jobs=2) as worker:
        await read(worker)
        first = worker.process_id
        await read(worker)
        assert not is_alive(first)
        await read(worker)
        assert worker.process_id not in (None, first)


async def test_a_job_does_not_wait_for_ever_behind_others():
    async with ReadingWorker(patience=0.05) as worker:
        await read(worker)
        job = asyncio.create_task(worker.do("page", PAGE, SLOW))
        await asyncio.sleep(0.05)
        with pytest.raises(ReadingBusy):
            await read(worker)
        job.cancel()
        await asyncio.wait([job])


async def test_the_files_of_one_community_wait_behind_each_other_not_before_another_s():
    async with ReadingWorker() as worker:
        await read(worker)
        order = []

        async def ask(community: str) -> None:
            await worker.do("page", PAGE, article().encode(), community=community)
            order.append(community)

        asked = ("flood", "flood", "flood", "flood", "neighbour")
        await asyncio.gather(*map(ask, asked))
        assert order.index("neighbour") == 2


async def test_a_closed_worker_ends_its_process_and_starts_no_other():
    worker = ReadingWorker()
    await read(worker)
    first = worker.process_id
    await worker.close()
    assert not is_alive(first)
    with pytest.raises(ReadingBusy):
        await read(worker)


async def test_a_worker_that_is_closed_while_it_starts_leaves_no_process_behind():
    worker = ReadingWorker()
    job = asyncio.create_task(read(worker))
    await asyncio.sleep(0)
    await worker.close()
    with pytest.raises((ReadingBusy, ReadingTooHeavy)):
        await job
    assert worker.process_id is None


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the system tells nothing of processes")
async def test_the_process_knows_no_secret_and_is_held_in_limits(monkeypatch):
    monkeypatch.setenv("CAVEAT_TOKEN", "a-secret-token")
    async with ReadingWorker() as worker:
        await read(worker)
        about = Path(f"/proc/{worker.process_id}")
        assert b"a-secret-token" not in (about / "environ").read_bytes()
        limits = (about / "limits").read_text()
        assert f"Max address space         {512 * 1024 * 1024}" in limits
        assert "Max file size             0" in limits
        handles = {str(handle.readlink()) for handle in (about / "fd").iterdir()}
        assert not [handle for handle in handles if handle.startswith("socket:")]


def test_a_robots_txt_is_read_for_our_name():
    rules = b"User-agent: *\nDisallow: /private\n\nUser-agent: caveat\nDisallow: /not-for-caveat\n"
    asked = {"agent": "Caveat"}
    judge = JOBS["robots"]
    assert judge(rules, address="https://a.test/private", **asked) == {"allowed": True}
    assert judge(rules, address="https://a.test/not-for-caveat", **asked) == {"allowed": False}
