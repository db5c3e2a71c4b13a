"""What became of a batch, what its builder gets, and how it is closed."""
