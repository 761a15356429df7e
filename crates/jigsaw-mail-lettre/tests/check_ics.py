#!/usr/bin/env python3
"""Reads the mail samples with other people's parsers.

The tests of this crate leave samples in target/mail-samples. Each mail is parsed with Python's own `email`; each
calendar part with `icalendar` and `vobject`, which must agree with each other and with what a calendar needs. Beside
them, in target/calendar-samples, are series and open sessions around changes of the clocks: both parsers expand them,
one by the zone's name and one by the rules that are in the file, and must come to what the session itself says.

    python3 -m venv target/mail-venv
    target/mail-venv/bin/pip install "icalendar==7.*" "vobject==0.9.*"
    target/mail-venv/bin/python crates/jigsaw-mail-lettre/tests/check_ics.py target/mail-samples
"""

import email
import email.policy
import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import icalendar
import vobject
from dateutil.rrule import rruleset, rrulestr

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


def utc(moment: datetime) -> datetime:
    return moment.astimezone(timezone.utc)


def several(event: icalendar.Event, name: str) -> list[datetime]:
    found = event.get(name, [])
    lists = found if isinstance(found, list) else [found]
    return [entry.dt for entry in lists for entry in entry.dts]


def expand(starts: list[datetime], master: tuple, overrides: dict) -> list[list[datetime]]:
    """Starts and ends in UTC. The length is elapsed time, as RFC 5545 has it."""
    lasts = utc(master[1]) - utc(master[0])
    usual = [(start, start + lasts) for start in (utc(start) for start in starts)]
    taken = [overrides.pop(start, (start, end)) for start, end in usual]
    assert not overrides, f"these replace nothing: {overrides}"
    return sorted([start, end] for start, end in taken)


def by_icalendar(data: bytes) -> list[list[datetime]]:
    calendar = icalendar.Calendar.from_ical(data)
    assert all(not part.errors for part in calendar.walk()), [part.errors for part in calendar.walk()]
    events = [part for part in calendar.subcomponents if part.name == "VEVENT"]
    [master] = [event for event in events if "RECURRENCE-ID" not in event]
    assert {str(event["UID"]) for event in events} == {UID}
    times = (master.decoded("DTSTART"), master.decoded("DTEND"))
    if "RRULE" not in master:
        return expand([times[0]], times, {})
    for zone in calendar.walk("VTIMEZONE"):
        read = zone.to_tz()
        for start in (times[0], *several(master, "RDATE")):
            assert read.utcoffset(start.replace(tzinfo=None)) == start.utcoffset(), f"{zone['TZID']} at {start}"
    rule = rruleset()
    rule.rrule(rrulestr(master["RRULE"].to_ical().decode(), dtstart=times[0]))
    for start in several(master, "EXDATE"):
        rule.exdate(start)
    for start in several(master, "RDATE"):
        rule.rdate(start)
    overrides = {
        utc(event.decoded("RECURRENCE-ID")): (utc(event.decoded("DTSTART")), utc(event.decoded("DTEND")))
        for event in events
        if "RECURRENCE-ID" in event
    }
    return expand(list(rule), times, overrides)


# `vobject` keeps the first zone of a name for good; each file is to be read with its own.
ZONES = vars(vobject.icalendar)["__tzidMap"]
NO_ZONES = dict(ZONES)


def by_vobject(data: bytes) -> list[list[datetime]]:
    ZONES.clear()
    ZONES.update(NO_ZONES)
    calendar = vobject.readOne(data.decode("utf-8"))
    [master] = [event for event in calendar.vevent_list if not hasattr(event, "recurrence_id")]
    times = (master.dtstart.value, master.dtend.value)
    rule = master.getrruleset(addRDate=True)
    starts = list(rule) if rule is not None else [times[0]]
    overrides = {
        utc(event.recurrence_id.value): (utc(event.dtstart.value), utc(event.dtend.value))
        for event in calendar.vevent_list
        if hasattr(event, "recurrence_id")
    }
    return expand(starts, times, overrides)


def check_series(path: Path) -> None:
    data = path.read_bytes()
    expected = [[datetime.fromisoformat(moment) for moment in pair] for pair in json.loads(path.with_suffix(".json").read_text())]
    for name, found in (("icalendar", by_icalendar(data)), ("vobject", by_vobject(data))):
        assert found == expected, f"{name} reads {found}, the session says {expected}"


def check_cancellation(path: Path) -> None:
    cancelled = icalendar.Calendar.from_ical(path.read_bytes())
    [event] = [part for part in cancelled.subcomponents if part.name == "VEVENT"]
    before = icalendar.Calendar.from_ical(path.with_suffix(".ics").read_bytes())
    [first] = [part for part in before.subcomponents if part.name == "VEVENT"]
    assert cancelled["METHOD"] == "CANCEL" and event["STATUS"] == "CANCELLED"
    assert event["UID"] == first["UID"] and event["SEQUENCE"] > first["SEQUENCE"]


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
    series = sorted((folder.parent / "calendar-samples").glob("*.ics"))
    cancellations = sorted((folder.parent / "calendar-samples").glob("*.cancel"))
    if not series or not cancellations:
        sys.exit("there are no samples of series: run `cargo test -p jigsaw-mail-lettre` first")
    for path in [*series, *cancellations]:
        try:
            (check_series if path.suffix == ".ics" else check_cancellation)(path)
        except Exception as error:
            sys.exit(f"{path.name}: {type(error).__name__}: {error}")
    print(f"{len(series)} series and open sessions expanded by two parsers, as the session says")
    print(f"{len(mails)} mails and {len(files)} calendar parts read back by three parsers")


main()
