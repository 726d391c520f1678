# fails: listens
# misconception: not_saved_as_utf_8
import socket

# ·şÎñÆ÷
server = socket.create_server(("127.0.0.1", 8080))
connection, address = server.accept()
