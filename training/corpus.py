"""Which articles the questions are asked of, in tuning and in evaluation.

The pool holds the laws of the quick set, then the newest version of every other law that a question's gold names;
behind it stand all other laws, which only made questions are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.articles import DATE, LawArticle, read_articles
from training.evaluation import Question, article_key, law_name, read_questions
from training.written_questions import read_cases, read_written_questions


@dataclass(frozen=True)
class Corpus:
    """Articles and questions.

    Attributes:
        articles: All articles of all laws.
        quick: How many of them, from the first on, are the quick set.
        pool: How many of them, from the first on, are searched for hard negatives.
        questions: All statute questions.
        written: The questions written by hand, those on single articles and then the cases.
    """

    articles: list[LawArticle]
    quick: int
    pool: int
    questions: list[Question]
    written: list[Question]


def read_corpus(shared: Path) -> Corpus:
    """Read laws and questions.

    Args:
        shared: Holds `laws/` and `evaluation/` with `statute_questions.jsonl` and `quick_laws.txt`.
    """
    laws, evaluation = shared / "laws", shared / "evaluation"
    questions = read_questions(evaluation / "statute_questions.jsonl")
    written = [*read_written_questions(), *read_cases()]
    quick_files = (evaluation / "quick_laws.txt").read_text(encoding="utf-8").split()
    all_files = sorted(path.relative_to(laws).as_posix() for path in laws.rglob("*.md"))
    quick = read_articles(laws, quick_files)
    known = {article_key(article) for article in quick}
    needed = {law for question in (*questions, *written) for law, number in question.gold if (law, number) not in known}
    golds = _newest([name for name in all_files if name not in quick_files], needed)
    rest = [name for name in all_files if name not in {*quick_files, *golds}]
    pool = quick + read_articles(laws, golds)
    return Corpus(pool + read_articles(laws, rest), len(quick), len(pool), questions, written)


def _newest(files: Sequence[str], laws: set[str]) -> list[str]:
    """Choose the newest file of each law; the date stands at the end of its name."""
    newest: dict[str, tuple[str, str]] = {}
    for name in files:
        stem = Path(name).stem
        law, dated = law_name(DATE.sub("", stem)), DATE.search(stem)
        if law in laws:
            newest[law] = max(newest.get(law, ("", "")), (dated[0] if dated else "", name))
    return [name for _, name in newest.values()]
