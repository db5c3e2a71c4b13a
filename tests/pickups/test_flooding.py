"""Nobody can fill the shop's list, or somebody's letterbox, from the public page."""

from tests.pickups.conftest import filled


def send(donor, times, address="198.51.100.7", **changed):
    environ = {"REMOTE_ADDR": address}
    return [
        donor.post("/pickup", data=filled(**{"mail": "", **changed}), environ_base=environ)
        for _ in range(times)
    ]


def test_one_address_sends_ten_requests_an_hour(donor, stored, standing_clock):
    answers = send(donor, 11)
    assert [a.status_code for a in answers] == [303] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) == 3600
    assert "Wacht 60 minuten" in answers[-1].text
    assert "Voorbeeldweg 14" in answers[-1].text
    assert len(stored()) == 10
    assert send(donor, 1, "198.51.100.8")[0].status_code == 303
    standing_clock.pass_(minutes=61)
    assert send(donor, 1)[0].status_code == 303


def test_all_addresses_together_send_sixty_an_hour(donor, stored, standing_clock):
    for number in range(60):
        assert send(donor, 1, f"198.51.100.{number}")[0].status_code == 303
    assert send(donor, 1, "203.0.113.1")[0].status_code == 429
    assert len(stored()) == 60


def test_one_mail_address_is_written_to_three_times_an_hour(donor, stored, standing_clock):
    answers = [
        send(donor, 1, f"198.51.100.{number}", mail=mail)[0].status_code
        for number, mail in enumerate(["a@example.nl", "A@example.nl", "a@Example.nl"] * 2)
    ]
    assert answers == [303] * 3 + [429] * 3


def test_the_desk_is_not_counted(donor, worker, stored, standing_clock):
    send(donor, 10)
    assert worker.post("/pickups/new", data=filled(language="nl")).status_code == 303
