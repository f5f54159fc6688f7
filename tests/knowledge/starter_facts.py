"""Checks every fact of the starter documents against the press documents they digest.

    python -m tests.knowledge.starter_facts [SOURCES]      SOURCES: ../shared/documents next to the repository

1. A digest is cut into clauses; figures, dates, organs, titles, quoted terms and words of relation
   (报送, 抄送 …) are its facts.
2. `starter_evidence.yaml` holds the facts of each clause in their order, grouped by the source sentence they come from:
   a clause whose facts are others (a wrong figure, two organs exchanged) does not match.
3. Each group has to stand within one sentence of the source: `a + b` in any order, `a > b` in this order.
4. Front matter is checked alike, and no 20 characters in a row may be the source's own.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "knowledge" / "starter"
SOURCES = ROOT.parent / "shared" / "documents"
EVIDENCE = Path(__file__).with_name("starter_evidence.yaml")
LONGEST_COPY = 20

_ORGANS = """
    中央巡视工作领导小组办公室 省委巡视工作领导小组 市委巡察工作领导小组 巡视工作领导小组
    巡察工作领导小组 领导小组 派出巡视组的党组织 被巡视党组织 被巡察党组织 村级党组织 单位党组织
    其他党组织 省纪委监委机关 纪委监委机关 市纪委监委 同级纪委 纪检监察机关 省委组织部 市委组织部
    组织部门 组织部 中共中央办公厅 黑龙江省委办公厅 省委巡视办 省委巡视组 市委巡察机构 市委巡察办
    巡视巡察办 巡察办 巡视办 巡视组 专项检查组 巡察组 巡视机构 巡察机构 有关职能部门 职能部门 主管部门
    监管部门 党委(党组) 市县党委 市级党委 省委常委会会议 分管市领导 公安局 法院 检察院 村(社区) 审计
    财政 财会 统计 信访 宣传 统战 政法 保密 机构编制 国资 教育 人大 政协 主要负责人 其他成员 省委书记
    市县党委书记 人民群众
"""
_RELATIONS = """
    报送 抄送 公开 审核 评估 牵头 约谈 批准 首次 新增 单列 交接 第一责任人 协助 配合 每年 每轮 结束
    集中整改 期限 提级 全覆盖 移交 专题民主生活会 书面 左右 市(地、州、盟) 县(市、区、旗) 市(地)
    县(市、区) 省直单位 省属本科高校 省管企业 国家级开发区 办事处 村居 个别谈话 实地走访 查阅资料
    发现问题 专项治理 制度 专题报告 意见建议 覆盖率 整改率 按期 巡察工作会议 座谈会 调研 深入了解
    联动事项 一届任期 常规巡视 专项巡视 机动巡视 轮岗交流 向党内通报 反馈 派员 列席 总体评价 限期整改
    督办 述责述廉 年度考核
"""
_UNITS = "个月|个|项|条|家|所|轮|次|人|份|万|年|月|日|章|级|届|方面|%"
_FACT = re.compile(
    "|".join(
        (
            r"《[^《》]+》",
            r"“[^“”]+”",
            r"\d{4}-\d{4}年?|\d{4}年|\d+月\d+日",
            *sorted(map(re.escape, f"{_ORGANS}{_RELATIONS}".split()), key=len, reverse=True),
            rf"\d+(?:\.\d+)?(?:万余|万|余|多)?(?:{_UNITS})?",
            rf"第[一二三四五六七八九十]+(?:章|轮)?|[两三四五六七八九十]+(?:{_UNITS})",
        )
    )
)
_CLAUSE = re.compile(r"^第([一二三四五六七八九十百]+)条\s+", re.MULTILINE)
_ITEM = re.compile(r"^\([一二三四五六七八九十]+\)", re.MULTILINE)
_SHORT_ITEM = re.compile(r"^\([一二三四五六七八九十]+\)([^,;。\n]{4,20})[;。]$", re.MULTILINE)
_LINE_SKIPPED = re.compile(r"^[#>].*$", re.MULTILINE)


@dataclass(frozen=True)
class Digest:
    """One starter document: its front matter and its clauses, number to text."""

    name: str
    front: dict[str, object]
    clauses: dict[str, str]
    body: str


@dataclass(frozen=True)
class Sources:
    """The folded sentences of the press documents, by the first three digits of their names."""

    sentences: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def hold(self, names: list[str], terms: list[str], *, ordered: bool) -> bool:
        return any(_stand_in(sentence, terms, ordered) for name in names for sentence in self.sentences[name])

    def text(self, name: str) -> str:
        return "".join(self.sentences[name])


def fold(text: str) -> str:
    """Fold width and dashes; leave out tags and white space."""
    folded = unicodedata.normalize("NFKC", re.sub(r"<style.*?</style>|<[^>]*>", "", text, flags=re.DOTALL))
    folded = re.sub(r"[—–―－~～]+", "-", folded)
    return re.sub(r"\s+", "", folded)


def read_sources(folder: Path) -> Sources:
    return Sources(
        {
            path.name[:3]: tuple(part for part in re.split(r"[。!?]", _unquoted(fold(path.read_text("utf-8")))) if part)
            for path in sorted(folder.glob("[0-9][0-9][0-9]_*.txt"))
        }
    )


def read_digest(path: Path) -> Digest:
    _, front, body = path.read_text("utf-8").split("---\n", 2)
    parts = _CLAUSE.split(_LINE_SKIPPED.sub("", unicodedata.normalize("NFKC", body)))
    return Digest(
        name=path.name, front=yaml.safe_load(front), clauses=dict(zip(parts[1::2], parts[2::2], strict=True)), body=body
    )


def facts(clause: str) -> list[str]:
    """List the facts of a clause, folded, in the order of its text.

    An item of a few words without a comma is a fact as a whole, such as a principle; the numbers of items are none.
    """
    folded = unicodedata.normalize("NFKC", clause)
    quoted = _SHORT_ITEM.sub(lambda item: f"“{_unquoted(item[1])}”\n", folded)
    return [match[0] for match in _FACT.finditer(fold(_ITEM.sub("", quoted)))]


def read_evidence(path: Path = EVIDENCE) -> dict[str, dict[str, object]]:
    evidence = yaml.safe_load(path.read_text("utf-8"))
    assert isinstance(evidence, dict)
    return evidence


def check(digest: Digest, evidence: dict[str, object], sources: Sources) -> list[str]:
    """List what is wrong with a digest, a line each; nothing wrong gives an empty list."""
    names = [str(name) for name in evidence["sources"]]  # type: ignore[attr-defined]
    groups_of: dict[str, list[str]] = evidence["clauses"]  # type: ignore[assignment]
    wrong = [f"{digest.name}: clause {number} has no evidence" for number in digest.clauses if number not in groups_of]
    wrong += [
        f"{digest.name}: evidence for a missing clause {number}" for number in groups_of if number not in digest.clauses
    ]
    for number, text in digest.clauses.items():
        wrong += [
            f"{digest.name} 第{number}条: {line}"
            for line in _wrong_in_clause(text, groups_of.get(number, []), names, sources)
        ]
    wrong += [f"{digest.name}: {line}" for line in _wrong_in_front(digest.front, evidence, names, sources)]
    return wrong + [f"{digest.name}: copied from the source: {run}" for run in copied_runs(digest.body, sources)]


def _wrong_in_clause(text: str, groups: list[str], names: list[str], sources: Sources) -> list[str]:
    wrong = []
    told = [term for group in groups for term in _terms(group)]
    if told != facts(text):
        wrong.append(f"its facts {facts(text)} are not those of the evidence {told}")
    for group in groups:
        if not sources.hold(names, _terms(group), ordered=">" in group):
            wrong.append(f"no source sentence holds {group!r}")
    return wrong


def _wrong_in_front(
    front: dict[str, object], evidence: dict[str, object], names: list[str], sources: Sources
) -> list[str]:
    """Check the organ, the region and the date: each has to stand in the main source, a date in any of its forms."""
    text = sources.text(names[0])
    wrong = [
        f"{key} {front[key]!r} does not stand in the source"
        for key in ("issuer", "region")
        if front[key] != "全国" and not _parts_stand(str(front[key]), text)
    ]
    published = front["published"]
    if isinstance(published, date) and not (
        str(published.year) in text and any(form in text for form in _date_forms(published))
    ):
        wrong.append(f"the date {published} does not stand in the source")
    for number in re.findall(r"\d+", unicodedata.normalize("NFKC", str(front["title"]) + str(front["source"]))):
        if number not in text:
            wrong.append(f"the figure {number} of the title or source does not stand in the source")
    return wrong


def _parts_stand(name: str, text: str) -> bool:
    """Tell whether an organ stands in the text, whole or as its place and its own name (濮阳市, 市委巡察办)."""
    if name in text:
        return True
    return any(name[: cut + 1] in text and name[cut:] in text for cut in range(1, len(name) - 3))


def _date_forms(day: date) -> list[str]:
    return [
        f"{day.year}年{day.month:02}月{day.day:02}日",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.day}{day:%b}{day.year}",
        f"{day.month}月{day.day}日电",
    ]


def copied_runs(body: str, sources: Sources) -> list[str]:
    """List runs of at least 20 characters, marks aside, that a source has as well; titles are names, not text."""
    texts = [_letters("".join(sentences)) for sentences in sources.sentences.values()]
    runs = []
    for line in body.split("\n"):
        letters = _letters(re.sub(r"《[^《》]*》|^#.*", "", fold(line)))
        for start in range(len(letters) - LONGEST_COPY + 1):
            run = letters[start : start + LONGEST_COPY]
            if any(run in text for text in texts):
                runs.append(run)
    return runs


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _terms(group: str) -> list[str]:
    return re.split(r" [+>] ", group)


def _unquoted(text: str) -> str:
    return re.sub(r"[“”\"]", "", text)


def _stand_in(sentence: str, terms: list[str], ordered: bool) -> bool:
    if not ordered:
        return all(_find(sentence, term, 0) >= 0 for term in terms)
    at = 0
    for term in terms:
        at = _find(sentence, term, at)
        if at < 0:
            return False
        at += len(_unquoted(term))
    return True


def _find(sentence: str, term: str, start: int) -> int:
    """Find a term; a figure has to stand by itself: 5 does not stand in 15."""
    term = _unquoted(term)
    before = r"(?<![\d.])" if term[0].isdigit() else ""
    after = r"(?![\d.])" if term[-1].isdigit() else ""
    match = re.compile(before + re.escape(term) + after).search(sentence, start)
    return match.start() if match else -1


def main(arguments: list[str]) -> int:
    """Check all starter documents; print what is wrong."""
    sources = read_sources(Path(arguments[0]) if arguments else SOURCES)
    evidence = read_evidence()
    wrong = [
        line for path in sorted(STARTER.glob("*.md")) for line in check(read_digest(path), evidence[path.name], sources)
    ]
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
