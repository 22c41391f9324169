"""What was pasted, made ready to check: links, Discord mark-up and plain text."""
