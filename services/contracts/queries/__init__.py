"""What contracts looks up."""
