"""The usual LangChain recipe: texts cut every 500 characters, Chroma, the four nearest chunks.

It is given the same embedder, and the same text that our loaders and cleaning have got out of the files, so that only
the cutting, the search and what is made of it differ.

Run as a program it opens an index and asks it every question of a file, for a process of its own to be measured.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from benchmarks.quality import Passage
from bot.terminal.questions import read_questions
from knowledge.library import read_library
from retrieval.embedders import load_embedder
from retrieval.embedders.langchain import EmbedderEmbeddings

CHUNK_CHARACTERS, OVERLAP_CHARACTERS, TOP = 500, 50, 4


class Recipe:
    """One index in one folder."""

    def __init__(self, embedder: Embeddings, folder: Path) -> None:
        settings = Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder))
        self._store = Chroma("recipe", embedder, persist_directory=str(folder), client_settings=settings)

    def index(self, documents: Path) -> int:
        """Read, cut, embed and write a folder of documents; returns the number of chunks."""
        parsed = read_library(documents).documents
        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARACTERS, chunk_overlap=OVERLAP_CHARACTERS)
        chunks = splitter.create_documents(
            [one.text for one in parsed], [{"source": one.document.source} for one in parsed]
        )
        # Chroma takes no more than this many records at once.
        for start in range(0, len(chunks), 5000):
            self._store.add_documents(chunks[start : start + 5000])
        return len(chunks)

    def find(self, question: str, count: int = TOP) -> list[Passage]:
        """Find the chunks nearest to a question, best first."""
        found = self._store.similarity_search(question, k=count)
        return [Passage(chunk.metadata["source"], chunk.page_content) for chunk in found]


def main() -> None:
    """Ask an index that is there every question of a file."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("questions", type=Path)
    options = parser.parse_args()
    recipe = Recipe(EmbedderEmbeddings(load_embedder()), options.folder)
    for question in read_questions(options.questions):
        recipe.find(question.text)


if __name__ == "__main__":
    main()
