import socket

client = socket.socket()
client.connect(("127.0.0.1", 8080))

stream = client.makefile("rwb")
stream.write(b"As if it were a File")
stream.flush()

# The server closes after its reply, so the reply is all there is until the end.
print(stream.read().decode())

stream.close()
client.close()
