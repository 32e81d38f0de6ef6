"""One header of a mail, whatever somebody wrote into it. Pure."""

from email.message import Message

LONGEST_LINE = 4000  # characters that are looked at; RFC 5322 allows 998 in a line, References may have several


def header(message: Message, name: str) -> str:
    """One line without control characters; empty where it is missing or cannot be read at all."""
    try:
        value = str(message.get(name, ""))
    except Exception:  # the standard library's parser of headers has its own accidents with hostile ones
        value = next((str(raw) for key, raw in message.raw_items() if key.lower() == name.lower()), "")
    cleaned = value.encode("utf-8", "replace").decode()
    return "".join(char if char.isprintable() else " " for char in cleaned)[:LONGEST_LINE].strip()
