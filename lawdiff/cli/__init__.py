"""One file a command: parses arguments, calls, prints, exits. No knowledge of law.

Whatever is heavy is imported inside the command that needs it, so that `--help` answers at once.
"""
