from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from audit.models import Delivery, Event, Seal

admin.site.register([Event, Seal, Delivery], ReadOnlyAdmin)
