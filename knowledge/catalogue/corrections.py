"""`catalogue.yaml`: corrections and completions of what the files say of themselves.

    国务院/某办法.md:
      title: 某办法
      published: 2024-02-21
      status: superseded
      superseded_by: 国务院/某条例.md

Keys are paths from the documents folder. The file is read by its YAML nodes, which keep their lines, so that what is
wrong is named with its line and the remedy. An empty value means that nothing is known of the field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from knowledge.assembly import retitle
from knowledge.catalogue.fields import FIELDS, read_field
from knowledge.catalogue.supersession import settle_statuses
from knowledge.errors import CatalogueError
from knowledge.folder import CATALOGUE_NAME
from knowledge.values import ParsedDocument, Status


@dataclass(frozen=True)
class Catalogue:
    """What `catalogue.yaml` says: for each source the fields of `Document` it sets, checked."""

    entries: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def apply(self, documents: Sequence[ParsedDocument]) -> list[ParsedDocument]:
        """Correct the documents, then settle which are in force; the result depends on the arguments alone.

        Args:
            documents: All documents of the folder, as read, in any order.

        Returns:
            The documents in the same order, clauses relabelled where a title changed.
        """
        titles = {parsed.document.source: self._title(parsed) for parsed in documents}
        corrected = [self._correct(parsed, titles) for parsed in documents]
        settled = settle_statuses(corrected)
        return [
            parsed if parsed.document is document else retitle(parsed, document)
            for parsed, document in zip(corrected, settled, strict=True)
        ]

    def _title(self, parsed: ParsedDocument) -> str:
        return str(self.entries.get(parsed.document.source, {}).get("title", parsed.document.title))

    def _correct(self, parsed: ParsedDocument, titles: Mapping[str, str]) -> ParsedDocument:
        entry = self.entries.get(parsed.document.source)
        if not entry:
            return parsed
        update = dict(entry)
        if by := entry.get("superseded_by"):
            update["superseded_by"] = titles.get(str(by), by)
            update.setdefault("status", Status.SUPERSEDED)
        return retitle(parsed, parsed.document.model_copy(update=update))


def read_catalogue(folder: Path) -> Catalogue:
    """Read the folder's `catalogue.yaml`; a missing file is an empty catalogue.

    Raises:
        CatalogueError: the file cannot be read, is no YAML, or has a wrong key or value.
    """
    path = folder / CATALOGUE_NAME
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return Catalogue()
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{CATALOGUE_NAME} 读不出来：请检查权限，并存为 UTF-8 编码的文本") from error
    return Catalogue(entries=parse_catalogue(text))


def parse_catalogue(text: str) -> dict[str, dict[str, object]]:
    """Read the text of a `catalogue.yaml`.

    Raises:
        CatalogueError: the text is no YAML, or has a wrong key or value; the message names the line.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _error(mark, f"不是正确的 YAML（{error.problem}）：请检查缩进、冒号和引号") from error
    except yaml.YAMLError as error:
        raise CatalogueError(f"{CATALOGUE_NAME} 不是正确的 YAML：请删去文中的控制字符") from error
    if root is None:
        return {}
    return {source: dict(_fields(source, node)) for source, _, node in _pairs(root, "文件路径")}


def _fields(source: str, node: yaml.Node) -> Iterator[tuple[str, object]]:
    for key, at, value in _pairs(node, "字段"):
        if key not in FIELDS:
            raise _error(at, f"{source} 的字段 {key!r} 不认识：请改用 {'、'.join(FIELDS)} 中的一个")
        try:
            yield key, read_field(key, _plain(value))
        except ValueError as error:
            raise _error(value.start_mark, f"{source} 的 {key} {error}") from error


def _pairs(node: yaml.Node, what: str) -> Iterator[tuple[str, yaml.Mark, yaml.Node]]:
    """Walk a mapping's keys in their order; a key that comes twice is an error, not a choice of one of them."""
    if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null":
        return
    if not isinstance(node, yaml.MappingNode):
        raise _error(node.start_mark, f"这里应当是“{what}: 内容”的形式：请逐行写成“键: 值”")
    seen: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or not key.value:
            raise _error(key.start_mark, f"{what}应当是文字：请写成“键: 值”")
        if key.value in seen:
            raise _error(key.start_mark, f"{what} {key.value!r} 写了两次：请合并成一处")
        seen.add(key.value)
        yield str(key.value), key.start_mark, value


def _plain(node: yaml.Node) -> str | list[str] | None:
    """Give a value as it is written: text, a list of texts, or None where it is empty."""
    if isinstance(node, yaml.ScalarNode):
        return None if node.tag == "tag:yaml.org,2002:null" else str(node.value).strip()
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return [str(item.value).strip() for item in node.value]
    raise _error(node.start_mark, "这里不能再分层：请写一个值，或者写成 [甲, 乙]")


def _error(mark: yaml.Mark | None, message: str) -> CatalogueError:
    place = f"第 {mark.line + 1} 行" if mark else ""
    return CatalogueError(" ".join(f"{CATALOGUE_NAME} {place} {message}".split()))
