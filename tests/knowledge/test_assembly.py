from knowledge.assembly import assemble, retitle
from knowledge.parser.stage import parse_article
from knowledge.values import Article, Block, CleanedFile, Document, Dropped, Kind, LoadedFile, ParsedDocument
from tests.knowledge.parser.reading import article_of

RULES = article_of("## 第一章 总则\n第一条 渔船应当检验。\n第二条 检验不收费。", title="某县渔船办法")
NEWS = Article("渔船检验开始", (Block("检验今天开始。"), Block("检验今天开始。")))


def document(title: str = "某县渔船办法") -> Document:
    return Document(id="d1", title=title, kind=Kind.REGULATION, source="a.txt", content_hash="0")


def assembled(title: str = "某县渔船办法", main: int = 0) -> ParsedDocument:
    articles = (RULES, NEWS)
    return assemble(
        document(title),
        LoadedFile((), dropped=(Dropped(text="分享到", reason="分享按钮"),)),
        CleanedFile(articles, main=main, dropped=(Dropped(text="返回顶部", reason="页面导航"),)),
        [parse_article(article) for article in articles],
        repeals=("某县渔船检验暂行办法",),
    )


def test_every_clause_is_word_for_word_in_its_place() -> None:
    parsed = assembled()
    assert [clause.text for clause in parsed.clauses] == [
        "第一条 渔船应当检验。",
        "第二条 检验不收费。",
        "检验今天开始。",
        "检验今天开始。",
    ]
    assert all(parsed.text[clause.start : clause.end] == clause.text for clause in parsed.clauses)


def test_each_clause_carries_its_own_article_s_title() -> None:
    assert [clause.title for clause in assembled().clauses] == ["某县渔船办法"] * 2 + ["渔船检验开始"] * 2
    assert [clause.title for clause in assembled(main=1).clauses] == ["某县渔船办法"] * 4


def test_labels_count_what_has_no_number() -> None:
    assert [clause.label for clause in assembled().clauses] == [
        "《某县渔船办法》第一章第一条",
        "《某县渔船办法》第一章第二条",
        "《渔船检验开始》·第1段",
        "《渔船检验开始》·第2段",
    ]


def test_everything_dropped_is_listed_with_its_reason() -> None:
    assert [(one.text, one.reason) for one in assembled().dropped] == [
        ("分享到", "分享按钮"),
        ("返回顶部", "页面导航"),
        ("第一章 总则", "标题（已列入条款路径）"),
    ]
    assert assembled().repeals == ("某县渔船检验暂行办法",)


def test_ids_are_distinct_and_stay_the_same() -> None:
    ids = [clause.id for clause in assembled().clauses]
    assert len(set(ids)) == 4
    assert [clause.id for clause in assembled("另一个标题").clauses] == ids


def test_items_name_their_parent() -> None:
    article = article_of("问：怎么办？\n答：两件事。一是修船。二是补网。", title="关于《渔船办法》答记者问")
    parsed = assemble(
        document("关于《渔船办法》答记者问"),
        LoadedFile(article.blocks),
        CleanedFile((article,)),
        [parse_article(article)],
        repeals=(),
    )
    assert [clause.parent for clause in parsed.clauses] == [None, parsed.clauses[0].id, parsed.clauses[0].id]
    assert [clause.label for clause in parsed.clauses] == [
        "《渔船办法》答记者问·问1",
        "《渔船办法》答记者问·问1·第一",
        "《渔船办法》答记者问·问1·第二",
    ]


def test_a_corrected_title_changes_labels_and_nothing_else() -> None:
    before = assembled()
    after = retitle(before, document("某县渔船管理办法"))
    assert [clause.label for clause in after.clauses] == [
        "《某县渔船管理办法》第一章第一条",
        "《某县渔船管理办法》第一章第二条",
        "《渔船检验开始》·第1段",
        "《渔船检验开始》·第2段",
    ]
    assert [clause.id for clause in after.clauses] == [clause.id for clause in before.clauses]
    assert after.document.title == "某县渔船管理办法"


def test_an_interview_under_a_headline_is_cited_by_what_it_is_about() -> None:
    text = "近日，县里印发了《渔船检验办法》，渔业局长回答了记者提问。\n问：怎么办？\n答：修。\n问：何时？\n答：今年。"
    article = article_of(text, title="让渔船更安全")
    cleaned = CleanedFile((article,))
    parsed = assemble(
        document("让渔船更安全"), LoadedFile(article.blocks), cleaned, [parse_article(article)], repeals=()
    )
    labels = ["《渔船检验办法》答记者问·第1段", "《渔船检验办法》答记者问·问1", "《渔船检验办法》答记者问·问2"]
    assert [clause.label for clause in parsed.clauses] == labels
    corrected = retitle(parsed, document("渔船更安全"))
    assert [clause.label for clause in corrected.clauses] == labels
    assert {clause.title for clause in corrected.clauses} == {"渔船更安全"}
