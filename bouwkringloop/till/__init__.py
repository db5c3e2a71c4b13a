"""The till: shifts, sales, payments and the journal."""
