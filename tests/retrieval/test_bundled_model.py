"""The model that is shipped: small, complete, and finding what it should."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.embedders.onnx_e5 import MODEL_FOLDER, OnnxE5Embedder

PASSAGES = [
    "租赁办法 第三条 承租人逾期三十日未支付租金的，出租人可以解除合同并收回房屋。",
    "食堂管理规定 第八条 餐具每餐后清洗消毒，留样食品保存四十八小时。",
    "督查工作办法 第十二条 被督查单位自收到反馈之日起两个月内报送整改情况。",
    "图书馆借阅规则 第五条 图书丢失的，读者按原价二倍赔偿，珍本另行议定。",
    "志愿服务条例 第九条 志愿者有权了解服务内容和风险，并可以随时退出。",
]
QUESTIONS = {
    "租客一个多月不交房租，房东能不能收回房子？": 0,
    "吃的东西要留样多久？": 1,
    "整改结果什么时候之前要交上去？": 2,
    "把借来的书弄丢了怎么赔？": 3,
    "做志愿者中途可以不干了吗？": 4,
}


@pytest.fixture(scope="module")
def embedder() -> OnnxE5Embedder:
    return OnnxE5Embedder()


def test_the_folder_is_complete_and_small() -> None:
    files = {path.name: path.stat().st_size for path in MODEL_FOLDER.iterdir() if path.is_file()}
    assert {"model.onnx", "tokenizer.json", "modules.json", "README.md", "NOTICE"} <= files.keys()
    assert sum(files.values()) <= 40_000_000


def test_each_question_finds_its_passage_among_the_others(embedder: OnnxE5Embedder) -> None:
    passages = np.asarray(embedder.embed_documents(PASSAGES))
    assert passages.shape == (5, 384)
    for question, place in QUESTIONS.items():
        assert int(np.argmax(passages @ np.asarray(embedder.embed_query(question)))) == place, question


@pytest.mark.models
def test_sentence_transformers_gives_the_same_vectors(embedder: OnnxE5Embedder) -> None:
    library = pytest.importorskip("sentence_transformers", reason="needs the extra `models`: make models")
    model = library.SentenceTransformer(str(MODEL_FOLDER), trust_remote_code=True, local_files_only=True)
    np.testing.assert_allclose(model.encode_document(PASSAGES), embedder.embed_documents(PASSAGES), atol=1e-5)
