"""People with known abilities, what a sensible mentor would tell each of them first, and whether the app agrees."""
