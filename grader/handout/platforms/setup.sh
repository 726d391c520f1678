#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the autograder's image: a Python of 3.11 or later, and what grading
# needs. AUTOGRADER_ROOT names another root than the platform's, to try it out elsewhere.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"

suitable_python() {
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -I -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  return 1
}

if ! python="$(suitable_python)"; then
  apt-get update
  apt-get install -y --no-install-recommends python3.12 python3.12-venv ||
    apt-get install -y --no-install-recommends python3.11 python3.11-venv
  python="$(suitable_python)"
fi
chmod -R go= "$root/source"  # root grades; nobody else has to read the checks,
chmod go= "$root"            # nor whose submission it is, and earlier results
"$python" -I "$root/source/grader/environment.py" "$root/venv/ready-to-grade" "$root/source/requirements.txt"
if [ "$root" = /autograder ]; then  # the container's own /etc, and nobody else's
  "$root/venv/bin/python" -I "$root/source/grader/launch.py" grader.sandbox.image
fi
