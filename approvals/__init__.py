"""Who must read a draft before it may go out."""
