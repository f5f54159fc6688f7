"""Newspaper pages with several articles, their titles and by-lines out of place."""

from __future__ import annotations

from pathlib import Path

from knowledge.cleaning import clean
from knowledge.loaders import load_file
from tests.knowledge.cleaning.builders import assert_lossless, cleaned, reasons, texts

LIBRARY = """（上接第一版）县图书馆新馆启用以来，读者人数增加一倍。图书馆把开放时间延长到晚上九点。

图书馆还在六个乡镇设立了分馆，读者在分馆借的书可以在总馆归还。馆员每周送书下乡，把新书送到农家书屋，受到读者欢迎。

“孩子放学就来图书馆看书，我们下班来接，很放心。”读者周女士说。 （陈小青）"""

ORCHARD = """本报讯 （记者 李大山） 3 月 10 日 ，河东镇的果农在桃园里忙着疏花。今年河东镇的桃园面积达到三千亩。

镇农业站的技术员到桃园现场讲课，教果农用新办法疏花、施肥。果农说，桃园用上了滴灌，省水又省工。"""

FERRY = """本报讯 5月起，渡口的老渡船全部换成电动渡船。电动渡船噪声小、没有油烟，渡工的劳动强度也小了。

渡口管理所给每条电动渡船装了定位设备，渡工每天开航前检查一遍设备，乘客可以在手机上看到渡船到了哪里。"""

PAGE = f"{LIBRARY}\n\n渡口换上电动渡船\n\n{ORCHARD}\n\n{FERRY}\n\n三千亩桃园\n果农疏花忙\n\n夜间图书馆迎来更多读者\n"


def test_articles_are_told_apart_and_get_the_titles_that_are_theirs() -> None:
    file = cleaned(PAGE)
    assert [(article.title, article.blocks[0].text[:6]) for article in file.articles] == [
        ("夜间图书馆迎来更多读者", "县图书馆新馆"),
        ("三千亩桃园 果农疏花忙", "3月10日，"),
        ("渡口换上电动渡船", "5月起，渡口"),
    ]
    assert reasons(file)["（陈小青）"] == "署名"
    assert reasons(file)["本报讯 （记者 李大山）"] == "电头"
    assert reasons(file)["（上接第一版）"] == "转版标记"


def test_a_page_loses_nothing() -> None:
    loaded = load_file(Path("甲.txt"), PAGE.encode(), source="甲.txt")
    assert_lossless(loaded, clean(loaded))


def test_piece_without_a_title_is_named_by_its_own_words() -> None:
    file = cleaned(f"{FERRY}\n\n{LIBRARY}")
    assert file.articles[1].title == "县图书馆新馆启用以来"


def test_end_of_a_piece_that_belongs_to_another_goes_there() -> None:
    river = [
        "清河两岸的芦苇长高了，白鹭又回到清河栖息。护河员老陈每天沿河巡查，记录白鹭的数量。",
        "去年以来，清河沿岸关停了十二家排污作坊，清河的水质由劣五类提升到三类。",
        "护河员在河边立起水位桩，白鹭栖息的芦苇荡里不再有人捕鱼。",
        "清河的水清了，白鹭多了，来河边散步的居民也多了。",
    ]
    bank = [
        "县信用社推出面向个体户的小额贷款，贷款利率下调，个体户凭营业执照就能申请贷款。",
        "信用社的信贷员上门为个体户办理贷款，贷款当天到账，已有三百户个体户得到贷款支持。",
        "信用社还为养殖户发放贷款，养殖户用贷款买饲料，解决了资金短缺的问题。",
    ]
    more = "（上接第一版）信用社发放的贷款余额达到两亿元，个体户和养殖户是贷款的主要对象，信贷员每月回访贷款户。"
    rest = "信用社今年将继续下调贷款利率，让更多个体户得到贷款，帮助养殖户渡过资金难关，信贷员的服务也要跟上。"
    growth = "信用社的贷款审批时间由七天缩短到一天，信贷员把贷款产品送进市场和养殖小区，个体户和养殖户都说方便。"
    page = "\n\n".join(["白鹭回到清河", "——护河十年特别报道", *river, *bank, "水乡日报记者 陈小青", more, rest, growth])
    file = cleaned(page)
    assert [len(article.blocks) for article in file.articles] == [4, 6]
    assert file.articles[0].title == "白鹭回到清河——护河十年特别报道"
    assert "".join(texts(file, 0)) == "".join(river)


def test_interview_is_the_main_article() -> None:
    title = "信用社负责人就《小额贷款办法》答记者问"
    interview = "问：贷款怎么申请？\n\n答：凭执照申请。\n\n问：利率是多少？\n\n答：不高于百分之四。"
    file = cleaned(f"{LIBRARY}\n\n{title}\n\n本报讯 近日，信用社负责人回答了记者提问。\n\n{interview}")
    assert file.articles[file.main].title == title


def test_by_lines_of_other_texts_stay_where_they_are() -> None:
    file = cleaned("节水办法\n第一条 水务局负责节水工作。（试行）\n第二条 施行。")
    assert texts(file)[0] == "第一条 水务局负责节水工作。（试行）"


FRONT = """水乡日报 2022年3月18日 星期五
要 闻

市里召开供水工作部署会

    本报讯（记者 陈小青 通讯员 李大山）3月17日，市里召开供水工作部署会，副市长周平参加会议并讲
话。会议要求各水厂在5个工作日内查完管网，查出的漏点要在本月内修好。
    ▲图为会议现场。王大力 摄

一泵到底 让高层用上放心水
——水乡市改造二次供水设施综述
□本报记者 周全 赵明
    “水压足了，水也清了。”家住东湖街道的刘大爷说。去年以来，水乡市改造二次供水设施862处。
    明责任
    改造方案要写明物业公司和供水公司的责任，供水设施交给供水公司管理。（下转第三版）

- 2 -

春茶开园
    本报讯 河东镇的春茶开园了。茶农忙着采茶，茶厂忙着炒茶。 （孙晓）
"""


def test_front_page_in_its_usual_order() -> None:
    file = cleaned(FRONT)
    assert [article.title for article in file.articles] == [
        "市里召开供水工作部署会",
        "一泵到底 让高层用上放心水——水乡市改造二次供水设施综述",
        "春茶开园",
    ]
    assert texts(file, 1)[1] == "明责任"
    reason = reasons(file)
    assert reason["要闻"] == "栏题"
    assert reason["▲图为会议现场。王大力 摄"] == "图片说明"
    assert reason["□本报记者 周全 赵明"] == "署名"
    assert reason["（下转第三版）"] == "转版标记"
