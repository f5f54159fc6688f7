"""Keeps a fifth of the questions out of all training, together with whatever resembles them.

- A question is held back where the SHA-256 of its id, taken as a number, is a multiple of five: the same ones on
  every machine, whatever else is in the file.
- A training question is dropped where its character pairs overlap with a held-back question's by 0.6 or more
  (Jaccard), which covers the same text under another id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from training.evaluation import Question

FOLDS = 5
NEAR_DUPLICATE = 0.6


def is_held_back(question_id: str) -> bool:
    """Tell whether a question belongs to the validation fifth."""
    return int(hashlib.sha256(question_id.encode()).hexdigest(), 16) % FOLDS == 0


def split(questions: Sequence[Question]) -> tuple[list[Question], list[Question]]:
    """Divide questions into those to train on and those to validate on."""
    held_back = [question for question in questions if is_held_back(question.id)]
    pairs = [character_pairs(question.text) for question in held_back]
    train = [
        question for question in questions if not is_held_back(question.id) and not resembles(question.text, pairs)
    ]
    return train, held_back


def resembles(text: str, others: Sequence[frozenset[str]]) -> bool:
    """Tell whether `text` is nearly one of the texts whose character pairs are given."""
    own = character_pairs(text)
    return any(len(own & other) >= NEAR_DUPLICATE * max(1, len(own | other)) for other in others)


def character_pairs(text: str) -> frozenset[str]:
    """Every two neighbouring characters, white space and punctuation left out."""
    kept = "".join(character for character in text if character.isalnum())
    return frozenset(kept[i : i + 2] for i in range(len(kept) - 1)) or frozenset((kept,))
