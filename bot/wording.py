"""How the values of the catalogue are called in Chinese, the same on every front end."""

from __future__ import annotations

from knowledge.values import Document, Kind, Level, Status
from retrieval.values import Citation

KIND_NAMES = {
    Kind.REGULATION: "法规",
    Kind.INTERVIEW: "答记者问",
    Kind.PLAN: "规划",
    Kind.NOTICE: "通知",
    Kind.REPORT: "报告",
    Kind.NEWS: "报道",
}
LEVEL_NAMES = {
    Level.CENTRAL: "中央",
    Level.PROVINCIAL: "省级",
    Level.MUNICIPAL: "市级",
    Level.COUNTY: "县级",
    Level.UNIT: "单位",
}
STATUS_NAMES = {
    Status.IN_FORCE: "现行有效",
    Status.SUPERSEDED: "已被替代",
    Status.REPEALED: "已废止",
    Status.UNKNOWN: "效力未注明",
}


def status_name(document: Document) -> str:
    """Validity of a document, and by what it was replaced."""
    name = STATUS_NAMES[document.status]
    return f"{name}（{document.superseded_by}）" if document.superseded_by else name


def about(citation: Citation) -> str:
    """Number, date and validity of what is cited, in one line."""
    return "　".join(filter(None, (citation.number, citation.date, STATUS_NAMES[citation.status])))
