"""Imports Chroma without what is never used here, which is two fifths of the time that importing it takes.

Left out while Chroma is imported, what each takes stands in docs/benchmark.md:

- the checks of `overrides`: it reads the bytecode and the annotations of each method that Chroma marks, for the sake of
  Chroma's own developers;
- the exporter of traces with gRPC behind it: telemetry is off (`vector_store` sets no endpoint);
- httpx's command line with rich and pygments: httpx takes it for not installed;
- jsonschema, for the settings of embedding functions of Chroma's: vectors are made here, collections have none.

Afterwards whoever else imports these gets the real ones.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from types import ModuleType
from typing import Any

_lock = Lock()


def import_chroma(*, embedded: bool) -> None:
    """Import Chroma and what opens it; calls from several threads wait for the first.

    Args:
        embedded: Opened from a folder, not on a server.
    """
    implementation = "chromadb.api.rust" if embedded else "chromadb.api.fastapi"
    with _lock:
        if implementation not in sys.modules:
            with _override_marked_only(), _instead(_TRACE_EXPORTER, _JSONSCHEMA, **{"httpx._main": None}):
                importlib.import_module(implementation)


def _module(name: str, **names: object) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(names)
    return module


def _not_imported(*_: object, **__: object) -> None:
    raise NotImplementedError("Chroma was imported without this part, see retrieval/chroma_import.py")


_TRACE_EXPORTER = _module("opentelemetry.exporter.otlp.proto.grpc.trace_exporter", OTLPSpanExporter=_not_imported)
_JSONSCHEMA = _module("jsonschema", ValidationError=ValueError, validate=_not_imported)


@contextmanager
def _instead(*modules: ModuleType, **absent: None) -> Iterator[None]:
    """Let `modules` stand for the real ones and `absent` be missing; what is imported already stays as it is."""
    wanted: dict[str, ModuleType | None] = {module.__name__: module for module in modules}
    stand_ins = {name: value for name, value in (wanted | absent).items() if name not in sys.modules}
    sys.modules.update(stand_ins)  # type: ignore[arg-type]  # None: an import of it fails
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


@contextmanager
def _override_marked_only() -> Iterator[None]:
    """Let `overrides` mark methods without checking them."""
    import overrides

    checked = {name: getattr(overrides, name) for name in ("override", "overrides")}

    def marked(method: Callable[..., Any]) -> Callable[..., Any]:
        method.__override__ = True  # type: ignore[attr-defined]
        return method

    vars(overrides).update(override=marked, overrides=marked)
    try:
        yield
    finally:
        vars(overrides).update(checked)
