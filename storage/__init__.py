"""The store: schema, migrations, claims with their revisions, packs, the change feed, imports."""
