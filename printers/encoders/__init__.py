"""Pictures in, the language of one family of printers out."""
