"""The Telegram front end; Telegram types stay inside this package."""
