"""Work placements: who gets work experience here, for whom it is arranged, and how it goes."""
