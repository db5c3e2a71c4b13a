"""Pick-ups at home: asked for by whoever has something, planned, driven, and thanked for."""
