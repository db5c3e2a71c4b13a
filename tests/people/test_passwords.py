"""What counts as a password and as a PIN, and how they are kept."""

import pytest
from argon2 import extract_parameters

from bouwkringloop.people import passwords


def test_the_product_hashes_passwords_with_argon2id_at_the_recommended_cost(monkeypatch):
    monkeypatch.undo()
    hashed = passwords.hash_password("brick by brick")
    kept = extract_parameters(hashed)
    assert hashed.startswith("$argon2id$")
    assert kept.memory_cost >= 19 * 1024
    assert kept.time_cost >= 2


def test_a_password_is_right_only_for_itself():
    hashed = passwords.hash_password("brick by brick")
    assert passwords.is_right(hashed, "brick by brick")
    assert not passwords.is_right(hashed, "brick by brick ")
    assert not passwords.is_right(None, "nobody has this password")
    assert not passwords.is_right("no hash at all", "brick by brick")


def test_a_short_password_is_refused():
    with pytest.raises(passwords.WeakPassword):
        passwords.hash_password("ninechars")


@pytest.mark.parametrize("pin", ["2580", "10293", "194715"])
def test_four_to_six_digits_are_a_pin(pin):
    assert passwords.is_right(passwords.hash_pin(pin), pin)


@pytest.mark.parametrize(
    "pin", ["", "258", "2580123", "25a0", "0000", "1234", "9876", "٢٥٨٠", "-258"]
)
def test_what_is_guessed_first_or_is_no_number_is_no_pin(pin):
    with pytest.raises(passwords.BadPin):
        passwords.hash_pin(pin)
