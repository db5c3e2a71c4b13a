"""Photos: made small, upright and silent, and shown to who is logged in."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from bouwkringloop.base.permissions import Role
from bouwkringloop.stock import photos
from bouwkringloop.stock.models import Photo
from tests import make


def send(client, data, photo_id=None, **more):
    return client.post(f"/api/v1/photos?id={photo_id or uuid4()}", data=data, **more)


def opened(client, url):
    answer = client.get(url, buffered=True)
    assert answer.status_code == 200
    assert answer.mimetype == "image/jpeg"
    return Image.open(BytesIO(answer.data))


@pytest.fixture
def worker(log_in):
    return log_in(Role.INTAKE_WORKER)


def test_a_photo_comes_back_small_in_two_sizes(worker):
    photo_id = uuid4()
    answer = send(worker, make.photo(2400, 1200), photo_id)
    assert answer.status_code == 201
    assert answer.json == {
        "id": str(photo_id),
        "width": 1600,
        "height": 800,
        "url": f"/photos/{photo_id}.jpg",
    }
    assert opened(worker, f"/photos/{photo_id}.jpg").size == (1600, 800)
    assert opened(worker, f"/photos/{photo_id}.jpg?size=small").size == (320, 160)


def test_a_photo_may_come_as_a_file_of_a_form(worker):
    data = {"photo": (BytesIO(make.photo()), "deur.jpg")}
    answer = send(worker, data, content_type="multipart/form-data")
    assert (answer.status_code, answer.json["width"]) == (201, 64)


def test_a_photo_taken_sideways_stands_upright(worker):
    exif = Image.Exif()
    exif[0x0112] = 6
    answer = send(worker, make.photo(64, 48, exif=exif))
    assert (answer.json["width"], answer.json["height"]) == (48, 64)


def test_what_the_camera_wrote_in_it_is_gone(worker):
    exif = Image.Exif()
    exif[0x010F] = "Spycam"
    exif.get_ifd(0x8825)[1] = "N"
    data = make.photo(exif=exif, comment=b"at home", xmp=b"<x:xmpmeta>secret</x:xmpmeta>")
    assert b"Spycam" in data
    assert b"at home" in data
    answer = send(worker, data)
    kept = worker.get(answer.json["url"], buffered=True).data
    for trace in (b"Spycam", b"at home", b"secret", b"Exif"):
        assert trace not in kept


def test_what_is_transparent_becomes_white(worker):
    written = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(written, "PNG")
    answer = send(worker, written.getvalue())
    assert opened(worker, answer.json["url"]).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a photo",
        b"\xff\xd8\xff\xe0 nearly",
        make.photo(200, 200)[:300],
        make.photo(form="GIF"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
    ids=["nothing", "text", "broken", "cut off", "gif", "svg"],
)
def test_what_is_no_photo_is_refused_in_a_sentence(worker, session, data):
    answer = send(worker, data)
    assert answer.status_code == 422
    assert "geen foto" in answer.json["detail"]
    assert session.scalars(select(Photo)).all() == []


@pytest.mark.one_database
@pytest.mark.parametrize("size", [(8000, 5001), (20_000, 20_000)])
def test_a_photo_of_too_many_dots_is_refused_before_it_is_unpacked(worker, session, size):
    written = BytesIO()
    Image.new("1", size).save(written, "PNG", compress_level=1)
    answer = send(worker, written.getvalue())
    assert answer.status_code == 413
    assert "te groot" in answer.json["detail"]
    assert session.scalars(select(Photo)).all() == []


def test_a_photo_of_too_many_bytes_is_refused(worker):
    assert send(worker, b"\xff" * (photos.MOST_BYTES + 1)).status_code == 413


def test_the_same_photo_twice_is_kept_once(worker, session):
    photo_id, data = uuid4(), make.photo()
    first, again = send(worker, data, photo_id), send(worker, data, photo_id)
    assert again.json == first.json
    assert len(session.scalars(select(Photo)).all()) == 1


def test_another_photo_under_the_same_id_is_refused(worker):
    photo_id = uuid4()
    send(worker, make.photo(colour="brown"), photo_id)
    assert send(worker, make.photo(colour="blue"), photo_id).status_code == 409


@pytest.mark.parametrize("photo_id", ["", "1", "../../etc/passwd"])
def test_a_photo_needs_an_id_of_its_own(worker, photo_id):
    answer = worker.post("/api/v1/photos", query_string={"id": photo_id}, data=make.photo())
    assert answer.status_code == 422


def test_only_who_is_logged_in_sees_photos(app, worker):
    url = send(worker, make.photo()).json["url"]
    assert app.test_client().get(url).status_code == 303
    assert "private" in worker.get(url, buffered=True).headers["Cache-Control"]


def test_a_photo_that_is_not_there_is_not_found(worker):
    assert worker.get(f"/photos/{uuid4()}.jpg").status_code == 404


def test_a_thing_taken_in_with_a_photo_shows_it(client, session):
    photo_id = uuid4()
    send(client, make.photo(), photo_id)
    made = client.post("/api/v1/intakes", json=make.delivery(session, {"photo": str(photo_id)}))
    code = made.json["lines"][0]["item"]["code"]
    assert f"/photos/{photo_id}.jpg" in client.get(f"/items/{code}").text
    assert f"/photos/{photo_id}.jpg?size=small" in client.get("/items").text


def test_the_shop_goes_on_writing_while_a_photo_is_unpacked(app, database, worker, monkeypatch):
    prepare = photos.prepare

    def slow(data):
        with database.writing() as other:
            make.login(other, Role.CASHIER)
        return prepare(data)

    monkeypatch.setattr(photos, "prepare", slow)
    assert send(worker, make.photo()).status_code == 201


def test_a_thing_has_several_photos_and_a_bad_one_does_not_stop_the_good(client, session):
    door = make.item(session)
    files = [
        (BytesIO(make.photo(colour="red")), "een.jpg"),
        (BytesIO(b"no picture at all"), "twee.jpg"),
        (BytesIO(make.photo(colour="blue")), "drie.jpg"),
    ]
    sent = client.post(f"/items/{door.code}/photos", data={"photos": files})
    assert sent.status_code == 303
    page = client.get(f"/items/{door.code}").text
    assert len(set(re.findall(r"/photos/[\w-]+\.jpg", page))) == 2
    assert "geen foto die we kunnen lezen" in page


def test_a_file_of_forty_megabytes_is_said_by_its_name_and_the_others_are_kept(client, session):
    door = make.item(session)
    files = {
        "een.jpg": make.photo(),
        "groot.jpg": b"\xff\xd8" + bytes(40 * 1024 * 1024),
        "bon.pdf": b"%PDF-1.4",
    }
    # As one piece of memory, since the client would leave a file of this size open.
    boundary, body = encode_multipart(
        MultiDict(("photos", FileStorage(BytesIO(data), name)) for name, data in files.items())
    )
    kind = f"multipart/form-data; boundary={boundary}"
    sent = client.post(f"/items/{door.code}/photos", data=body, content_type=kind)
    assert sent.status_code == 303
    page = client.get(f"/items/{door.code}").text
    assert len(set(re.findall(r"/photos/[\w-]+\.jpg", page))) == 1
    assert "groot.jpg: Deze foto is te groot" in page
    assert "bon.pdf: Dit bestand is geen foto" in page


def test_more_than_six_photos_at_once_are_not_dropped_in_silence(client, session):
    door = make.item(session)
    files = [(BytesIO(make.photo()), f"{n}.jpg") for n in range(7)]
    client.post(f"/items/{door.code}/photos", data={"photos": files})
    page = client.get(f"/items/{door.code}").text
    assert len(set(re.findall(r"/photos/[\w-]+\.jpg", page))) == 6
    assert "hoogstens zes foto" in page
