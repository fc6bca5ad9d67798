"""Finance's doors by subject; the service in `service.py` is made of them."""
