"""All tables together, for whoever asks about the whole store: the parts load theirs when used."""

from storage import curating_schema, digest_schema, following_schema
from storage.schema import metadata

__all__ = ["curating_schema", "digest_schema", "following_schema", "metadata"]
