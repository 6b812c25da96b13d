"""People and units who borrow, on screen."""
