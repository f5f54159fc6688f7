"""The documents folder as files: which there are, what they hold, whether they changed. Reads no document.

Apart from the stages that do, because every question asks whether the folder changed and none should load a parser.
"""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path

from knowledge.errors import DocumentsFolderError, UnreadableDocumentError
from knowledge.loaders import SUFFIXES
from knowledge.values import SourceFile

PARSER_VERSION = "7"
"""Raised with every change that gives other clauses, indexed texts or references: older indexes are refreshed."""

CATALOGUE_NAME = "catalogue.yaml"
MAX_FILE_BYTES = 50_000_000
"""A file of this size or more is refused."""

_OPENING_ERRORS = {
    errno.EACCES: "没有读取权限",
    errno.EPERM: "没有读取权限",
    errno.ENOENT: "文件已不在",
    errno.EISDIR: "是文件夹",
    errno.EIO: "磁盘读取出错",
    errno.ELOOP: "链接指向自己",
}


def list_files(folder: Path) -> list[SourceFile]:
    """List the files of `folder` and below that a loader reads, in the order of their names.

    Hidden files and `catalogue.yaml` are passed over. A link that leads out of the folder or nowhere is listed as
    refused, so that whoever put it there is told.

    Raises:
        DocumentsFolderError: the folder is missing, is not a folder, or cannot be listed.
    """
    if not folder.is_dir():
        state = "不是文件夹" if folder.exists() else "不存在"
        raise DocumentsFolderError(
            f"文件夹 {folder} {state}，请用 --documents 或 ZHENGWEN_DOCUMENTS_DIR 指定已有的文件夹"
        )
    root = folder.resolve()
    files = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if any(part.startswith((".", "~$")) for part in relative.parts) or path.suffix.lower() not in SUFFIXES:
            continue
        refused = _refused_link(path, root) if path.is_symlink() else None
        if refused or path.is_file():
            files.append(SourceFile(path=path, source=relative.as_posix(), refused=refused))
    return files


def _refused_link(path: Path, root: Path) -> str | None:
    """Why a link is not followed; None where it leads to a file of the folder."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "是失效的链接，没有读取，请把文件本身放进文件夹"
    if target.is_relative_to(root):
        return None
    return "是指向文件夹之外的链接，没有读取，请把文件本身放进文件夹"


def content_digest(file: SourceFile) -> str:
    """SHA-256 of a file's content, hexadecimal.

    Raises:
        UnreadableDocumentError: the file cannot be opened or is too large; the message is one line.
    """
    return hashlib.sha256(read_content(file)).hexdigest()


def read_content(file: SourceFile) -> bytes:
    """A file's bytes.

    Raises:
        UnreadableDocumentError: the file cannot be opened or is too large; the message is one line.
    """
    if file.refused:
        raise UnreadableDocumentError(f"{file.source}：{file.refused}")
    try:
        size = file.path.stat().st_size
        if size >= MAX_FILE_BYTES:
            raise UnreadableDocumentError(
                f"{file.source}：文件 {size / 1e6:.1f} MB，超过上限 {MAX_FILE_BYTES / 1e6:.0f} MB，请拆分后再放入"
            )
        return file.path.read_bytes()
    except OSError as error:
        reason = _OPENING_ERRORS.get(error.errno or 0, error.strerror)
        raise UnreadableDocumentError(f"{file.source}：打不开（{reason}），请检查文件和权限") from error
