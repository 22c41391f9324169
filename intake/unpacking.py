"""Unpacks what a server packed, in bounded steps: a small answer cannot become a huge one."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli

from claims.reading_errors import BrokenAnswer

OFFERED = "gzip, deflate, br"
"""The codings that are asked for; an answer in any other is not read."""
_STEP = 128 * 1024


class Unpacker(Protocol):
    """Takes packed bytes as they come and gives unpacked ones in steps of bounded size."""

    def unpack(self, packed: bytes) -> Iterator[bytes]:
        """The next unpacked stretches; raises ``BrokenAnswer``."""
        ...

    def finish(self) -> None:
        """Raise ``BrokenAnswer`` where the packed stream ended too early."""
        ...


def unpacker_for(coding: str) -> Unpacker:
    """The unpacker for a Content-Encoding; raises ``BrokenAnswer`` for one not asked for."""
    match coding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Zlib(zlib.MAX_WBITS | 16)
        case "deflate":
            return _Deflate()
        case "br":
            return _Brotli()
    raise BrokenAnswer("it is packed in a way that nobody asked for")


class _Plain:
    def unpack(self, packed: bytes) -> Iterator[bytes]:
        yield packed

    def finish(self) -> None:
        return


class _Zlib:
    def __init__(self, window_bits: int) -> None:
        self._stream = zlib.decompressobj(window_bits)

    def unpack(self, packed: bytes) -> Iterator[bytes]:
        while packed and not self._stream.eof:
            try:
                yield self._stream.decompress(packed, _STEP)
            except zlib.error as problem:
                raise _damaged() from problem
            packed = self._stream.unconsumed_tail

    def finish(self) -> None:
        if not self._stream.eof:
            raise _damaged()


class _Deflate:
    """Deflate with its zlib wrapping or, as some servers send it, without."""

    def __init__(self) -> None:
        self._held = b""
        self._stream: _Zlib | None = None

    def unpack(self, packed: bytes) -> Iterator[bytes]:
        if self._stream is None:
            self._held += packed
            if len(self._held) < 2:
                return
            packed = self._held
            first, second = packed[0], packed[1]
            wrapped = first & 0x0F == zlib.DEFLATED and (first << 8 | second) % 31 == 0
            self._stream = _Zlib(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        yield from self._stream.unpack(packed)

    def finish(self) -> None:
        if self._stream is None:
            raise _damaged()
        self._stream.finish()


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def unpack(self, packed: bytes) -> Iterator[bytes]:
        while not self._stream.is_finished():
            try:
                unpacked: bytes = self._stream.process(packed, output_buffer_limit=_STEP)
            except brotli.error as problem:
                raise _damaged() from problem
            if not unpacked:
                return
            yield unpacked
            packed = b""

    def finish(self) -> None:
        if not self._stream.is_finished():
            raise _damaged()


def _damaged() -> BrokenAnswer:
    return BrokenAnswer("what it packed cannot be unpacked")
