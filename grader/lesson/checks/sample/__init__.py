"""Checks that students get."""
