"""`manage.py up`: every part of the product as one tree of child processes."""
