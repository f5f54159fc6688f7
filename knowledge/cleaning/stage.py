"""The cleaning stage: what a loader gives → articles of whole sentences."""

from __future__ import annotations

from knowledge.values import Article, Block, CleanedFile, Dropped, LoadedFile


def clean(loaded: LoadedFile) -> CleanedFile:
    """Turn a loaded file into its articles; `dropped` lists what cleaning left out, the loader's list not repeated."""
    blocks = list(loaded.blocks)
    title = str(loaded.metadata.get("title") or "")
    dropped: list[Dropped] = []
    if blocks and _is_title(blocks[0]):
        title = title or blocks[0].text
        dropped.append(Dropped(text=blocks.pop(0).text, reason="标题"))
    return CleanedFile(articles=(Article(title=title, blocks=tuple(blocks)),), dropped=tuple(dropped))


def _is_title(block: Block) -> bool:
    return block.level == 1 or (len(block.text) <= 60 and not block.text.endswith(("。", "；", "：")))
