"""Short made-up documents, and an index over them that is opened as the assistant opens it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from retrieval.embedders.base import Embedder
from retrieval.indexing import Indexer
from retrieval.manifest import Manifest, ManifestFile
from retrieval.search import HybridSearch
from retrieval.snapshot import Snapshot, load_snapshot
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

    @classmethod
    def open(cls, documents: Path, data: Path, embedder: Embedder, url: str | None = None) -> OpenIndex:
        data.mkdir(parents=True, exist_ok=True)
        return cls(documents, data, embedder, VectorStore(Chroma(data / "chroma", url), embedder.identity))

    @property
    def indexer(self) -> Indexer:
        return Indexer(self.documents, self.data)

    @property
    def manifest(self) -> Manifest:
        manifest = ManifestFile(self.data).read()
        assert manifest is not None
        return manifest

    @property
    def snapshot(self) -> Snapshot:
        return load_snapshot(self.data, self.manifest.generation)

    def update(self, *, rebuild: bool = False) -> IndexReport:
        return self.indexer.update(self.embedder, self.store, rebuild=rebuild)

    def search(self, question: str, count: int = 3) -> list[SearchResult]:
        """Search what is live now."""
        return HybridSearch(self.embedder, self.store).search(self.snapshot, question, count=count)

    def best(self, question: str) -> str:
        return self.search(question, 1)[0].clause.text

    def texts(self) -> list[str]:
        return [clause.text for clause in self.snapshot.clauses]

    def leftovers(self) -> list[str]:
        """What the manifest does not name: vectors, generations, the marker of an unfinished reload."""
        live = set(self.snapshot.clause_of_record)
        generations = {folder.name for folder in (self.data / "generations").iterdir()}
        found = [f"vector {id_}" for id_ in self.store.ids() ^ live]
        found += [f"generation {name}" for name in generations ^ {self.manifest.generation}]
        return found + [path.name for path in (self.data / "unfinished", self.data / "manifest.new") if path.exists()]
