"""The stock on screen: copies, products and what is done with them."""
