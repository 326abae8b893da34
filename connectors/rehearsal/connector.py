"""The network of drills. What comes from it was made up here, and what is posted to it goes nowhere."""

from django.utils.translation import gettext_lazy

from connectors.contract import Connector, Found, Guarantee, Outgoing, Receipt


class Rehearsal(Connector):
    """``find`` always answers there: a post to nowhere cannot be lost, nor doubled."""

    network = "rehearsal"
    label = gettext_lazy("Drill")
    guarantee = Guarantee.C
    is_rehearsal = True

    def publish(self, outgoing: Outgoing) -> Receipt:
        return Receipt(f"drill-{outgoing.key}")

    def find(self, outgoing: Outgoing) -> Found:
        return Found.there(f"drill-{outgoing.key}")
