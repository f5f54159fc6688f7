"""A text made ready for comparing: written one way, cut into words, pieces between commas and sentences.

Offsets are into `Prepared.text`, which is not the text as it was written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

from knowledge import segmentation
from knowledge.numerals import parse_numeral
from retrieval.lexicon import word_lines
from retrieval.tokenization import normalize

_MARKUP = re.compile(r"\*\*|__|`|^\s*(?:#+|>|[-*•·])\s+", re.MULTILINE)
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_SPACES = re.compile(r"(?<![a-zA-Z])[ \t\u3000]+|[ \t\u3000]+(?![a-zA-Z])")
_SEGMENT_END = re.compile(r"[,;:!?。\n]|(?<!\d)\.|\.(?!\d)")
_SENTENCE_END = re.compile(r"[;!?。\n]")
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(form), said) for form, _, said in (line.partition(" ") for line in word_lines("canonical.txt"))
)
_DECIMAL = re.compile(
    r"(?P<before>百分之)?(?P<whole>[零〇一二三四五六七八九十百千]+)点(?P<part>[零〇一二三四五六七八九]+)"
    r"(?(before)|(?=[元万亿倍米升吨亩]|公[里斤顷]|平方|个百分点|小时|千))"
)
"""零点五元 and 百分之一点五."""
_DIMES = re.compile(r"([零一二三四五六七八九十百千两\d]+)元([一二三四五六七八九\d])角")
_FIGURES = "零一二三四五六七八九"
_RATIO = re.compile(r"(?<!\d)\d(?::\d(?!\d)){2,}|(?<!\d)\d(?:比\d(?!\d))+")
_GLUED = re.compile(r"须[^知要臾]|内[向由将对按]")
"""须报, 须经 and 日内向, which the segmenter takes for words."""
_SECRETARY = re.compile(r"(?:[省市县区州镇乡党]委|党组|纪委|支部)书记")
"""One word to the segmenter, but an organ and a post: 县委 and 书记."""
_HALF_YEAR = re.compile(r"(?<![上下前后])(?:(\d+)年)?半年|(?<!\d)(\d{1,2})年半")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, with the segmenter's tag and its span."""

    text: str
    tag: str
    start: int
    end: int


@dataclass(frozen=True)
class Prepared:
    """A text and what it is made of."""

    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Words and punctuation, in order."""
        found, at = [], 0
        # Without guesses at new words: these glue 由 to 县.
        for word, tag in segmentation.tag(self.text, new_words=False):
            start = self.text.index(word, at)
            at = start + len(word)
            if _GLUED.fullmatch(word):
                found += [Token(word[0], "v", start, start + 1), Token(word[1], "v", start + 1, at)]
            elif _SECRETARY.fullmatch(word):
                found += [Token(word[:2], "n", start, start + 2), Token(word[2:], "n", start + 2, at)]
            else:
                found.append(Token(word, tag, start, at))
        return tuple(_with_bodies(found))

    @cached_property
    def segments(self) -> tuple[tuple[int, int], ...]:
        """Spans between commas, colons and sentence ends."""
        return _spans(self.text, _SEGMENT_END)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Spans between sentence ends; a line or an item after ; is one of its own."""
        return _spans(self.text, _SENTENCE_END)

    def segment_at(self, offset: int) -> tuple[int, int]:
        """Give the span between commas that `offset` stands in."""
        return _span_at(self.segments, offset)

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Give the sentence that `offset` stands in."""
        return _span_at(self.sentences, offset)

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """Give the words whole inside a span."""
        return [token for token in self.tokens if token.start >= start and token.end <= end]


@lru_cache(maxsize=1024)
def prepare(text: str) -> Prepared:
    """Make a text ready: width, case, numerals and the many names of one organ folded."""
    bare = _SPACES.sub("", _MARKUP.sub("", _THOUSANDS.sub("", text)))
    folded = normalize(_DIMES.sub(_dimes, _DECIMAL.sub(_decimal, bare)))
    folded = _RATIO.sub(lambda m: "比".join(_FIGURES[int(part)] for part in re.split("[:比]", m[0])), folded)
    for form, said in _SPELLINGS:
        folded = form.sub(said, folded)
    return Prepared(_HALF_YEAR.sub(_months, folded))


def in_heading(text: str, at: int) -> bool:
    """Tell whether a place is in a title or the name of a chapter, which treat no action: 收费规定."""
    end = text.find("\n", at)
    return end >= 0 and not re.search(r"[,。;:]", text[text.rfind("\n", 0, at) + 1 : end])


_RANKS = ("省", "市", "县", "区", "州", "旗", "镇", "乡", "省委", "市委", "县委", "区委", "由", "向", "报", "经")
_NAMED = 12
_BODY = re.compile(r"(?:局|厅|署|残联|红十字会|[大支总]队|卫健委|编办)$")
_WHOLE = re.compile(r"(?:局|厅|署|委|部|办|政府|会|院|中心|组)$")
_LONGEST = 7
"""Words in the name of a body between its rank and its end."""


def _with_bodies(tokens: list[Token]) -> list[Token]:
    """Put together the names of bodies that the segmenter cuts up: 市|住|建|局, 县|卫|健|委."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        found.append(tokens[at])
        at += 1
        if found[-1].text not in _RANKS:
            continue
        name, ends = "", 0
        for place in range(at, min(at + _LONGEST, len(tokens))):
            token = tokens[place]
            if token.text in _RANKS:
                break
            joins = token.text == "和" and name and found[-1].text in _RANKS[:_NAMED]
            if not joins and (token.tag[0] in "pxrmud" or token.text in "和及与将应"):
                break
            name += token.text
            if _BODY.search(name):
                ends = place + 1 if len(name) > 2 or name == "编办" else 0
                break
            if _WHOLE.search(name):
                break
        if ends > at + 1:
            found.append(Token(name, "nt", tokens[at].start, tokens[ends - 1].end))
            at = ends
    return found


def _decimal(match: re.Match[str]) -> str:
    whole, part = (parse_numeral(match[name]) for name in ("whole", "part"))
    # 五 after 点 is a digit, and 二五 are two.
    digits = "".join(str(parse_numeral(figure)) for figure in match["part"])
    return match[0] if whole is None or part is None else f"{match['before'] or ''}{whole}.{digits}"


def _dimes(match: re.Match[str]) -> str:
    yuan, dimes = parse_numeral(match[1]), parse_numeral(match[2])
    return match[0] if yuan is None or dimes is None else f"{yuan}.{dimes}元"


def _months(match: re.Match[str]) -> str:
    years = int(match[1] or match[2] or 0)
    return f"{years * 12 + 6}个月"


def _spans(text: str, end: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    spans, start = [], 0
    for match in end.finditer(text):
        if match.start() > start:
            spans.append((start, match.start()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return tuple(spans)


def _span_at(spans: tuple[tuple[int, int], ...], offset: int) -> tuple[int, int]:
    place = bisect_right(spans, (offset, 1 << 60)) - 1
    return spans[max(place, 0)] if spans else (0, 0)
