"""The held-back fifth is always the same one, and nothing like it is trained on."""

from __future__ import annotations

from training.evaluation import Question
from training.split import is_held_back, split


def _question(question_id: str, text: str) -> Question:
    return Question(question_id, text, frozenset())


IDS = [f"q-{n}" for n in range(1000)]
KEPT = [name for name in IDS if is_held_back(name)]
TRAINED = [name for name in IDS if not is_held_back(name)]


def test_a_fifth_is_held_back_whatever_else_is_there() -> None:
    assert 150 < len(KEPT) < 250
    assert KEPT[:3] == [name for name in IDS[:40] if is_held_back(name)][:3]


def test_nearly_the_same_question_under_another_id_is_not_trained_on() -> None:
    questions = [
        _question(KEPT[0], "试用期最长可以约定几个月？"),
        _question(TRAINED[0], "试用期最长可以约定几个月"),
        _question(TRAINED[1], "试用期最长可约定几个月呢？"),
        _question(TRAINED[2], "摔坏了租来的家具要赔吗？"),
    ]
    train, held_back = split(questions)
    assert [question.id for question in held_back] == [KEPT[0]]
    assert [question.id for question in train] == [TRAINED[2]]
