"""A BERT of two layers over single characters, made on the spot for the checks of the extra `models`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

CHARACTERS = "青禾县河道巡查办法人员每月不少于两次记录保存三年社区食堂账目季度公布一第条章总则为规范制定本"
TOKENS = 40


def write_bert(folder: Path, seed: int, kind: Any, **config: Any) -> None:
    """Write weights and tokenizer of `kind`, a class of transformers, into `folder`, which is made."""
    import torch
    from transformers import BertConfig, BertTokenizerFast

    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(CHARACTERS)]
    torch.manual_seed(seed)
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=TOKENS).save_pretrained(folder)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    kind(BertConfig(vocab_size=len(vocabulary), max_position_embeddings=64, **sizes, **config)).save_pretrained(folder)
