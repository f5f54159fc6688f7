"""YAML front matter: the block between two `---` lines at the top of a file."""

from __future__ import annotations

import re

import yaml

from knowledge.values import Dropped

REASON = "文件头信息"
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def split_front_matter(text: str) -> tuple[dict[str, object], tuple[Dropped, ...], str]:
    """Split a text into its front matter, keys in lower case, the same as it was written, and the rest.

    A text without front matter, or with one that YAML cannot read, is given back whole.
    """
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, (), text
    try:
        values = yaml.safe_load(match.group(1))
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, (), text
    if not isinstance(values, dict):
        return {}, (), text
    metadata = {str(key).lower(): value for key, value in values.items()}
    return metadata, (Dropped(text=match.group().strip(), reason=REASON),), text[match.end() :]
