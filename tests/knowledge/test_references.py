import pytest

from knowledge.assembly import assemble
from knowledge.parser.stage import parse_article
from knowledge.references import ReferenceIndex, find_aliases, find_references
from knowledge.values import Clause, CleanedFile, Document, Kind, LoadedFile, ParsedDocument, Status
from tests.knowledge.parser.reading import article_of


def parsed(identity: str, title: str, text: str, status: Status = Status.IN_FORCE) -> ParsedDocument:
    article = article_of(text, title=title)
    document = Document(
        id=identity, title=title, kind=Kind.REGULATION, status=status, source=f"{identity}.txt", content_hash="0"
    )
    return assemble(document, LoadedFile(article.blocks), CleanedFile((article,)), [parse_article(article)], repeals=())


def clause(document: ParsedDocument, step: str) -> Clause:
    return next(clause for clause in document.clauses if clause.path[-1:] == (step,))


def named(text: str, aliases: dict[str, str] | None = None) -> list[tuple[str | None, tuple[int, ...] | None]]:
    return [(reference.title, reference.article) for reference in find_references(text, aliases)]


def test_the_second_reference_means_the_same_law() -> None:
    assert named("第二十条 依渔业法第八十六条第三项、第九十三条处理。") == [("渔业法", (86,)), ("渔业法", (93,))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("违反本条例第十条的", [(None, (10,))]),
        ("依照《渔业法》第五条处罚", [("渔业法", (5,))]),
        ("依照《渔业法》（2013年修正）第五条和《水法》第六条处罚", [("渔业法", (5,)), ("水法", (6,))]),
        ("属于渔业法第五条第二款规定的情形", [("渔业法", (5,))]),
        ("第三条 违反第二条的", [(None, (2,))]),
        ("适用渔业法第一百二十条之一的规定", [("渔业法", (120, 1))]),
        ("按照渔业法有关规定", []),
        ("第三条 渔船应当检验。", []),
    ],
)
def test_the_document_that_is_meant(text: str, expected: list[tuple[str | None, tuple[int, ...]]]) -> None:
    assert named(text) == expected


def test_paragraphs_items_and_words_that_point_back() -> None:
    found = find_references("第九条 违反前款、第七条第二款第（三）项、第四项和前条规定的，本条第一款不适用。")
    assert [(one.relative, one.article, one.paragraph, one.item) for one in found] == [
        ("前款", None, None, None),
        (None, (7,), 2, 3),
        (None, (7,), 2, 4),
        ("前条", None, None, None),
        ("本条", None, 1, None),
    ]


def test_short_names_are_read_from_the_document() -> None:
    aliases = find_aliases("根据《某省渔业管理条例》（以下简称《条例》）和《水法》（以下称水法），制定本办法。")
    assert aliases == {"条例": "某省渔业管理条例", "水法": "水法"}
    assert named("依照《条例》第五条处罚", aliases) == [("某省渔业管理条例", (5,))]


LAW = parsed(
    "law",
    "中华人民共和国渔业法",
    "第一条 为了保护渔业，制定本法。\n第二条 捕捞应当持证。\n第三条 禁止电鱼。\n第四条 禁止毒鱼。",
)
RULES = parsed(
    "rules",
    "某县渔业办法",
    "第一条 根据《中华人民共和国渔业法》，制定本办法。\n第二条 渔船应当检验：\n（一）每年一次；\n（二）大修之后。\n"
    "检验不收费。\n第三条 违反前条、本办法第一条的，批评教育；违反渔业法第二条至第四条的，移送。\n"
    "第四条 前款不适用于木船。\n木船依照前款、第二条第一款第（二）项处理，《旧法》第九条不再适用。",
)


def resolved(step: str, documents: list[ParsedDocument]) -> list[tuple[list[str], str]]:
    texts = {clause.id: clause.title + clause.path[-1] for document in documents for clause in document.clauses}
    found = ReferenceIndex(documents).resolve(clause(RULES, step))
    return [([texts[one] for one in reference.clause_ids], reference.place) for reference in found]


def test_references_lead_to_clauses() -> None:
    law, rules = "中华人民共和国渔业法", "某县渔业办法"
    assert resolved("第三条", [LAW, RULES]) == [
        ([f"{rules}第二条"], ""),
        ([f"{rules}第一条"], ""),
        ([f"{law}第二条"], ""),
        ([f"{law}第三条", f"{law}第四条"], ""),
    ]


def test_words_that_point_back_name_the_place() -> None:
    assert resolved("第四条", [RULES])[1:] == [
        (["某县渔业办法第四条"], "第一款"),
        (["某县渔业办法第二条"], "第一款第（二）项"),
    ]


def test_what_is_not_there_is_not_resolved() -> None:
    assert ([], "") not in resolved("第三条", [RULES])
    assert len(resolved("第三条", [RULES])) == 2


def test_the_version_in_force_is_meant() -> None:
    old = parsed("old", "渔业法", "第一条 旧。\n第二条 旧法规定。\n第三条 旧。\n第四条 旧。", Status.SUPERSEDED)
    found = ReferenceIndex([old, LAW, RULES]).resolve(clause(RULES, "第三条"))
    assert found[2].clause_ids == (clause(LAW, "第二条").id,)


def test_the_books_of_a_code_are_found_by_the_code_s_name() -> None:
    book = parsed("book", "中华人民共和国渔业法典 罚则编", "第五十条 罚款。\n第五十一条 没收。")
    note = parsed("note", "某解释", "第一条 依照渔业法典第五十一条没收。")
    found = ReferenceIndex([book, note]).resolve(clause(note, "第一条"))
    assert [one.clause_ids for one in found] == [(clause(book, "第五十一条").id,)]
