"""What the page and the site put around a text, one line each: page numbers, navigation, share buttons, editors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.cleaning.lines import HAN, Line, is_loose, is_structure, is_terminal, squeeze
from knowledge.cleaning.reasons import Reason
from knowledge.numerals import NUMERAL

_LONGEST = 80
_SHORTEST_LINE = 10
_RULES: tuple[tuple[Reason, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.VERBOSE))
    for reason, pattern in (
        (
            Reason.FURNITURE,
            r"""[-—–―·•\s]*[-—–―·•]\s*\d{1,4}\s*[-—–―·•][-—–―·•\s]*
            |第?\s*\d{1,4}\s*[/／]\s*(?:共\s*)?\d{1,4}\s*页?
            |(?:第\s*\d{1,4}\s*页|第[一二三四五六七八九十百]+页)\s*[，,/]?\s*(?:[（(]?共\s*[\d一二三四五六七八九十百]+\s*页[）)]?)?
            |共\s*\d{1,4}\s*页|第?\s*[A-Z]?\d{1,2}\s*版(?:\s*[：:]?\s*\S{2,6})?|[Pp]age\s*\d+(?:\s*of\s*\d+)?|\d{1,3}""",
        ),
        (
            Reason.SITE,
            rf"""[{HAN}A-Za-z]{{1,8}}(?:网|网站|频道|客户端|首页)
            |(?:您?(?:当前|现在)?的?(?:所在)?位置\s*[：:].*)
            |[^。，；]{{1,20}}(?:\s*(?:>>|>|＞|»|›|→)\s*[^。，；]{{0,40}}){{1,6}}""",
        ),
        (
            Reason.SOURCE,
            r"""(?:发布|发表|更新|时间|日期|发布时间|发布日期|成文日期|来源|信息来源|文章来源|稿件来源)?\s*[：:]?\s*
            \d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?
            (?:\s*\d{1,2}:\d{2}(?::\d{2})?.*|\s*(?:[|｜]|\s来源|来源|浏览|点击|阅读|字体|字号|作者|发布).*)
            |(?:来源|信息来源|文章来源|稿件来源|发布时间|发布日期|发布机构|浏览次数|浏览量|点击数|点击率|阅读量|阅读|访问量|字体|字号)
            \s*[：:].*
            |\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?
            |.{0,12}\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*(?:星期|周)[一二三四五六日].{0,30}""",
        ),
        (
            Reason.CAPTION,
            r"(?:[▲▼◀▶◆]|图为|[上下左右]图).{0,120}(?:摄|供图|资料图)\s*[。）)]?|[▲▼](?:图为)?.{2,80}",
        ),
        (
            Reason.EDITOR,
            r"""[（(\[【]?\s*(?:责任编辑|责编|编辑|值班编辑|审核|审校|校对|初审|复审|终审|监制|统筹|排版|编校|作者|供稿|投稿)
            \s*[：:丨|].{1,60}[）)\]】]?""",
        ),
        (
            Reason.SHARE,
            r"""[大中小]号?字号?|【?\s*字[体号]\s*[：:]?\s*[【\[]?\s*[大中小\s|]+[】\]]?\s*】?|[【\[]?(?:打印|关闭)(?:本页|页面|窗口|此页)?[】\]]?
            |分享(?:到|让更多人看到|至)?[：:]?.{0,30}|扫一扫.{0,30}|扫码.{0,20}|(?:返回|回到)(?:顶部|首页|列表|上一页)|(?:我要)?(?:收藏|点赞|评论|纠错|举报|打印|分享)
            |[上下]一[篇页条][：:]?.{0,60}|微信扫.{0,20}|复制链接|(?:微信|微博|QQ空间|朋友圈)(?:\s*(?:微信|微博|QQ空间|朋友圈))*|听全文|加入收藏
            |(?:点击)?(?:查看|阅读)(?:原文|全文|更多)|(?:保护视力色|简体|繁体)[：:]?.{0,20}|[【\[].{0,6}(?:打印|关闭|返回).{0,6}[】\]]""",
        ),
    )
)
_RECORD = re.compile(
    r"[\[【]?(?:索\s*引\s*号|主题分类|信息分类|公文种类|发文机关|发文机构|发布机构|成文日期|生成日期|发文日期|发布日期|发文字号"
    r"|公开目录|公开方式|公开时限|公开范围|有\s*效\s*性|主\s*题\s*词|信息名称|标\s*题|文\s*号|废止日期|统一登记号)[\]】]?\s*[：:\u3000]"
)
_ISSUED = re.compile(
    r"[^。]{2,40}\s+(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*印发|(?:抄送|抄报|分送|印送)\s*[：:].*"
)
_HEAD = 12
_LEAST_REPEATS = 3
_CHAPTER = re.compile(rf"第\s*{NUMERAL}\s*(?:编|分编|章|节|部分)")
_RECOMMENDED = re.compile(
    r"(?:推荐|相关|热门|延伸|更多|精彩|猜你喜欢|最新)(?:视频|阅读|新闻|链接|文章|资讯|推荐|稿件|内容|信息|报道|附件下载)?[：:]?"
)
_TEASER = re.compile(r"[•·●].*|.*\d{1,2}:\d{2}|[^。；]{1,60}")


def mark_furniture(lines: Sequence[Line], *, wrapped: bool) -> list[Line]:
    """Mark the lines that belong to the page or the site rather than to the text.

    Args:
        lines: The lines of a file.
        wrapped: Whether lines end where the page did, so that its headers may stand between them.
    """
    marked: list[Line] = []
    after_end = False
    headers = _running_headers(lines) if wrapped else frozenset()
    for place, line in enumerate(lines):
        reason = _reason(line, at_head=place < _HEAD)
        if reason is None and place in headers:
            reason = Reason.HEADER
        if reason is None and (_RECOMMENDED.fullmatch(line.text) or after_end):
            reason = Reason.RECOMMENDED if _is_teaser(line) else None
        if reason is None:
            after_end = False
        elif (reason is Reason.EDITOR and place * 2 > len(lines)) or (
            reason is Reason.RECOMMENDED and _RECOMMENDED.fullmatch(line.text)
        ):
            after_end = True
        marked.append(replace(line, reason=reason) if reason else line)
    return _mark_bare_numbers(marked)


def _reason(line: Line, *, at_head: bool) -> Reason | None:
    if at_head and line.kind != "heading" and _RECORD.match(line.text):
        return Reason.RECORD
    if line.reason is not None or line.kind == "table" or len(line.text) > _LONGEST:
        return line.reason
    if _ISSUED.fullmatch(line.text):
        return Reason.RECORD
    for reason, pattern in _RULES:
        if pattern.fullmatch(line.text):
            # 附则网 and the like are words of a text, except at its head where the site names itself.
            return None if reason is Reason.SITE and not at_head else reason
    return None


def _running_headers(lines: Sequence[Line]) -> frozenset[int]:
    """Places of a line that comes again and again and parts sentences, as the header of a page does."""
    places: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        if line.is_body and len(line.text) <= _LONGEST and is_loose(line.text):
            places.setdefault(squeeze(line.text), []).append(place)
    found: set[int] = set()
    for repeated in places.values():
        if len(repeated) >= _LEAST_REPEATS and sum(_parts_sentence(lines, place) for place in repeated) * 2 >= len(
            repeated
        ):
            # The first may be the title.
            found.update(place for place in repeated if place >= _LEAST_REPEATS or _parts_sentence(lines, place))
    return frozenset(found)


def _parts_sentence(lines: Sequence[Line], place: int) -> bool:
    before = next((line.text for line in reversed(lines[max(0, place - 2) : place]) if not line.text.isdigit()), "。")
    return not is_terminal(before) and len(before) >= _SHORTEST_LINE and not _CHAPTER.match(before)


def _is_teaser(line: Line) -> bool:
    return bool(_TEASER.fullmatch(line.text)) and not is_structure(line.text.lstrip("•·● "))


def _mark_bare_numbers(lines: list[Line]) -> list[Line]:
    """Keep bare figures that are no page numbers: those that do not count up through the file."""
    places = [place for place, line in enumerate(lines) if line.reason is Reason.FURNITURE and line.text.isdigit()]
    numbers = [int(lines[place].text) for place in places]
    counts_up = len(numbers) >= 2 and all(after - before == 1 for before, after in pairwise(numbers))
    if not counts_up:
        for place in places:
            lines[place] = replace(lines[place], reason=None)
    return lines
