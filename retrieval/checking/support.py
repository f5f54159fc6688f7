"""Do these clauses say this? Every kind of check in turn; what is found comes back as reasons."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.checking.binding import binding_faults, contrast_facts, order_facts
from retrieval.checking.claims import tells_of_former
from retrieval.checking.crossed import crossed
from retrieval.checking.facts import Fact
from retrieval.checking.figures import facts_agree, number_faults
from retrieval.checking.ground import Ground, numbers_of
from retrieval.checking.locality import misordered
from retrieval.checking.located import misplaced
from retrieval.checking.moods import stands_under_a_ban
from retrieval.checking.neighbours import duties, exchanged, sides, swapped
from retrieval.checking.organs import organs
from retrieval.checking.polarity import mood_faults
from retrieval.checking.prepared import Prepared, prepare
from retrieval.checking.scope import scope_faults
from retrieval.checking.subjects import exchanged_subjects, other_counts
from retrieval.checking.tables import cell_faults
from retrieval.checking.titles import (
    is_repealed_by,
    number_is_stated,
    numbers_in,
    source_titles,
    title_is_stated,
    titles_in,
)
from retrieval.checking.topics import topic_faults
from retrieval.checking.who import organ_faults, rank_faults, same_organ
from retrieval.checking.wording import MOST_ADDED, added_words, scattered, strange_item, words_of_weight
from retrieval.checking.words import EXCHANGEABLE, credit, paraphrases
from retrieval.checking.years import year_faults


def faults(claim: str, ground: Ground) -> list[str]:
    """Tell what of `claim` the clauses do not say, in Chinese; empty where they say all of it.

    Args:
        claim: Without keys, and without the article that it names for its clause.
        ground: The clauses.
    """
    sentence = prepare(claim)
    if is_quoted(claim, ground):
        return []
    found = [
        *_names(claim, ground),
        *number_faults(sentence, ground),
        *organ_faults(sentence, ground),
    ]
    focus = ground.focus(sentence)
    found += mood_faults(sentence, ground.all, focus)
    found += scope_faults(sentence, ground.all, focus.all)
    found += rank_faults(sentence, ground)
    found += misordered(sentence, ground.all)
    found += topic_faults(sentence, organs(sentence), ground.all, ground.organs)
    found += cell_faults(sentence, ground.sources)
    found += _contrasts(sentence, ground)
    claimed, stated = (*numbers_of(sentence), *organs(sentence)), (*ground.facts, *ground.organs)
    found += year_faults(numbers_of(sentence), sentence, ground.facts, ground.all, _agree)
    found += crossed(sentence, claimed, ground.all, stated, _agree)
    found += exchanged_subjects(sentence, claimed, ground.all, stated, _agree)
    found += other_counts(sentence, claimed, ground.all, stated, _agree)
    claimed, stated = (*claimed, *contrast_facts(sentence)), (*stated, *contrast_facts(ground.all))
    found += misplaced(sentence, claimed, ground.all, stated, _agree)
    claimed, stated = (
        (*claimed, *duties(sentence), *sides(sentence, ground.all)),
        (*stated, *duties(ground.all), *sides(ground.all, ground.all)),
    )
    found += swapped(sentence, claimed, ground.all, stated, _agree)
    found += exchanged(sentence, ground.all)
    found += _added(sentence, ground)
    return found


def is_quoted(claim: str, ground: Ground) -> bool:
    """Tell whether the clauses say this word for word, and not under 不得有下列行为：."""
    sentence = prepare(claim)
    return ground.quotes(sentence) and not stands_under_a_ban(sentence, ground.all)


def holds_every_word(claim: str, ground: Ground) -> bool:
    """Tell whether the clauses know every word of weight: a clause that was not cited gets no benefit of the doubt."""
    sentence = prepare(claim)
    known = [(fact.start, fact.end) for fact in (*numbers_of(sentence), *organs(sentence))]
    over, _ = added_words(sentence, ground.all.text, known)
    return over < _HARDLY - MOST_ADDED and all(_stands(segment, sentence, ground) for segment in sentence.segments)


def _stands(segment: tuple[int, int], sentence: Prepared, ground: Ground) -> bool:
    """Tell whether an organ and what the sentence says of it stand in one sentence of the clauses."""
    named = [f for f in organs(sentence) if segment[0] <= f.start < segment[1]]
    words = [w for w in words_of_weight(sentence, ()) if segment[0] <= w.start < segment[1]]
    places = [
        (a, b) for a, b in ground.told if all(credit(w.text, w.tag, ground.all.text[a:b]) >= _HARDLY for w in words)
    ]
    return (
        not named
        or not words
        or any(all(any(same_organ(f, o) for o in ground.organs if a <= o.start < b) for f in named) for a, b in places)
    )


_HARDLY = 0.5


def _agree(one: Fact, two: Fact) -> bool:
    """Tell whether two facts of any kind are the same."""
    if one.kind != two.kind:
        return False
    if one.kind == "机构":
        return same_organ(one, two)
    return one.value == two.value if one.kind in ("用词", "语气") else facts_agree(one, two)


def _names(claim: str, ground: Ground) -> Iterator[str]:
    stated = [title for source in ground.sources for title in source_titles(source)]
    whole = "\n".join("\n".join((s.title, *s.path, s.text)) for s in ground.sources)
    for title in titles_in(claim):
        if is_repealed_by(title, ground.sources) and not tells_of_former(claim):
            yield f"《{title}》已由条款废止，句中没有说明"
        if not title_is_stated(title, stated, whole):
            yield f"文件名《{title}》不在条款中"
    numbers = numbers_in(whole)
    for number in numbers_in(claim):
        if not number_is_stated(number, numbers):
            yield f"文号“{number}”不在条款中"


def _contrasts(sentence: Prepared, ground: Ground) -> Iterator[str]:
    def same(one: Fact, two: Fact) -> bool:
        return one.value == two.value

    stated = contrast_facts(ground.all)
    for fact in contrast_facts(sentence):
        like = [other for other in stated if other.group == fact.group]
        said = (str(fact.value), *paraphrases(str(fact.value)))
        if like and not any(same(fact, other) for other in like) and not any(w in ground.all.text for w in said):
            yield f"“{fact.shown}”在条款中为“{like[0].shown}”"
            return
    orders = order_facts(ground.all)
    yield from binding_faults(
        sentence,
        order_facts(sentence),
        ground.all,
        orders,
        same,
        sided=False,
        beside=(numbers_of(sentence), ground.facts),
    )
    claimed = [fact for fact in contrast_facts(sentence) if int(fact.group.partition(":")[2]) in EXCHANGEABLE]
    yield from binding_faults(sentence, claimed, ground.all, stated, same, sided=True)


def _added(sentence: Prepared, ground: Ground) -> Iterator[str]:
    known = [(fact.start, fact.end) for fact in (*numbers_of(sentence), *organs(sentence))]
    over, words = added_words(sentence, ground.all.text, known)
    if over >= 0:
        yield f"条款中没有：{'、'.join(words)}"
    elif item := strange_item(sentence, ground.all.text, known):
        yield f"条款的列举中没有“{item}”"
    elif piece := scattered(sentence, ground.places, ground.heads.text, known):
        yield f"条款中没有一处说到“{piece}”"
