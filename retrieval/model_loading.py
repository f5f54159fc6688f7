"""Loading a sentence-transformers model by name or folder, for embedder and reranker: each failure is one line.

Needs the extra `models`, which is imported only here and only when it is asked for: that takes 7 to 12 seconds.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from retrieval.errors import RetrievalError

Model = TypeVar("Model")

CHARACTERS_A_TOKEN = 0.9
"""Chinese models read a character a token; a tenth is kept for markers and prompts."""


@dataclass(frozen=True)
class ModelSetting:
    """What errors say of a model: what it is for, which setting names it, and how to do without."""

    purpose: str
    """Such as 向量模型."""
    variable: str
    expected: str
    """What the setting takes."""
    instead: str
    """How to do without the model, such as 设置 ZHENGWEN_EMBEDDER=bundled."""
    error: type[RetrievalError]


def load_model(name: str, setting: ModelSetting, construct: Callable[[str], Model]) -> Model:
    """Load a model.

    Args:
        name: A model's name on the hub, or a folder that holds one.
        setting: What errors say; they are of its `error`.
        construct: Imports the model's class and makes it of the name or folder.

    Raises:
        RetrievalError: the extra is not installed, the folder is missing, or it holds no such model.
    """
    try:
        importlib.import_module("sentence_transformers")
    except ImportError as error:
        raise setting.error(
            f"{setting.purpose} {name} 需要可选组件 models：请运行 `make models` 安装，或{setting.instead}"
        ) from error
    # A bar for weights that are read in a blink; those for downloads are another library's and stay.
    importlib.import_module("transformers.utils.logging").disable_progress_bar()
    if _is_path(name):
        name = str(Path(name).expanduser())
        if not Path(name).is_dir():
            raise setting.error(
                f"{setting.purpose}的文件夹 {name} 不存在：请检查 {setting.variable}，或{setting.instead}"
            )
    try:
        return construct(name)
    except (OSError, ValueError, KeyError, ImportError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise setting.error(
            f"{setting.purpose} {name} 加载失败（{reason[:200]}）：请填写{setting.expected}，或{setting.instead}"
        ) from error


def _is_path(name: str) -> bool:
    """Tell a folder from a model's name, which has one slash at most: a folder is never looked for on the hub."""
    return name.startswith((".", "~")) or Path(name).is_absolute() or name.count("/") > 1 or Path(name).is_dir()
