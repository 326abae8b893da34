"""How messages become interactions, a batch at a time. ``interactions.actions.receive`` is the only way in."""
