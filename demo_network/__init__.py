"""A small public network for trying the product; an ordinary webhook peer."""
