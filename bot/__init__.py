"""The running program: settings, wiring, command line, terminal, and the Discord client."""
