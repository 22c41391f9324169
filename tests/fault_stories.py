"""One story for each command: what a curator asks, step by step, and how one sees that it was done.

A story may have several steps, as where a command opens a form that is then sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from storage.pack_files import written_pack
from tests.loopback import COMMAND, COMPONENT, MODAL_SUBMIT, answer_message, texts_of, walk
from tests.loopback_digests import channel_of
from tests.loopback_faults import Asked, LoopbackFaults
from tests.storage_worlds import a_pack

Step = Callable[[LoopbackFaults, str, Asked | None], dict[str, Any]]
"""From Discord, the server and what was answered before to the next interaction."""
DEEDS = "SELECT count(*) FROM deeds WHERE community = ?"
FOLLOWS = "SELECT count(*) FROM follows WHERE community = ?"
OPT_OUTS = "SELECT count(*) FROM watch_opt_outs WHERE community = ?"
RUNS = "SELECT count(*) FROM digest_runs WHERE community = ? AND state != 'failed'"
NAMED = "SELECT count(*) > 0 FROM audit WHERE community = ? AND actor = '401'"
ASKED_FOR = "SELECT count(*) > 0 FROM requests WHERE community = ?"
PACK = "bridges.yaml"
LAST = "the last one"
_SUB, _TEXT, _NUMBER, _TRUE, _CHANNEL, _FILE = 1, 3, 4, 5, 7, 11
_SLASH, _MENU = 1, 3


@dataclass(frozen=True)
class Story:
    """A command's steps, words of its last answer, and what counts how often it was done."""

    steps: tuple[Step, ...]
    says: str
    counts: str = ""
    """A query for a number of the community that the story changes by one; empty: none."""


def command(name: str, **options: Any) -> Step:
    """A slash command, with its group and options; ``HERE`` is the server's channel."""

    def asked(discord: LoopbackFaults, guild: str, before: Asked | None) -> dict[str, Any]:
        resolved: dict[str, Any] = {}
        given = [_option(discord, guild, key, value, resolved) for key, value in options.items()]
        group, _, sub = name.partition(" ")
        parts = [{"type": _SUB, "name": sub, "options": given}] if sub else given
        data = {"id": "500", "name": group, "type": _SLASH, "options": parts, "resolved": resolved}
        return {"type": COMMAND, "data": data}

    return asked


def menu(name: str, text: str) -> Step:
    """A message menu."""

    def asked(discord: LoopbackFaults, guild: str, before: Asked | None) -> dict[str, Any]:
        shape = answer_message("77", {}) | {"content": text, "channel_id": channel_of(guild)}
        data = {"id": "500", "name": name, "type": _MENU, "target_id": "77"}
        return {"type": COMMAND, "data": {**data, "resolved": {"messages": {"77": shape}}}}

    return asked


def send(**fields: str) -> Step:
    """Send the form that was opened, with what it held and these fields; ``GUILD`` is filled in."""

    def asked(discord: LoopbackFaults, guild: str, before: Asked | None) -> dict[str, Any]:
        assert before is not None
        form = before.forms[-1]
        typed = {name: value.replace("GUILD", guild) for name, value in fields.items()}
        filled = [_filled(part, typed) for part in form["components"] if "component" in part]
        return {
            "type": MODAL_SUBMIT,
            "data": {"custom_id": form["custom_id"], "components": filled},
        }

    return asked


def press(label: str) -> Step:
    """Press a button under the answer."""

    def asked(discord: LoopbackFaults, guild: str, before: Asked | None) -> dict[str, Any]:
        assert before is not None
        shown = before.messages[-1]["data"]["components"]
        button = next(p for p in walk(shown) if str(p.get("label", "")).startswith(label))
        message = answer_message("78", {"components": shown, "flags": 1 << 15 | 1 << 6})
        data = {"component_type": 2, "custom_id": button["custom_id"], "id": 1}
        return {"type": COMPONENT, "data": data, "message": message}

    return asked


def is_answered(one: Asked, story: Story, step: int) -> bool:
    """Whether a step got the answer that it is to get where nothing goes wrong."""
    if step + 1 < len(story.steps) and not one.messages:
        return bool(one.forms)
    if step + 1 < len(story.steps):
        return True
    return story.says in said(one)


def said(one: Asked) -> str:
    """What stands in the answer at last, or in a message beside none, without escapes."""
    shown = [*one.more, *one.messages]
    if not shown:
        return ""
    signs = dict.fromkeys(map(ord, "\\\u2068\u2069\u200b"))
    return texts_of(shown[-1]).translate(signs)


def names_of(commands: list[dict[str, Any]]) -> set[str]:
    """The commands that the bot announced to Discord, subcommands and message menus each."""
    names: set[str] = set()
    for announced in commands:
        subs = [o for o in announced.get("options", ()) if o["type"] == _SUB]
        names |= {f"{announced['name']} {sub['name']}" for sub in subs} or {announced["name"]}
    return names


def _option(
    discord: LoopbackFaults, guild: str, key: str, value: Any, resolved: dict[str, Any]
) -> dict[str, Any]:
    match value:
        case "HERE":
            at = channel_of(guild)
            about = {"id": at, "type": 0, "name": "digest", "permissions": "68608"}
            resolved["channels"] = {at: {**about, "guild_id": guild}}
            return {"name": key, "type": _CHANNEL, "value": at}
        case bytes():
            discord.files[PACK] = value
            url = f"http://{discord.address}/files/{PACK}"
            about = {"id": "79", "filename": PACK, "size": len(value), "url": url}
            resolved["attachments"] = {"79": {**about, "proxy_url": url}}
            return {"name": key, "type": _FILE, "value": "79"}
        case int():
            return {"name": key, "type": _NUMBER, "value": value}
        case _:
            return {"name": key, "type": _TEXT, "value": value}


def _filled(part: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    """A label of a form as Discord sends it back: what was typed, else what stood there."""
    box = part["component"]
    name = box["custom_id"]
    if box["type"] == 4:
        sent: dict[str, Any] = {"value": fields.get(name, box.get("value") or "")}
    else:
        chosen = [o["value"] for o in box.get("options", ()) if o.get("default")]
        chosen = [fields[name]] if name in fields else chosen
        if chosen == [LAST]:
            chosen = [box["options"][-1]["value"]]
        sent = {"values": chosen} if box["type"] != 21 else {"value": chosen[0]}
    return {"type": 18, "component": {"type": box["type"], "custom_id": name, **sent}}


PASTE = "Somebody wrote that the bridge was closed in May"
STORIES: Mapping[str, Story] = {
    "check": Story((command("check", text=PASTE),), "The bridge was closed in May"),
    "Check claims": Story((menu("Check claims", PASTE),), "The bridge was closed in May"),
    "about": Story((command("about"),), "About Caveat"),
    "claim view": Story((command("claim view", number=1),), "The bridge was closed in May"),
    "claim search": Story((command("claim search", words="bridge"),), "bridge"),
    "claim history": Story((command("claim history", number=1),), "History of #1"),
    "claim compare": Story((command("claim compare", number=1, old=1),), "revision 1"),
    "claim reach": Story((command("claim reach", number=1),), "#1"),
    "claim add": Story(
        (command("claim add"), send(text="A comet was seen over Ghent.")), "Added as #", DEEDS
    ),
    "Add as claim": Story(
        (menu("Add as claim", "A comet was seen over Ghent."), send()), "Added as #", DEEDS
    ),
    "claim edit": Story(
        (command("claim edit", number=1), send(title="Another title")), "Saved", DEEDS
    ),
    "claim phrasing": Story(
        (command("claim phrasing", number=1), send(wording="They shut the bridge in May.")),
        "Wording added",
        DEEDS,
    ),
    "claim details": Story(
        (command("claim details", number=1), send(language="fr")), "Saved", DEEDS
    ),
    "claim publish": Story((command("claim publish", number=2),), "Published", DEEDS),
    "claim draft": Story((command("claim draft", number=1),), "A draft again", DEEDS),
    "claim retire": Story(
        (command("claim retire", number=1), send(reason="Nobody tells it any more.")),
        "Retired",
        DEEDS,
    ),
    "claim restore": Story((command("claim restore", number=3),), "Restored", DEEDS),
    "claim merge": Story(
        (command("claim merge", keep=1, other=2), press("Merge")), "Merged", DEEDS
    ),
    "claim revert": Story((command("claim revert", number=1, revision=1),), "Back to", DEEDS),
    "claim minor": Story((command("claim minor", number=1),), "Minor", DEEDS),
    "annotate attribution": Story(
        (command("annotate attribution", number=1), send(who="The Gazette")), "Step added", DEEDS
    ),
    "annotate source": Story(
        (command("annotate source", number=1), send(source="https://herald.example/2017/5/4/x")),
        "#1",
        DEEDS,
    ),
    "annotate question": Story(
        (command("annotate question", number=1), send(text="Who opened it again?")), "#1", DEEDS
    ),
    "annotate answer": Story(
        (
            command("annotate answer", number=1, question=1),
            send(answer="So did he.", source="https://herald.example/2017/5/4/x"),
        ),
        "#1",
        DEEDS,
    ),
    "annotate appearance": Story(
        (
            command("annotate appearance", number=1),
            send(url="https://herald.example/2017/5/4/x", title="Bridges"),
        ),
        "#1",
        DEEDS,
    ),
    "annotate context": Story(
        (command("annotate context", number=1), send(checkability="The gazette names the day.")),
        "#1",
        DEEDS,
    ),
    "follow claim": Story((command("follow claim", number=1),), "#1", FOLLOWS),
    "follow question": Story((command("follow question", number=1, question=1),), "#1", FOLLOWS),
    "following": Story((command("following"),), "follow"),
    "request status": Story((command("request status"),), "asked nothing here"),
    "requests list": Story((command("requests list"),), "Is the dam safe?"),
    "requests take": Story((command("requests take", request=1),), "You look into it", DEEDS),
    "requests answer": Story(
        (command("requests answer", request=1, number=1),), "Answered; those who asked", DEEDS
    ),
    "requests dismiss": Story(
        (command("requests dismiss", request=1), send(reason="It is an opinion.")),
        "Dismissed; those",
        DEEDS,
    ),
    "requests split": Story(
        (command("requests split", request=1), send(**{"askers-0": LAST})), "Split from", DEEDS
    ),
    "review": Story((command("review"),), "Work"),
    "pack list": Story((command("pack list"),), "Bridges"),
    "pack enable": Story((command("pack enable", pack="bridges"),), "Bridges is on", DEEDS),
    "pack disable": Story((command("pack disable", pack="bridges"),), "Bridges is off", DEEDS),
    "pack export": Story(
        (command("pack export"), send(title="T", method="We opened it.")), "Exported"
    ),
    "pack import": Story(
        (command("pack import", file=written_pack(a_pack())), press("Import it")),
        "Imported",
        DEEDS,
    ),
    "settings": Story((command("settings"),), "Curators"),
    "names": Story((command("names"),), "Names that mean the same"),
    "audit": Story((command("audit"),), "Audit"),
    "watch add": Story((command("watch add", channel="HERE", answer="reply"),), "digest", DEEDS),
    "watch remove": Story((command("watch remove", channel="HERE"),), "No channel", DEEDS),
    "watch list": Story((command("watch list"),), "watched"),
    "watch optout": Story((command("watch optout"),), "left alone", OPT_OUTS),
    "watch optin": Story(
        (command("watch optout"), command("watch optin")), "matched again", OPT_OUTS
    ),
    "privacy show": Story((command("privacy show"),), "What Caveat stores about people"),
    "privacy export": Story((command("privacy export"),), "What is kept about you"),
    "privacy delete": Story(
        (command("privacy delete", servers="here"), press("Delete all of it")), "Deleted", NAMED
    ),
    "privacy erase": Story(
        (command("privacy erase"), send(name="Server GUILD")), "Erased", ASKED_FOR
    ),
    "digest set": Story(
        (command("digest set", channel="HERE", time="9 am", timezone="UTC"),), "Saved", DEEDS
    ),
    "digest preview": Story((command("digest preview"),), "Claims, "),
    "digest now": Story((command("digest now"),), "Posted", RUNS),
    "digest pause": Story((command("digest pause"),), "Paused", DEEDS),
    "digest resume": Story((command("digest resume"),), "Resumed", DEEDS),
    "digest status": Story((command("digest status"),), "The digest"),
}
