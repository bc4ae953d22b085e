"""Counting views: each once, none lost, nobody tracked. docs/readership.md says what a view is."""
