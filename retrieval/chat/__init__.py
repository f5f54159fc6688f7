"""A chat model may write the answer, from clauses it is given and checked against them sentence by sentence.

Nothing here is imported unless a chat model is set.
"""
