"""What the shop and a builder agreed on, as it was accepted."""
