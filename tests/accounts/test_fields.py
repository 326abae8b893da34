"""Fields that every room shares."""

import pytest
from django.core.exceptions import ValidationError

from accounts.fields import SeveralField
from accounts.models import Team
from tests.cast import Cast


@pytest.mark.django_db
def test_a_key_too_large_for_any_column_is_no_choice(cast: Cast) -> None:
    care = str(cast.teams["care"].pk)
    field = SeveralField(Team.objects.all())
    assert list(field.clean([care])) == [cast.teams["care"]]
    with pytest.raises(ValidationError, match="9999 is not one of the available choices"):
        field.clean([care, "9" * 19])
