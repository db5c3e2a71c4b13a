"""Invoices of what was sold, and what is paid of them."""
