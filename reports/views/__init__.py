"""The pages of the reports: fetch through access, ask one question, answer."""
