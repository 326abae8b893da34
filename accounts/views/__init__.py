"""The pages of a person: what they were told, and what they prefer."""
