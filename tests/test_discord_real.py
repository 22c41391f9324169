"""The main job in Discord with nothing made up but Discord: store, matcher and the shipped pack."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import simcord

from bot.client import CaveatBot
from bot.desk import desk_over
from bot.services import Services, default_packs, open_services
from bot.settings import Settings
from tests.discord_world import problems, said

MOSUL = "AP: US air strikes killed 110,000 civilians in Mosul"


@pytest.fixture(scope="module")
def folder(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for all stories."""
    return Path(shutil.copytree(shipped, tmp_path_factory.mktemp("real") / "data"))


@pytest_asyncio.fixture
async def services(folder: Path) -> AsyncIterator[Services]:
    async with open_services(Settings(data=folder)) as opened:
        yield opened


async def a_bot(services: Services) -> CaveatBot:
    return CaveatBot(await desk_over(services), services.memos, shard_count=1)


@pytest_asyncio.fixture
async def env(services: Services) -> AsyncIterator[simcord.Env]:
    services.memos._kept.clear()  # a new Discord knows no commands
    env = simcord.Env(await a_bot(services), settle_timeout=20)
    await env.start()
    yield env
    await env.shutdown()
    assert problems(env) == []
    assert env.errors == []


async def ask(env: simcord.Env, text: str) -> tuple[Any, Any]:
    ann = env.create_user("ann")
    return ann, (await ann.slash("check", text=text)).response


async def test_a_distorted_figure_is_answered_with_the_claim_and_what_differs(env: simcord.Env):
    _, card = await ask(env, MOSUL)
    assert "### Similar to a claim we know, but not the same" in said(card)
    assert "**110,000**" in said(card)
    assert "Associated Press" in said(card)


async def test_a_passage_is_answered_claim_by_claim(env: simcord.Env):
    _, card = await ask(
        env,
        "The US command says fewer than 1,000 ISIS fighters remain in Iraq and Syria. "
        "About 4,000 people were allowed to leave Raqqa under a deal. We had soup for lunch.",
    )
    assert "claims recognised in your text" in said(card)


async def test_small_talk_is_answered_with_one_honest_sentence(env: simcord.Env):
    _, card = await ask(env, "my cat refuses the new food and sleeps on the keyboard")
    assert "That says nothing about whether it is true." in said(card)


async def test_the_article_is_known_by_its_address(env: simcord.Env, services: Services):
    await services.store.ensure_community("direct", default_packs(services.settings))
    (known,) = await services.store.reader.suggest("direct", "", 1)
    (document,) = known.documents.values()
    assert document.addresses, "the shipped pack lists where its article stands"
    _, card = await ask(env, document.addresses[0])
    assert "### We know this article" in said(card)


async def test_answers_survive_the_program_and_its_store_being_closed(folder: Path):
    async with open_services(Settings(data=folder)) as services:
        services.memos._kept.clear()
        env = simcord.Env(await a_bot(services), settle_timeout=20)
        await env.start()
        ann, card = await ask(env, f"{MOSUL}. So says my uncle")
    async with open_services(Settings(data=folder)) as services:
        await env.restart_bot(await a_bot(services))
        chain = (await ann.click(card, label="The chain")).response
        assert chain.id == card.id
        assert "### The chain of #" in said(chain)
        form = await ann.click(
            (await ann.click(chain, label="Back")).response, label="Not this claim"
        )
        await ann.submit_modal(form, {"words": MOSUL})
        form = await ann.click(card, label="Not this claim")
        again = await ann.submit_modal(form, {"words": MOSUL})
        assert "You told us this already" in said(again.response)
        posted = (await ann.click(card, label="Share here")).response
        assert not posted.ephemeral
        found = await ann.autocomplete("claim view", "number", "mosul")
        assert found
        await env.shutdown()
    assert problems(env) == []
    assert (
        MOSUL.encode() not in (folder / "answers").read_bytes()
        if (folder / "answers").exists()
        else True
    )
