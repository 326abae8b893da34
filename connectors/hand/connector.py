"""What people heard or read and typed in: press, calls, tips of colleagues. Nothing can be posted back."""

from django.utils.translation import gettext_lazy

from connectors.contract import Connector


class Hand(Connector):
    network = "hand"
    label = gettext_lazy("Entered by hand")
    is_readonly = True
