"""Interviews: a question, its answer and the answer's items are one tree."""

import pytest

from tests.knowledge.parser.reading import read

INTERVIEW = """近日，县里印发了《水库管理办法》，县水利局负责人回答了记者提问。
问：请介绍一下出台的背景。
答：水库关系防洪安全。
出台办法很有必要。
问：办法有哪些要求？
答：办法从三个方面提出要求：一是明确责任人。每座水库设三名责任人。二是加强巡查，汛期每日巡查；三是及时除险。这些要求很有针对性。
问：如何落实？
答：首先，要加强学习，准确把握要求。其次，要细化措施。最后，要严格督查。"""


def test_each_question_is_a_tree() -> None:
    reading = read(INTERVIEW)
    roots = [draft for draft in reading.drafts if draft.role == "question"]
    assert [draft.path for draft in roots] == [
        ("问：请介绍一下出台的背景。",),
        ("问：办法有哪些要求？",),
        ("问：如何落实？",),
    ]
    second = reading.drafts.index(roots[1])
    items = [draft for draft in reading.drafts if draft.parent == second]
    assert [draft.path[-1] for draft in items] == ["一是明确责任人", "二是加强巡查", "三是及时除险"]
    assert all(draft.path[0] == "问：办法有哪些要求？" for draft in items)


def test_question_and_answer_stay_together() -> None:
    reading = read(INTERVIEW)
    assert reading.texts[1] == "问：请介绍一下出台的背景。\n答：水库关系防洪安全。\n出台办法很有必要。"
    assert reading.texts[2] == "问：办法有哪些要求？\n答：办法从三个方面提出要求："


def test_what_follows_the_last_item_belongs_to_it() -> None:
    assert "三是及时除险。这些要求很有针对性。" in read(INTERVIEW).texts


def test_first_next_and_last_number_a_list() -> None:
    reading = read(INTERVIEW)
    assert [path[-1] for path in reading.paths[-3:]] == ["首先，要加强学习", "其次，要细化措施", "最后，要严格督查"]


@pytest.mark.parametrize(
    "answer",
    [
        "答：主要有两点。第一，压实责任。第二，强化督查。",
        "答：主要有两点。\n第一，压实责任。\n第二，强化督查。",
        "答：有两点：（一）压实责任；（二）强化督查。",
        "答：有两点。\n一、压实责任。\n二、强化督查。",
        "答：有两点。\n1．压实责任。\n2．强化督查。",
        "答：一要压实责任。二要强化督查。",
        "答：一是压实责任。二是强化督查。",
    ],
)
def test_every_way_of_counting(answer: str) -> None:
    reading = read(f"问：怎么抓落实？\n{answer}")
    assert [draft.role for draft in reading.drafts] == ["question", "item", "item"]
    assert "".join("".join(reading.texts).split()) == "".join(reading.text.split())


@pytest.mark.parametrize(
    "answer",
    [
        "答：这一是为了安全，二是为了方便，并不矛盾。",
        "答：首先感谢大家的关心。",
        "答：一是一，二是二，不能含糊。",
        "答：第一，没有；其余照旧。",
    ],
)
def test_what_only_looks_like_a_list_is_not_split(answer: str) -> None:
    assert len(read(f"问：怎么看？\n{answer}").drafts) == 1


def test_a_second_list_is_read_with_what_introduces_it() -> None:
    reading = read("问：怎么做？\n答：今年做两件事。一是修渠。二是清淤。\n明年再做两件事。一是植树。二是护坡。")
    assert [draft.role for draft in reading.drafts] == ["question", "item", "item", "paragraph", "item", "item"]
    assert [draft.parent for draft in reading.drafts] == [None, 0, 0, 0, 0, 0]


def test_a_long_first_phrase_leaves_the_marker_alone_in_the_path() -> None:
    reading = read("问：怎么做？\n答：做两件事。一是组织力量对全县范围内所有小型水库开展拉网式排查。二是整改。")
    assert [path[-1] for path in reading.paths[1:]] == ["一是", "二是整改"]


@pytest.mark.parametrize(
    "question",
    [
        "问:何时施行？",
        "记者问：何时施行？",
        "记者：何时施行？",
        "【问】何时施行？",
        "问1：何时施行？",
        "一、问：何时施行？",
        "一、办法何时施行？",
    ],
)
def test_questions_in_every_form(question: str) -> None:
    reading = read(f"{question}\n答：下月一日施行。")
    assert reading.paths == [(question,)]
    assert reading.drafts[0].role == "question"


def test_a_speaker_who_asks_nothing_is_no_question() -> None:
    reading = read("记者：张三 李四\n问题：台账不全。\n整改：已经补全。")
    assert all(draft.role == "paragraph" for draft in reading.drafts)


def test_headings_over_questions_stand_in_their_paths() -> None:
    reading = read("## 关于背景\n问：为何出台？\n答：为了安全。\n## 关于落实\n问：谁来负责？\n答：镇里负责。")
    assert reading.paths == [("关于背景", "问：为何出台？"), ("关于落实", "问：谁来负责？")]
