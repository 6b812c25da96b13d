"""sqlcipher3 is written in C and tells pyright nothing; its interface is that of sqlite3, which it was grown from."""

from sqlite3.dbapi2 import *
