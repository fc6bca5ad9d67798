"""The client's procedures from end to end, through HTTP, on real servers."""
