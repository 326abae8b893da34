"""The pages alone, for a server of one's own choice; `asgi` serves them together with the live stream."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "escalation_site.settings")

application = get_wsgi_application()
# Import every view now: what cannot be imported ends the server at its start instead of every request.
ADDRESSES = get_resolver().url_patterns
