"""A course of its own: other roles, two ports, two runs side by side, programs with children."""
