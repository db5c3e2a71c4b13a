"""What the shop deals in: categories, units, VAT, weights and price ranges."""
