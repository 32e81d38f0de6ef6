"""Single values as TOML, always written the same way. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f]')
# A line of its own that is `+++` would end the header of an article.
_BLOCK_UNSAFE = re.compile(r'"""|\\|[\x00-\x08\x0b-\x1f\x7f]|"$|^\s*\+\+\+\s*$', re.MULTILINE)


def toml(value: Any) -> str:
    """Several lines stay several lines, so that people can review them in git; within lists and tables they do not."""
    if isinstance(value, str):
        return f'"""\n{value}"""' if "\n" in value and not _BLOCK_UNSAFE.search(value) else _text(value)
    return _inline(value)


def _inline(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _text(value)
        case int() | float():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return f"{{ {', '.join(f'{key} = {_inline(each)}' for key, each in value.items())} }}" if value else "{}"
        case tuple() | list():
            return f"[{', '.join(map(_inline, value))}]"
    raise TypeError(f"no TOML for {type(value).__name__}")


def _text(value: str) -> str:
    return '"' + _ESCAPED.sub(lambda sign: _ESCAPES.get(sign[0]) or f"\\u{ord(sign[0]):04x}", value) + '"'
