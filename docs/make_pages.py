"""Make the pages of docs/ that come from the code: `commands/NAME.md` and `redline.schema.json`.

Run by `make docs`. A test makes them again and fails where one differs.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from inspect import signature
from pathlib import Path
from typing import get_args, get_type_hints

from typer.models import ArgumentInfo, OptionInfo

from lawdiff.cli.app import COMMANDS, EXIT_CODES, Command
from lawdiff.render.json_file import schema

HERE = Path(__file__).parent
NOTICE = "<!-- Made from the code by `make docs`: change the command, not this page. -->"


def pages() -> dict[str, bytes]:
    """Give each page by its path in docs/."""
    made = {"redline.schema.json": schema(), "commands/index.md": _index()}
    for name, module in COMMANDS.items():
        made[f"commands/{name}.md"] = _page(name, module)
    return made


def main() -> None:
    """Write the pages, and take away those of commands that are gone."""
    made = pages()
    (HERE / "commands").mkdir(exist_ok=True)
    for stale in (HERE / "commands").glob("*.md"):
        if f"commands/{stale.name}" not in made:
            stale.unlink()
    for name, content in made.items():
        (HERE / name).write_bytes(content)
    sys.stdout.write(f"{len(made)} pages written to {HERE.name}/\n")


def _index() -> bytes:
    lines = [NOTICE, "", "# Commands", "", "| command | what it does |", "|---|---|"]
    for name, module in COMMANDS.items():
        first = (module.command.__doc__ or "").split("\n\n")[0]
        lines.append(f"| [`lawdiff {name}`]({name}.md) | {' '.join(first.split())} |")
    lines += ["", *EXIT_CODES.split("\n"), ""]
    lines += ["`lawdiff --version` prints the version. `lawdiff --install-completion` teaches the shell to"]
    lines += ["complete commands and options; `--show-completion` prints what it would install."]
    return _written(lines)


@dataclass(frozen=True, slots=True)
class _Parameter:
    """A parameter of a command: what stands in its annotation, and its default."""

    name: str
    info: ArgumentInfo | OptionInfo
    choices: tuple[str, ...]
    default: object


def _parameters(command: Callable[..., object]) -> Iterator[_Parameter]:
    """Read them from the function, as typer does, and not from typer's parser, whose inside varies."""
    for name, hint in get_type_hints(command, include_extras=True).items():
        if name != "return":
            type_, info = get_args(hint)
            yield _Parameter(name, info, _choices(type_), signature(command).parameters[name].default)


def _choices(type_: object) -> tuple[str, ...]:
    """Give what an option may be, of a list of them too (`list[Ignore] | None`)."""
    if isinstance(type_, type(Enum)):
        return tuple(choice.value for choice in type_)
    return next(filter(None, map(_choices, get_args(type_))), ())


def _page(name: str, module: Command) -> bytes:
    parameters = list(_parameters(module.command))
    arguments = [p for p in parameters if isinstance(p.info, ArgumentInfo)]
    options = [p for p in parameters if isinstance(p.info, OptionInfo)]
    usage = ["lawdiff", name, *(str(p.info.metavar) for p in arguments), *(["[OPTIONS]"] if options else [])]
    lines = [NOTICE, "", f"# lawdiff {name}", "", "```", " ".join(usage), "```", ""]
    lines += _paragraphs(module.command.__doc__ or "")
    if arguments:
        lines += ["", "| argument | |", "|---|---|"]
        lines += [f"| `{p.info.metavar}` | {p.info.help} |" for p in arguments]
    if options:
        lines += ["", "| option | | default |", "|---|---|---|"]
        lines += [f"| {_names(p)} | {p.info.help} | {_default(p)} |" for p in options]
    examples = [f"$ {example}" for example in module.EXAMPLES]
    return _written([*lines, "", "```console", *examples, "```"])


def _paragraphs(text: str) -> Iterator[str]:
    for i, paragraph in enumerate(text.strip().split("\n\n")):
        if i:
            yield ""
        yield " ".join(paragraph.split())


def _names(option: _Parameter) -> str:
    # In an annotation the first name lands where a default would, and typer puts it right later.
    first = option.info.default if isinstance(option.info.default, str) else f"--{option.name}"
    names = ", ".join(f"`{name}`" for name in sorted({first, *(option.info.param_decls or ())}, key=len))
    if isinstance(option.default, bool):
        return names
    return f"{names} {' or '.join(option.choices) or option.info.metavar}"


def _default(option: _Parameter) -> str:
    return f"`{option.default}`" if option.default else ""


def _written(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


if __name__ == "__main__":
    main()
