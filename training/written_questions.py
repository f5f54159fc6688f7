"""Questions written by hand for articles of the laws, in the words of people who do not know the law's.

- `written_questions.tsv`, one a line: the law, the article's number, the question; two or more an article, one as a
  person in trouble asks, one as a clerk.
- `written_cases.tsv`, one a line: the question, and every article that answers it as `law|number`, the best first,
  parted by `;`. These begin with a situation and look for its rules, which often are general ones that share no word
  with it; about two articles a question.

Both were written without a look at any question file.
"""

from __future__ import annotations

from pathlib import Path

from training.evaluation import Question, question_of

WRITTEN, CASE = "written-", "case-"
"""Begin the ids of written questions and of cases."""
QUESTIONS_FILE = Path(__file__).parent / "written_questions.tsv"
CASES_FILE = Path(__file__).parent / "written_cases.tsv"


def read_written_questions(path: Path = QUESTIONS_FILE) -> list[Question]:
    """Read the questions on single articles, in the order of the file.

    Raises:
        ValueError: a line does not hold three fields.
    """
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fields = line.split("\t")
        if len(fields) != 3 or not all(fields):
            raise ValueError(f"{path.name} line {number} holds {len(fields)} fields, not law, article and question")
        law, article, text = fields
        questions.append(question_of(f"{WRITTEN}{number}", text, [(law, article)]))
    return questions


def read_cases(path: Path = CASES_FILE) -> list[Question]:
    """Read the cases, in the order of the file.

    Raises:
        ValueError: a line is not a question and its articles.
    """
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text, _, golds = line.partition("\t")
        articles = [gold.split("|") for gold in golds.split(";")]
        if not text or any(len(article) != 2 or not all(article) for article in articles):
            raise ValueError(f"{path.name} line {number} is not a question and its articles as law|number")
        cases.append(question_of(f"{CASE}{number}", text, [(law, article) for law, article in articles]))
    return cases
