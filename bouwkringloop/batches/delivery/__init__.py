"""What came of a batch: delivered, inspected, and brought into stock."""
