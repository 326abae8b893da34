"""How the rooms are wired and run."""
