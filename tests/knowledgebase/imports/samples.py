"""Small XZuFi messages, written as the editors' offices of the Länder write them; every name is invented."""

import shutil
from html import escape
from pathlib import Path

from tests.conftest import CONTENT

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<xzufi:transfer.operation.040501 xmlns:xzufi="http://xoev.de/schemata/xzufi/{version}" xzufiVersion="2.2.0">
<xzufi:nachrichtenkopf><xzufi:nachrichtUUID>1</xzufi:nachrichtUUID></xzufi:nachrichtenkopf>
"""
TAIL = "</xzufi:transfer.operation.040501>\n"


def message(*records: str, version: str = "2_2_0") -> bytes:
    written = "".join(f"<xzufi:schreibe>{record}</xzufi:schreibe>\n" for record in records)
    return (HEAD.format(version=version) + written + TAIL).encode()


def module(code: str, html: str, language: str = "de", more: str = "") -> str:
    return (
        f'<xzufi:modulText><xzufi:inhalt languageCode="{language}">{escape(html)}</xzufi:inhalt>{more}'
        f'<xzufi:leikaTextmodul listURI="urn:de:xzufi:codeliste:leistungstextmodulleika"><code>{code}</code>'
        "</xzufi:leikaTextmodul></xzufi:modulText>"
    )


def leistung(key: str = "4711", title: str = "Personalausweis Ausstellung", more: str = "") -> str:
    return (
        f'<xzufi:leistung><xzufi:id schemeAgencyID="L100001">{key}</xzufi:id>'
        "<xzufi:referenzLeiKa><code>99008001012000</code></xzufi:referenzLeiKa>"
        f"{module('02', title)}{more}</xzufi:leistung>"
    )


OFFICE = """<xzufi:organisationseinheit><xzufi:id schemeAgencyID="L100001">9</xzufi:id>
<xzufi:name><xzufi:name languageCode="de">Bürgerbüro</xzufi:name></xzufi:name>
<xzufi:anschrift><xzufi:strasse>Musterweg</xzufi:strasse><xzufi:hausnummer>3</xzufi:hausnummer>
<xzufi:postleitzahl>47608</xzufi:postleitzahl><xzufi:ort>Geldern</xzufi:ort></xzufi:anschrift>
<xzufi:kommunikation><xzufi:kanal><code>02</code></xzufi:kanal><xzufi:kennung>+49 30 23125 300</xzufi:kennung>
</xzufi:kommunikation><xzufi:kommunikation><xzufi:kanal><code>01</code></xzufi:kanal>
<xzufi:kennung>buergerbuero@geldern.example</xzufi:kennung></xzufi:kommunikation>
<xzufi:infoOeffnungszeitenText languageCode="de">Mo bis Fr 8 bis 12 Uhr</xzufi:infoOeffnungszeitenText>
<xzufi:zustaendigkeit><xzufi:leistungID schemeAgencyID="L100001">4711</xzufi:leistungID></xzufi:zustaendigkeit>
</xzufi:organisationseinheit>"""


def bare_content(folder: Path) -> Path:
    """The catalogue and Geldern's directory, and no article: what an import needs to know a municipality."""
    for name in ("_common/leistungen.toml", "geldern/directory.toml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CONTENT / name, folder / name)
    return folder
