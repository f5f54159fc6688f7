"""Typed settings and logging; read by the entry point, which passes values in."""
