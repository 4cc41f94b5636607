"""One file a command: parses arguments, calls, prints, exits. No knowledge of law."""
