import socket

udp_client_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
dest_addr = ('127.0.0.1', 8080)

try:
    while True:
        send_data = input('please input the data: ').strip()
        udp_client_socket.sendto(send_data.encode('utf-8'), dest_addr)
        recv_data = udp_client_socket.recvfrom(1024)
        print('recv data: %s (%d bytes) from %s' % (recv_data[0].decode('utf-8'), len(recv_data[0]), recv_data[1]))
finally:
    udp_client_socket.close()
