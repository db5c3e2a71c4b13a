"""Numbers that others gave out: read as people type them, and refused where they cannot be."""

import re

from bouwkringloop.base.errors import Refused
from bouwkringloop.base.i18n import N_

_SIGNS = re.compile(r"[\s.\-]")
_DUTCH_VAT = re.compile(r"NL(\d{9})B(\d{2})")
#: Other countries number in many ways: two letters of the country, then two to twelve signs.
_FOREIGN_VAT = re.compile(r"[A-Z]{2}[0-9A-Z+*]{2,12}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_POSTCODE = re.compile(r"([1-9][0-9]{3})(?!SA|SD|SS)([A-Z]{2})")
_COUNTRY = re.compile(r"[A-Z]{2}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{6,22}[0-9]")


class BadKvk(Refused):
    """No number of the trade register."""

    status = 422
    message = N_("A KvK number has eight digits.")


class BadVatNumber(Refused):
    """No VAT number that was ever given out."""

    status = 422
    message = N_("This VAT number cannot be right. A Dutch one is like NL001234567B01.")


class BadIban(Refused):
    """No bank account that exists."""

    status = 422
    message = N_("This IBAN cannot be right. Check its digits.")


class BadBic(Refused):
    """No code of a bank."""

    status = 422
    message = N_("A BIC has eight or eleven letters and digits, such as RABONL2U.")


class BadPostcode(Refused):
    """No Dutch postcode."""

    status = 422
    message = N_("A postcode is like 3512 AB.")


class BadCountry(Refused):
    """No code of a country."""

    status = 422
    message = N_("A country has two letters here, such as NL, BE or DE.")


class BadPhone(Refused):
    """No telephone number."""

    status = 422
    message = N_("A telephone number is like 06 12345678.")


def _bare(text: str) -> str:
    return _SIGNS.sub("", text).upper()


def kvk(text: str) -> str:
    """Read a number of the trade register: eight digits, or nothing."""
    digits = _bare(text)
    if digits and not (len(digits) == 8 and digits.isascii() and digits.isdigit()):
        raise BadKvk
    return digits


def vat_number(text: str) -> str:
    """Read a VAT number, or nothing.

    A Dutch one has to pass one of two checks: numbers of companies the old test by eleven over
    nine digits, those given to sole traders since 2020 the test by 97 over the whole number.
    """
    number = _bare(text)
    if not number:
        return ""
    if number.startswith("NL"):
        match = _DUTCH_VAT.fullmatch(number)
        if match is None or match[2] == "00" or not (_by_eleven(match[1]) or _by_97(number)):
            raise BadVatNumber
    elif _FOREIGN_VAT.fullmatch(number) is None:
        raise BadVatNumber
    return number


def _by_eleven(digits: str) -> bool:
    """Check nine digits: each but the last times 9 to 2, summed modulo 11, gives the last."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 1, -1), strict=False))
    return int(digits) > 0 and total % 11 == int(digits[-1])


def _by_97(signs: str) -> bool:
    """Check by ISO 7064 as IBANs do: letters count from A = 10 on, and the rest by 97 is 1."""
    return int("".join(str(int(sign, 36)) for sign in signs)) % 97 == 1


def iban(text: str) -> str:
    """Read the number of a bank account, or nothing."""
    number = _bare(text)
    if number and not (_IBAN.fullmatch(number) and _by_97(number[4:] + number[:4])):
        raise BadIban
    return number


def bic(text: str) -> str:
    """Read the code of a bank, or nothing."""
    code = _bare(text)
    if code and _BIC.fullmatch(code) is None:
        raise BadBic
    return code


def country(text: str) -> str:
    """Read the code of a country; nothing is the Netherlands."""
    code = _bare(text) or "NL"
    if _COUNTRY.fullmatch(code) is None:
        raise BadCountry
    return code


def postcode(text: str, of_country: str = "NL") -> str:
    """Bring `3512ab` into the form `3512 AB`, or nothing; other countries write as they do."""
    if of_country != "NL":
        return text.upper()
    bare = _bare(text)
    match = _POSTCODE.fullmatch(bare)
    if bare and match is None:
        raise BadPostcode
    return f"{match[1]} {match[2]}" if match else ""


def phone(text: str) -> str:
    """Read a telephone number as it is written, or nothing."""
    if text and _PHONE.fullmatch(text) is None:
        raise BadPhone
    return text
