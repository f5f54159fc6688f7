"""What holds for any text: nothing is lost, nothing is doubled, parsing again changes nothing, numbers go on."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.numerals import format_numeral
from knowledge.parser.lines import article_text
from knowledge.parser.stage import parse_article
from knowledge.values import Article, Block
from tests.knowledge.parser.reading import read

WORDS = st.text("渔船应当检验，每年一次。登记；公开：及时、准确“守法”（县）《办法》 \u3000", min_size=1, max_size=30)
NUMBERS = st.integers(1, 30)
LINES = st.one_of(
    WORDS,
    st.builds(lambda number, words: f"第{format_numeral(number)}条 {words}", NUMBERS, WORDS),
    st.builds(lambda number, words: f"第{format_numeral(number)}条{words}", NUMBERS, WORDS),
    st.builds(lambda number, words: f"第{format_numeral(number)}章 {words}", NUMBERS, WORDS),
    st.builds(lambda number, words: f"{format_numeral(number)}、{words}", NUMBERS, WORDS),
    st.builds(lambda number, words: f"（{format_numeral(number)}）{words}", NUMBERS, WORDS),
    st.builds(lambda number, words: f"{number}.{words}", NUMBERS, WORDS),
    st.builds(lambda first, second, words: f"{first}.{second} {words}", NUMBERS, NUMBERS, WORDS),
    st.builds("问：{}？".format, WORDS),
    st.builds("答：{}一是{}。二是{}。".format, WORDS, WORDS, WORDS),
    st.sampled_from(["目录", "附件", "附件1：报表", "附则", "特此通知。", "2024年3月5日", "| 等级 | 金额 |"]),
    st.text(max_size=20),
)
BLOCKS = st.builds(
    Block,
    LINES,
    st.sampled_from(["paragraph", "paragraph", "paragraph", "heading", "table"]),
    st.integers(0, 3),
)
ARTICLES = st.builds(Article, st.just(""), st.lists(BLOCKS, max_size=25).map(tuple))


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(ARTICLES)
@settings(max_examples=300, deadline=None)
def test_every_character_stands_in_one_place(article: Article) -> None:
    text = article_text(article)
    parsed = parse_article(article)
    spans = sorted([(draft.start, draft.end) for draft in parsed.drafts] + [*parsed.headings, *parsed.contents])
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert squeezed("".join(text[start:end] for start, end in spans)) == squeezed(text)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


@given(ARTICLES)
@settings(max_examples=150, deadline=None)
def test_drafts_are_in_order_and_items_follow_their_parent(article: Article) -> None:
    drafts = parse_article(article).drafts
    assert [draft.start for draft in drafts] == sorted(draft.start for draft in drafts)
    for place, draft in enumerate(drafts):
        if draft.parent is not None:
            assert draft.parent < place
            assert drafts[draft.parent].path == draft.path[: len(drafts[draft.parent].path)]


@given(ARTICLES)
@settings(max_examples=100, deadline=None)
def test_parsing_again_gives_the_same(article: Article) -> None:
    assert parse_article(article) == parse_article(article)


@given(st.integers(1, 400), st.integers(2, 12), st.booleans())
@settings(max_examples=60, deadline=None)
def test_articles_come_in_order_with_references_between_them(first: int, count: int, spaced: bool) -> None:
    gap = " " if spaced else ""
    numbers = range(first, first + count)
    lines = [
        f"第{format_numeral(number)}条{gap}渔船应当检验，违反\n第{format_numeral(number + 1)}条规定的，依照\n"
        f"第{format_numeral(max(1, number - 1))}条第二款处理。"
        for number in numbers
    ]
    assert read("\n".join(lines)).paths == [(f"第{format_numeral(number)}条",) for number in numbers]


@given(st.lists(st.text("渔船检验登记公开及时准确守法，；", min_size=1, max_size=400), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_parts_of_a_long_article_share_its_path_and_fit(paragraphs: list[str]) -> None:
    reading = read("第一条 " + "。\n".join(paragraphs) + "。")
    assert {draft.path for draft in reading.drafts} == {("第一条",)}
    if len(reading.drafts) > 1:
        assert max(draft.end - draft.start for draft in reading.drafts) <= 450
        assert [draft.part for draft in reading.drafts] == list(range(1, len(reading.drafts) + 1))
