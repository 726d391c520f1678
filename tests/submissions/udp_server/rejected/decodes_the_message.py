# fails: answers_any_bytes
# misconception: bytes_taken_for_text
# Decodes the datagram as UTF-8 and dies of bytes that are none.
# UDP 服务端
import socket

服务端 = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
服务端.bind(('127.0.0.1', 8080))
print('UDP 服务端已启动')

while True:
    msg, addr = 服务端.recvfrom(1024)
    print('收到来自', addr, '的消息:', msg)
    服务端.sendto(msg.decode('utf-8').upper().encode('utf-8'), addr)
