"""Money as whole hundredths: read from what people type, and said so that they can check it. Pure."""

from decimal import Decimal


def said(amount: int, currency: str) -> str:
    """Such as "12.50 EUR"."""
    return f"{Decimal(amount) / 100:,.2f} {currency}"


def hundredths(amount: Decimal) -> int:
    """Nothing is rounded: forms take two places at most."""
    return int((amount * 100).to_integral_exact())
