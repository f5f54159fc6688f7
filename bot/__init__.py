"""Talking to people: Telegram, the terminal, and every text they read."""
