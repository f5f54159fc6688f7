"""The clause parser's stages in order.

1. `read_lines`: blocks → lines, each with the number it begins with.
2. `build_outline`: lines → headings, articles, questions, items and paragraphs, by sequence.
3. `split_answers`: a question's answer → its items 一是…, 二是….
4. `cut_long`: what is too long to be one clause → parts at sentence ends.
"""

from __future__ import annotations

from knowledge.parser.lines import article_text, read_lines
from knowledge.parser.outline import build_outline
from knowledge.values import Article, ParsedArticle


def parse_article(article: Article) -> ParsedArticle:
    """Cut one article into clause drafts, in the order of its text.

    Every character of the article's text that is not white space stands in exactly one draft or one heading.
    """
    return build_outline(read_lines(article), article_text(article))
