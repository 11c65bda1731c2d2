"""What a document says where the print has no word of its own: in Chinese, as all around it.

A document of a set is the same in every language that is spoken; commands may give
other words for the same keys.
"""

from __future__ import annotations

_PRINTED = {
    "no": "序号",
    "label": "内容",
    "period": "期间",
    "cumulative": "累计",
    "amended": "更正：{published} → {text}",
    "retracted": "撤回：{published}",
    "added": "新增：{text}",
}


def printed(word: str) -> str:
    """The heads of a form's columns, and the sentences of errata, by their keys."""
    return _PRINTED[word]
