"""The clause parser's stages in order.

1. `read_lines`: blocks → lines, each with the number it begins with.
2. `find_articles`, `find_questions`: which lines open an article or a question, by sequence.
3. `Outline.build`: lines → headings, articles, questions, sections and paragraphs, each with its path.
4. `split_answers`: a question's answer → its items 一是…, 二是….
5. `cut_long`: what is too long to be one clause → parts at sentence ends.
"""

from __future__ import annotations

from knowledge.parser.answers import split_answers
from knowledge.parser.articles import find_articles
from knowledge.parser.headings import contents_lines, title_lines
from knowledge.parser.lines import article_text, read_lines
from knowledge.parser.outline import Outline
from knowledge.parser.parts import cut_long
from knowledge.parser.questions import find_questions
from knowledge.values import Article, ParsedArticle

SEVERAL_QUESTIONS = 2
"""Questions from which a text is an interview, where a 第N条 at the start of a line is only spoken of."""


def parse_article(article: Article) -> ParsedArticle:
    """Cut one article into clause drafts, in the order of its text.

    Every character of the article's text that is not white space stands in exactly one draft, heading or table of
    contents.
    """
    text = article_text(article)
    lines = read_lines(article)
    questions = find_questions(lines)
    opening: frozenset[int] = frozenset()
    if len(questions) < SEVERAL_QUESTIONS:
        whole_lines = len(lines)
        lines, opening = find_articles(lines)
        if len(lines) != whole_lines:
            questions = find_questions(lines)
    outline = Outline(
        lines=lines,
        articles=opening,
        questions=questions,
        contents=contents_lines(lines),
        title_lines=title_lines(lines, article.title),
    )
    parsed = outline.build()
    drafts = cut_long(split_answers(parsed.drafts, text), text)
    return ParsedArticle(drafts, parsed.headings, parsed.contents)
