"""The playbook a brand starts with, as a readable file."""
