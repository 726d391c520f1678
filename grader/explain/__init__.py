"""Why a check failed: evidence, diagnosis, and what is probably misunderstood."""
