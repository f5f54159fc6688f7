"""Measures quality and speed beside the usual LangChain recipe; not part of the installed package."""
