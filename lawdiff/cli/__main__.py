"""The door of the program: runs a command and turns what goes wrong into one line and an exit code."""

import os
import sys
from io import TextIOWrapper

from lawdiff.errors import NOT_DONE, LawdiffError


def main() -> None:
    """Run the command that the arguments name, and leave with its exit code."""
    # What a law says is written as UTF-8 whatever the locale; a message never fails on a character.
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command and give its exit code.

    Python leaves with 1 on an exception, which a caller would take for "there are changes"; here it is 2.
    """
    try:
        from lawdiff.cli.app import build

        build()(args=arguments, prog_name="lawdiff")
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else NOT_DONE if exit_.code else 0
    except LawdiffError as error:
        return _stop(str(error))
    except BrokenPipeError:
        # Whoever read the output stopped ("| head"): nothing to say, and nothing more to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_DONE
    except KeyboardInterrupt:
        return _stop("interrupted")
    except Exception as error:  # noqa: BLE001 - the last door: a bug must not look like a finding
        missing = error.name if isinstance(error, ModuleNotFoundError) and error.name else "lawdiff"
        if not missing.startswith("lawdiff"):
            return _stop(f'the package "{missing}" is not installed. Type: lawdiff doctor')
        what = f"{type(error).__name__}: {error}".strip().rstrip(":")
        return _stop(f"this is a bug of lawdiff ({what}). Set LAWDIFF_DEBUG=1 to see where.")
    return 0


def _stop(message: str) -> int:
    """Say one line on standard error, after the traceback where that is wanted."""
    if os.environ.get("LAWDIFF_DEBUG") == "1":
        import traceback

        traceback.print_exc()
    from lawdiff.cli.console import say

    say(" ".join(message.split("\n")))
    return NOT_DONE


if __name__ == "__main__":
    main()
