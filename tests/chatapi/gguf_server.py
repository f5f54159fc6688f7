"""Serves a GGUF file with llama.cpp on a free port of 127.0.0.1 until its standard input closes.

Run as a process of its own: `python -m tests.chatapi.gguf_server MODEL.gguf`; its address is the first line it prints.
"""

from __future__ import annotations

import sys
from pathlib import Path

CONTEXT_TOKENS = 8192


def main() -> None:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(Path(sys.argv[1]))
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = CONTEXT_TOKENS
    params.n_parallel = 1
    params.cpuparams.n_threads = 2
    # The file names no template, and the default one is of another family of models.
    params.use_jinja = False
    params.chat_template = "gemma"
    params.sampling.seed = 7
    params.verbosity = 0
    server = xllamacpp.Server(params)
    sys.stdout.write(f"ADDRESS {server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
