"""The only code that speaks to customers' networks."""
