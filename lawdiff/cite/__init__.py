"""Citations and paths: text to value and back, one file a tradition."""
