"""Print jobs and printers; the only door to the printers package."""
