"""onnxruntime, without the telemetry that it starts when it is imported: it would tell its maker of each machine."""

from __future__ import annotations

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

__all__ = ["onnxruntime"]
