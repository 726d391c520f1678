# 第三版客户端:循环通信
import socket

客户端 = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
客户端.connect(("127.0.0.1", 8081))
print("连接成功,输入 q 退出")

while True:
    消息 = input("请输入消息:").strip()
    if 消息 == "q":
        print("再见!")
        break
    if not 消息:
        print("消息不能为空")
        continue
    客户端.send(消息.encode("utf-8"))
    回复 = 客户端.recv(1024)
    print("收到服务器的回复:", 回复.decode("utf-8"))

客户端.close()
