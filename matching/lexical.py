"""The word search: BM25 over stems and over character 4-grams, on tantivy.

Texts come analysed; tantivy only splits at blanks. A document is known by its slot, a number that
is never used twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tantivy

WORDS = "words"
GRAMS = "grams"
_HEAP = 24_000_000
_MOST_TERMS = {WORDS: 48, GRAMS: 96}


@dataclass(frozen=True, slots=True)
class Entry:
    """One document to be added: analysed terms and the record that is kept with it."""

    slot: int
    owner: int
    words: Sequence[str]
    grams: Sequence[str]
    record: str


@dataclass(frozen=True, slots=True)
class Hits:
    """Documents found in one field, best first: slots (int64) and BM25 scores (float32)."""

    slots: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float32]


class LexicalIndex:
    """A folder with a tantivy index; writing is single-threaded, reading is not."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.register_tokenizer("blanks", _blanks())
        self._index.config_reader(reload_policy="manual")
        self._index.reload()
        self._writer: tantivy.IndexWriter | None = None

    @property
    def documents(self) -> int:
        """How many documents are committed."""
        return self._index.searcher().num_docs

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

    def remove(self, slots: Iterable[int]) -> None:
        """Remove documents; they are gone after ``commit``."""
        gone = list(slots)
        if gone:  # by query: a delete by term silently misses unsigned fields
            query = tantivy.Query.term_set_query(self._schema, "slot", gone)
            self._open_writer().delete_documents_by_query(query)

    def remove_from(self, slot: int) -> None:
        """Remove and commit whatever has this slot or a later one."""
        later = tantivy.Query.range_query(
            self._schema, "slot", tantivy.FieldType.Unsigned, lower_bound=slot
        )
        if self._index.searcher().search(later, limit=1).hits:
            self._open_writer().delete_documents_by_query(later)
            self.commit()

    def commit(self) -> None:
        """Make what was added and removed durable, and visible to new searches."""
        if self._writer is not None:
            self._writer.commit()
            self._index.reload()

    def close(self) -> None:
        """Let go of the folder."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.wait_merging_threads()

    def reader(self) -> LexicalReader:
        """A view of the newest commit that later commits do not change."""
        return LexicalReader(self._schema, self._index.searcher())

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        return self._writer


class LexicalReader:
    """One commit, to be searched from any thread."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self._searcher = searcher

    @property
    def documents(self) -> int:
        """How many documents it sees."""
        return self._searcher.num_docs

    def frequency(self, field: str, term: str) -> int:
        """In how many documents a term occurs (deleted ones count until they are merged away)."""
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
        found = self._searcher.search(query, limit=limit, count=False).hits
        addresses = [address for _, address in found]
        slots = self._searcher.fast_field_values("slot", addresses) if addresses else []
        return _hits(slots, [score for score, _ in found])

    def records(self, slots: Sequence[int]) -> dict[int, str]:
        """The kept records of some documents, by slot; missing ones are left out."""
        if not slots:
            return {}
        query = tantivy.Query.const_score_query(
            tantivy.Query.term_set_query(self._schema, "slot", list(slots)), 1.0
        )
        found = self._searcher.search(query, limit=len(slots), count=False).hits
        kept = {}
        for _, address in found:
            document = self._searcher.doc(address)
            kept[int(document["slot"][0])] = bytes(document["record"][0]).decode()
        return kept

    def _rarest(self, field: str, terms: Sequence[str]) -> list[str]:
        distinct = list(dict.fromkeys(terms))
        if len(distinct) <= _MOST_TERMS[field]:
            return distinct  # a term that no document has costs nothing
        known = [(self.frequency(field, term), term) for term in distinct]
        known = [item for item in known if item[0] > 0]
        if len(known) > _MOST_TERMS[field]:
            known = sorted(known, key=lambda item: item[0])[: _MOST_TERMS[field]]
        return [term for _, term in known]

    def _owned(self, owners: Sequence[int]) -> tantivy.Query:
        owned = tantivy.Query.term_set_query(self._schema, "owner", list(owners))
        return tantivy.Query.const_score_query(owned, 0.0)


def _hits(slots: Sequence[object], scores: Sequence[float]) -> Hits:
    return Hits(np.asarray(slots, dtype=np.int64), np.asarray(scores, dtype=np.float32))


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
