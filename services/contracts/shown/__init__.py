"""What contracts shows at its doors, as plain values."""
