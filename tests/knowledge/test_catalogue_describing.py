"""What `describe` reads from front matter, promulgation lines, the file's name and the text."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalogue.describing import describe
from knowledge.cleaning.reasons import Reason
from knowledge.values import Block, Document, Dropped, Kind, Level, LoadedFile, Status
from tests.knowledge.catalogue_builders import cleaned, described


def test_id_is_derived_from_the_source_alone() -> None:
    expected = hashlib.sha256("甲/乙.md".encode()).hexdigest()[:12]
    assert described("一", source="甲/乙.md").id == described("二", ("别的。",), source="甲/乙.md").id == expected


def test_nothing_is_invented() -> None:
    document = described("往事", ("那年春天，院里的花开了。",), source="notes/some-file.txt")
    assert document == Document(
        id=document.id,
        title="往事",
        kind=Kind.NEWS,
        source="notes/some-file.txt",
        content_hash="0" * 64,
    )


def test_front_matter_comes_before_the_text() -> None:
    document = described(
        "国务院关于粮库管理的通知",
        ("成文日期：2020年1月1日",),
        front={
            "title": "粮库管理规定",
            "issuer": "甲市粮食局",
            "level": "municipal",
            "region": "甲市",
            "kind": "规划",
            "status": "in_force",
            "published": date(2021, 2, 3),
            "effective": "2021年3月1日",
            "number": "甲粮〔2021〕1号",
            "audience": [-1001, 7],
        },
    )
    assert (document.title, document.issuer, document.number) == ("粮库管理规定", "甲市粮食局", "甲粮〔2021〕1号")
    assert (document.level, document.region, document.kind) == (Level.MUNICIPAL, "甲", Kind.PLAN)
    assert (document.published, document.effective) == (date(2021, 2, 3), date(2021, 3, 1))
    assert (document.status, document.audience) == (Status.IN_FORCE, ("-1001", "7"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2022, 2, 10), date(2022, 2, 10)),
        (datetime(2022, 2, 10, 8, 30), date(2022, 2, 10)),
        ("2022-02-10", date(2022, 2, 10)),
        ("Thu, 10 Feb 2022 02:54:29 GMT", date(2022, 2, 10)),
        ("二〇二二年二月十日", date(2022, 2, 10)),
        ("二○二一年十二月三十一日", date(2021, 12, 31)),
        ("2022年2月", None),
        ("2022-02-30", None),
        (2022, None),
        (None, None),
    ],
)
def test_dates_of_front_matter(value: object, expected: date | None) -> None:
    assert described(front={"date": value}).published == expected


def test_whole_country_is_no_region() -> None:
    assert described(front={"region": "全国", "level": "central"}).region is None


@pytest.mark.parametrize(
    ("source", "title", "published"),
    [
        ("行政法规/仓储条例(2023-12-11).md", "仓储条例", date(2023, 12, 11)),
        ("a/2024-02-21_春耕工作要点.txt", "春耕工作要点", date(2024, 2, 21)),
        ("20240221 春耕工作要点.pdf", "春耕工作要点", date(2024, 2, 21)),
        ("001_5e84058b7e8cc8ea.txt", "001_5e84058b7e8cc8ea", None),
        ("修正案（2018年）.md", "修正案（2018年）", None),
    ],
)
def test_title_and_date_of_the_name(source: str, title: str, published: date | None) -> None:
    document = described("", source=source)
    assert (document.title, document.published) == (title, published)


HISTORY = {
    "law": (
        [
            "1986年4月12日 第六届全国人民代表大会第四次会议通过",
            "2018年12月29日 第十三届全国人民代表大会常务委员会第七次会议《关于修改〈甲法〉的决定》第三次修正",
        ],
        ("全国人民代表大会", Level.CENTRAL, date(2018, 12, 29), None, None),
    ),
    "order": (
        ["2004年5月19日 中华人民共和国国务院令第406号公布", "2004年7月1日 施行"],
        ("国务院", Level.CENTRAL, date(2004, 5, 19), date(2004, 7, 1), "中华人民共和国国务院令第406号"),
    ),
    "approved": (
        ["1987年1月3日 国务院批准", "1987年2月1日 国家标准局发布"],
        ("国家标准局", Level.CENTRAL, date(1987, 2, 1), None, None),
    ),
    "two courts": (
        [
            "2010年3月1日 最高人民法院审判委员会第1485次会议、"
            "2010年3月5日最高人民检察院第十一届检察委员会第31次会议通过",
            "2010年3月20日 施行",
        ],
        ("最高人民法院、最高人民检察院", Level.CENTRAL, date(2010, 3, 5), date(2010, 3, 20), None),
    ),
    "party": (
        [
            "（2009年7月2日中共中央批准 2009年7月2日中共中央发布 2015年8月3日中共中央修订"
            " 2024年1月31日中共中央政治局会议第二次修订 2024年2月8日中共中央发布）"
        ],
        ("中共中央", Level.CENTRAL, date(2024, 2, 8), None, None),
    ),
    "approved and issued together": (
        ["1986年5月19日 国务院批准 1986年7月1日 海关总署、财政部发布"],
        ("海关总署、财政部", Level.CENTRAL, date(1986, 7, 1), None, None),
    ),
    "approved only": (["1987年1月3日 国务院批准"], ("国务院", Level.CENTRAL, date(1987, 1, 3), None, None)),
    "provincial": (
        [
            "（2016年9月30日河南省第十二届人民代表大会常务委员会第二十四次会议通过"
            "　根据2021年5月28日河南省第十三届人民代表大会常务委员会第二十四次会议《关于修改〈甲条例〉的决定》修正）"
        ],
        ("河南省人民代表大会常务委员会", Level.PROVINCIAL, date(2021, 5, 28), None, None),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HISTORY)
def test_promulgation_lines(name: str) -> None:
    lines, expected = HISTORY[name]
    document = described("甲条例", front={"history": lines})
    found = (document.issuer, document.level, document.published, document.effective, document.number)
    assert found == expected
    assert document.kind is Kind.REGULATION


def test_promulgation_lines_in_the_text_of_a_provincial_regulation() -> None:
    document = described(
        "河南省渔港条例",
        (
            "（2019年11月29日河南省第十三届人民代表大会常务委员会第十三次会议通过）",
            "第一条 为了管理渔港，制定本条例。",
            "第二条 本条例自2020年3月1日起施行。",
        ),
    )
    assert (document.level, document.region) == (Level.PROVINCIAL, "河南")
    assert document.issuer == "河南省人民代表大会常务委员会"
    assert (document.published, document.effective) == (date(2019, 11, 29), date(2020, 3, 1))


def test_a_notice_is_described_by_its_head_and_its_signature() -> None:
    document = described(
        "甲市人民政府办公室关于做好秋收工作的通知",
        (
            "甲政办〔2023〕15号",
            "各县（区）人民政府，市政府各部门：",
            "现就有关事项通知如下，请参照国发〔2019〕2号文件执行。",
            "甲市人民政府办公室",
            "2023年9月5日",
        ),
    )
    assert (document.kind, document.number) == (Kind.NOTICE, "甲政办〔2023〕15号")
    assert document.issuer == "甲市人民政府办公室"
    assert document.published == date(2023, 9, 5)


def test_signature_gives_issuer_and_date_where_the_title_names_no_organ() -> None:
    document = described(
        "关于加强档案工作的意见", ("一、总体要求", "认真落实。", "中共濮阳市委办公室", "2022 年 3 月 1 日")
    )
    assert (document.issuer, document.level, document.region) == ("中共濮阳市委办公室", Level.MUNICIPAL, "濮阳")
    assert document.published == date(2022, 3, 1)


def test_labelled_lines_of_a_government_page() -> None:
    document = described(
        "关于促进渔业发展的意见",
        ("发文机关：国务院办公厅", "发文字号：国办发〔2021〕3号", "成文日期：2021年1月8日", "一、总体要求"),
    )
    assert (document.issuer, document.number) == ("国务院办公厅", "国办发〔2021〕3号")
    assert (document.level, document.published) == (Level.CENTRAL, date(2021, 1, 8))


@pytest.mark.parametrize(
    ("title", "issuer", "level", "region"),
    [
        ("中共中央办公厅 国务院办公厅印发《某意见》", "中共中央办公厅、国务院办公厅", Level.CENTRAL, None),
        ("最高人民法院、最高人民检察院关于某案件的解释", "最高人民法院、最高人民检察院", Level.CENTRAL, None),
        ("中共北京市委 北京市人民政府关于某事的意见", "中共北京市委、北京市人民政府", Level.PROVINCIAL, "北京"),
        ("河南省人民政府令", "河南省人民政府", Level.PROVINCIAL, "河南"),
        ("广州市南沙区人民政府关于某事的通告", "广州市南沙区人民政府", Level.COUNTY, "南沙"),
        ("中华人民共和国海关总署关于某物品的规定", "海关总署", Level.CENTRAL, None),
        ("关于某事的规定", None, None, None),
    ],
)
def test_issuer_level_and_region_by_title(
    title: str, issuer: str | None, level: Level | None, region: str | None
) -> None:
    document = described(title)
    assert (document.issuer, document.level, document.region) == (issuer, level, region)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("中办发〔2022〕5号", "中办发〔2022〕5号"),
        ("国发[2024]5号", "国发[2024]5号"),
        ("国发［2024］ 5 号", "国发［2024］5号"),
        ("（甲委发〔2020〕 12号）", "甲委发〔2020〕12号"),
        ("法释〔2020〕17号", "法释〔2020〕17号"),
        ("根据国发〔2019〕2号文件，现通知如下。", None),
        ("第5号房间", None),
    ],
)
def test_document_number(line: str, number: str | None) -> None:
    assert described("关于某事的通知", (line, "正文。")).number == number


@pytest.mark.parametrize(
    ("sentence", "published", "effective"),
    [
        ("本办法自2024年5月1日起施行。", None, date(2024, 5, 1)),
        ("本规定自2024年5月1日起执行，有效期五年。", None, date(2024, 5, 1)),
        ("本办法自公布之日起施行。", date(2024, 4, 2), date(2024, 4, 2)),
        ("本办法自公布之日起施行。", None, None),
        ("原办法自2001年5月1日起施行以来，成效明显。", None, None),
    ],
)
def test_effective_date(sentence: str, published: date | None, effective: date | None) -> None:
    document = described("某办法", ("第一条 为了管理。", f"第二条 {sentence}"), front={"published": published})
    assert document.effective == effective


INTERVIEW = "日前，甲省委巡视办主要负责人就《规划》制定情况，回答了记者提问。"


def test_an_interview_is_issued_by_the_organ_that_answers() -> None:
    document = described("关于修订《甲条例》答记者问", (INTERVIEW, "问：为什么？", "答：因为。"))
    assert (document.kind, document.issuer) == (Kind.INTERVIEW, "甲省委巡视办")


@pytest.mark.parametrize(
    ("dateline", "text", "published"),
    [
        ("据新华社北京2月21日电", "2024年新春伊始，全省将继续努力。截至2023年末，完成三项。", date(2024, 2, 21)),
        ("新华社北京2023年7月1日电", "正文。", date(2023, 7, 1)),
        ("据新华社北京2月21日电", "2020年完成三项。", None),
        ("据新华社北京2月21日电", "2024年新春伊始，努力。到2025年再完成三项。", None),
        ("据新华社北京2月30日电", "2024年新春伊始，努力。", None),
        ("据新华社北京9月21日电", "2024年新春伊始，努力。", None),
        ("2022年06月14日16:09 | 来源：甲网", "正文。", date(2022, 6, 14)),
    ],
)
def test_date_of_an_interview(dateline: str, text: str, published: date | None) -> None:
    document = described("甲规划答记者问", (INTERVIEW, "问：为什么？", f"答：{text}"), dropped=(dateline,))
    assert document.published == published


def page(metadata: dict[str, object], *lines: str) -> Document:
    loaded = LoadedFile(blocks=tuple(Block(line) for line in lines), metadata=metadata)
    return describe("a.html", "0" * 64, loaded, cleaned("关于秋收的通知", lines))


def test_a_page_s_head_has_no_say_over_the_text() -> None:
    metadata: dict[str, object] = {"title": "关于秋收的通知_某网", "pubdate": "2023-09-08 10:00", "status": "repealed"}
    document = page(metadata, "各县：", "现通知如下。", "甲市农业局", "2023年9月5日")
    assert (document.title, document.published) == ("关于秋收的通知", date(2023, 9, 5))
    assert document.status is Status.UNKNOWN
    assert page(metadata, "各县：", "现通知如下。").published == date(2023, 9, 8)


def test_links_to_other_pages_give_no_date() -> None:
    lines = ("问：一？", "答：一。", "问：二？", "答：二。")
    links = (Dropped(text="2019年5月6日 来源：某网", reason=Reason.RECOMMENDED),)
    loaded = LoadedFile(blocks=tuple(Block(line) for line in lines), dropped=links)
    assert describe("a.html", "0" * 64, loaded, cleaned("答记者问", lines)).published is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("中华人民共和国某某法", Kind.REGULATION),
        ("某办法（试行）", Kind.REGULATION),
        ("关于修改《某办法》的决定", Kind.REGULATION),
        ("关于印发《某发展规划》的通知", Kind.NOTICE),
        ("关于进一步加强某工作的意见", Kind.NOTICE),
        ("某工作规划（2023—2027年）", Kind.PLAN),
        ("某专项整治实施方案", Kind.PLAN),
        ("甲市2023年工作要点", Kind.PLAN),
        ("甲市政府工作报告", Kind.REPORT),
        ("中共中央办公厅 国务院办公厅印发《关于加强某工作的意见》", Kind.NOTICE),
        ("某市出台《某工作规划（2023—2027年）》", Kind.PLAN),
        ("关于优化某环境的若干措施", Kind.NOTICE),
        ("某局负责人就《某条例》答记者问", Kind.INTERVIEW),
        ("全市召开动员大会", Kind.NEWS),
    ],
)
def test_kind_by_title(title: str, kind: Kind) -> None:
    assert described(title).kind is kind


def test_kind_by_text_where_the_title_says_nothing() -> None:
    assert described("附件", ("第一条 一。", "第二条 二。")).kind is Kind.REGULATION
    assert described("附件", ("问：一？", "答：一。", "问：二？", "答：二。")).kind is Kind.INTERVIEW
    assert described("附件", ("各县（市、区）人民政府：", "现通知如下。")).kind is Kind.NOTICE


@pytest.mark.parametrize(
    ("issuer", "level", "region"),
    [
        ("中共中央办公厅", Level.CENTRAL, None),
        ("国务院", Level.CENTRAL, None),
        ("中央巡视工作领导小组办公室", Level.CENTRAL, None),
        ("中华人民共和国财政部", Level.CENTRAL, None),
        ("黑龙江省委巡视办", Level.PROVINCIAL, "黑龙江"),
        ("中共内蒙古自治区委员会", Level.PROVINCIAL, "内蒙古"),
        ("上海市人民政府", Level.PROVINCIAL, "上海"),
        ("吉林市人民政府", Level.MUNICIPAL, "吉林"),
        ("吉林省人民政府", Level.PROVINCIAL, "吉林"),
        ("河南省濮阳市财政局", Level.MUNICIPAL, "濮阳"),
        ("延边朝鲜族自治州人民政府", Level.MUNICIPAL, "延边"),
        ("昆山市人民政府", Level.COUNTY, "昆山"),
        ("上海市浦东新区人民政府", Level.COUNTY, "浦东"),
        ("市委组织部", Level.MUNICIPAL, None),
        ("省人民政府办公厅", Level.PROVINCIAL, None),
        ("甲乙集团有限公司", Level.UNIT, None),
        ("某某协调小组", None, None),
    ],
)
def test_level_and_region_by_issuer(issuer: str, level: Level | None, region: str | None) -> None:
    document = described("某办法", front={"issuer": issuer})
    assert (document.level, document.region) == (level, region)


def test_level_and_region_by_title_and_by_how_a_text_speaks_of_itself() -> None:
    named = described("濮阳市城市绿化条例", ("第一条 一。", "第二条 二。"))
    assert (named.level, named.region) == (Level.MUNICIPAL, "濮阳")
    spoken = described(
        "巡察工作走深走实", ("全市认真落实，濮阳日报作了报道。", "我市先后开展三轮，濮阳各县跟进。全市巩固，濮阳提升。")
    )
    assert (spoken.level, spoken.region) == (Level.MUNICIPAL, "濮阳")
    silent = described("超市管理办法", ("第一条 一。", "第二条 二。"))
    assert (silent.level, silent.region) == (None, None)


ALPHABET = "一二第条章年月日省市县委《》（）()〔〕号自起施行问答：，。0123456789 电社办局\n"
FRONT_KEYS = ["title", "date", "published", "level", "kind", "status", "region", "audience", "history", "number"]
FRONT_VALUES = st.one_of(st.none(), st.text(max_size=12), st.integers(), st.lists(st.text(max_size=12), max_size=3))


@given(
    title=st.text(max_size=30),
    lines=st.lists(st.text(alphabet=ALPHABET, max_size=60), max_size=8),
    source=st.text(alphabet="甲乙ab/.()（）2024-_ ", min_size=1, max_size=20),
    front=st.dictionaries(st.sampled_from(FRONT_KEYS), FRONT_VALUES, max_size=4),
)
def test_any_text_is_described(title: str, lines: list[str], source: str, front: dict[str, object]) -> None:
    document = described(title, lines, source=source, front=front)
    assert Document.model_validate(document.model_dump()) == document
