"""The packs that ship with Caveat, as YAML files beside this one."""
