"""Files as offices and strangers send them, made small."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"  # as Windows programs begin
TEXT = "Grüße aus Geldern\n".encode()


def archive(**parts: bytes | str) -> bytes:
    """Names with __ for a slash, as Python wants them."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def office(body: str, types: str = "<Types/>", **more: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": types, body: b"<x/>"}, **more)


DOCX = office("word/document.xml")
XLSX = office("xl/workbook.xml")
ODT = archive(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"})
