import socket

client = socket.socket()
client.connect(("127.0.0.1", 8081))

talking = True
while talking:
    match input("# ").strip():
        case "":
            print("(nothing to send)")
        case "q":
            talking = False
        case text:
            client.sendall(text.encode())
            match client.recv(1024):
                case b"":
                    print("(the server has left)")
                    talking = False
                case reply:
                    print("#", reply.decode())

client.close()
