"""The time that one question has."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Deadline:
    """A moment, as far away as it was made with."""

    seconds: float
    started: float = field(default_factory=time.monotonic)

    @property
    def remaining_seconds(self) -> float:
        """Never below 0."""
        return max(0.0, self.started + self.seconds - time.monotonic())
