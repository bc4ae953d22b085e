"""Finding stories by their words: one index in two dialects, written with the edition, read newest first."""
