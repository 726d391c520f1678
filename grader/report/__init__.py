"""A ``Score`` -> what people and machines read. Pure, but for the one function that writes files."""
