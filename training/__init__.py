"""From the base weights to the bundled embedder: extract, prune, tune, export, quantize, evaluate.

Not part of the installed package; `python -m training` runs every step.
"""
