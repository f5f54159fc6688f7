"""Numbers, dates and organs: the same value in other writing, and values that only look alike."""

from __future__ import annotations

import pytest

from retrieval.checking import Source, Verdict, check_sentence


def supported(clause: str, sentence: str) -> bool:
    source = Source("k1", "云溪县管理办法", ("第三条",), clause, "in_force")
    return check_sentence(f"{sentence}[k1]", [source]).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("clause", "same", "other"),
    [
        ("整改期限为六个月。", "整改期限为6个月", "整改期限为3个月"),
        ("整改期限为六个月。", "整改期限为半年", "整改期限为一年"),
        ("合同期限为两年。", "合同期限为24个月", "合同期限为20个月"),
        ("补助标准为1.5万元。", "补助标准为15000元", "补助标准为1.5元"),
        ("补助标准为３０００元。", "补助标准为三千元", "补助标准为3000万元"),
        ("比例为百分之三十。", "比例为30%", "比例为13%"),
        ("须三分之二代表同意。", "须2/3代表同意", "须三分之一代表同意"),
        ("自2024年2月21日起施行。", "自2024-02-21起施行", "自2024年2月12日起施行"),
        ("每年年底前报告。", "每年12月31日前报告", "每年11月30日前报告"),
        ("3月底前公开。", "3月31日前公开", "3月31日后公开"),
        ("审查时间为十个工作日。", "审查时间为10个工作日", "审查时间为10日"),
        ("首轮巡察覆盖12家单位。", "第一轮巡察覆盖12家单位", "第二轮巡察覆盖12家单位"),
        ("每季度报告一次。", "每三个月报告一次", "每月报告一次"),
        ("参会人数不超过50人。", "参会人数最多50人", "参会人数最少50人"),
        ("参会人数不超过50人。", "参会人数不超过50名", "参会人数为50人"),
        ("期满三个月内提交报告。", "期满3个月内提交报告", "期满3个月后提交报告"),
        ("罚款500元以上2000元以下。", "罚款500元至2000元", "罚款500元至3000元"),
    ],
)
def test_numbers_and_dates(clause: str, same: str, other: str) -> None:
    assert supported(clause, same)
    assert not supported(clause, other)


@pytest.mark.parametrize(
    ("clause", "same", "other"),
    [
        ("结果报市委批准。", "结果报市委批准", "结果报省委批准"),
        ("巡察组应当保密。", "巡察组要保密", "巡视组要保密"),
        ("由局党组研究决定。", "由局党组研究决定", "由局党委研究决定"),
        ("报告抄送县人民政府。", "报告抄送县政府", "报告抄送县人大"),
        ("由市人力资源和社会保障局受理。", "由市人社局受理", "由市民政局受理"),
        ("由县水务局审核，报县人民政府批准。", "县水务局审核后报县政府批准", "县政府审核后报县水务局批准"),
        ("主送省委，抄送省纪委。", "主送省委、抄送省纪委", "主送省纪委、抄送省委"),
    ],
)
def test_organs(clause: str, same: str, other: str) -> None:
    assert supported(clause, same)
    assert not supported(clause, other)


@pytest.mark.parametrize(
    ("clause", "same", "other"),
    [
        ("不得提前支取。", "不能提前支取", "可以提前支取"),
        ("应当公开名单。", "必须公开名单", "可以公开名单"),
        ("可以申请延期。", "可申请延期", "应当申请延期"),
        ("无需提交复印件。", "不必提交复印件", "应当提交复印件"),
        ("未经批准，不得开工。", "没有批准不得开工", "不得开工"),
        ("经批准可以延长。", "经批准可延长", "可以延长"),
        ("仅限本县户籍人员报名。", "只限本县户籍人员报名", "本县户籍人员报名"),
        ("检查合格的，发给证书。", "检查合格的发给证书", "检查不合格的发给证书"),
        (
            "具备下列条件之一：（一）本县户籍；（二）本县就业。",
            "具备本县户籍、本县就业条件之一",
            "应同时具备本县户籍、本县就业条件",
        ),
    ],
)
def test_moods_conditions_and_scope(clause: str, same: str, other: str) -> None:
    assert supported(clause, same)
    assert not supported(clause, other)


@pytest.mark.parametrize(
    "invented",
    ["名单应当公开，以增强公信力", "名单应当公开，违者严肃处理", "名单应当公开，并报上级备案", "名单由审计机关公开"],
)
def test_what_the_clause_does_not_say(invented: str) -> None:
    assert supported("应当公开名单。", "名单应当公开")
    assert not supported("应当公开名单。", invented)


@pytest.mark.parametrize("number", ["国发〔2024〕5号", "国发[2024]5号", "国发（2024）5号"])
def test_a_document_number_in_any_brackets(number: str) -> None:
    assert supported("依照国发〔2024〕5号文件执行。", f"依照{number}文件执行")
    assert not supported("依照国发〔2024〕6号文件执行。", f"依照{number}文件执行")
