"""Form fields that every room shares."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class SeveralField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows by their keys. A key no database column can hold is no choice: SQLite raises OverflowError for it
    where PostgreSQL finds nothing."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            largest = max(value, key=lambda key: len(str(key)))
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": largest}
            ) from None
