"""A small law in Akoma Ntoso, for tests that need a file and not what is in it."""


def small_law(*sections: str, uri: str = "/akn/no/act/2020/x", title: str = "Drugs Act") -> bytes:
    """A law whose sections are numbered from 1 and have these texts."""
    body = "".join(
        f'<section eId="sec_{i}"><num>§ {i}</num><heading>Heading {i}</heading>'
        f"<content><p>{text}</p></content></section>"
        for i, text in enumerate(sections, start=1)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">
 <act name="act">
  <meta><identification source="#x">
   <FRBRWork><FRBRthis value="{uri}/!main"/><FRBRuri value="{uri}"/><FRBRdate date="2020-01-01" name="x"/>
    <FRBRauthor href="#x"/><FRBRcountry value="no"/></FRBRWork>
   <FRBRExpression><FRBRthis value="{uri}/eng@2020-01-01/!main"/><FRBRuri value="{uri}/eng@2020-01-01"/>
    <FRBRdate date="2020-01-01" name="x"/><FRBRauthor href="#x"/>
    <FRBRlanguage language="eng"/></FRBRExpression>
   <FRBRManifestation><FRBRthis value="{uri}/eng@2020-01-01/!main.xml"/>
    <FRBRuri value="{uri}/eng@2020-01-01.xml"/><FRBRdate date="2020-01-01" name="x"/><FRBRauthor href="#x"/>
   </FRBRManifestation></identification></meta>
  <preface><longTitle><p><docTitle>{title}</docTitle></p></longTitle></preface>
  <body>{body}</body>
 </act>
</akomaNtoso>
""".encode()


def small_report(text: str) -> bytes:
    """A report in Markdown that speaks of section 1."""
    return f"# Report\n\n## To § 1\n\n{text}\n".encode()
