"""How words are put where not every sign may stand: files of XML, and lines of text that are read from the right."""

import unicodedata
from types import MappingProxyType

_PICTURES = 0x2400
_CONTROLS = {code: _PICTURES + code for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
_NO_SIGNS = dict.fromkeys((*range(55296, 57344), 65534, 65535), 65533)
_SPELLED = MappingProxyType(_CONTROLS | _NO_SIGNS)


def spelled(words: str) -> str:
    """The words as XML can hold them: a control character is seen as its picture (␀), what is no character as �."""
    return words.replace("\r\n", "\n").replace("\r", "\n").translate(_SPELLED)


def reads_from_right(words: str) -> bool:
    """Does the first letter that has a direction belong to a script that is read from right to left?"""
    for sign in words:
        match unicodedata.bidirectional(sign):
            case "L":
                return False
            case "R" | "AL":
                return True
    return False
