"""Finds the annotated claims that a text makes, says why, and says what differs."""
