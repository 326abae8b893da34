"""The pages of the playbook: fetch through access, run a form, call one action, answer."""
