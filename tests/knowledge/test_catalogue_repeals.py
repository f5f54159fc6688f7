"""Which titles a document repeals."""

from __future__ import annotations

import pytest

from knowledge.catalogue.repeals import repealed_titles
from knowledge.values import Kind
from tests.knowledge.catalogue_builders import cleaned, described


def repeals(*lines: str, title: str = "某条例", kind: Kind = Kind.REGULATION) -> tuple[str, ...]:
    document = described(title, lines).model_copy(update={"kind": kind})
    return repealed_titles(cleaned(title, lines), document)


@pytest.mark.parametrize(
    ("sentence", "titles"),
    [
        ("第九条 本条例自2024年5月1日起施行。1998年国务院发布的《甲办法》同时废止。", ("甲办法",)),
        ("《甲办法》《乙规定》同时废止。", ("甲办法", "乙规定")),
        ("《甲办法》（国发〔2001〕3号）、《乙规定》（2003年印发）即行废止。", ("甲办法", "乙规定")),
        ("《甲办法》及其实施细则同时废止。", ("甲办法",)),
        ("《关于适用〈甲法〉若干问题的意见》自本解释施行之日起废止。", ("关于适用〈甲法〉若干问题的意见",)),
        ("自本办法施行之日起，《甲办法（试行）》停止执行。", ("甲办法（试行）",)),
        ("根据《甲法》的规定，《乙办法》予以废止。", ("乙办法",)),
        ("决定废止《甲办法》、《乙办法》。", ("甲办法", "乙办法")),
        ("《甲办法》同时废止；《乙规定》继续有效。", ("甲办法",)),
    ],
)
def test_repealing_clauses(sentence: str, titles: tuple[str, ...]) -> None:
    assert repeals("第一条 为了管理。", sentence) == titles


@pytest.mark.parametrize(
    "sentence",
    [
        "《甲办法》第五条同时废止。",
        "《甲办法》中的第三章同时废止。",
        "股东可以依照《甲法》规定的公示催告程序，请求宣告该股票失效。",
        "支付令失效后，应当按照《甲办法》补交费用。",
        "《甲办法》废止前已经受理的，继续办理。",
        "《甲办法》尚未废止的条款，继续执行。",
        "依照《甲条例》领取的证件，自2013年1月1日起停止使用。",
        "修改、废止规章的程序，参照《甲条例》执行。",
        "本条例自发布之日起施行。",
    ],
)
def test_what_repeals_nothing(sentence: str) -> None:
    assert repeals("第一条 为了管理。", sentence) == ()


def test_a_list_of_repealed_documents() -> None:
    lines = (
        "现决定废止下列文件：",
        "一、《甲办法》（2001年公布）",
        "（二）《乙规定》",
        "3.《丙通知》",
        "本决定自公布之日起施行，参照《丁办法》执行。",
    )
    assert repeals(*lines, title="关于废止部分文件的决定") == ("甲办法", "乙规定", "丙通知")


def test_the_title_of_a_decision_names_what_it_repeals() -> None:
    assert repeals("正文。", title="关于废止《甲办法》的决定") == ("甲办法",)


@pytest.mark.parametrize("kind", [Kind.INTERVIEW, Kind.NEWS, Kind.REPORT])
def test_what_only_tells_of_a_repeal_repeals_nothing(kind: Kind) -> None:
    assert repeals("新条例施行后，《甲办法》同时废止。", kind=kind) == ()
