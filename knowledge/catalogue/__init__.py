"""What a document is: title, number, issuer, dates, and whether it is in force."""
