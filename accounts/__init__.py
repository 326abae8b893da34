"""Who works here: people, brands, teams, roles and rights."""
