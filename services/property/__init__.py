"""The property department: its buildings, what is handed out in them, and the room change from request to notice."""
