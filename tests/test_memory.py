"""The process keeps few heaps, however many threads took memory, and nothing that is free."""

import subprocess
import sys
from xml.etree import ElementTree

import pytest

MANY_THREADS = """
import ctypes, sys, threading
from bot.memory import compact_heaps
few = compact_heaps() if sys.argv[1] == "few" else None
ready = threading.Barrier(9)

def take():
    kept = [bytearray(50_000) for _ in range(20)]
    ready.wait()
    ready.wait()

threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads:
    thread.start()
ready.wait()
libc = ctypes.CDLL(None)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
ready.wait()
assert few is not False
"""


FULL_OF_HOLES = """
from pathlib import Path
from bot.memory import give_back

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

kept = [bytearray(20_000) for _ in range(5_000)]
before = resident()
del kept[::2]
held = resident()
assert give_back()
print((before - held) // 1_000_000, (before - resident()) // 1_000_000)
"""

LARGE_AMONG_SMALL = """
import sys
from pathlib import Path
from bot.memory import compact_heaps

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

if sys.argv[1] == "compact":
    assert compact_heaps()
once = bytearray(20_000_000)
del once
large, kept = [], []
for _ in range(50):
    large.append(bytearray(1_000_000))
    kept.append(bytearray(20_000))
before = resident()
large.clear()
print((before - resident()) // 1_000_000)
"""


def heaps(how: str) -> int:
    told = subprocess.run(
        [sys.executable, "-c", MANY_THREADS, how], capture_output=True, text=True, check=True
    )
    return len(ElementTree.fromstring(told.stdout).findall("heap"))  # noqa: S314 - our own


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's setting")
def test_many_threads_share_two_heaps():
    assert heaps("many") > 2
    assert heaps("few") <= 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's way")
def test_what_lies_free_between_things_that_are_kept_is_given_back():
    told = subprocess.run(
        [sys.executable, "-c", FULL_OF_HOLES], capture_output=True, text=True, check=True
    )
    by_itself, after = map(int, told.stdout.split())
    assert by_itself < 5
    assert after > 25


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's setting")
@pytest.mark.parametrize("how", ["as it is", "compact"])
def test_what_is_large_goes_back_as_soon_as_it_is_freed(how: str):
    told = subprocess.run(
        [sys.executable, "-c", LARGE_AMONG_SMALL, how], capture_output=True, text=True, check=True
    )
    assert (int(told.stdout) > 40) is (how == "compact")
