"""A miniature course, to test the machinery of the grader on."""
