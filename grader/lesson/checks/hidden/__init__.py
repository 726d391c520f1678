"""Checks that never leave the instructor's side."""
