#!/usr/bin/env python3
"""Reads the mail samples with other people's parsers.

The tests of this crate leave samples in target/mail-samples. Each mail is parsed with Python's own `email`; each
calendar part with `icalendar` and `vobject`, which must agree with each other and with what a calendar needs.

    python3 -m venv target/mail-venv
    target/mail-venv/bin/pip install "icalendar==7.*" "vobject==0.9.*"
    target/mail-venv/bin/python crates/jigsaw-mail-lettre/tests/check_ics.py target/mail-samples
"""

import email
import email.policy
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import icalendar
import vobject

START = datetime(2027, 3, 1, 13, 0, tzinfo=timezone.utc)
END = datetime(2027, 3, 1, 14, 30, tzinfo=timezone.utc)
SESSION = "https://jigsaw.example/j/"
UID = "00000000-0000-0000-0000-000000000009"


def check_calendar(data: bytes) -> str:
    calendar = icalendar.Calendar.from_ical(data)
    method = calendar["METHOD"]
    assert method in ("REQUEST", "CANCEL") and calendar["VERSION"] == "2.0"
    [event] = calendar.subcomponents
    assert event.name == "VEVENT" and not event.errors, event.errors
    assert event.decoded("DTSTART") == START and event.decoded("DTEND") == END
    assert event.decoded("DTSTART").utcoffset() == timedelta(0)
    # Invited, changed, cancelled: one entry, and each knows that it is later.
    assert event["UID"] == UID and event["SEQUENCE"] in ((5,) if method == "CANCEL" else (3, 4))
    assert event["STATUS"] == ("CANCELLED" if method == "CANCEL" else "CONFIRMED")
    assert str(event["URL"]).startswith(SESSION)
    assert not isinstance(event["ATTENDEE"], list), "one person, one entry"
    assert str(event["ATTENDEE"]) == "mailto:mia@example.org"
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert str(event["ORGANIZER"]) == "mailto:host@example.org"

    second = vobject.readOne(data.decode("utf-8"))
    assert second.method.value == method
    [other] = second.vevent_list
    assert other.dtstart.value == START and other.dtend.value == END
    assert other.uid.value == UID and other.sequence.value == str(event["SEQUENCE"])
    assert other.attendee.value == "mailto:mia@example.org"
    for key in ("summary", "description", "location"):
        assert getattr(other, key).value == str(event[key]), f"two parsers, two readings of {key}"
    for key in ("organizer", "attendee"):
        here = getattr(other, key).params.get("CN", [""])
        assert "".join(here) == str(event[key].params.get("CN", "")), f"two parsers, two readings of {key}"
    return str(event["SUMMARY"])


def check_mail(path: Path) -> bool:
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    for part in mail.walk():
        assert not part.defects, f"{part.get_content_type()}: {part.defects}"
    assert mail["To"].addresses and str(mail["To"]) == "mia@example.org"
    assert mail["Bcc"] is None and mail["Cc"] is None
    assert mail["Auto-Submitted"] == "auto-generated"
    kinds = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    text = mail.get_body(("plain",)).get_content()
    page = mail.get_body(("html",)).get_content()
    assert text.strip() and page.lstrip().startswith("<!doctype html>")
    if path.name.startswith(("invitation", "change", "cancellation")):
        assert kinds == ["text/plain", "text/html", "text/calendar", "application/ics"], kinds
        inline, attached = [part for part in mail.walk() if part.get_content_type().endswith(("/calendar", "/ics"))]
        assert inline.get_param("method") == ("CANCEL" if path.name.startswith("cancellation") else "REQUEST")
        assert attached.get_filename() == "invite.ics" and attached.is_attachment()
        octets = inline.get_payload(decode=True)
        assert octets == attached.get_payload(decode=True)
        summary = check_calendar(octets).replace("\u200b", "")
        assert summary in str(mail["Subject"]).replace("\u2068", "").replace("\u2069", ""), summary
        return True
    assert kinds == ["text/plain", "text/html"], kinds
    return False


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "target/mail-samples")
    mails = sorted(folder.glob("*.eml"))
    files = sorted(folder.glob("*.ics"))
    if not mails or not files:
        sys.exit(f"{folder} holds no samples: run `cargo test -p jigsaw-mail-lettre` first")
    carried = 0
    for path in [*mails, *files]:
        try:
            if path.suffix == ".ics":
                check_calendar(path.read_bytes())
            else:
                carried += check_mail(path)
        except Exception as error:
            sys.exit(f"{path.name}: {type(error).__name__}: {error}")
    assert carried == len(files), "each calendar part travels in a mail"
    print(f"{len(mails)} mails and {len(files)} calendar parts read back by three parsers")


main()
