"""Who wrote a piece and where it was carried on: by-lines, datelines, marks such as （上接第一版）.

They stand on lines of their own, before the first sentence of a paragraph, or after its last one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.cleaning.lines import HAN, Line, is_loose, is_terminal, width
from knowledge.cleaning.reasons import Reason

_ROLE = r"(?:首席|全媒体|特约|见习|实习|融媒体)?(?:记者|通讯员|实习生|评论员|特派员|摄影)"
_NAMES = rf"[{HAN}·]{{1,4}}(?:[\s　、，,]+[{HAN}·]{{1,4}})*"
_PAPER = rf"[{HAN}]{{0,10}}?"
_CONTINUED = re.compile(r"[（(](?:上接|下转|紧接|上转)[^（）()]{1,12}?版?[^（）()]{0,8}[）)]\s*")
_DATELINE = re.compile(
    rf"(?:本报讯|本刊讯|本台讯|本报[{HAN}]{{2,6}}讯(?=[\s（(])|(?:据?(?:新华社|人民网|央视网|中新社|中新网|新华网|本报|{_PAPER}(?:社|网|报))"
    rf"[{HAN}]{{0,8}}(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日\s*(?:电|讯|消息)))"
    rf"\s*(?:[（(][^（）()。]{{2,40}}[）)])?\s*"
)
_BYLINE = re.compile(
    rf"(?:[□■●◎▲★◆]\s*)?(?:本报|{_PAPER}(?:日报|晚报|时报|商报|新闻|社|网))?\s*{_ROLE}\s*{_NAMES}"
    rf"(?:\s*{_ROLE}\s*{_NAMES})*\s*(?:/?文/?图?|摄影?|摄影报道|报道|整理)?"
)
_AUTHOR = re.compile(
    r"[（(]\s*作者\s*(?:系|单位|为|是|：|:).{2,60}[）)]|文\s*[/／]\s*\S{2,4}(?:\s*图\s*[/／]\s*\S{2,4})?"
)
_PHOTO_CREDIT = re.compile(rf"{_NAMES}\s*(?:摄|/摄|摄影|供图|文/图|/图)")
_CLOSING_NAMES = re.compile(
    rf"\s*[（(]\s*(?:(?:本报)?{_ROLE}\s*)?({_NAMES}(?:\s*{_ROLE}\s*{_NAMES})*|完|文/\S{{2,8}})\s*[）)]\s*\Z"
)
_CLOSING_WORD = re.compile(rf"(?<=[。！？”])[ 　]+((?:据)?[{HAN}]{{2,8}})\Z")
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计成戴宋庞熊纪舒"
    "屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍万柯卢莫房解应丁邓郁单洪包左石崔吉龚程邢"
    "裴陆荣翁荀羊甄曲家封储段富巫乌焦巴谷车侯全班秋仲伊宫宁仇甘厉祖武符刘景詹束龙叶幸司韶郜黎薄印白蒲从鄂索咸籍赖卓屠蒙"
    "池乔闻翟谭贡劳申扶冉雍桑桂牛寿通边燕冀尚农温庄晏柴瞿阎连习艾鱼容向古易慎戈廖终居衡步都耿满弘匡国文寇广东欧阳肖付闫覃岳佟"
)


def mark_credits(lines: Sequence[Line]) -> list[Line]:
    """Mark the lines that are by-lines or continuation marks, and cut the writer's name off an article's last line."""
    marked: list[Line] = []
    press = any(_is_press_mark(line) for line in lines)
    for place, line in enumerate(lines):
        if line.is_body and is_credit(line.text):
            marked.append(replace(line, reason=Reason.CONTINUED if _CONTINUED.fullmatch(line.text) else Reason.BYLINE))
        elif press and line.is_body and _ends_article(lines, place):
            marked += _cut_end(line, line.text, _signature(line.text))
        else:
            marked.append(line)
    return marked


def _ends_article(lines: Sequence[Line], place: int) -> bool:
    following = lines[place + 1 : place + 3]
    if not following or opens_article(following[0].text):
        return True
    if not following[0].after_blank or not (is_loose(following[0].text) or following[0].reason is not None):
        return False
    # Lines of one width without a gap are running text, its first line at the top of a column perhaps.
    widths = [width(line.text) for line in (lines[place], *following)]
    return len(following) < 2 or following[1].after_blank or min(widths) < 0.85 * max(widths)


def cut_credits(lines: Sequence[Line]) -> list[Line]:
    """Cut datelines and continuation marks off the beginning of paragraphs, by-lines off their end.

    By-lines within a paragraph are looked for only where the file has the marks of a newspaper.
    """
    press = any(_is_press_mark(line) for line in lines)
    cut: list[Line] = []
    for line in lines:
        cut += _cut(line, press=press) if line.is_body else [line]
    return cut


def is_credit(text: str) -> bool:
    """Whether a whole line is a by-line, a photographer's credit or a continuation mark."""
    return len(text) <= 40 and any(pattern.fullmatch(text) for pattern in (_BYLINE, _PHOTO_CREDIT, _CONTINUED, _AUTHOR))


def opens_article(text: str) -> bool:
    """Whether a line begins with a dateline or with the mark of an article carried on from another page."""
    return (text.startswith(("（上接", "(上接")) and bool(_CONTINUED.match(text))) or bool(_DATELINE.match(text))


def _is_press_mark(line: Line) -> bool:
    if line.reason is not None:
        return line.reason in (Reason.CONTINUED, Reason.BYLINE)
    return bool(_CONTINUED.match(line.text) or _DATELINE.match(line.text))


def _cut(line: Line, *, press: bool) -> Iterator[Line]:
    text = line.text
    for pattern, reason in ((_CONTINUED, Reason.CONTINUED), (_DATELINE, Reason.DATELINE)):
        match = pattern.match(text)
        if match and match.end() < len(text):
            yield replace(line, text=match.group().strip(), reason=reason)
            text = text[match.end() :]
    yield from _cut_end(line, text, _ending(text, press=press))


def _cut_end(line: Line, text: str, ending: tuple[int, Reason] | None) -> Iterator[Line]:
    if ending is None:
        yield replace(line, text=text)
        return
    start, reason = ending
    yield replace(line, text=text[:start].rstrip())
    yield Line(text[start:].strip(), reason=reason)


def _ending(text: str, *, press: bool) -> tuple[int, Reason] | None:
    match = _CONTINUED.search(text, max(1, len(text) - 24))
    if match and match.end() == len(text):
        return match.start(), Reason.CONTINUED
    names = _CLOSING_NAMES.search(text) if press else None
    if names and is_terminal(text[: names.start()]) and _is_name_list(names.group(1), names.group()):
        return names.start(), Reason.BYLINE
    return _signature(text) if press else None


def _signature(text: str) -> tuple[int, Reason] | None:
    word = _CLOSING_WORD.search(text)
    if word is None:
        return None
    return word.start(), Reason.SOURCE if word.group(1).startswith("据") else Reason.BYLINE


def _is_name_list(names: str, whole: str) -> bool:
    if re.search(_ROLE, whole) or names == "完" or names.startswith("文/"):
        return True
    return all(name[0] in _SURNAMES and 2 <= len(name) <= 4 for name in re.split(r"[\s　、，,]+", names) if name)
