"""What can be seen of a running program from outside: its processes, calls, sockets and terminal."""
