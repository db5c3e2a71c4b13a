"""Gift cards and store credit: codes that cannot be guessed, and a ledger of what is left."""
