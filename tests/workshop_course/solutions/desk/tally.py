"""Asks for lines, and prints how many there have been."""

count = 0
while (line := input("Your line: ")) != "q":
    count += 1
    print("So far:", count)
