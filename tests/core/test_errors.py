"""Problems are said in words, whatever stands in them."""

import pytest
from pydantic import BaseModel, Field, ValidationError

from careops.core.errors import first_problems


class Key(BaseModel):
    key: str = Field(pattern=r"^[a-z]{1,3}$", max_length=9)


@pytest.mark.parametrize(
    ("typed", "says"),
    [("A", "String should match pattern '^[a-z]{1,3}$'"), ("a" * 10, "This is too long: 9 characters at most")],
)
def test_a_problem_is_said_in_words_braces_included(typed: str, says: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        Key(key=typed)
    assert [problem.message for problem in first_problems(wrong.value)] == [says]
