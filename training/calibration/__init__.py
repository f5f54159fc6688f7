"""Fits how much each sign of an answer counts, and how sure is sure enough, for one embedder."""
