"""The embedder's library keeps to itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_onnxruntime_starts_no_telemetry(tmp_path: Path) -> None:
    """It keeps an id of the machine under the home folder where it does; a home that cannot be written is told of."""
    (tmp_path / "home").mkdir()
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ORT_", "XDG_"))}

    done = subprocess.run(
        [sys.executable, "-c", "import retrieval.embedders.onnx_e5"],
        env=environment | {"HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert list((tmp_path / "home").rglob("*")) == []
