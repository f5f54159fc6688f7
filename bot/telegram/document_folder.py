"""The documents folder as admins change it from a chat: names checked, writes in one step, undone on failure.

A name cannot lead out of the folder: it holds no separators, does not begin with a dot, and no link is followed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from bot import texts
from bot.telegram.errors import TelegramFrontEndError
from knowledge.loaders import SUFFIXES

MAX_NAME_BYTES = 200
_FORBIDDEN = set('/\\:*?"<>|')
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
"""Names that Windows keeps for itself, whatever follows the first dot; the folder may be shared with such a machine."""


class FolderError(TelegramFrontEndError):
    """A change that is not made; `str(error)` is told to the admin."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change that was made and can be taken back."""

    path: Path
    backup: Path | None
    """What stood there before."""
    written: bool
    """Whether there is a new file at `path`."""

    @property
    def replaced(self) -> bool:
        """Whether a file of that name was there before."""
        return self.backup is not None

    def undo(self) -> None:
        """Put the folder back as it was."""
        if self.written:
            self.path.unlink(missing_ok=True)
        if self.backup is not None:
            shutil.move(self.backup, self.path)


class DocumentFolder:
    """Adds and removes files; what is replaced or removed goes to `removed/` in the data folder."""

    def __init__(self, folder: Path, data_dir: Path) -> None:
        self._folder = folder
        self._removed = data_dir / "removed"

    def add(self, name: str, content: bytes) -> Change:
        """Store a file under a checked name.

        Raises:
            FolderError: the name or the content cannot be taken, or the folder cannot be written.
        """
        checked = check_name(name)
        if not content:
            raise FolderError(texts.UPLOAD_EMPTY)
        path = self._folder / checked
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise FolderError(texts.UPLOAD_BAD_NAME.format(name=checked))
        temporary = self._write(content)
        try:
            backup = self._put_aside(path) if path.exists() else None
            os.replace(temporary, path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise _not_stored(error) from error
        return Change(path, backup, written=True)

    def remove(self, source: str) -> Change:
        """Put a file aside; `source` is one that the folder's listing gave.

        Raises:
            FolderError: the file cannot be moved.
        """
        path = self._folder / source
        try:
            return Change(path, self._put_aside(path), written=False)
        except OSError as error:
            raise _not_stored(error) from error

    def _write(self, content: bytes) -> Path:
        # Hidden, so that a reload in between does not read half a file.
        try:
            handle, name = tempfile.mkstemp(prefix=".upload-", dir=self._folder)
            temporary = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError:
                temporary.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise _not_stored(error) from error
        temporary.chmod(0o644)
        return temporary

    def _put_aside(self, path: Path) -> Path:
        self._removed.mkdir(parents=True, exist_ok=True)
        backup = self._removed / f"{time.time_ns()}-{path.name}"
        shutil.copy2(path, backup)
        path.unlink()
        return backup


def check_name(name: str) -> str:
    """Give the name to store a file under.

    Raises:
        FolderError: the name could lead out of the folder, is hidden, or is of a format that is not read.
    """
    checked = unicodedata.normalize("NFC", name).strip()
    # Full-width and other look-alikes of strokes and dots; a full-width colon or question mark is usual in titles.
    alike = unicodedata.normalize("NFKC", checked)
    hidden = checked.startswith("~$") or alike.startswith(".")
    harmful = any(character in _FORBIDDEN or not character.isprintable() for character in checked)
    harmful = harmful or "/" in alike or "\\" in alike or checked.partition(".")[0].strip().lower() in _DEVICES
    if not checked or hidden or harmful or len(checked.encode()) > MAX_NAME_BYTES:
        raise FolderError(texts.UPLOAD_BAD_NAME.format(name=checked[:60]))
    if Path(checked).suffix.lower() not in SUFFIXES:
        raise FolderError(texts.UPLOAD_BAD_SUFFIX.format(name=checked, suffixes=readable_suffixes()))
    return checked


def readable_suffixes() -> str:
    """The formats that are read, for people."""
    return "、".join(sorted(SUFFIXES))


def _not_stored(error: OSError) -> FolderError:
    return FolderError(texts.UPLOAD_NOT_STORED.format(reason=error.strerror or type(error).__name__))
