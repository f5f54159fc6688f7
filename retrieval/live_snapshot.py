"""The snapshot that new questions use, and how many questions still use which: a reload waits for those before it."""

from __future__ import annotations

from threading import Condition

from retrieval.errors import QuestionError
from retrieval.generations import Stamp
from retrieval.snapshot import Snapshot

_DRAIN_TIMEOUT_SECONDS = 10.0


class LiveSnapshot:
    """The live snapshot, and how many questions are using each."""

    def __init__(self) -> None:
        self.stamp: Stamp | None = None
        self._snapshot: Snapshot | None = None
        self._users: dict[str, int] = {}
        self._changed = Condition()

    @property
    def generation(self) -> str | None:
        """The live generation; None where nothing is shown yet."""
        return self._snapshot.generation if self._snapshot else None

    def snapshot_of(self, generation: str) -> Snapshot | None:
        """The live snapshot where it is of `generation`."""
        return self._snapshot if self.generation == generation else None

    def replace(self, snapshot: Snapshot, stamp: Stamp | None) -> None:
        """Show `snapshot` from now on; `stamp` is that of the manifest that names it."""
        with self._changed:
            self._snapshot, self.stamp = snapshot, stamp

    def wait_for_others(self, generation: str) -> None:
        """Wait until nobody uses a snapshot other than `generation`."""
        with self._changed:
            self._changed.wait_for(lambda: not (self._users.keys() - {generation}), _DRAIN_TIMEOUT_SECONDS)

    def take(self) -> Snapshot:
        """Use the live snapshot until it is given back."""
        with self._changed:
            if self._snapshot is None:
                raise QuestionError("索引尚未打开")
            self._users[self._snapshot.generation] = self._users.get(self._snapshot.generation, 0) + 1
            return self._snapshot

    def give_back(self, generation: str) -> None:
        """Say that a use has ended."""
        with self._changed:
            self._users[generation] -= 1
            if not self._users[generation]:
                del self._users[generation]
            self._changed.notify_all()


class SnapshotUse:
    """Holds one snapshot for the length of a `with` block."""

    def __init__(self, state: LiveSnapshot) -> None:
        self._state = state
        self._generation = ""

    def __enter__(self) -> Snapshot:
        snapshot = self._state.take()
        self._generation = snapshot.generation
        return snapshot

    def __exit__(self, *_exception: object) -> None:
        self._state.give_back(self._generation)
