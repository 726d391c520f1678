import socket

客户端 = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
服务器地址 = ("127.0.0.1", 8080)

while True:
    消息 = input("请输入:").strip()
    客户端.sendto(消息.encode("utf-8"), 服务器地址)
    回复, 来源 = 客户端.recvfrom(1024)
    print("来自", 来源, "的回复:", 回复.decode("utf-8"))
