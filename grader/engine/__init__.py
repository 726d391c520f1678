"""Carries a check out: the trial, what happened in it, and the one function that waits."""
