"""The readers' side of comments."""
