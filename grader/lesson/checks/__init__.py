"""What each program must do. The folder says who may see a check, the file's name which program it grades."""
