"""The pages of the inbox: fetch through access, run a form, call one action, answer."""
