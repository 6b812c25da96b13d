"""What people see, type, import, export and print. `db` below it holds the register and its rules."""
