"""Reports in, passages out, one file a format."""
