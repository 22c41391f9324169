"""The word search: BM25 over stems and over character 4-grams, on tantivy.

Texts come analysed; tantivy only splits at blanks. A document is known by its slot, a number that
is never used twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tantivy

from matching.newcomers import GRAMS, WORDS, Entry, Newcomers

__all__ = ["GRAMS", "WORDS", "Entry", "Hits", "LexicalIndex", "LexicalReader"]

_HEAP = 200_000_000
"""Bytes of new documents, some 100,000 short ones, after which they become a part of their own,
which is searched by itself; they are taken as they are needed."""
_MOST_TERMS = {WORDS: 48, GRAMS: 96}
_MOST_ADDRESSES = 20_000
"""Places of documents that a reader keeps, some 100 bytes each."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Documents found in one field, best first: slots (int64) and BM25 scores (float32)."""

    slots: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float32]


class LexicalIndex:
    """A folder with a tantivy index; writing is single-threaded, reading is not.

    Documents that are held are searched in memory until the next commit.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.register_tokenizer("blanks", _blanks())
        self._index.config_reader(reload_policy="manual")
        self._index.reload()
        self._writer: tantivy.IndexWriter | None = None
        self._held: dict[int, Entry] = {}
        self._changed = False

    @property
    def documents(self) -> int:
        """How many documents are committed."""
        return self._index.searcher().num_docs

    @property
    def held(self) -> int:
        """How many documents are in memory only."""
        return len(self._held)

    def hold(self, entries: Iterable[Entry]) -> None:
        """Keep documents in memory, where new readers find them at once."""
        self._held = {**self._held, **{entry.slot: entry for entry in entries}}

    def add(self, entries: Iterable[Entry]) -> None:
        """Add documents; they are found after ``commit``."""
        writer = self._open_writer()
        for entry in entries:
            document = tantivy.Document()
            document.add_unsigned("slot", entry.slot)
            document.add_unsigned("owner", entry.owner)
            document.add_text(WORDS, " ".join(entry.words))
            document.add_text(GRAMS, " ".join(entry.grams))
            document.add_bytes("record", entry.record.encode())
            writer.add_document(document)
            self._changed = True

    def remove(self, slots: Iterable[int]) -> None:
        """Remove documents; committed ones are gone after ``commit``."""
        listed = set(slots)
        gone = sorted(listed - self._held.keys())
        self._held = {slot: entry for slot, entry in self._held.items() if slot not in listed}
        if gone:  # by query: a delete by term silently misses unsigned fields
            query = tantivy.Query.term_set_query(self._schema, "slot", gone)
            self._open_writer().delete_documents_by_query(query)
            self._changed = True

    def remove_from(self, slot: int) -> None:
        """Remove and commit whatever has this slot or a later one."""
        later = tantivy.Query.range_query(
            self._schema, "slot", tantivy.FieldType.Unsigned, lower_bound=slot
        )
        if self._index.searcher().search(later, limit=1).hits:
            self._open_writer().delete_documents_by_query(later)
            self._changed = True
            self.commit()

    def commit(self) -> None:
        """Make what was held, added and removed durable, and visible to new readers."""
        self.add(self._held.values())
        if self._writer is not None and self._changed:
            self._writer.commit()
            self._index.reload()
        self._held, self._changed = {}, False

    def close(self) -> None:
        """Let go of the folder; what was not committed is lost."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.wait_merging_threads()

    def reader(self, words: float = 0.0, grams: float = 0.0) -> LexicalReader:
        """A view of the newest commit and what is held now, which later changes do not change.

        ``words`` and ``grams`` are the mean numbers of terms of a document.
        """
        newcomers = Newcomers(self._held, {WORDS: words, GRAMS: grams})
        return LexicalReader(self._schema, self._index.searcher(), newcomers)

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        return self._writer


class LexicalReader:
    """One commit and the newcomers after it, to be searched from any thread."""

    def __init__(
        self, schema: tantivy.Schema, searcher: tantivy.Searcher, newcomers: Newcomers
    ) -> None:
        self._schema = schema
        self._searcher = searcher
        self._newcomers = newcomers
        self._addresses: dict[int, tantivy.DocAddress] = {}

    def replacing(self, entry: Entry) -> LexicalReader:
        """The same, but that a document of the folder reads otherwise."""
        known = self._newcomers
        there = {entry.slot} - known.entries.keys()
        newcomers = replace(
            known,
            entries={**known.entries, entry.slot: entry},
            replaced=known.replaced | there,
        )
        return LexicalReader(self._schema, self._searcher, newcomers)

    @property
    def documents(self) -> int:
        """How many documents it sees."""
        new = len(self._newcomers.entries) - len(self._newcomers.replaced)
        return self._searcher.num_docs + new

    def frequency(self, field: str, term: str) -> int:
        """In how many committed documents a term occurs; deleted ones count until merged away."""
        return self._searcher.doc_freq(field, term)

    def search(
        self, field: str, terms: Sequence[str], limit: int, owners: Sequence[int] | None
    ) -> Hits:
        """The best documents for some terms; BM25 with k1 = 1.2, b = 0.75, as tantivy has it.

        Args:
            field: ``WORDS`` or ``GRAMS``.
            terms: Analysed terms; of very many, the rarest are used.
            limit: How many documents at most.
            owners: Only documents of these owners; None where all may answer.
        """
        chosen = self._rarest(field, terms)
        if not chosen:
            return _hits([], [])
        query = tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.term_query(self._schema, field, term, "freq"),
                )
                for term in chosen
            ]
        )
        if owners is not None:
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, self._owned(owners)), (tantivy.Occur.Must, query)]
            )
        replaced = self._newcomers.replaced
        found = self._searcher.search(query, limit=limit + len(replaced), count=False).hits
        addresses = [address for _, address in found]
        slots = self._searcher.fast_field_values("slot", addresses) if addresses else []
        hits = _hits(slots, [score for score, _ in found])
        self._remember(hits.slots.tolist(), addresses)
        committed = _other_than(replaced, hits)
        if not self._newcomers.entries:
            return committed
        others = self._searcher.num_docs
        new = self._newcomers.search(
            field, chosen, owners, others, lambda term: self.frequency(field, term)
        )
        return _joined(committed, new, limit)

    def records(self, slots: Sequence[int]) -> dict[int, str]:
        """The kept records of some documents, by slot; missing ones are left out."""
        held = self._newcomers.entries
        kept = {slot: held[slot].record for slot in slots if slot in held}
        slots = [slot for slot in slots if slot not in held]
        if not slots:
            return kept
        for address in self._located(slots):
            document = self._searcher.doc(address)
            kept[int(document["slot"][0])] = bytes(document["record"][0]).decode()
        return kept

    def _remember(self, slots: Sequence[int], addresses: Sequence[tantivy.DocAddress]) -> None:
        """Keep where documents stand: those that were found are read next."""
        if len(self._addresses) > _MOST_ADDRESSES:
            self._addresses = {}
        self._addresses.update(zip(slots, addresses, strict=True))

    def _located(self, slots: Sequence[int]) -> list[tantivy.DocAddress]:
        """Where the documents in some slots stand; missing ones are left out."""
        known = self._addresses
        located = [known[slot] for slot in slots if slot in known]
        others = [slot for slot in slots if slot not in known]
        if others:
            found = self._searcher.search(self._at(others), limit=len(others), count=False).hits
            located += [address for _, address in found]
        return located

    def _rarest(self, field: str, terms: Sequence[str]) -> list[str]:
        distinct = list(dict.fromkeys(terms))
        if len(distinct) <= _MOST_TERMS[field]:
            return distinct  # a term that no document has costs nothing
        known = [(self.frequency(field, term), term) for term in distinct]
        known = [item for item in known if item[0] > 0]
        if len(known) > _MOST_TERMS[field]:
            known = sorted(known, key=lambda item: item[0])[: _MOST_TERMS[field]]
        return [term for _, term in known]

    def _at(self, slots: Sequence[int]) -> tantivy.Query:
        """The documents in some slots: one term each, as a set of terms is looked up slowly."""
        terms = [tantivy.Query.term_query(self._schema, "slot", slot, "basic") for slot in slots]
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, tantivy.Query.const_score_query(term, 1.0)) for term in terms]
        )

    def _owned(self, owners: Sequence[int]) -> tantivy.Query:
        owned = tantivy.Query.term_set_query(self._schema, "owner", list(owners))
        return tantivy.Query.const_score_query(owned, 0.0)


def _hits(slots: Sequence[object], scores: Sequence[float]) -> Hits:
    return Hits(np.asarray(slots, dtype=np.int64), np.asarray(scores, dtype=np.float32))


def _other_than(slots: frozenset[int], hits: Hits) -> Hits:
    if not slots:
        return hits
    keep = ~np.isin(hits.slots, list(slots))
    return Hits(hits.slots[keep], hits.scores[keep])


def _joined(hits: Hits, more: Sequence[tuple[float, int]], limit: int) -> Hits:
    if not more:
        return hits
    scores = np.concatenate([hits.scores, np.asarray([s for s, _ in more], dtype=np.float32)])
    slots = np.concatenate([hits.slots, np.asarray([slot for _, slot in more], dtype=np.int64)])
    best = np.argsort(-scores, kind="stable")[:limit]
    return Hits(slots[best], scores[best])


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("slot", stored=True, indexed=True, fast=True)
    builder.add_unsigned_field("owner", indexed=True)
    builder.add_text_field(WORDS, tokenizer_name="blanks", index_option="freq")
    builder.add_text_field(GRAMS, tokenizer_name="blanks", index_option="freq")
    builder.add_bytes_field("record", stored=True)
    return builder.build()


def _blanks() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
