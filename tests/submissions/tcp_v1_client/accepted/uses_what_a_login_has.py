import getpass
import grp
import locale
import os
import pwd
import socket
import sys
import tempfile
from pathlib import Path

me = pwd.getpwuid(os.getuid())
assert getpass.getuser() == me.pw_name
print('I am', getpass.getuser(), 'of', grp.getgrgid(os.getgid()).gr_name, 'at', Path.home())

diary = Path.home() / 'diary.txt'
assert not diary.exists()
diary.write_text('你好')  # the encoding of the locale
assert diary.read_bytes() == '你好'.encode()
assert diary.stat().st_mode & 0o777 == 0o644
with tempfile.TemporaryFile() as scratch:
    scratch.write(b'x')
with open('/dev/tty', 'w') as screen:
    print('one line straight to the terminal', file=screen)
with open('/dev/stdout', 'w') as screen:
    print('and one more', file=screen)

locale.setlocale(locale.LC_ALL, '')
assert (sys.stdout.encoding, sys.stdin.encoding) == ('utf-8', 'utf-8')
assert locale.getpreferredencoding() == 'UTF-8'
assert socket.getservbyname('http', 'tcp') == 80
assert socket.getservbyport(443, 'tcp') == 'https'
assert socket.getprotobyname('udp') == 17
print('this is', socket.gethostname(), socket.gethostbyname(socket.gethostname()), socket.getfqdn())
assert socket.gethostbyname('localhost') == '127.0.0.1'
assert os.path.samefile(os.environ['PWD'], '.')

with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.getprotobyname('tcp')) as s:
    s.connect(('127.0.0.1', 8080))
    s.sendall('你好, hello'.encode())
    print('reply:', s.recv(1024).decode())
