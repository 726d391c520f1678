"""What leaves the instructor's repository: the students' repository, and the bundles for the platforms that grade."""
