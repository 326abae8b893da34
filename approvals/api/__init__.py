"""The supervisor's verbs from outside."""
