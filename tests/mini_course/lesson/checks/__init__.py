"""Checks of the miniature course."""
