#!/usr/bin/env python3
"""Sends through somebody else's mail server: invitation, link, join; over each kind of connection.

The relay is `aiosmtpd` on loopback, with certificates of an authority made by `trustme`; the server is the real binary.

    python3 -m venv target/mail-venv
    target/mail-venv/bin/pip install "aiosmtpd==1.4.6" "trustme==1.2.1"
    target/mail-venv/bin/python crates/jigsaw-server/tests/check_smtp.py target/debug/jigsaw
"""

import datetime
import email
import email.policy
import json
import logging
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import warnings
from pathlib import Path

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

USER, PASSWORD = "door@example.org", "p@ss:w/rd%"
URL_CREDENTIALS = "door%40example.org:p%40ss%3Aw%2Frd%25"
PATIENCE = 30


def main(binary):
    # What it has to say about handshakes that are meant to fail.
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")
    right, wrong = trustme.CA(), trustme.CA()
    starttls, tls = f"smtp+starttls://{URL_CREDENTIALS}@", f"smtps://{URL_CREDENTIALS}@"
    checks = [
        ("plain, without a password", lambda: delivers(binary, Relay("plain", right), "smtp://", right)),
        ("STARTTLS with sign-in", lambda: delivers(binary, Relay("starttls", right), starttls, right)),
        ("TLS with sign-in", lambda: delivers(binary, Relay("tls", right), tls, right)),
        ("a wrong certificate, then the right one", lambda: waits(binary, right, wrong_ca=wrong)),
        ("a wrong password, then the right one", lambda: waits(binary, right, wrong_password="not-this-one")),
    ]
    for name, check in checks:
        check()
        print(f"ok: {name}")


def delivers(binary, relay, scheme, authority):
    with relay, tempfile.TemporaryDirectory() as folder:
        site = Site(binary, Path(folder), authority)
        with site.serve(scheme + relay.place) as server:
            session = site.invite(server, "mia@example.net")
            mail = relay.wait_for_one()
            expect(mail["recipients"] == ["mia@example.net"], f"to exactly one: {mail['recipients']}")
            expect(mail["tls"] == (relay.kind != "plain"), "encrypted as configured")
            expect(mail["user"] == (None if relay.kind == "plain" else USER), f"signed in: {mail['user']}")
            link = personal_link(mail["message"])
            status, _ = call("GET", link)
            expect(status == 200, f"the link opens: {status}")
            key = link.rsplit("/", 1)[1]
            evidence = {"email": "mia@example.net", "first_name": "Mia", "last_name": "M"}
            status, answer = call("POST", f"{site.origin}/api/v1/join/{key}", evidence)
            expect(status == 200 and answer["outcome"] == "admitted", f"joined: {status} {answer}")
            site.wait_until_sent(session)
        expect(PASSWORD not in site.log() and "p%40ss" not in site.log(), "no password in the log")
        expect("mia@" not in site.log(), "no address in the log")


def waits(binary, right, wrong_ca=None, wrong_password=None):
    """The relay cannot be used: one alert, nothing lost. After the operator mended it: delivered, once."""
    with Relay("starttls", right) as relay, tempfile.TemporaryDirectory() as folder:
        site = Site(binary, Path(folder), wrong_ca or right)
        credentials = f"door%40example.org:{wrong_password}" if wrong_password else URL_CREDENTIALS
        with site.serve(f"smtp+starttls://{credentials}@{relay.place}") as server:
            session = site.invite(server, "mia@example.net")
            site.wait_for(lambda: site.alerts() > 0, "the operator is alerted")
            # Through further looks at the relay.
            time.sleep(4)
            expect(site.alerts() == 1, f"one alert: {site.alerts()}")
            expect(relay.mails == [], "nothing is sent")
            expect(site.delivery(session) == "queued", "nothing is given up")
            # 535 is the sign-in's code; the name of the fault stands in a certificate error.
            expect(("535" if wrong_password else "certificate") in site.log(), f"the cause is told: {site.log()}")
        site.authority = right
        with site.serve(f"smtp+starttls://{URL_CREDENTIALS}@{relay.place}"):
            relay.wait_for_one()
            site.wait_until_sent(session)


class Relay:
    """aiosmtpd on a free port of loopback."""

    def __init__(self, kind, authority):
        self.kind, self.mails = kind, []
        context = None
        if kind != "plain":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
        options = {"hostname": "127.0.0.1", "port": free_port(), "authenticator": self.authenticate}
        if kind == "starttls":
            options |= {"tls_context": context, "require_starttls": True, "auth_required": True}
        elif kind == "tls":
            # It does not count its own wrapping as encryption.
            options |= {"ssl_context": context, "auth_required": True, "auth_require_tls": False}
        self.controller = Controller(self, **options)
        self.place = f"localhost:{options['port']}"

    def authenticate(self, server, session, envelope, mechanism, data):
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False, auth_data=data.login.decode())

    async def handle_DATA(self, server, session, envelope):
        encrypted = session.ssl is not None or self.kind == "tls"
        mail = {"recipients": envelope.rcpt_tos, "tls": encrypted, "user": session.auth_data}
        mail["message"] = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append(mail)
        return "250 taken"

    def wait_for_one(self):
        wait_for(lambda: self.mails, "the mail arrives")
        # A second one would come at once.
        time.sleep(1)
        expect(len(self.mails) == 1, f"it arrives once: {len(self.mails)}")
        return self.mails[0]

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_):
        self.controller.stop()


class Site:
    """A folder with a database, a host and their token."""

    def __init__(self, binary, folder, authority):
        self.binary, self.folder, self.authority = binary, folder, authority
        self.origin = f"http://127.0.0.1:{free_port()}"
        self.run("migrate")
        self.run("host", "add", "--email", "host@example.org", "--name", "Hanna Host", "--operator")
        self.token = self.run("token", "create", "--email", "host@example.org").strip()

    def environment(self, url=None):
        bundle = self.folder / "trusted.pem"
        self.authority.cert_pem.write_to_path(str(bundle))
        return {
            "SSL_CERT_FILE": str(bundle),
            "JIGSAW_DATABASE_URL": f"sqlite://{self.folder}/jigsaw.db",
            "JIGSAW_LEAVE_SECONDS": "0",
            "JIGSAW_LISTEN": self.origin.removeprefix("http://"),
            **({"JIGSAW_SMTP_URL": url} if url else {}),
        }

    def run(self, *words):
        environment = self.environment()
        done = subprocess.run(
            [self.binary, *words], env=environment, capture_output=True, text=True, cwd=self.folder
        )
        expect(done.returncode == 0, f"jigsaw {' '.join(words)}: {done.stderr}")
        return done.stdout

    def serve(self, url):
        return Server(self, url)

    def api(self, method, path, body=None):
        return call(method, f"{self.origin}/api/v1{path}", body, self.token)

    def invite(self, server, address):
        now = datetime.datetime.now(datetime.timezone.utc)
        body = {
            "title": "A session",
            "invitation_type": "invitation_list",
            "starts_at": now.isoformat(),
            "ends_at": (now + datetime.timedelta(hours=2)).isoformat(),
            "time_zone": "Europe/Berlin",
        }
        status, session = self.api("POST", "/sessions", body)
        expect(status == 201, f"created: {status} {session}")
        status, answer = self.api("POST", f"/sessions/{session['id']}/start")
        expect(status == 200, f"started: {status} {answer}")
        invitations = {"invitations": [{"email": address}]}
        status, answer = self.api("POST", f"/sessions/{session['id']}/invitations", invitations)
        expect(status == 201, f"invited: {status} {answer}")
        return session["id"]

    def delivery(self, session):
        return self.api("GET", f"/sessions/{session}/invitations")[1]["items"][0]["delivery"]

    def wait_until_sent(self, session):
        self.wait_for(lambda: self.delivery(session) == "sent", "the host sees that it was sent")

    def wait_for(self, is_so, what):
        try:
            wait_for(is_so, what)
        except AssertionError:
            print(self.log())
            raise

    def log(self):
        return (self.folder / "server.log").read_text()

    def alerts(self):
        return sum('"level":"ERROR"' in line and "out of order" in line for line in self.log().splitlines())


class Server:
    def __init__(self, site, url):
        self.log = open(site.folder / "server.log", "a")
        environment = site.environment(url)
        self.process = subprocess.Popen([site.binary, "serve"], env=environment, stderr=self.log, cwd=site.folder)
        site.wait_for(lambda: reachable(f"{site.origin}/readyz"), "the server is ready")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        expect(self.process.wait(PATIENCE) == 0, "the server stops cleanly")
        self.log.close()


def personal_link(message):
    text = message.get_body(("plain",)).get_content()
    return next(word for word in text.split() if "/i/" in word)


def call(method, url, body=None, token=None):
    headers = {"Content-Type": "application/json"} if body is not None else {}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    data = json.dumps(body).encode() if body is not None else None
    try:
        request = urllib.request.Request(url, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    try:
        return status, json.loads(text)
    except ValueError:
        return status, text


def reachable(url):
    try:
        return call("GET", url)[0] == 200
    except OSError:
        return False


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(is_so, what):
    end = time.monotonic() + PATIENCE
    while not is_so():
        expect(time.monotonic() < end, f"not within {PATIENCE} s: {what}")
        time.sleep(0.05)


def expect(is_so, what):
    if not is_so:
        raise AssertionError(what)


if __name__ == "__main__":
    main(str(Path(sys.argv[1]).resolve()))
