"""The grader: runs the programs of one submission and finds out what they do."""
