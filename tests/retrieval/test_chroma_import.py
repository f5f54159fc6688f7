"""What is left out while Chroma is imported, and that it is there again afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = ["grpc", "rich", "pygments", "jsonschema", "opentelemetry.exporter.otlp.proto.grpc.trace_exporter"]


def printed(script: str, **variables: str) -> object:
    """Run `script` in a process of its own, which has imported nothing yet; gives what it printed as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", "import json, sys\n" + script],
        cwd=ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_what_is_never_used_is_not_imported() -> None:
    script = (
        "from retrieval.chroma_import import import_chroma\n"
        "import_chroma(embedded=True)\n"
        f"print(json.dumps([name for name in {LEFT_OUT!r} if name in sys.modules]))\n"
    )
    assert printed(script) == []
    assert printed("import chromadb\n" + script.splitlines()[-1]) == LEFT_OUT


def test_others_get_the_real_ones_afterwards() -> None:
    script = (
        "from retrieval.chroma_import import import_chroma\n"
        "import_chroma(embedded=True)\n"
        "import overrides, jsonschema, httpx._main\n"
        "from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter\n"
        "try:\n"
        "    class Wrong:\n"
        "        @overrides.override\n"
        "        def method(self): pass\n"
        "except TypeError as error: refused = str(error)\n"
        "jsonschema.validate({}, {})\n"
        "print(json.dumps([refused, isinstance(OTLPSpanExporter, type)]))\n"
    )
    assert printed(script) == ["Wrong.method: No super class method found", True]


@pytest.mark.parametrize("embedded", [True, False])
def test_what_is_imported_already_stays(*, embedded: bool) -> None:
    script = (
        "import jsonschema\n"
        "from retrieval.chroma_import import import_chroma\n"
        f"import_chroma(embedded={embedded})\n"
        f"import_chroma(embedded={embedded})\n"
        "from chromadb.utils.embedding_functions.schemas import schema_utils\n"
        "print(json.dumps(schema_utils.jsonschema is jsonschema is sys.modules['jsonschema']))\n"
    )
    assert printed(script) is True


def test_no_traces_are_exported_whatever_the_environment_says(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path\n"
        "from retrieval.vector_store import Chroma\n"
        f"client = Chroma(Path({str(tmp_path)!r})).open()\n"
        "print(json.dumps([client.get_settings().chroma_otel_collection_endpoint, client.heartbeat() > 0]))\n"
    )
    assert printed(script, CHROMA_OTEL_COLLECTION_ENDPOINT="http://127.0.0.1:9") == ["", True]
