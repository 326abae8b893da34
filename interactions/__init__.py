"""Every public message and its way to an answer."""
