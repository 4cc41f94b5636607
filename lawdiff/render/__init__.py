"""Model to bytes, one file a format."""
