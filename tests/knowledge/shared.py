"""Where the data outside the repository lies, for tests that measure on it."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"

needs_laws = pytest.mark.skipif(not (SHARED / "laws").is_dir(), reason="../shared/laws is not here")
needs_documents = pytest.mark.skipif(not (SHARED / "documents").is_dir(), reason="../shared/documents is not here")
