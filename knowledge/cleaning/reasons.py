"""Why a piece of text stands in no clause: the reasons that `Dropped.reason` holds, as an admin reads them."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Reasons of the cleaning stage; the catalogue looks up dates and sources by them."""

    TITLE = "标题"
    COLUMN = "栏题"
    NUMBER = "文号"
    LETTERHEAD = "发文机关标志"
    RECORD = "文件登记信息"
    BYLINE = "署名"
    DATELINE = "电头"
    SOURCE = "日期和来源"
    EDITOR = "编辑信息"
    CONTINUED = "转版标记"
    FURNITURE = "页码"
    HEADER = "页眉页脚"
    CAPTION = "图片说明"
    INVISIBLE = "不可见字符"
    HYPHEN = "行末连字符"
    SITE = "网站导航"
    SHARE = "页面功能"
    RECOMMENDED = "推荐内容"
    CONTENTS = "目录"
