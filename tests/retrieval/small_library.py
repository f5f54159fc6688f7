"""Short made-up documents, and an index over them that is opened as the assistant opens it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import create_engine, text

from retrieval.database_generations import DatabaseGenerations
from retrieval.embedders.base import Embedder
from retrieval.generations import FolderGenerations, GenerationStore
from retrieval.indexing import Indexer
from retrieval.manifest import Manifest
from retrieval.search import HybridSearch
from retrieval.snapshot import Snapshot
from retrieval.values import IndexReport, SearchResult
from retrieval.vector_store import Chroma, VectorStore

RIVERS = """---
title: 青禾县河道巡查办法
issuer: 青禾县水务局
published: 2024-03-01
---

# 青禾县河道巡查办法

## 第一章 总则

第一条 为规范河道巡查，制定本办法。

## 第二章 巡查

第二条 河道巡查人员每月巡查不少于两次，巡查记录保存三年。

第三条 发现违法建筑的，应当在五日内报告青禾县水务局。
"""
CANTEENS = """---
title: 白杨街道社区食堂管理办法
issuer: 白杨街道办事处
published: 2023-06-01
---

# 白杨街道社区食堂管理办法

第一条 社区食堂的账目每季度公布一次。

第二条 社区食堂由居民委员会负责日常管理。
"""
MUSEUMS = """---
title: 云溪市博物馆开放规定
issuer: 云溪市文化局
published: 2022-09-01
---

# 云溪市博物馆开放规定

第一条 博物馆每周一闭馆，其余时间免费开放。
"""


@dataclass(frozen=True)
class OpenIndex:
    """One documents folder and its index, without the assistant in front."""

    documents: Path
    data: Path
    embedder: Embedder
    store: VectorStore
    database: str | None = None
    """Where the generations are; None: in the data folder."""

    @classmethod
    def open(cls, documents: Path, data: Path, embedder: Embedder, database: str | None = None) -> OpenIndex:
        data.mkdir(parents=True, exist_ok=True)
        return cls(documents, data, embedder, VectorStore(Chroma(data / "chroma"), embedder.identity), database)

    @cached_property
    def generations(self) -> GenerationStore:
        return DatabaseGenerations(self.database) if self.database else FolderGenerations(self.data)

    @property
    def indexer(self) -> Indexer:
        return Indexer(self.documents, self.generations)

    @property
    def manifest(self) -> Manifest:
        manifest = self.generations.manifest()
        assert manifest is not None
        return manifest

    @property
    def snapshot(self) -> Snapshot:
        return self.generations.load(self.manifest.generation)

    def update(self, *, rebuild: bool = False) -> IndexReport:
        return self.indexer.update(self.embedder, self.store, rebuild=rebuild)

    def search(self, question: str, count: int = 3) -> list[SearchResult]:
        """Search what is live now."""
        return HybridSearch(self.embedder, self.store).search(self.snapshot, question, count=count)

    def best(self, question: str) -> str:
        return self.search(question, 1)[0].clause.text

    def texts(self) -> list[str]:
        return [clause.text for clause in self.snapshot.clauses]

    def overwrite_manifest(self, content: str) -> None:
        if self.database:
            query(self.database, "UPDATE index_state SET manifest = :content", content=content)
        else:
            (self.data / "manifest.json").write_text(content, encoding="utf-8")

    def leftovers(self) -> list[str]:
        """What the manifest does not name: vectors, generations, the marker of an unfinished reload."""
        live = set(self.snapshot.clause_of_record)
        found = [f"vector {id_}" for id_ in self.store.ids() ^ live]
        found += [f"generation {name}" for name in self._kept() ^ {self.manifest.generation}]
        found += ["marker"] if self.generations.is_unfinished() else []
        return found + [path.name for path in self.data.glob("*.new")]

    def _kept(self) -> set[str]:
        if self.database:
            return {str(name) for (name,) in query(self.database, "SELECT generation FROM index_generations")}
        return {folder.name for folder in (self.data / "generations").iterdir()}


def query(database: str, statement: str, **values: object) -> list[tuple[object, ...]]:
    """Run one statement on a database, past the code under test."""
    engine = create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    try:
        with engine.begin() as connection:
            result = connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()
