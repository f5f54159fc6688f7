"""A deterministic stand-in for the assistant, at the public seam `bot.ports.PolicyAssistant`."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date

from knowledge.values import Clause, Document, Kind, Status
from retrieval.errors import IndexUnavailableError, QuestionError
from retrieval.values import Answer, AnswerStatus, ChatTrace, Citation, ClauseView, DocumentSummary, IndexReport

RULE = Document(
    id="d1",
    title="巡视整改办法",
    kind=Kind.REGULATION,
    number="样发〔2024〕3号",
    issuer="某委",
    published=date(2024, 2, 20),
    status=Status.IN_FORCE,
    source="rule.md",
    content_hash="0" * 64,
)
SECRET = RULE.model_copy(update={"id": "d2", "title": "内部工作方案", "source": "secret.md", "audience": ("-100777",)})

TEXTS = (
    "第一条 本办法适用于被巡视单位。",
    "第二条 集中整改的期限为6个月 <自反馈之日起> & 不得延长。",
    "第三条 整改进展情况报告报巡视办。",
)
CLAUSES = tuple(
    Clause(
        id=f"{'c' * 60}{number}",
        document_id="d1",
        title=RULE.title,
        path=(f"第{'一二三'[number]}条",),
        label=f"《{RULE.title}》第{'一二三'[number]}条",
        text=text,
        start=0,
        end=len(text),
    )
    for number, text in enumerate(TEXTS)
)
SECRET_CLAUSE = CLAUSES[0].model_copy(
    update={"id": "s" * 61, "document_id": "d2", "title": SECRET.title, "label": "《内部工作方案》第一条"}
)


def citation(clause: Clause = CLAUSES[1], marker: str = "[1]", quote: str = "") -> Citation:
    return Citation(
        marker=marker,
        label=clause.label,
        title=clause.title,
        path=clause.path,
        quote=quote or clause.text,
        source=RULE.source,
        clause_id=clause.id,
        status=Status.IN_FORCE,
        number=RULE.number,
        date="2024-02-20",
    )


class StandInAssistant:
    """Answers every question about 期限 with the second clause, refuses the others; special words do special things."""

    def __init__(self, *, seconds: float = 0.0, reload_seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.reload_seconds = reload_seconds
        self.asked: list[tuple[str, str | None, str | None]] = []
        self.threads: set[int] = set()
        self.forgotten: list[str] = []
        self.reloads = 0
        self.report = IndexReport(added=("new.md",), unchanged=("rule.md",), clauses=3, elapsed_ms=1200.0)
        self.reload_error: Exception | None = None
        self.cited = CLAUSES[1]
        self.gone: set[str] = set()
        """Clauses that a reload took away."""
        self.most_at_once = 0
        self.grows: tuple[str, ...] = ()
        """What is shown of an answer while it is written."""
        self.grow_seconds = 0.0
        self.chat: ChatTrace | None = None
        self._at_once = 0
        self._lock = threading.Lock()

    def ask(
        self,
        question: str,
        *,
        conversation_key: str | None = None,
        audience: str | None = None,
        person: str | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> Answer:
        for part in self.grows if on_text else ():
            on_text(part)  # type: ignore[misc]
            time.sleep(self.grow_seconds)
        with self._lock:
            self.asked.append((question, conversation_key, audience))
            self.threads.add(threading.get_ident())
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        time.sleep(self.seconds)
        with self._lock:
            self._at_once -= 1
        if "过长" in question:
            raise QuestionError("the question has 9999 characters, the limit is 500: shorten it")
        if "断开" in question:
            raise IndexUnavailableError("the index at /secret/path cannot be read: try again")
        if "崩溃" in question:
            raise ZeroDivisionError("secret detail")
        if "期限" not in question:
            text = "文件里没有查到这个问题的答案。"
            return Answer(
                question=question, status=AnswerStatus.REFUSED, text=text, leads=(citation(CLAUSES[0], "[1]"),)
            )
        quote = "期限规定。" * 2000 if "很长" in question else ""
        return Answer(
            question=question,
            status=AnswerStatus.ANSWERED,
            text=f"集中整改的期限为6个月。[1]（{question}）",
            notes=("此前规定为3个月。",),
            citations=(citation(self.cited, quote=quote), citation(CLAUSES[2], "[2]")),
            chat=self.chat,
        )

    def forget(self, conversation_key: str) -> None:
        self.forgotten.append(conversation_key)

    def reload(self, *, rebuild: bool = False, progress: Callable[[int, int, str], None] | None = None) -> IndexReport:
        self.reloads += 1
        for done in (1, 2):
            if progress:
                progress(done, 2, f"file{done}.md")
            time.sleep(self.reload_seconds / 2)
        if self.reload_error is not None:
            raise self.reload_error
        return self.report

    def documents(self, *, audience: str | None = None) -> list[DocumentSummary]:
        seen = [
            document
            for document in (RULE, SECRET)
            if audience is None or not document.audience or audience in document.audience
        ]
        return [DocumentSummary(document=document, clauses=3 if document is RULE else 1) for document in seen]

    def updated_at(self) -> float | None:
        return time.time() - 7200.0

    def open_clause(self, clause_id: str, *, audience: str | None = None) -> ClauseView | None:
        if clause_id in self.gone:
            return None
        if clause_id == SECRET_CLAUSE.id and audience in SECRET.audience:
            return ClauseView(document=SECRET, clause=SECRET_CLAUSE)
        for index, clause in enumerate(CLAUSES):
            if clause.id == clause_id:
                return ClauseView(
                    document=RULE,
                    clause=clause,
                    previous=CLAUSES[index - 1] if index else None,
                    next=CLAUSES[index + 1] if index + 1 < len(CLAUSES) else None,
                )
        return None
