"""Checks that cannot be read."""
