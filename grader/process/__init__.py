"""How a process of the grader begins and ends: its words and environment, signals, the last line, the status."""
