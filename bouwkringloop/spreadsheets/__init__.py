"""Lists of things in and out, as the spreadsheets that people know."""
