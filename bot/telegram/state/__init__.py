"""What the bot remembers over restarts: access, the audit log, feedback, updates that wait for an answer."""
