"""What this course teaches and asks for. Nothing else of the grader knows it."""
