"""Loading packs: a newer version updates, keeps what communities added, and leaves revisions."""

from pathlib import Path

import pytest

from claims.errors import FileProblem, NotFound, PackProblem
from claims.models import Addition, Owner, Status
from storage.pack_files import pack_schema, read_pack
from storage.store import Store
from tests.storage_worlds import HERE, a_claim, a_pack, bridge, opened, with_pack

NEWER = {"claims": [bridge(1), bridge(2, text="Bridge 2 was opened."), bridge(4)]}
ADDED = Addition(phrasings=("no way over",))


async def with_addition(store, ref: str) -> int:
    view = await store.reader.by_ref("1", ref)
    await store.writer.save_addition("1", view.claim_id, ADDED, base=view.revision, actor="ann")
    return view.claim_id


async def test_a_loaded_pack_is_seen_with_sources_documents_and_numbers(tmp_path: Path):
    async with opened(tmp_path) as store:
        summary = await store.packs.load(a_pack(), digest="a")
        assert (summary.added, summary.changed, summary.retired, summary.claims) == (3, 0, 0, 3)
        assert await store.packs.enable("1", "bridges")
        assert not await store.packs.enable("1", "bridges")
        view = await store.reader.by_number("1", 2)
        assert (view.owner_title, view.claim.ref) == ("Bridges", "C02")
        assert set(view.sources) == {"S1", "S2"}
        found = await store.reader.document_at("1", ["https://mirror.example/b?id=1"])
        assert [v.number for v in found[2]] == [1, 2, 3]
        (installed,) = await store.packs.installed()
        assert (installed.pack_id, installed.version, installed.claims) == ("bridges", "1.0.0", 3)


async def test_a_pack_that_is_not_installed_cannot_be_switched_on(tmp_path: Path):
    async with opened(tmp_path) as store:
        with pytest.raises(NotFound, match="no pack bridges"):
            await store.packs.enable("1", "bridges")
        assert not await store.packs.disable("1", "bridges")


async def test_loading_the_same_version_again_changes_nothing(tmp_path: Path):
    async with opened(tmp_path) as store:
        await store.packs.load(a_pack(), digest="a")
        newest = await store.feed.newest()
        for digest in ("a", "only the comments differ"):
            again = await store.packs.load(a_pack(), digest=digest)
            assert (again.added, again.changed, again.retired) == (0, 0, 0)
        assert await store.feed.newest() == newest


async def test_a_newer_version_updates_adds_and_retires_with_revisions(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1")
        newest = await store.feed.newest()
        summary = await store.packs.load(a_pack("1.1.0", **NEWER), digest="b")
        assert (summary.added, summary.changed, summary.retired) == (1, 1, 1)
        changed = await store.reader.by_ref("1", "C02")
        assert (changed.claim.text, changed.revision) == ("Bridge 2 was opened.", 2)
        revision = (await store.reader.revisions("1", changed.claim_id))[0]
        assert (revision.actor, revision.reason) == ("pack", "Pack Bridges 1.1.0")
        gone = await store.reader.by_ref("1", "C03", include_unpublished=True)
        assert gone.claim.status is Status.RETIRED
        assert (await store.reader.revisions("1", gone.claim_id))[0].reason.endswith(
            "no longer in the pack"
        )
        told = {change.claim_id: change.claim for change in await store.feed.changes(newest, 10)}
        assert told[gone.claim_id] is None
        assert told[changed.claim_id] == changed.claim
        assert len(told) == 3


async def test_a_newer_version_keeps_what_a_community_added(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1", "2")
        claim_id = await with_addition(store, "C02")
        newest = await store.feed.newest()
        await store.packs.load(a_pack("1.1.0", **NEWER), digest="b")
        view = await store.reader.by_ref("1", "C02")
        assert (view.claim.text, view.claim.phrasings) == ("Bridge 2 was opened.", ("no way over",))
        assert view.revision == 3
        history = await store.reader.revisions("1", claim_id)
        assert [(r.number, r.actor) for r in history] == [(3, "pack"), (2, "ann"), (1, "pack")]
        assert [bool(r.claim.phrasings) for r in history] == [True, True, False]
        told = {
            c.owner: c.claim for c in await store.feed.changes(newest, 10) if c.claim_id == claim_id
        }
        assert told[HERE] == view.claim
        assert told[Owner.pack("bridges")].phrasings == ()


async def test_the_feed_tells_when_an_addition_goes_and_comes_with_its_pack(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1")
        claim_id = await with_addition(store, "C02")
        await store.packs.disable("1", "bridges")
        (change,) = [c for c in await store.feed.changes(0, 50) if c.owner == HERE]
        assert (change.claim_id, change.claim) == (claim_id, None)
        await store.packs.enable("1", "bridges")
        (change,) = [c for c in await store.feed.changes(0, 50) if c.owner == HERE]
        assert change.claim.phrasings == ADDED.phrasings
        await store.writer.save_addition("1", claim_id, Addition(), base=2, actor="ann")
        (change,) = [c for c in await store.feed.changes(0, 50) if c.owner == HERE]
        assert change.claim is None


async def test_an_older_version_is_refused(tmp_path: Path):
    async with opened(tmp_path) as store:
        await store.packs.load(a_pack("1.10.0"), digest="a")
        with pytest.raises(PackProblem, match=r"version 1\.9\.0, and the newer 1\.10\.0"):
            await store.packs.load(a_pack("1.9.0", claims=1), digest="b")
        assert (await store.packs.installed())[0].claims == 3


@pytest.mark.parametrize(
    "other",
    [
        {"claims": [bridge(1, text="Other.")]},
        {"claims": 4},
        {"sources": [{"key": "S1", "publisher": "Other"}, {"key": "S2", "publisher": "Other"}]},
    ],
)
async def test_the_same_version_with_other_content_is_refused_whole(tmp_path: Path, other):
    async with opened(tmp_path) as store:
        await with_pack(store, "1")
        before = await store.reader.by_ref("1", "C01")
        with pytest.raises(PackProblem, match="raise the version"):
            await store.packs.load(a_pack(**other), digest="b")
        assert await store.reader.by_ref("1", "C01") == before
        assert (await store.reader.counts("1")).from_packs == 3


async def test_an_own_claim_may_have_the_ref_of_a_packs(tmp_path: Path):
    async with opened(tmp_path) as store:
        await with_pack(store, "1")
        await store.writer.add(HERE, a_claim("C01"), actor="ann", reason="ours")
        assert (await store.reader.by_ref("1", "C01")).owner == HERE
        assert (await store.reader.by_number("1", 1)).owner == Owner.pack("bridges")


def written(folder: Path, text: str) -> Path:
    path = folder / "pack.yaml"
    path.write_text(text, encoding="utf-8")
    return path


HEAD = """
format: 1
pack: {id: p, title: P, version: 1.0.0, description: d, method: m, licence: l,
       signed_off: {by: x, date: "2026"}}
"""


def test_a_pack_file_is_read_with_the_digest_of_its_bytes(tmp_path: Path):
    path = written(tmp_path, HEAD + 'claims: [{ref: C1, text: "A bridge."}]')
    pack, digest = read_pack(path)
    assert pack.claims[0].text == "A bridge."
    assert len(digest) == 64
    assert read_pack(path) == (pack, digest)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            "claims: [{ref: C1, text: t, departure: {level: huge}}]",
            "claims[0] C1: departure.level: input should be 'none'",
        ),
        ("claims: [{ref: C1}]", "claims[0] C1: text: is missing"),
        ("claims: [{ref: C1, text: t, txt: u}]", "claims[0] C1: txt: is not a field of packs"),
        ("claims: [{ref: C1, text: t, date: 2017}]", "C1: date: put 2017 in quotation marks"),
        ("claims: [{ref: C1, text: t, date: 2017-05-01}]", "put 2017-05-01 in quotation marks"),
        ("claims: [{ref: C1, text: t}, {ref: C1, text: t}]", "claim C1 is there 2 times"),
        ("claims: [{ref: C1, text: t, text: u}]", "text is there twice"),
        ("claims: &x [*x]", "anchors and aliases are not used"),
        ("claims: [{ref: C1, text: !!python/object:os.system t}]", "tags, which begin with !"),
        ("claims: " + "[" * 100_000, "nested too deeply"),
        ("claims: [{", "line 6: did not find"),
        ("claims: []", "claims: "),
        (f"claims: [{'[],' * 40_000}]", "far more lists, keys and values than a pack of its size"),
        (
            "claims: [{ref: no, text: t}]",
            "ref: put it in quotation marks; YAML takes it for yes or no",
        ),
        ("claims: [{ref: C1, text: on}]", "text: put it in quotation marks; YAML takes it for yes"),
        (
            "claims: [{ref: C1, text: t, date: 2026-1-1}]",
            "is not a date; claims[0] C1: date: write it like 2017",
        ),
        ("claims: [{ref: 1_000, text: t}]", "ref: put 1000 in quotation marks"),
        ("claims: [{ref: 0x1F, text: t}]", "ref: put 31 in quotation marks"),
        ("claims: [{ref: 190:20:30, text: t}]", "ref: put 685230 in quotation marks"),
        ("claims: [{ref: .inf, text: 1e999}]", "ref: put inf in quotation marks"),
        (
            f"claims: [{{ref: {'9' * 5000}, text: t}}]",
            "a number or a day that cannot be read; put it in",
        ),
        ("claims: [{ref: ~, text: t}]", "ref: "),
        ("claims: [{ref: C1, text: t, date: 2026-02-30}]", "a number or a day that cannot be read"),
        ("claims: [{<<: {ref: C1}, text: t}]", "<<, which merges, is not used"),
        ("claims: [{ref: C1, text: !!binary aGk=}]", "tags, which begin with !"),
        ("a: &a [x]\nb: &b [*a, *a]\nclaims: [*b, *b]", "anchors and aliases are not used"),
        ("claims: [{? [a, b] : c}]", "a key is to be a word"),
        (
            "claims: [{ref: C1, text: t}]\n---\nx: 1",
            "line 6: a pack file holds one document; --- begins another",
        ),
        ('sources: [{key: S, publisher: P, url: "ftp://x"}]', "is not a web address"),
    ],
)
def test_a_broken_pack_file_is_told_with_the_place(tmp_path: Path, body: str, sentence: str):
    with pytest.raises(PackProblem) as caught:
        read_pack(written(tmp_path, HEAD + body))
    assert sentence in str(caught.value)
    assert str(caught.value).startswith("pack.yaml is not a usable pack: ")


def test_files_that_are_no_packs_get_one_sentence(tmp_path: Path):
    with pytest.raises(FileProblem, match="is not there"):
        read_pack(tmp_path / "none.yaml")
    with pytest.raises(FileProblem, match="is a folder"):
        read_pack(tmp_path)
    for content, sentence in ((b"\xff\xfe\x00", "UTF-8"), (b"", "format: 1"), (b"hello", "format")):
        path = tmp_path / "pack.yaml"
        path.write_bytes(content)
        with pytest.raises(PackProblem, match=sentence):
            read_pack(path)
    with path.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(PackProblem, match="larger than 20 MB"):
        read_pack(path)


def test_the_schema_of_packs_is_a_json_schema():
    from jsonschema import Draft202012Validator

    schema = pack_schema()
    Draft202012Validator.check_schema(schema)
    assert set(schema["properties"]) == {"format", "pack", "sources", "documents", "claims"}


async def test_documents_are_found_at_their_new_form_when_the_rules_of_addresses_change(
    tmp_path: Path,
):
    file = tmp_path / "caveat.db"
    pack = a_pack()
    listed = pack.documents[0].urls[0]
    async with Store.open(file, address_forms=lambda a: (f"old:{a}",), address_rules="1") as store:
        await store.packs.load(pack, digest="a")
        await store.ensure_community("7", [pack.pack.id])
        assert await store.reader.document_at("7", [f"old:{listed}"])
    new = {"address_forms": lambda a: (f"new:{a}",), "address_rules": "2"}
    for _ in range(2):
        async with Store.open(file, **new) as store:
            assert await store.reader.document_at("7", [f"old:{listed}"]) is None
            found = await store.reader.document_at("7", [f"new:{listed}"])
            assert found is not None
            assert found[0].key == pack.documents[0].key
