"""Reads a Word file as its own readers do: the text of one side, by dropping one kind of mark.

Accepting drops `w:del` and `w:moveFrom` and keeps what `w:ins` and `w:moveTo` hold; a paragraph whose mark
went runs on into the next; a row whose mark went is gone. Rejecting is the mirror. `libreoffice` lets
LibreOffice do the same, by a macro.
"""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Literal

from lxml import etree
from markupsafe import escape

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LAW = "lawdiff_law"
Side = Literal["old", "new"]
GONE = {"new": ("del", "moveFrom"), "old": ("ins", "moveTo")}


def part(content: bytes, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(BytesIO(content)).read(name))


def paragraphs(content: bytes, side: Side, *, said: bool = False) -> list[str]:
    """The law's paragraphs on one side, blank ones left out; with `said` the sentences of ours in it too."""
    body = part(content)[0]
    inside = False
    found: list[str] = []
    open_ = ""
    for block in body:
        if block.tag == W + "bookmarkStart" and block.get(W + "name") == LAW:
            inside = True
        elif block.tag == W + "bookmarkEnd":
            break
        elif inside:
            for text, ends in _block(block, side, said):
                open_ += text
                if ends:
                    found.append(open_)
                    open_ = ""
    return [line for text in [*found, open_] for line in text.split("\n") if line.strip()]


def _block(block: etree._Element, side: Side, said: bool) -> Iterator[tuple[str, bool]]:
    if block.tag == W + "p":
        style = block.find(f"{W}pPr/{W}pStyle")
        if not said and style is not None and style.get(W + "val") in ("LeftOut", "Spacer"):
            return
        marks = [block.find(f"{W}pPr/{W}rPr/{W}{name}") for name in GONE[side]]
        yield _text(block, side), all(mark is None for mark in marks)
    elif block.tag == W + "tbl":
        for row in block.iterchildren(W + "tr"):
            if all(row.find(f"{W}trPr/{W}{name}") is None for name in GONE[side]):
                for cell in row.iterchildren(W + "tc"):
                    for inner in cell:
                        yield from _block(inner, side, said)
    else:
        assert block.tag in (W + "tcPr", W + "moveFromRangeEnd", W + "moveToRangeEnd"), block.tag


def _text(element: etree._Element, side: Side) -> str:
    text = ""
    for child in element:
        name = etree.QName(child).localname
        if name in ("t", "delText"):
            text += child.text or ""
        elif name == "tab":
            text += "\t"
        elif name == "br":
            text += "\n"
        elif name not in (*GONE[side], "pPr", "rPr"):
            text += _text(child, side)
    return text


MACRO = """Sub Run(list As String)
On Error GoTo Bad
Dim f As Integer, line As String, p, d, h
Dim a(0) As New com.sun.star.beans.PropertyValue
Dim s(1) As New com.sun.star.beans.PropertyValue
Dim n()
a(0).Name = "Hidden" : a(0).Value = True
s(0).Name = "FilterName" : s(0).Value = "Text (encoded)"
s(1).Name = "FilterOptions" : s(1).Value = "UTF8,LF,,,"
f = FreeFile
Open list For Input As #f
Do While Not Eof(f)
  Line Input #f, line
  p = Split(line, "|")
  d = StarDesktop.loadComponentFromURL(p(0), "_blank", 0, a())
  h = createUnoService("com.sun.star.frame.DispatchHelper")
  h.executeDispatch(d.CurrentController.Frame, p(1), "", 0, n())
  d.storeToURL(p(2), s())
  d.close(True)
Loop
Bad:
StarDesktop.terminate()
End Sub
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
<library:element library:name="M"/></library:library>
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="M" script:language="StarBasic">{}
</script:module>
"""
COMMANDS: dict[Side, str] = {"new": ".uno:AcceptAllTrackedChanges", "old": ".uno:RejectAllTrackedChanges"}


def libreoffice(files: dict[str, bytes], folder: Path) -> dict[tuple[str, Side], list[str]]:
    """What LibreOffice makes of files with all accepted ("new") or rejected ("old"): lines but blank ones."""
    program = shutil.which("soffice")
    assert program, "the caller asks for LibreOffice first"
    profile = folder / "profile"
    start = [program, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
    subprocess.run([*start, "--terminate_after_init"], check=True, timeout=120, capture_output=True)
    standard = profile / "user" / "basic" / "Standard"  # the first start would overwrite what is put there
    standard.mkdir(parents=True, exist_ok=True)
    (standard / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    (standard / "M.xba").write_text(MODULE.format(escape(MACRO)), encoding="utf-8")
    jobs: dict[tuple[str, Side], Path] = {}
    lines = []
    for name, content in files.items():
        path = folder / f"{name}.docx"
        path.write_bytes(content)
        for side, command in COMMANDS.items():
            jobs[name, side] = folder / f"{name}.{side}.txt"
            lines.append(f"{path.as_uri()}|{command}|{jobs[name, side].as_uri()}")
    listed = folder / "jobs.txt"
    listed.write_text("\n".join(lines), encoding="utf-8")
    line = [*start, f'macro:///Standard.M.Run("{listed}")']
    subprocess.run(line, check=True, timeout=120, capture_output=True)
    texts = {job: out.read_text(encoding="utf-8-sig") for job, out in jobs.items()}
    return {job: [line for line in text.splitlines() if line.strip()] for job, text in texts.items()}


def tidy(lines: list[str]) -> list[str]:
    """Lines with white space of every kind as one space."""
    return [re.sub(r"\s+", " ", line).strip() for line in lines]
