# Line editing with completion: to the module cmd, Tab is a key that completes, and no blank.
import cmd
import socket


class Shell(cmd.Cmd):
    prompt = "(echo) "

    def preloop(self):
        self.connection = socket.create_connection(("127.0.0.1", 8081))

    def onecmd(self, line):
        line = line.strip()
        if line in {"q", "EOF"}:
            return True
        if line:
            try:
                self.connection.sendall(line.encode())
                reply = self.connection.recv(1024)
            except OSError as error:
                print("the server is gone:", error)
                return True
            if not reply:
                return True
            print(reply.decode())
        return False

    def postloop(self):
        self.connection.close()


Shell().cmdloop("Type something; q ends it.")
