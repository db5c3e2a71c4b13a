import socket
import threading

import pytest
from zeroconf import DNSIncoming, DNSOutgoing, ServiceInfo, Zeroconf

from printers import discovery
from printers.discovery import Found, discover, from_service

RAW, LPD = discovery.SERVICES
#: The bits of a multicast DNS message that is an answer, with authority (RFC 6762, 18.2 and 18.4).
FLAGS_RESPONSE = 0x8400


@pytest.fixture
def machine(tmp_path):
    """A tree like /sys and /dev, in which printers can be plugged."""
    return Machine(tmp_path)


class Machine:
    def __init__(self, root):
        self.sys, self.dev = root / "sys", root / "dev"
        (self.sys / "class").mkdir(parents=True)

    def plug_printer(self, name, device_id):
        folder = self.sys / "class/usbmisc" / name / "device"
        folder.mkdir(parents=True)
        if device_id is not None:
            (folder / "ieee1284_id").write_text(device_id)

    def plug_serial(self, name, **names):
        plug = self.sys / "devices/usb1/1-1"
        port = plug / "1-1:1.0" / name
        port.mkdir(parents=True)
        for key, value in names.items():
            (plug / key).write_text(value + "\n")
        folder = self.sys / "class/tty" / name
        folder.mkdir(parents=True)
        (folder / "device").symlink_to(port)

    def look(self):
        return discover(0, sys_root=self.sys, dev_root=self.dev)


def service(kind=RAW, port=9100, addresses=("192.168.1.50",), name="Kassa", **texts):
    return ServiceInfo(
        kind,
        f"{name}.{kind}",
        port=port,
        parsed_addresses=list(addresses),
        properties=texts,
        server="kassa.local.",
    )


def test_a_machine_without_printers_finds_none(machine):
    assert machine.look() == []


def test_usb_printers_are_read_from_their_device_id(machine):
    machine.plug_printer("lp10", "MFG:Zebra ;CMD:ZPL;MDL:ZTC ZD421-203dpi ZPL;CLS:PRINTER;\n")
    machine.plug_printer(
        "lp0", "MFG:EPSON;CMD:ESC/POS;MDL:TM-T20III;CLS:PRINTER;DES:EPSON TM-T20III;\n"
    )
    machine.plug_printer("lp2", "MANUFACTURER:Brother;MODEL:QL-820NWB;COMMAND SET:PT-CBP;\n")
    machine.plug_printer("lp3", "MFG:TSC;CMD:TSPL2;MDL:TE200;\n")
    found = machine.look()
    assert [(one.uri, one.make, one.model, one.language) for one in found] == [
        (f"usblp://{machine.dev}/usb/lp0", "EPSON", "TM-T20III", "escpos"),
        (f"usblp://{machine.dev}/usb/lp2", "Brother", "QL-820NWB", "brotherql"),
        (f"usblp://{machine.dev}/usb/lp3", "TSC", "TE200", "tspl"),
        (f"usblp://{machine.dev}/usb/lp10", "Zebra", "ZTC ZD421-203dpi ZPL", "zpl"),
    ]
    assert found[0].hint == "USB; says it speaks ESC/POS; EPSON TM-T20III"


@pytest.mark.parametrize(
    "device_id", [None, "", "rubbish", "MFG:HP;MDL:LaserJet;CMD:PJL,PCLXL,POSTSCRIPT;"]
)
def test_a_usb_printer_of_no_known_language_is_listed_without_one(machine, device_id):
    machine.plug_printer("lp0", device_id)
    (found,) = machine.look()
    assert found.language is None


def test_serial_ports_are_offered_with_the_name_of_their_plug(machine):
    machine.plug_serial("ttyUSB0", manufacturer="FTDI", product="USB-Serial Converter")
    (found,) = machine.look()
    assert found == Found(
        uri=f"serial://{machine.dev}/ttyUSB0?baud=9600",
        make="FTDI",
        model="USB-Serial Converter",
        language=None,
        hint="serial port; check that a printer is on it, and its rate",
    )


def test_a_serial_port_without_a_name_is_offered_too(machine):
    machine.plug_serial("ttyACM1")
    assert [(one.uri, one.model) for one in machine.look()] == [
        (f"serial://{machine.dev}/ttyACM1?baud=9600", "")
    ]


def test_an_announcement_tells_address_make_and_language():
    found = from_service(
        service(
            usb_MFG="EPSON",
            usb_MDL="TM-m30III",
            usb_CMD="ESC/POS",
            ty="EPSON TM-m30III",
            note="Balie",
        )
    )
    assert found == Found(
        uri="tcp://192.168.1.50:9100",
        make="EPSON",
        model="TM-m30III",
        language="escpos",
        hint="network; says it speaks ESC/POS; Balie",
    )


@pytest.mark.parametrize(
    ("texts", "model", "language"),
    [
        ({"ty": "Brother QL-820NWB"}, "Brother QL-820NWB", "brotherql"),
        ({"product": "(ZTC ZD421)"}, "ZTC ZD421", "zpl"),
        ({"ty": "HP LaserJet", "pdl": "application/postscript"}, "HP LaserJet", None),
        ({}, "Kassa", None),
    ],
)
def test_an_announcement_that_tells_less_still_has_a_name(texts, model, language):
    found = from_service(service(**texts))
    assert (found.model, found.language) == (model, language)


def test_an_address_of_the_older_kind_is_preferred_and_the_newer_written_in_brackets():
    assert from_service(service(addresses=("fe80::1", "10.0.0.9"))).uri == "tcp://10.0.0.9:9100"
    assert from_service(service(addresses=("2001:db8::9",))).uri == "tcp://[2001:db8::9]:9100"
    assert from_service(service(addresses=("fe80::1",))) is None
    assert from_service(service(addresses=())) is None


def test_a_printer_that_announces_itself_twice_is_listed_once():
    raw, spooler = from_service(service(usb_CMD="ZPL")), from_service(service(LPD, port=515))
    assert spooler.uri == "tcp://192.168.1.50:9100"
    assert "assumed" in spooler.hint
    assert discovery.unique([spooler, raw, None]) == [raw]
    assert discovery.unique([raw, spooler]) == [raw]


def test_a_printer_on_the_network_is_found_and_never_spoken_to():
    with socket.create_server(("127.0.0.1", 0)) as printer:
        port = printer.getsockname()[1]
        heard = service(port=port, addresses=("127.0.0.1",), usb_CMD="TSPL")
        found = discovery.network(0.1, make=lambda: listener_that_heard(heard))
        assert [(one.uri, one.language) for one in found] == [(f"tcp://127.0.0.1:{port}", "tspl")]
        printer.settimeout(0.01)
        with pytest.raises(TimeoutError):
            printer.accept()


def test_without_a_network_there_are_no_printers_on_it():
    def unplugged():
        raise OSError("Network is unreachable")

    assert discovery.network(1.0, make=unplugged) == []


def test_listening_leaves_no_thread_behind():
    before = threading.active_count()
    discovery.network(0.01, make=loopback)
    assert threading.active_count() == before


def loopback():
    return Zeroconf(interfaces=["127.0.0.1"])


def listener_that_heard(info):
    """A listener on this machine alone, to which a service has just announced itself."""
    announcement = DNSOutgoing(FLAGS_RESPONSE)
    for record in (info.dns_pointer(), info.dns_service(), info.dns_text(), *info.dns_addresses()):
        announcement.add_answer_at_time(record, 0)
    listener = loopback()
    for packet in announcement.packets():
        listener.loop.call_soon_threadsafe(
            listener.record_manager.async_updates_from_response, DNSIncoming(packet)
        )
    return listener
