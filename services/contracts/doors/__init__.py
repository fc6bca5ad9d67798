"""The doors of contracts by subject; the service in `service.py` is made of them."""
