"""The clause parser: blocks of an article to clauses, by their marks and their sequence."""
