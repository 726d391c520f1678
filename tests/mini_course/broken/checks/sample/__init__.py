"""Sample checks."""
