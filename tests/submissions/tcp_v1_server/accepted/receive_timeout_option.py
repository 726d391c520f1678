import socket,struct
s=socket.socket(); s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1); s.bind(("127.0.0.1",8080)); s.listen()
c,a=s.accept()
c.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll",1,0))
d=c.recv(1024); print(a,d)
try: c.recv(10)
except BlockingIOError: pass
c.sendall(d.upper()); c.close(); s.close()
