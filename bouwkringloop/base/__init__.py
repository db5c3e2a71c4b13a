"""The ground floor: what every room stands on, and nothing about a shop."""
