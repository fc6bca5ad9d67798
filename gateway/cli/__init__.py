"""The operator's door: the command line `atrium`, beside the page and the API."""
