"""Which elements of a page are not its text, and why: by tag, by class and id, by style.

A rule that goes by class names never takes an element that holds much of the page's prose, however it is called.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NAVIGATION = "网站导航"
FUNCTIONS = "页面功能"
FOOTER = "页脚"
CAPTION = "图片说明"
RELATED = "推荐内容"
HIDDEN = "隐藏内容"
SCRIPT = "脚本"
STYLE = "样式表"
EDITOR = "编辑信息"
LINKS = "链接"
OUTSIDE = "正文之外的页面文字"
COMMENT = "注释"

_MOST_PROSE = 0.3
_FEW_STOPS = 2
_STOPS = re.compile(r"[。，；！？,;]")
_BY_TAG = {
    "script": SCRIPT,
    "noscript": SCRIPT,
    "template": SCRIPT,
    "style": STYLE,
    "nav": NAVIGATION,
    "menu": NAVIGATION,
    "footer": FOOTER,
    "aside": RELATED,
    "form": FUNCTIONS,
    "button": FUNCTIONS,
    "select": FUNCTIONS,
    "textarea": FUNCTIONS,
    "input": FUNCTIONS,
    "dialog": FUNCTIONS,
    "figcaption": CAPTION,
    "iframe": FUNCTIONS,
    "object": FUNCTIONS,
    "svg": FUNCTIONS,
    "video": FUNCTIONS,
    "audio": FUNCTIONS,
    "canvas": FUNCTIONS,
    "map": NAVIGATION,
}
_ALWAYS = frozenset({SCRIPT, STYLE})
_START, _END = r"(?:^|[\s_-]|(?<=[a-z])(?=[A-Z]))", r"(?:$|[\s_\d-]|(?=[A-Z]))"
_BY_NAME = tuple(
    (reason, re.compile(pattern))
    for reason, pattern in (
        (
            FUNCTIONS,
            rf"(?i:share|jiathis|social|weixin|wechat|weibo|qr_?code|erweima|appendqr)|{_START}(?:ewm|qr|fontsize|print|tools?|toolbar|comments?|pinglun|dianzan|gotop|toTop|back-?top){_END}",
        ),
        (
            NAVIGATION,
            rf"(?i:breadcrumb|navbar|navigation)|{_START}(?:[Nn]av|[Mm]enu|crumbs?|dqwz|position|path|topbar|header|[Hh]ead|logo|search|banner|weizhi){_END}",
        ),
        (FOOTER, rf"(?i:footer|copyright|beian|friend-?link)|{_START}(?:foot|bottom|links){_END}"),
        (
            RELATED,
            rf"(?i:related|recommend|sidebar|hotnews|tuijian)|{_START}(?:side|aside|hot|rank|ranking|xgwz|xgyd|guess|ad|ads|advert|gg|pager|pagination|prevnext){_END}",
        ),
        (CAPTION, r"(?i:caption|img-?desc|pic-?(?:desc|txt|text|info)|tuzhu)"),
        (EDITOR, rf"{_START}(?:editor|zebian|zrbj|edit){_END}"),
        (HIDDEN, rf"{_START}(?:hidden|hide|sr-only|visually-hidden){_END}"),
    )
)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def stops(element: HtmlElement) -> int:
    """How much prose an element holds, counted in commas and full stops outside links and scripts."""
    count = 0
    for node in element.iter():
        is_prose = isinstance(node.tag, str) and node.tag != "a" and _BY_TAG.get(node.tag) not in _ALWAYS
        own = (node.text or "") if is_prose else ""
        count += len(_STOPS.findall(own))
        if node is not element and node.tail:
            count += len(_STOPS.findall(node.tail))
    return count


def skip_reason(element: HtmlElement, page_stops: int, *, by_name: bool = True) -> str | None:
    """Why an element and all in it is left out; None where it is not.

    Args:
        element: An element below <body>.
        page_stops: `stops` of the whole page.
        by_name: Whether class and id count; a page that calls all of its text by such names is read without.
    """
    if not isinstance(element.tag, str):
        return COMMENT
    reason = _BY_TAG.get(element.tag)
    if reason in _ALWAYS:
        return reason
    reason = reason or (_by_name(element) if by_name else None) or _by_style(element)
    if reason is None:
        return None
    if reason is NAVIGATION and element.tag != "nav" and element.find(".//h1") is not None:
        return None
    held = stops(element)
    return None if held > _FEW_STOPS and held > _MOST_PROSE * page_stops else reason


def _by_name(element: HtmlElement) -> str | None:
    if element.tag in ("body", "html", "article", "main", "h1"):
        return None
    name = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    if not name:
        return None
    return next((reason for reason, pattern in _BY_NAME if pattern.search(name)), None)


def _by_style(element: HtmlElement) -> str | None:
    hidden = element.get("hidden") is not None or _INVISIBLE.search(element.get("style") or "")
    return HIDDEN if hidden else None
