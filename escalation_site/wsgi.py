"""The pages alone, for a server of one's own choice; `asgi` serves them together with the live stream."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "escalation_site.settings")

application = get_wsgi_application()
