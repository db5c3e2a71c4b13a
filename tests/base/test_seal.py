"""What is sealed opens with the shop's key and for its purpose, and in no other way."""

import pytest

from bouwkringloop.base import keys, seal

TEXT = "Kan goed meten; let op: rug.\n☂"


@pytest.fixture
def sealed(tmp_path):
    return seal.seal(tmp_path, TEXT, "evaluation:7")


def test_a_sealed_text_opens_again(tmp_path, sealed):
    assert seal.unseal(tmp_path, sealed, "evaluation:7") == TEXT


def test_it_cannot_be_read_and_looks_different_every_time(tmp_path, sealed):
    assert TEXT.encode()[:4] not in sealed
    assert seal.seal(tmp_path, TEXT, "evaluation:7") != sealed
    assert len(sealed) == len(TEXT.encode()) + 29


@pytest.mark.parametrize("other", ["evaluation:8", "evaluation:70", "second_factor:7", ""])
def test_it_opens_for_no_other_row(tmp_path, sealed, other):
    with pytest.raises(seal.SealBroken):
        seal.unseal(tmp_path, sealed, other)


def test_the_key_of_another_shop_does_not_open_it(tmp_path, sealed):
    other = tmp_path / "practice"
    seal.seal(other, "something", "of:them")
    with pytest.raises(seal.SealBroken, match="keys"):
        seal.unseal(other, sealed, "evaluation:7")


def test_without_a_key_it_is_refused_and_no_key_is_made(tmp_path, sealed):
    bare = tmp_path / "bare"
    with pytest.raises(seal.SealBroken):
        seal.unseal(bare, sealed, "evaluation:7")
    assert not bare.exists()


@pytest.mark.parametrize("damage", ["", "short", "é" * 30, "A" * 44])
def test_a_damaged_key_seals_and_opens_nothing(tmp_path, sealed, damage):
    (tmp_path / "keys" / "seal.key").write_text(damage)
    with pytest.raises(seal.SealBroken):
        seal.unseal(tmp_path, sealed, "evaluation:7")
    with pytest.raises(seal.SealBroken):
        seal.seal(tmp_path, TEXT, "evaluation:7")


def test_every_changed_byte_is_found(tmp_path, sealed):
    for at in range(len(sealed)):
        changed = bytes([*sealed[:at], sealed[at] ^ 1, *sealed[at + 1 :]])
        with pytest.raises(seal.SealBroken):
            seal.unseal(tmp_path, changed, "evaluation:7")


def test_what_was_cut_off_is_refused(tmp_path, sealed):
    for length in range(len(sealed)):
        with pytest.raises(seal.SealBroken):
            seal.unseal(tmp_path, sealed[:length], "evaluation:7")


def test_the_key_is_the_owners_alone_and_another_than_what_signs_cookies(tmp_path, sealed):
    path = tmp_path / "keys" / "seal.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text() != keys.secret(tmp_path)
    assert sorted(each.name for each in path.parent.iterdir()) == ["seal.key", "secret.key"]


def test_of_two_who_make_the_key_both_use_the_same(tmp_path, monkeypatch):
    real = keys.new_secret

    def overtaken():
        monkeypatch.setattr(keys, "new_secret", real)
        seal.seal(tmp_path, "theirs", "first:1")
        return real()

    monkeypatch.setattr(keys, "new_secret", overtaken)
    late = seal.seal(tmp_path, "ours", "second:2")
    assert seal.unseal(tmp_path, late, "second:2") == "ours"
