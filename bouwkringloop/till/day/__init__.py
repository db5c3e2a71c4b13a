"""The day at a till: cash in and out, baskets that wait, and what keeps a shift open."""
