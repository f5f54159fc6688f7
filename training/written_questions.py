"""Questions written by hand for articles of the laws, in the words of people who do not know the law's.

`written_questions.tsv` holds one a line: the law as golds name it, the article's number, the question. They were
written without a look at any question file, two or more an article: one as a person in trouble asks, one as a clerk.
"""

from __future__ import annotations

from pathlib import Path

from training.evaluation import Question

WRITTEN = "written-"
"""Begins the id of a written question."""
FILE = Path(__file__).parent / "written_questions.tsv"


def read_written_questions(path: Path = FILE) -> list[Question]:
    """Read the file, in its order.

    Raises:
        ValueError: a line does not hold three fields.
    """
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fields = line.split("\t")
        if len(fields) != 3 or not all(fields):
            raise ValueError(f"{path.name} line {number} holds {len(fields)} fields, not law, article and question")
        law, article, text = fields
        questions.append(Question(f"{WRITTEN}{number}", text, frozenset({(law, article)})))
    return questions
