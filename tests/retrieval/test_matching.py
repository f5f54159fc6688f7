from __future__ import annotations

from retrieval.matching import ABBREVIATION, EXACT, SYNONYM, match


def test_the_word_itself_counts_most_and_a_foreign_one_nothing() -> None:
    assert match("期限", "整改期限为6个月") == EXACT
    assert match("护照", "整改期限为6个月") == 0.0


def test_a_synonym_counts_less_than_the_word() -> None:
    assert match("时限", "整改期限为6个月") == SYNONYM < EXACT


def test_an_abbreviation_is_met_by_its_characters_in_order_and_close_together() -> None:
    assert match("联防", "联合开展防控") == ABBREVIATION
    assert match("联防", "防控联动") == 0.0
    assert match("联防", "联系群众，加强预防") == 0.0
