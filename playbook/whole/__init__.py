"""What is versioned as one: topics with rules, thresholds and plans, the reply checklist, and the response maps."""
