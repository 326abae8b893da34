"""What a message means and what we may say to it."""
