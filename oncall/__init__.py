"""Who is woken by a red flag, and what they decide."""
