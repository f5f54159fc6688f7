"""Repealing clauses: the titles that a document declares repealed (…《甲》《乙》同时废止).

1. 《甲》《乙》同时废止: 废止, 停止执行 or 失效 follows its titles with nothing but dates and joining words between.
2. 废止《甲》《乙》: the titles stand right after 废止, in the text or in the document's own title.
3. 废止下列文件：（一）《甲》（二）《乙》: items of a list that a repealing sentence opens, until another line follows.
4. What a clause rests on (根据《…》) is not repealed, nor a document of which it repeals a part (《…》第五条).
"""

from __future__ import annotations

import re

from knowledge.values import CleanedFile, Document, Kind

_SENTENCE = re.compile(r"[^。；;\n]+")
_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_VERB = re.compile(r"(?:废止|停止(?:执行|施行|适用|使用)|失效|不再(?:执行|施行|适用))(?!之?前|以前|的)")
_BETWEEN = re.compile(
    r"[\s、,，和及与以的等]*(?:[(（][^（）()]*[)）])?[\s、,，]*(?:以及)?"
    r"(?:从|自|于|由)?(?:[^，,《》]{0,24}?(?:之?日|同时)起?)?[\s,，]*"
    r"(?:及其[^，,《》]{0,20}|[一二两三四五六七八九十\d]+(?:件|个|部|项)[^，,《》]{0,12}|的?(?:有关|相关)?(?:规定|文件|司法解释|决定)?)?[\s,，]*"
    r"(?:同时|即行|自行|自动|随之|相应|均|也|即|一并|全部|现)*(?:予以|宣布)?"
)
_RESTS_ON = re.compile(r"(?:根据|依照|按照|依据|违反|适用|遵照|执行|参照|被|由|修改|制定|实施)\s*$")
_PART = re.compile(r"(?:中的?|的)?第[一二三四五六七八九十百零〇\d]+(?:条|章|款|项|节|编)")
_JOINING = re.compile(r"[\s：:、，,和及与以]*")
_OPENS_LIST = re.compile(r"(?:废止|停止执行|失效)[^。；]*[：:]\s*$")
_LISTED = re.compile(r"\s*(?:[(（]?[一二三四五六七八九十百\d]+[)）、.．]*\s*)?《((?:[^《》]|《[^《》]*》)+)》")
_TELLING = frozenset({Kind.INTERVIEW, Kind.NEWS, Kind.REPORT})


def repealed_titles(cleaned: CleanedFile, document: Document) -> tuple[str, ...]:
    """List the titles that this document repeals, in the order of its text; one that only tells of it repeals none."""
    if document.kind in _TELLING:
        return ()
    found = _repealed_in(document.title)
    listing = False
    for block in cleaned.articles[cleaned.main].blocks:
        item = _LISTED.match(block.text) if listing else None
        if item:
            found.append(item[1])
        else:
            listing = bool(_OPENS_LIST.search(block.text))
            if _VERB.search(block.text):
                found += [title for sentence in _SENTENCE.findall(block.text) for title in _repealed_in(sentence)]
    return tuple(dict.fromkeys(found))


def _repealed_in(sentence: str) -> list[str]:
    """List the titles in front of each repealing verb of a sentence, and those right after it."""
    titles = list(_TITLE.finditer(sentence))
    found = []
    start = 0
    for verb in _VERB.finditer(sentence):
        if any(title.start() < verb.start() < title.end() for title in titles):
            continue
        named = [title for title in titles if start <= title.start() and title.end() <= verb.start()]
        if named and _BETWEEN.fullmatch(sentence, named[-1].end(), verb.start()):
            found += [title[1] for title in named if _is_named_whole(sentence, title)]
        start = verb.end()
        for title in titles:
            if title.start() >= start and _JOINING.fullmatch(sentence, start, title.start()):
                found += [title[1]] if _is_named_whole(sentence, title) else []
                start = title.end()
    return found


def _is_named_whole(sentence: str, title: re.Match[str]) -> bool:
    return not _RESTS_ON.search(sentence, 0, title.start()) and not _PART.match(sentence, title.end())
