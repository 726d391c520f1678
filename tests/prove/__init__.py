"""``make prove``: the judge is judged by programs of which it is known, or can be argued, what they must lose."""
