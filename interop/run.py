#!/usr/bin/env python3
"""Black-box acceptance test of a server of profile emis-ps/1.

    python3 interop/run.py --server FILE [--with-wsdl] [--only TEXT] [--list]

FILE holds the one line of JSON that the simulator prints. The checks were written
from spec/protocol.md and spec/operations.md, whose sections the messages name; what
a check says is wrong is to be settled by those pages. One line a check, `ok NAME`,
`skip NAME: why` (the server's set-up has nothing to try it on) or `FAIL NAME: …`;
the last line is `N passed, M failed`, and the exit status is 0 only if none failed.
"""

import argparse
import datetime
import gzip
import http.client
import json
import re
import socket
import sys
import threading
import unicodedata
import urllib.parse
import uuid
import xml.etree.ElementTree

import emis_ps
from emis_ps import (
    ENVELOPE,
    DECLARATION,
    NS_EMIS,
    NS_SOAP,
    VERSIONS,
    ProtocolError,
    Malformed,
    b64,
    operation,
    version_pair,
)

CHECKS = []


class Failure(Exception):
    pass


class Skip(Exception):
    pass


def check(name):
    def add(function):
        CHECKS.append((name, function))
        return function

    return add


def soap(
    header,
    body,
    declaration=DECLARATION,
    envelope=ENVELOPE,
    tail=b"</s:Envelope>",
    header_open=b"<s:Header>",
    header_close=b"</s:Header>",
    body_open=b"<s:Body>",
    body_close=b"</s:Body>",
):
    """A message whose parts can each be spoilt."""
    head = b"" if header is None else header_open + header + header_close
    return declaration + envelope + head + body_open + body + body_close + tail


class Answer:
    """What came back, read as far as it can be read."""

    def __init__(self, reply):
        self.status, self.headers, self.octets = reply
        self.message = self.fault = None
        self.why = ""
        try:
            self.message = emis_ps.read_message(self.octets)
            self.fault = emis_ps.read_fault(self.message.element)
        except ProtocolError as error:
            self.why = str(error)

    def __str__(self):
        if self.message is None:
            return "HTTP %d and no readable envelope (%s): %r" % (
                self.status, self.why, self.octets[:200],
            )
        sort = "with" if self.message.session else "without"
        if self.fault:
            extra = "".join(
                ", %s %s" % (name, value)
                for name, value in (
                    ("Field", self.fault.field),
                    ("RequiredVersion", self.fault.required_version),
                    ("PracticeVersion", self.fault.practice_version),
                )
                if value
            )
            what = "the fault %s%s" % (self.fault.code, extra)
        else:
            what = self.message.element.local
        return "HTTP %d, %s, %s Session header" % (self.status, what, sort)


UNVERIFIED = {
    "MalformedRequest", "ProfileNotSupported", "ValidationFailed", "TooManySessions",
    "SessionNotFound", "SessionExpired", "SessionInvalidated",
}


class Session:
    """A session as an honest client holds it, with doors for dishonest use."""

    def __init__(self, env, chain, practice, version):
        self.env, self.chain, self.practice, self.version = env, chain, practice, version

    @property
    def id(self):
        return self.chain.id

    def block(self, body, **changed):
        return self.chain.block(body, **changed)

    def message(self, body, **changed):
        return soap(self.block(body, **changed), body)

    def verified(self, sent, body, answer):
        """The answer, which must carry the next link of the chain."""
        if answer.message is None or answer.message.session is None:
            raise Failure(
                "sent %s; expected an answer with a Session header (protocol.md 4), got %s"
                % (sent, answer)
            )
        try:
            self.chain.accept(body, answer.message)
        except ProtocolError as error:
            raise Failure(
                "sent %s; expected the next SessionHash (protocol.md 4), got %s: %s"
                % (sent, answer, error)
            ) from error
        if answer.fault and answer.fault.code in UNVERIFIED:
            raise Failure(
                "sent %s; a fault of the handshake and session group is never authenticated"
                " (operations.md, Faults), got %s" % (sent, answer)
            )
        return answer

    def exchange(self, body, octets=None, sent=None, **http):
        sent = sent or "a call with the Body %s" % body[:120].decode("utf-8", "replace")
        answer = self.env.post(octets if octets is not None else self.message(body), **http)
        return self.verified(sent, body, answer)

    def raw(self, body, octets=None, sent=None, **http):
        """A call with these Body bytes that must be carried out."""
        answer = self.exchange(body, octets, sent, **http)
        if answer.fault:
            raise Failure(
                "sent %s; expected it to be carried out, got %s"
                % (sent or body[:160].decode("utf-8", "replace"), answer)
            )
        if answer.status != 200:
            raise Failure("success is HTTP 200 (protocol.md 6), got %s" % answer)
        request = emis_ps.read_message(soap(None, body)).element.local
        element = answer.message.element
        if (element.namespace, element.local) != (NS_EMIS, request + "Response"):
            raise Failure(
                "expected {%s}%sResponse (protocol.md 5), got {%s}%s"
                % (NS_EMIS, request, element.namespace, element.local)
            )
        return element

    def call(self, name, *fields):
        return self.raw(operation(name, fields))

    def faulty(self, body, code, field=None, octets=None, sent=None, section="protocol.md 4"):
        """A call that must be answered by this fault, authenticated."""
        if isinstance(body, tuple):
            body = operation(body[0], body[1:])
        sent = sent or body[:200].decode("utf-8", "replace")
        answer = self.exchange(body, octets, sent)
        expect_fault(sent, answer, code, True, section, field)
        return answer.fault

    def alive(self, why):
        """An ordinary call goes through: the session was not touched."""
        try:
            self.call("GetPracticeSettings", ("OdsCode", self.practice["odsCode"]))
        except Failure as failure:
            raise Failure("%s; afterwards an ordinary call: %s" % (why, failure)) from failure

    def gone(self, why):
        """An ordinary call finds no session."""
        body = operation("GetPracticeSettings", [("OdsCode", self.practice["odsCode"])])
        answer = self.env.post(self.message(body))
        expect_fault(
            "%s, then an ordinary call of the same session" % why,
            answer, ("SessionNotFound", "SessionExpired"), False, "protocol.md 4, step 2",
        )

    def end(self):
        self.call("EndSession")


def expect_fault(sent, answer, codes, authenticated, section, field=None):
    codes = (codes,) if isinstance(codes, str) else codes
    wanted = "%s, %s (%s)" % (
        " or ".join(codes) + (" naming %s" % field if field else ""),
        "authenticated" if authenticated else "without a Session header",
        section,
    )
    text = "sent %s; expected the fault %s, got %s" % (sent, wanted, answer)
    if answer.fault is None or answer.fault.code not in codes:
        raise Failure(text)
    if bool(answer.message.session) != authenticated:
        raise Failure(text)
    if field is not None and answer.fault.field != field:
        raise Failure(text)
    receiver = answer.fault.code in ("InternalError", "Unavailable")
    if answer.status != (500 if receiver else 400):
        raise Failure(text + " (an s:Sender fault is 400, an s:Receiver fault 500: protocol.md 6)")
    if answer.fault.soap_code is None or not answer.fault.soap_code.endswith(
        ":Receiver" if receiver else ":Sender"
    ):
        raise Failure(text + " (s:Code is %s: operations.md, Faults)" % answer.fault.soap_code)


SPENT = {"AlreadyLinked", "AccountArchived", "PatientArchived", "TooManyAttempts",
         "LinkageKeyMismatch"}


class Env:
    """The server under test and what the checks share."""

    def __init__(self, conf):
        self.endpoint = conf["endpoint"]
        self.now = datetime.datetime.fromisoformat(conf["now"])
        self.app = conf["applicationId"]
        self.keys = emis_ps.validation_keys(
            self.app,
            emis_ps.unb64(conf["clientPreSharedKey"]),
            emis_ps.unb64(conf["serverPreSharedKey"]),
        )
        self.practices = conf["practices"]
        self.live = [p for p in self.practices if p["live"]]
        self.pins = {}
        for document in conf["pinDocuments"]:
            self.pins.setdefault(document["odsCode"], []).append(document)
        self._settings, self._people = {}, {}
        self.used_slots = set()
        self.requests = 0
        self.headers_seen = []
        self.correlations = set()
        self.double_correlation = None
        with_pins = [p for p in self.live if self.pins.get(p["odsCode"])]
        with_pins.sort(key=lambda p: version_pair(p["schemaVersion"]), reverse=True)
        if not with_pins:
            raise SystemExit("no live practice with PIN documents in the set-up")
        self.by_version = with_pins

    # what the set-up offers

    @property
    def main(self):
        """The live practice of the highest version."""
        return self.by_version[0]

    @property
    def other(self):
        if len(self.live) < 2:
            raise Skip("only one live practice")
        return next(p for p in self.live if p is not self.main)

    def settings(self, practice):
        if practice["odsCode"] not in self._settings:
            session = self.app_session(practice)
            self._settings[practice["odsCode"]] = session.call(
                "GetPracticeSettings", ("OdsCode", practice["odsCode"])
            )
            session.end()
        return self._settings[practice["odsCode"]]

    def setting(self, practice, path):
        return self.settings(practice).value(path)

    def practice_where(self, why, test):
        for practice in self.by_version:
            if test(practice):
                return practice
        raise Skip("no live practice %s" % why)

    def booking(self, reason=None):
        """A practice that offers appointments, with this rule for the reason."""

        def fits(practice):
            if self.setting(practice, "Services/Appointments") not in ("true", "1"):
                return False
            rule = self.setting(practice, "InputRequirements/AppointmentBookingReason")
            return reason is None or rule in reason

        return self.practice_where("books appointments with reason %s" % (reason,), fits)

    # messages

    def post(self, octets, action="Call", headers=None, method="POST", query=""):
        self.requests += 1
        merged = emis_ps.http_headers(action)
        merged.update(headers or {})
        merged = {k: v for k, v in merged.items() if v is not None}
        try:
            reply = emis_ps.http_request(self.endpoint, method, octets, merged, query)
        except (OSError, http.client.HTTPException) as error:
            raise Failure("expected an HTTP response, the connection failed: %r" % error) from error
        answer = Answer(reply)
        if answer.message is not None:
            self.headers_seen.append((reply.headers, str(answer)))
            if answer.fault and answer.fault.correlation_id:
                if answer.fault.correlation_id in self.correlations:
                    self.double_correlation = answer.fault.correlation_id
                self.correlations.add(answer.fault.correlation_id)
        return answer

    def hello(self, practice, version=None, rel=None, replaces="", **changed):
        changed.setdefault("application_id", self.app)
        changed.setdefault("v_c", self.keys[0])
        changed.setdefault("v_s", self.keys[1])
        changed.setdefault("ods_code", practice["odsCode"])
        return emis_ps.ClientHello(
            schema_version=version or practice["schemaVersion"],
            relationship_id=rel["id"] if rel else "",
            relationship_key=rel["key"] if rel else b"",
            replaces=replaces,
            **changed,
        )

    def begin_octets(self, hello, fields=None, header_app=None, body=None):
        header = emis_ps.application_block(header_app or hello.texts[1])
        if body is None:
            body = operation("BeginSession", hello.fields() if fields is None else fields)
        return soap(header, body)

    def finish(self, hello, answer, practice, version):
        if answer.message is None or answer.fault:
            raise Failure(
                "sent BeginSession; expected BeginSessionResponse (protocol.md 3), got %s" % answer
            )
        if answer.message.session or answer.message.application:
            raise Failure("our response outside a session has no block of ours (protocol.md 5)")
        try:
            chain = hello.finish(answer.message.element)
        except ProtocolError as error:
            raise Failure(
                "sent BeginSession; the response does not stand (protocol.md 3): %s" % error
            ) from error
        return Session(self, chain, practice, version)

    def session(self, practice, version=None, rel=None, replaces="", **changed):
        hello = self.hello(practice, version, rel, replaces, **changed)
        answer = self.post(self.begin_octets(hello), "BeginSession")
        return self.finish(hello, answer, practice, hello.texts[3])

    def app_session(self, practice=None, version=None, **more):
        return self.session(practice or self.main, version, None, **more)

    def patient_session(self, rel=None, version=None, **more):
        rel = rel or self.rel()
        return self.session(rel["practice"], version, rel, **more)

    def refused_begin(self, sent, octets, codes, section="protocol.md 3"):
        answer = self.post(octets, "BeginSession")
        expect_fault(sent, answer, codes, False, section)
        return answer.fault

    def first_call_fails(self, session, sent):
        """The session was given, but its first call is refused."""
        body = operation("GetUserOptions")
        answer = self.post(session.message(body))
        expect_fault(sent, answer, "SessionInvalidated", False, "protocol.md 3 and 4, step 3")

    # people

    def take_pin(self, practice):
        pins = self.pins.get(practice["odsCode"], [])
        if not pins:
            raise Skip("no PIN document left for %s" % practice["odsCode"])
        return pins.pop(0)

    def register_fields(self, pin, **changed):
        return [
            ("OdsCode", changed.get("ods", pin["odsCode"])),
            ("AccountId", changed.get("account", pin["accountId"])),
            ("LinkageKey", changed.get("linkage", pin["linkageKey"])),
            ("Surname", changed.get("surname", pin["surname"])),
            ("DateOfBirth", changed.get("born", pin["dateOfBirth"])),
        ]

    def register(self, session, pin, **changed):
        """A relationship, from a reply to RegisterWithPinDocument."""
        element = session.call("RegisterWithPinDocument", *self.register_fields(pin, **changed))
        return self.relationship(session.practice, element, pin)

    def relationship(self, practice, element, pin=None):
        rel_id = element.value("PatientRelationshipId") or ""
        key = element.value("PatientRelationshipKey") or ""
        status = element.value("AccountStatus")
        if not re.fullmatch(r"[A-Za-z0-9-]{1,64}", rel_id):
            raise Failure("PatientRelationshipId is %r (protocol.md 1)" % rel_id)
        if not re.fullmatch(r"[!-~]{16,128}", key):
            raise Failure("the PatientRelationshipKey's form is wrong (protocol.md 1)")
        if status not in ("Full", "Restricted"):
            raise Failure("AccountStatus is %r (operations.md)" % status)
        return {
            "practice": practice, "id": rel_id, "key": key.encode("ascii"),
            "pin": pin, "status": status,
        }

    def fresh(self, practice=None, tries=40):
        """A relationship just registered and not yet confirmed."""
        practice = practice or self.main
        session = self.app_session(practice)
        try:
            for _ in range(tries):
                pin = self.take_pin(practice)
                body = operation("RegisterWithPinDocument", self.register_fields(pin))
                answer = session.exchange(body)
                if answer.fault is None:
                    return self.relationship(practice, answer.message.element, pin)
                # An earlier run may have spent the document, or the account is archived.
                if answer.fault.code not in SPENT:
                    raise Failure("registering with a PIN document, got %s" % answer)
        finally:
            session.end()
        raise Failure("%d PIN documents in a row could not be registered" % tries)

    def rel(self, practice=None, which=0, service="Appointments"):
        """A confirmed relationship with this service, shared by the checks."""
        practice = practice or self.main
        people = self._people.setdefault(practice["odsCode"], [])
        while True:
            fit = [r for r in people if service in r["services"]]
            if len(fit) > which:
                return fit[which]
            if len(people) >= which + 8:
                raise Skip("no patient of %s has %s" % (practice["odsCode"], service))
            candidate = self.fresh(practice)
            session = self.patient_session(candidate)
            effective = session.call("GetUserOptions").find("EffectiveServices")
            candidate["services"] = {
                c.local for c in (effective.children if effective else ())
                if c.text in ("true", "1")
            }
            session.end()
            people.append(candidate)

    # appointments

    def window(self, practice):
        days = int(self.setting(practice, "Appointments/LatestBookingDays") or "28")
        return (
            ("From", self.now.strftime("%Y-%m-%dT%H:%M:%S")),
            ("To", (self.now + datetime.timedelta(days=min(days + 1, 119))).strftime(
                "%Y-%m-%dT%H:%M:%S")),
        )

    def slots(self, session, pages=20):
        out, after = [], None
        for _ in range(pages):
            fields = list(self.window(session.practice))
            if after:
                fields.append(("After", after))
            element = session.call("GetAvailableAppointments", *fields)
            table = element.find("Slots")
            out += table.all("Slot") if table else []
            after = element.value("Next")
            if not after:
                break
        return out

    def slot(self, session, telephone=False):
        """A free slot that no other check has had."""
        wanted = []
        for slot in self.slots(session):
            number = slot.value("SlotId")
            if (slot.value("SlotType") == "Telephone") == telephone:
                if number not in self.used_slots:
                    wanted.append(number)
        if not wanted:
            raise Skip("no free %s slot left" % ("telephone" if telephone else "ordinary"))
        self.used_slots.add(wanted[0])
        return wanted[0]

    def booking_fields(self, practice, slot, reason=None, telephone=False):
        fields = [("SlotId", slot)]
        rule = self.setting(practice, "InputRequirements/AppointmentBookingReason")
        if reason is None and rule == "RequestedMandatory":
            reason = "Check-up"
        if reason is not None:
            fields.append(("BookingReason", reason))
        if telephone:
            fields.append(("Telephone", [("Number", "01632 960001"), ("ContactType", "Home")]))
        return fields

    def bookings(self, session, past=False):
        out, after = [], None
        for _ in range(20):
            fields = [("IncludePast", "true" if past else "false")]
            if after:
                fields.append(("After", after))
            element = session.call("GetPatientAppointments", *fields)
            table = element.find("Appointments")
            out += table.all("Appointment") if table else []
            after = element.value("Next")
            if not after:
                break
        return out

    def tidy(self, rel, *slots):
        """Cancels what a check booked, whether or not it is there."""
        try:
            session = self.patient_session(rel)
            for slot in slots:
                session.exchange(operation("CancelAppointment", [("SlotId", slot)]))
            session.end()
        except (Failure, Skip):
            pass


# === the ordinary course ===========================================================


@check("flow: an application session begins, answers and ends")
def _(env):
    session = env.app_session()
    if session.chain.about["iterations"] != 1:
        raise Failure("Iterations of an application session is 1 (protocol.md 3)")
    session.alive("an application session")
    session.call("EndSession")
    session.gone("EndSession, answered")


@check("flow: register, patient session, settings, options, slots, book, show, cancel, end")
def _(env):
    practice = env.booking()
    rel = env.rel(practice)
    session = env.patient_session(rel)
    session.call("GetPracticeSettings", ("OdsCode", practice["odsCode"]))
    options = session.call("GetUserOptions")
    for part in ("AssignedServices", "EffectiveServices"):
        for name in ("Appointments", "Prescribing", "MedicalRecord", "Messaging"):
            if options.value("%s/%s" % (part, name)) not in ("true", "false"):
                raise Failure("%s/%s is not written true or false" % (part, name))
    slot = env.slot(session)
    fields = env.booking_fields(practice, slot)
    try:
        done = session.call("BookAppointment", *fields)
        if done.value("SlotId") != slot:
            raise Failure("BookAppointmentResponse names slot %s, not %s"
                          % (done.value("SlotId"), slot))
        shown = [a.value("SlotId") for a in env.bookings(session)]
        if slot not in shown:
            raise Failure("expected the booking of slot %s to be shown, got %s" % (slot, shown))
        if slot in [s.value("SlotId") for s in env.slots(session)]:
            raise Failure("a booked slot is still offered as free")
        done = session.call("CancelAppointment", ("SlotId", slot), ("Reason", "Feeling better"))
        if done.value("SlotId") != slot:
            raise Failure("CancelAppointmentResponse names another slot")
        if slot in [a.value("SlotId") for a in env.bookings(session)]:
            raise Failure("a cancelled booking is still shown")
        if slot not in [s.value("SlotId") for s in env.slots(session)]:
            raise Failure("the slot of a cancelled booking is not offered again")
    finally:
        env.tidy(rel, slot)
    session.call("EndSession")
    session.gone("EndSession, answered")


@check("flow: GetClinicalVersionInformation outside a session")
def _(env):
    for practice in env.practices:
        body = operation("GetClinicalVersionInformation", [("OdsCode", practice["odsCode"])])
        answer = env.post(soap(emis_ps.application_block(env.app), body))
        if answer.message is None or answer.fault or answer.message.session:
            raise Failure("expected a response without Session header, got %s" % answer)
        element = answer.message.element
        got = tuple(element.value(n) for n in ("OdsCode", "SchemaVersion", "Live"))
        wanted = (practice["odsCode"], practice["schemaVersion"],
                  "true" if practice["live"] else "false")
        if got != wanted:
            raise Failure("expected OdsCode, SchemaVersion, Live %s, got %s" % (wanted, got))
        names = [o.text for o in element.find("Operations").all("Operation")]
        has = {"BeginSession", "GetUserOptions", "BookAppointment"}
        if not has <= set(names):
            raise Failure("expected the operations of its version, got %s" % names)
        for name, first in LATER:
            if (name in names) != (version_pair(first) <= version_pair(wanted[1])):
                raise Failure("%s of %s is wrongly in or out for version %s"
                              % (name, first, wanted[1]))


@check("flow: GetClinicalVersionInformation inside either kind of session, of any practice")
def _(env):
    for session in (env.app_session(), env.patient_session()):
        for practice in env.practices:
            session.call("GetClinicalVersionInformation", ("OdsCode", practice["odsCode"]))
        session.faulty(("GetClinicalVersionInformation", ("OdsCode", "ZZ99ZZ9999")),
                       "OrganisationUnknown")
        session.end()


@check("flow: every version that the practice runs can be spoken")
def _(env):
    for version in VERSIONS:
        if version_pair(version) <= version_pair(env.main["schemaVersion"]):
            session = env.app_session(version=version)
            if session.chain.about["practice_version"] != env.main["schemaVersion"]:
                raise Failure("PracticeVersion is the highest that the practice runs, %s; got %s"
                              % (env.main["schemaVersion"],
                                 session.chain.about["practice_version"]))
            session.alive("SchemaVersion %s" % version)
            session.end()


@check("flow: several sessions of one relationship live side by side")
def _(env):
    rel = env.rel()
    sessions = [env.patient_session(rel) for _ in range(3)]
    for _ in range(2):
        for session in sessions:
            session.call("GetUserOptions")
    for session in sessions:
        session.end()


@check("flow: walking pages of one gives what whole pages give")
def _(env):
    practice = env.booking()
    session = env.patient_session(env.rel(practice))
    start = env.now
    window = None
    for days in (1, 2, 3, 5, 8, 13):  # a window with a few slots and no more
        fields = (("From", start.strftime("%Y-%m-%dT%H:%M:%S")),
                  ("To", (start + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S")))
        element = session.call("GetAvailableAppointments", *fields)
        table = element.find("Slots")
        if table and len(table.all("Slot")) >= 3:
            window = fields
            break
    if window is None:
        raise Skip("fewer than three slots in the next two weeks")

    def walk(size):
        out, after = [], None
        for _ in range(60):
            fields = list(window) + [("MaximumItems", str(size))]
            if after:
                fields.append(("After", after))
            element = session.call("GetAvailableAppointments", *fields)
            slots = element.find("Slots").all("Slot") if element.find("Slots") else []
            if len(slots) > size:
                raise Failure("a page of %d has %d items" % (size, len(slots)))
            tables = {
                name: {e.value(key) for e in element.find(wrapper).all(name)}
                if element.find(wrapper) else set()
                for wrapper, name, key in (
                    ("Sessions", "Session", "SessionId"),
                    ("Clinicians", "Clinician", "ClinicianId"),
                    ("Locations", "Location", "LocationId"),
                )
            }
            for slot in slots:
                if slot.value("SessionId") not in tables["Session"]:
                    raise Failure("a page's Sessions lacks SessionId %s"
                                  % slot.value("SessionId"))
            out += [(s.value("StartTime"), int(s.value("SlotId"))) for s in slots]
            after = element.value("Next")
            if not after:
                return out, True
        return out, False

    whole, _ = walk(1000)
    if whole != sorted(whole):
        raise Failure("slots are by StartTime, then SlotId; got %s" % whole[:6])
    for size in (1, 7):
        walked, ended = walk(size)
        if walked != whole[: len(walked)] or (ended and len(walked) != len(whole)):
            raise Failure("pages of %d give %d items that differ from the whole's %d"
                          % (size, len(walked), len(whole)))
    session.end()


# === section 3: the handshake ======================================================


def begin_with(env, change, rel=None):
    """BeginSession whose fields were changed after, or with, an honest ClientValidation."""
    hello = env.hello(env.main, rel=rel)
    fields = change(hello.fields(), hello)
    return env.begin_octets(hello, fields)


def put(fields, name, value):
    return [(n, value if n == name else v) for n, v in fields]


def insert(fields, before, name, value):
    out = []
    for each in fields:
        if each[0] == before:
            out.append((name, value))
        out.append(each)
    return out


def refused(name, change, codes, section="protocol.md 3", patient=False):
    def run(env):
        rel = env.rel() if patient else None
        octets = begin_with(env, change, rel)
        env.refused_begin("BeginSession with " + name, octets, codes, section)

    CHECKS.append(("begin: " + name, run))


OTHER_POINT = emis_ps.KeyPair().public

refused("an altered OdsCode",
        lambda f, h: put(f, "OdsCode", "A" + h.texts[2][1:-1] + "Q"), "ValidationFailed")
refused("an altered SchemaVersion",
        lambda f, h: put(f, "SchemaVersion", "1.0" if h.texts[3] != "1.0" else "1.1"),
        "ValidationFailed")
refused("an added PatientRelationshipId",
        lambda f, h: insert(f, "ClientNonce", "PatientRelationshipId", "r-1"), "ValidationFailed")
refused("an altered PatientRelationshipId",
        lambda f, h: put(f, "PatientRelationshipId", h.texts[4][:-1] + "-"), "ValidationFailed",
        patient=True)
refused("a removed PatientRelationshipId",
        lambda f, h: [x for x in f if x[0] != "PatientRelationshipId"], "ValidationFailed",
        patient=True)
refused("an added ReplacesSessionId",
        lambda f, h: insert(f, "ClientNonce", "ReplacesSessionId", "0" * 32), "ValidationFailed")
refused("a ClientNonce altered in one bit",
        lambda f, h: put(f, "ClientNonce", b64(bytes([h.nonce[0] ^ 1]) + h.nonce[1:])),
        "ValidationFailed")
refused("another ClientPublicKey", lambda f, h: put(f, "ClientPublicKey", b64(OTHER_POINT)),
        "ValidationFailed")
refused("a ClientValidation altered in one bit",
        lambda f, h: put(f, "ClientValidation", b64(h.validation[:-1]
                                                    + bytes([h.validation[-1] ^ 1]))),
        "ValidationFailed")


def profile_changed(text):
    return lambda f, h: put(f, "Profile", text)


refused("another Profile", profile_changed("emis-ps/2"), "ProfileNotSupported")
refused("another Profile and an unknown field after it",
        lambda f, h: put(f, "Profile", "emis-ps/2") + [("Colour", "red")], "ProfileNotSupported")
refused("a Profile in capitals", profile_changed("EMIS-PS/1"), "ProfileNotSupported")
refused("another Profile and a wrong ClientValidation",
        lambda f, h: put(put(f, "Profile", "emis-ps/2"), "ClientValidation", b64(bytes(32))),
        "ProfileNotSupported")

FORM = "MalformedRequest"
for _name, _change in (
    ("OdsCode in small letters", lambda f, h: put(f, "OdsCode", h.texts[2].lower())),
    ("an OdsCode of two characters", lambda f, h: put(f, "OdsCode", "A8")),
    ("an OdsCode of eleven characters", lambda f, h: put(f, "OdsCode", "A8100100000")),
    ("SchemaVersion 2", lambda f, h: put(f, "SchemaVersion", "2")),
    ("SchemaVersion 01.0", lambda f, h: put(f, "SchemaVersion", "01.0")),
    ("SchemaVersion +1.0", lambda f, h: put(f, "SchemaVersion", "+1.0")),
    ("SchemaVersion 1.0.0", lambda f, h: put(f, "SchemaVersion", "1.0.0")),
    ("a PatientRelationshipId of 65 characters",
     lambda f, h: insert(f, "ClientNonce", "PatientRelationshipId", "r" * 65)),
    ("a PatientRelationshipId with an underscore",
     lambda f, h: insert(f, "ClientNonce", "PatientRelationshipId", "r_1")),
    ("an empty PatientRelationshipId",
     lambda f, h: insert(f, "ClientNonce", "PatientRelationshipId", "")),
    ("an empty ReplacesSessionId",
     lambda f, h: insert(f, "ClientNonce", "ReplacesSessionId", "")),
    ("a ReplacesSessionId in capitals",
     lambda f, h: insert(f, "ClientNonce", "ReplacesSessionId", "ABCDEF" + "0" * 26)),
    ("a ReplacesSessionId of 31 digits",
     lambda f, h: insert(f, "ClientNonce", "ReplacesSessionId", "0" * 31)),
    ("a ClientNonce of 31 bytes", lambda f, h: put(f, "ClientNonce", b64(h.nonce[:31]))),
    ("a ClientNonce of 33 bytes", lambda f, h: put(f, "ClientNonce", b64(h.nonce + b"\0"))),
    ("an empty ClientNonce", lambda f, h: put(f, "ClientNonce", "")),
    ("a ClientValidation of 31 bytes",
     lambda f, h: put(f, "ClientValidation", b64(h.validation[:31]))),
    ("a ClientValidation of 33 bytes",
     lambda f, h: put(f, "ClientValidation", b64(h.validation + b"\0"))),
    ("a ClientPublicKey of 64 bytes",
     lambda f, h: put(f, "ClientPublicKey", b64(h.public[:64]))),
    ("a ClientPublicKey of 66 bytes",
     lambda f, h: put(f, "ClientPublicKey", b64(h.public + b"\0"))),
    ("base64 without padding", lambda f, h: put(f, "ClientNonce", b64(h.nonce).rstrip("="))),
    ("base64 that is not canonical",
     lambda f, h: put(f, "ClientNonce", b64(h.nonce)[:42] + not_canonical(b64(h.nonce)[42]) + "=")),
    ("base64 with white space in it",
     lambda f, h: put(f, "ClientNonce", b64(h.nonce)[:20] + "\n" + b64(h.nonce)[20:])),
    ("white space around OdsCode", lambda f, h: put(f, "OdsCode", " " + h.texts[2])),
    ("white space around ClientNonce", lambda f, h: put(f, "ClientNonce", b64(h.nonce) + "\n")),
    ("an unknown field at the end", lambda f, h: f + [("Colour", "red")]),
    ("an unknown field in the middle", lambda f, h: insert(f, "ClientNonce", "Colour", "red")),
    ("OdsCode before ApplicationId", lambda f, h: [f[0], f[2], f[1]] + f[3:]),
    ("ClientValidation before ClientNonce", lambda f, h: f[:4] + [f[6], f[4], f[5]]),
    ("OdsCode twice", lambda f, h: insert(f, "SchemaVersion", "OdsCode", h.texts[2])),
    ("no OdsCode", lambda f, h: [x for x in f if x[0] != "OdsCode"]),
    ("no ClientValidation", lambda f, h: f[:-1]),
):
    refused(_name, _change, FORM)
refused("Profile not first", lambda f, h: [f[1], f[0]] + f[2:], (FORM, "ProfileNotSupported"))
refused("no Profile", lambda f, h: f[1:], (FORM, "ProfileNotSupported"))
refused("no field at all", lambda f, h: [], (FORM, "ProfileNotSupported"))


def not_canonical(char):
    """The same bits with one more set that canonical base64 leaves 0."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return alphabet[alphabet.index(char) | 1]


def honest_key(name, make, codes):
    """A ClientPublicKey that the ClientValidation honestly covers."""

    def run(env):
        hello = env.hello(env.main, public=make(emis_ps.KeyPair().public))
        env.refused_begin(
            "BeginSession, right ClientValidation, with " + name, env.begin_octets(hello), codes
        )

    CHECKS.append(("begin: " + name, run))


honest_key("a key off the curve", lambda k: k[:-1] + bytes([k[-1] ^ 1]), "ValidationFailed")
honest_key("a key of zeros after 04", lambda k: b"\x04" + bytes(64), "ValidationFailed")
honest_key("a key with coordinates above the prime", lambda k: b"\x04" + b"\xff" * 64,
           "ValidationFailed")
honest_key("a compressed key of 33 bytes", lambda k: bytes([2 + (k[-1] & 1)]) + k[1:33], FORM)
honest_key("the point at infinity", lambda k: b"\x00", FORM)
honest_key("a hybrid key", lambda k: bytes([6 + (k[-1] & 1)]) + k[1:], FORM)
honest_key("65 bytes that begin with 00", lambda k: b"\0" + k[1:], FORM)


@check("begin: white space between the elements")
def _(env):
    hello = env.hello(env.main)
    body = operation("BeginSession", hello.fields()).replace(b"><", b">\n<")
    env.refused_begin("BeginSession with white space between its elements",
                      env.begin_octets(hello, body=body), FORM)


@check("begin: text between the elements")
def _(env):
    hello = env.hello(env.main)
    body = operation("BeginSession", hello.fields()).replace(b"<OdsCode>", b"x<OdsCode>")
    env.refused_begin("BeginSession with text between its elements",
                      env.begin_octets(hello, body=body), FORM)


@check("begin: an element in a value")
def _(env):
    hello = env.hello(env.main)
    body = operation("BeginSession", hello.fields()).replace(b"</OdsCode>", b"<B/></OdsCode>")
    env.refused_begin("BeginSession with an element in OdsCode",
                      env.begin_octets(hello, body=body), FORM)


@check("begin: a field of another namespace")
def _(env):
    hello = env.hello(env.main)
    body = operation("BeginSession", hello.fields()).replace(
        b"</BeginSession>", b'<x:A xmlns:x="urn:other">1</x:A></BeginSession>')
    env.refused_begin("BeginSession with an element of urn:other",
                      env.begin_octets(hello, body=body), FORM)


@check("begin: any prefix and character references are read")
def _(env):
    hello = env.hello(env.main)
    body = operation("BeginSession", hello.fields())
    body = re.sub(rb"<(/?)(\w)", rb"<\1e:\2", body).replace(b"xmlns=", b"xmlns:e=")
    body = body.replace(b">emis-ps/1<", b">emis-ps&#x2F;1<")
    answer = env.post(env.begin_octets(hello, body=body))
    env.finish(hello, answer, env.main, hello.texts[3]).alive("a prefixed BeginSession")


@check("begin: another ApplicationId in the Header than in the body")
def _(env):
    hello = env.hello(env.main)
    env.refused_begin("BeginSession with another ApplicationId in the Header",
                      env.begin_octets(hello, header_app=str(uuid.uuid4())), FORM)


@check("begin: an ApplicationId in capitals")
def _(env):
    upper = env.app.upper()
    if upper == env.app:
        raise Skip("the ApplicationId has no letters")
    hello = env.hello(env.main, application_id=upper)
    env.refused_begin("BeginSession with the ApplicationId in capitals",
                      env.begin_octets(hello), FORM, "protocol.md 1 and 3")


@check("begin: an unknown ApplicationId")
def _(env):
    hello = env.hello(env.main, application_id=str(uuid.uuid4()))
    env.refused_begin("BeginSession of an unknown application",
                      env.begin_octets(hello), "ValidationFailed")


@check("begin: a wrong V_c")
def _(env):
    hello = env.hello(env.main, v_c=bytes(32))
    env.refused_begin("BeginSession with another V_c", env.begin_octets(hello),
                      "ValidationFailed")


@check("begin: V_s used in place of V_c")
def _(env):
    hello = env.hello(env.main, v_c=env.keys[1])
    env.refused_begin("BeginSession under V_s", env.begin_octets(hello), "ValidationFailed")


@check("begin: a false client is not told of organisations and versions")
def _(env):
    hello = env.hello(env.main, version="9.9", ods_code="ZZ99ZZ9999", v_c=bytes(32))
    env.refused_begin("BeginSession with another V_c, unknown OdsCode and version",
                      env.begin_octets(hello), "ValidationFailed", "protocol.md 3, order")


@check("begin: an unknown OdsCode")
def _(env):
    hello = env.hello(env.main, ods_code="ZZ99ZZ9999")
    env.refused_begin("BeginSession for an unknown practice", env.begin_octets(hello),
                      "OrganisationUnknown")
    hello = env.hello(env.main, ods_code="ZZ99ZZ9999", version="9.9")
    env.refused_begin("BeginSession for an unknown practice in an unknown version",
                      env.begin_octets(hello), "OrganisationUnknown", "protocol.md 3, order")


@check("begin: a practice that is not live")
def _(env):
    practice = next((p for p in env.practices if not p["live"]), None)
    if practice is None:
        raise Skip("every practice is live")
    env.refused_begin("BeginSession for a practice that is not live",
                      env.begin_octets(env.hello(practice)), "PracticeNotLive")


def version_refused(env, practice, version):
    hello = env.hello(practice, version=version)
    fault = env.refused_begin("BeginSession in version %s" % version, env.begin_octets(hello),
                              "VersionNotSupported")
    if fault.practice_version != practice["schemaVersion"]:
        raise Failure("VersionNotSupported at BeginSession: expected PracticeVersion %s, got %s"
                      % (practice["schemaVersion"], fault.practice_version))


@check("begin: a version above the practice's")
def _(env):
    practice = env.practice_where("runs less than the highest version",
                                  lambda p: p["schemaVersion"] != VERSIONS[-1])
    version_refused(env, practice, VERSIONS[VERSIONS.index(practice["schemaVersion"]) + 1])


@check("begin: versions that are in no table")
def _(env):
    for version in ("0.0", "0.9", "1.2", "1.10", "9.9"):
        version_refused(env, env.main, version)


@check("begin: a Session header on BeginSession")
def _(env):
    session = env.app_session()
    body = operation("BeginSession", env.hello(env.main).fields())
    session.faulty(body, "NotAllowedInSession", section="protocol.md 5")
    session.alive("BeginSession inside a session")
    session.end()


@check("begin: replayed while its session lives")
def _(env):
    hello = env.hello(env.main)
    octets = env.begin_octets(hello)
    session = env.finish(hello, env.post(octets), env.main, hello.texts[3])
    env.refused_begin("BeginSession a second time, its session unconfirmed", octets,
                      "ValidationFailed")
    session.alive("BeginSession replayed")
    env.refused_begin("BeginSession a second time, its session confirmed", octets,
                      "ValidationFailed")
    session.alive("BeginSession replayed again")
    session.end()


@check("begin: replayed after its session gives nothing that can be used")
def _(env):
    hello = env.hello(env.main)
    octets = env.begin_octets(hello)
    first = env.finish(hello, env.post(octets), env.main, hello.texts[3])
    first.alive("the first session")
    recorded = operation("GetPracticeSettings", [("OdsCode", env.main["odsCode"])])
    first.end()
    answer = env.post(octets)
    if answer.fault:
        expect_fault("a recorded BeginSession", answer, "ValidationFailed", False, "protocol.md 8")
        return
    element = answer.message.element
    if element.value("SessionId") == first.id:
        raise Failure("the replayed BeginSession gave the same SessionId again")
    # What the replayer has: the old session's keys were never its own.
    guess = emis_ps.Session(element.value("SessionId"),
                            emis_ps.Keys(bytes(32), bytes(32), bytes(32), bytes(32)))
    answer = env.post(soap(guess.block(recorded), recorded))
    expect_fault("a call in a session got by a recorded BeginSession", answer,
                 "SessionInvalidated", False, "protocol.md 8")


@check("begin: a ClientNonce in use by a live session")
def _(env):
    first = env.hello(env.main)
    session = env.finish(first, env.post(env.begin_octets(first)), env.main, first.texts[3])
    second = env.hello(env.main, nonce=first.nonce)
    env.refused_begin("a new key with the ClientNonce of an unconfirmed session",
                      env.begin_octets(second), "ValidationFailed")
    session.alive("its ClientNonce was used again")
    patient = env.hello(env.main, rel=env.rel(), nonce=first.nonce)
    env.refused_begin("a patient session with the ClientNonce of a confirmed session",
                      env.begin_octets(patient), "ValidationFailed")
    session.alive("its ClientNonce was used again")
    session.end()


@check("begin: a wrong relationship key is refused at the first call")
def _(env):
    rel = env.rel()
    session = env.patient_session(dict(rel, key=b"0" * 64))
    env.first_call_fails(session, "the first call with a wrong PatientRelationshipKey")
    session.gone("a first call that was refused")
    session = env.patient_session(rel)
    session.call("GetUserOptions")
    session.end()


@check("begin: an unknown relationship is not told")
def _(env):
    unknown = {"id": "no-such-" + uuid.uuid4().hex, "key": b"0" * 64, "practice": env.main}
    session = env.patient_session(unknown)
    known = env.patient_session()
    if session.chain.about != known.chain.about:
        raise Failure("the answers for an unknown and a known relationship differ: %s, %s"
                      % (session.chain.about, known.chain.about))
    known.call("EndSession")
    env.first_call_fails(session, "the first call of a session for an unknown relationship")


@check("begin: a relationship of another practice is not told, its key useless there")
def _(env):
    other = env.other
    session = env.session(other, None, env.rel())
    env.first_call_fails(session, "the first call with another practice's relationship")
    env.patient_session(env.rel()).end()


# === section 4: the chain ==========================================================


def settings_body(env, practice=None):
    return operation("GetPracticeSettings", [("OdsCode", (practice or env.main)["odsCode"])])


def broken(env, sent, octets, session):
    answer = env.post(octets)
    expect_fault(sent, answer, "SessionInvalidated", False, "protocol.md 4, step 3")
    session.gone(sent)


@check("chain: a call replayed")
def _(env):
    session = env.app_session()
    body = settings_body(env)
    octets = session.message(body)
    session.raw(body, octets)
    broken(env, "call 1 a second time", octets, session)


@check("chain: the last but one call replayed")
def _(env):
    session = env.app_session()
    body = settings_body(env)
    octets = session.message(body)
    session.raw(body, octets)
    session.raw(body)
    broken(env, "call 1 again after call 2", octets, session)


@check("chain: a replayed booking books nothing")
def _(env):
    practice = env.booking()
    rel = env.rel(practice)
    session = env.patient_session(rel)
    slot = env.slot(session)
    body = operation("BookAppointment", env.booking_fields(practice, slot))
    octets = session.message(body)
    try:
        session.raw(body, octets)
        session.call("CancelAppointment", ("SlotId", slot))
        broken(env, "a recorded BookAppointment", octets, session)
        again = env.patient_session(rel)
        if slot in [a.value("SlotId") for a in env.bookings(again)]:
            raise Failure("a replayed BookAppointment took effect")
        again.end()
    finally:
        env.tidy(rel, slot)


@check("chain: a gap")
def _(env):
    session = env.app_session()
    body = settings_body(env)
    broken(env, "call 2 as the first", session.message(body, sequence=2), session)


@check("chain: reordering")
def _(env):
    session = env.app_session()
    body = settings_body(env)
    first = session.message(body)
    after = session.chain.link(session.chain.keys.request, 1, body)
    second = session.message(
        body, sequence=2,
        session_hash=session.chain.link(session.chain.keys.request, 2, body, after),
    )
    answer = env.post(second)
    expect_fault("call 2 before call 1", answer, "SessionInvalidated", False, "protocol.md 4")
    answer = env.post(first)
    expect_fault("call 1 after call 2 was refused", answer,
                 ("SessionNotFound", "SessionExpired"), False, "protocol.md 4, step 2")


def altered(name, change):
    def run(env):
        for confirmed in (False, True):
            session = env.app_session()
            if confirmed:
                session.alive("before")
            body = settings_body(env)
            block = session.block(body)
            octets = soap(block, change(body, env))
            broken(env, "a call whose Body was altered: " + name, octets, session)

    CHECKS.append(("chain: altered Body, " + name, run))


altered("one byte of a value", lambda b, env: b.replace(
    env.main["odsCode"].encode(), env.main["odsCode"][:-1].encode() + b"Q"))
altered("white space in a tag", lambda b, env: b.replace(b"</OdsCode>", b"</OdsCode >"))
altered("the other quotes", lambda b, env: b.replace(b'"', b"'"))
altered("another prefix", lambda b, env: re.sub(rb"<(/?)(\w)", rb"<\1e:\2", b).replace(
    b"xmlns=", b"xmlns:e="))
altered("a character reference", lambda b, env: b.replace(
    b"<OdsCode>A", b"<OdsCode>&#65;") if b"<OdsCode>A" in b else b.replace(
    b"<OdsCode>", b"<OdsCode  >"))
altered("another operation", lambda b, env: operation("EndSession"))


@check("chain: altered SessionHash")
def _(env):
    for position in (0, 31):
        session = env.app_session()
        body = settings_body(env)
        right = session.chain.link(session.chain.keys.request, 1, body)
        wrong = bytearray(right)
        wrong[position] ^= 1
        broken(env, "a call with one bit of SessionHash altered",
               session.message(body, session_hash=bytes(wrong)), session)


@check("chain: altered Sequence")
def _(env):
    for number in (2, 4294967295):
        session = env.app_session()
        body = settings_body(env)
        right = session.chain.link(session.chain.keys.request, 1, body)
        broken(env, "call 1 with Sequence altered to %d" % number,
               session.message(body, sequence=number, session_hash=right), session)


@check("chain: the hash of another call")
def _(env):
    session = env.app_session()
    session.alive("before")
    body = settings_body(env)
    right = session.chain.link(session.chain.keys.response, 2, body)
    broken(env, "a SessionHash made with the response key",
           session.message(body, session_hash=right), session)


@check("chain: an unknown SessionId touches no session")
def _(env):
    session = env.app_session()
    body = settings_body(env)
    answer = env.post(session.message(body, session_id=uuid.uuid4().hex))
    expect_fault("a call with an unknown SessionId", answer, ("SessionNotFound",
                 "SessionExpired"), False, "protocol.md 4, step 2")
    session.alive("a call with an unknown SessionId")
    session.end()


@check("chain: the SessionId of another session ends that one only")
def _(env):
    one, two = env.app_session(), env.app_session()
    one.alive("before")
    two.alive("before")
    body = settings_body(env)
    broken(env, "a call of one session under the SessionId of another",
           one.message(body, session_id=two.id), two)
    one.alive("another session was ended")
    one.end()


@check("chain: two calls racing, one is carried out and the session ends")
def _(env):
    practice = env.booking()
    rel = env.rel(practice)
    for _ in range(3):
        session = env.patient_session(rel)
        slots = [env.slot(session), env.slot(session)]
        try:
            bodies = [operation("BookAppointment", env.booking_fields(practice, s)) for s in slots]
            octets = [session.message(b) for b in bodies]
            answers = race(env, octets)
            carried = [i for i in (0, 1) if answers[i].message and answers[i].message.session]
            refused_ = [i for i in (0, 1) if answers[i].fault
                        and answers[i].fault.code == "SessionInvalidated"
                        and not answers[i].message.session]
            if len(carried) != 1 or len(refused_) != 1:
                raise Failure("two calls with Sequence %d at once: expected one answered and the"
                              " other SessionInvalidated (protocol.md 4, step 4), got %s and %s"
                              % (session.chain.sequence, answers[0], answers[1]))
            session.verified("two calls at once", bodies[carried[0]], answers[carried[0]])
            session.gone("two calls at once")
            again = env.patient_session(rel)
            shown = [a.value("SlotId") for a in env.bookings(again)]
            if (slots[carried[0]] in shown, slots[refused_[0]] in shown) != (True, False):
                raise Failure("two calls at once: the one answered must have taken effect and the"
                              " other not; bookings are %s" % shown)
            again.end()
        finally:
            env.tidy(rel, *slots)


def race(env, messages):
    barrier = threading.Barrier(len(messages))
    answers = [None] * len(messages)

    def run(index):
        barrier.wait()
        try:
            answers[index] = env.post(messages[index])
        except Failure as failure:
            answers[index] = failure

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(messages))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for answer in answers:
        if not isinstance(answer, Answer):
            raise answer or Failure("a racing call gave nothing")
    return answers


@check("chain: authenticated faults keep the chain")
def _(env):
    session = env.patient_session()
    session.faulty(("CancelAppointment", ("SlotId", "abc")), "FieldInvalid", "SlotId")
    session.call("GetUserOptions")
    session.faulty(("NoSuchOperation",), "OperationUnknown")
    session.faulty(("CancelAppointment",), "FieldMissing", "SlotId")
    session.call("GetUserOptions")
    session.end()


@check("chain: a fault as the first call confirms the session")
def _(env):
    session = env.patient_session()
    session.faulty(("NoSuchOperation",), "OperationUnknown")
    session.call("GetUserOptions")
    session.end()


@check("chain: unknown operations")
def _(env):
    session = env.app_session()
    for body in (
        b'<NoSuchOperation xmlns="urn:emis-ps:1"/>',
        b'<getpracticesettings xmlns="urn:emis-ps:1"/>',
        b'<GetPracticeSettings xmlns="urn:other"/>',
        b"<GetPracticeSettings/>",
        b'<GetPracticeSettingsResponse xmlns="urn:emis-ps:1"/>',
        b'<s:Fault xmlns:s="http://www.w3.org/2003/05/soap-envelope"/>',
    ):
        session.faulty(body, "OperationUnknown", section="protocol.md 4, step 5, and 5")
    session.alive("unknown operations")
    session.end()


@check("chain: patient operations are refused in an application session")
def _(env):
    session = env.app_session()
    calls = [("GetUserOptions",), ("GetAvailableAppointments",), ("GetPatientAppointments",),
             ("BookAppointment", ("SlotId", "1")), ("CancelAppointment", ("SlotId", "1")),
             ("GetMedicationCourses",), ("RequestPrescription",), ("GetPrescriptionRequests",)]
    calls += [(name,) for name, first in LATER
              if name != "RegisterWithPatientDetails"
              and version_pair(first) <= version_pair(session.version)]
    for call in calls:
        session.faulty(call, "NotAllowedInSession", section="protocol.md 4, step 5")
    session.alive("patient operations in an application session")
    session.end()


@check("chain: registration is refused in a patient session")
def _(env):
    session = env.patient_session()
    session.faulty(("RegisterWithPinDocument",), "NotAllowedInSession")
    if version_pair(session.version) >= (1, 1):
        session.faulty(("RegisterWithPatientDetails",), "NotAllowedInSession")
    session.call("GetUserOptions")
    session.end()


LATER = (
    ("CancelPrescriptionRequest", "1.1"), ("RegisterWithPatientDetails", "1.1"),
    ("GetDemographics", "1.1"), ("GetMedicalRecordData", "2.0"),
    ("GetMedicalRecordDocumentContent", "2.0"), ("ResetAccountLinkageKey", "2.0"),
    ("GetMessages", "2.1"), ("GetMessage", "2.1"), ("GetMessageRecipients", "2.1"),
    ("SendMessage", "2.1"), ("SetMessageReadState", "2.1"), ("DeleteMessage", "2.1"),
)


def versions_named(sent, fault, required, practice):
    if fault.required_version != required or fault.practice_version != practice:
        raise Failure(
            "sent %s; expected RequiredVersion %s and PracticeVersion %s (operations.md, Faults),"
            " got %s and %s" % (sent, required, practice, fault.required_version,
                                fault.practice_version))


@check("versions: operations later than the session's")
def _(env):
    for version in VERSIONS[:-1]:
        if version_pair(version) > version_pair(env.main["schemaVersion"]):
            break
        for session in (env.patient_session(version=version), env.app_session(version=version)):
            for name, first in LATER:
                if version_pair(first) > version_pair(version):
                    fault = session.faulty((name,), "VersionNotSupported",
                                           section="operations.md, Versions")
                    versions_named(name, fault, first, env.main["schemaVersion"])
            session.alive("operations of later versions")
            session.end()


@check("versions: Telephone in BookAppointment of a 1.0 session")
def _(env):
    practice = env.booking()
    rel = env.rel(practice)
    session = env.patient_session(rel, version="1.0")
    slot = env.slot(session)
    body = operation("BookAppointment", env.booking_fields(practice, slot, telephone=True))
    try:
        fault = session.faulty(body, "VersionNotSupported", section="operations.md, Versions")
        versions_named("Telephone at 1.0", fault, "1.1", practice["schemaVersion"])
        # The version comes before the fields.
        session.faulty(
            ("BookAppointment", ("Telephone", [("Number", "1"), ("ContactType", "Home")])),
            "VersionNotSupported", section="protocol.md 4, step 5, order")
        if slot in [a.value("SlotId") for a in env.bookings(session)]:
            raise Failure("a BookAppointment answered VersionNotSupported took effect")
    finally:
        env.tidy(rel, slot)
    session.end()


@check("versions: a 1.0 session shows no later fields")
def _(env):
    session = env.app_session(version="1.0")
    element = session.call("GetPracticeSettings", ("OdsCode", env.main["odsCode"]))
    for path in ("MedicalRecord", "Appointments/TelephoneAppointments"):
        if element.find(path) is not None:
            raise Failure("GetPracticeSettingsResponse of a 1.0 session has %s" % path)
    session.end()


@check("chain: SessionNotFound after EndSession, also for a replayed EndSession")
def _(env):
    session = env.patient_session()
    body = operation("EndSession")
    octets = session.message(body)
    session.raw(body, octets)
    answer = env.post(octets)
    expect_fault("EndSession a second time", answer, ("SessionNotFound", "SessionExpired"),
                 False, "protocol.md 4, step 2")
    session.gone("EndSession")


@check("chain: an unknown field in EndSession leaves the session")
def _(env):
    session = env.app_session()
    session.faulty(("EndSession", ("Colour", "red")), "FieldInvalid", "Colour")
    session.end()


@check("replaces: the doubtful session ends at the new one's first valid call, not before")
def _(env):
    for begin in (env.patient_session, env.app_session):
        old = begin()
        old.alive("before")
        new = begin(replaces=old.id)
        old.alive("a BeginSession names this session, but no call has come")
        new.alive("the first call of the replacing session")
        answer = env.post(old.message(settings_body(env)))
        expect_fault("a call of a replaced session", answer, "SessionNotFound", False,
                     "protocol.md 4, In doubt")
        new.alive("a call of the replaced session was refused")
        new.end()


@check("replaces: a row of sessions ends with its root (SH-35)")
def _(env):
    for begin in (env.patient_session, env.app_session):
        root = begin()
        root.alive("before")
        # The first calls of the two between are lost.
        second = begin(replaces=root.id)
        third = begin(replaces=second.id)
        last = begin(replaces=third.id)
        root.alive("a row of sessions was begun, but no call of them has come")
        late = root.message(settings_body(env))
        last.alive("the first call of the last session of a row")
        answer = env.post(late)
        expect_fault("a call of the root of a replaced session", answer, "SessionNotFound", False,
                     "protocol.md 4, In doubt")
        third.gone("the first call of a session that named this one")
        last.alive("a call of the root was refused")
        last.end()


@check("replaces: a session that has replaced another is a root itself (SH-35)")
def _(env):
    rel = env.rel()
    first = env.patient_session(rel)
    first.alive("before")
    second = env.patient_session(rel, replaces=first.id)
    second.alive("the first call of the replacing session")
    third = env.patient_session(rel, replaces=second.id)
    last = env.patient_session(rel, replaces=third.id)
    last.alive("the first call of the last session of a row")
    second.gone("a later session of the row answered")
    last.end()


@check("replaces: a root that does not fit is not ended (SH-35)")
def _(env):
    root = env.patient_session(env.rel())
    root.alive("before")
    second = env.rel(env.main, which=1)
    between = env.patient_session(second, replaces=root.id)
    last = env.patient_session(second, replaces=between.id)
    last.alive("the first call of a session whose root is another relationship's")
    root.alive("a session of another relationship has this one as its root")
    last.end()
    root.end()


@check("replaces: a first call that is refused ends nothing")
def _(env):
    rel = env.rel()
    old = env.patient_session(rel)
    old.alive("before")
    new = env.patient_session(dict(rel, key=b"1" * 64), replaces=old.id)
    env.first_call_fails(new, "a first call with a wrong key of a session that replaces another")
    old.alive("a session without the key named this one in ReplacesSessionId")
    old.end()


@check("replaces: an authenticated fault is a valid first call")
def _(env):
    old = env.app_session()
    old.alive("before")
    new = env.app_session(replaces=old.id)
    new.faulty(("NoSuchOperation",), "OperationUnknown")
    old.gone("the replacing session's first valid call, answered by a fault")
    new.end()


@check("replaces: a name that fits none has no effect")
def _(env):
    rel = env.rel()
    patient, app = env.patient_session(rel), env.app_session()
    patient.alive("before")
    app.alive("before")
    second = env.rel(env.main, which=1)
    for new in (
        env.patient_session(rel, replaces=uuid.uuid4().hex),
        env.app_session(replaces=patient.id),
        env.patient_session(rel, replaces=app.id),
        env.patient_session(second, replaces=patient.id),
    ):
        new.alive("ReplacesSessionId names a session that does not fit")
        patient.alive("a session of another relationship or kind named this one")
        app.alive("a session of another kind named this one")
        new.end()
    if len(env.live) > 1:
        new = env.app_session(env.other, replaces=app.id)
        new.alive("ReplacesSessionId names another practice's session")
        app.alive("a session of another practice named this one")
        new.end()
    patient.end()
    app.end()


# === section 5: the envelope =======================================================

# Each of these is malformed: no Session header in the answer, and no session touched,
# although SessionId, Sequence and SessionHash are right for the Body bytes sent.
X = b'<x:T xmlns:x="urn:other"'


def inside(octets):
    """A Body whose operation has these bytes after its field."""

    def make(session, body):
        body = body.replace(b"</GetPracticeSettings>", octets + b"</GetPracticeSettings>")
        return soap(session.block(body), body)

    return make


def whole(body_of):
    def make(session, body):
        body = body_of(body)
        return soap(session.block(body), body)

    return make


def header(block):
    return lambda s, b: soap(s.block(b) + block, b)


def envelope(**parts):
    return lambda s, b: soap(s.block(b), b, **parts)


def session_with(change):
    """The right Session block, changed as text."""
    return lambda s, b: soap(change(s.block(b), s), b)


def nested(depth):
    return b"<a>" * depth + b"</a>" * depth


def decls(count, start=0):
    return b"".join(b' xmlns:n%d="urn:n%d"' % (start + i, start + i) for i in range(count))


def attrs(count):
    return b"".join(b' a%d="1"' % i for i in range(count))


def header_of(size):
    """A Header element of so many bytes."""

    def make(s, b):
        block = s.block(b)
        frame = X + b"></x:T>"
        pad = size - len(b"<s:Header></s:Header>") - len(block) - len(frame)
        return soap(block + X + b">" + b"p" * pad + b"</x:T>", b)

    return make


ENV = b'<s:Envelope xmlns:s="' + NS_SOAP.encode() + b'"'
MALFORMED = {
    # the outline
    "SOAP 1.1": envelope(envelope=b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">'),
    "another document element": envelope(envelope=ENV.replace(b"Envelope", b"Letter") + b">",
                                         tail=b"</s:Letter>"),
    "two Bodies": envelope(tail=b"<s:Body/></s:Envelope>"),
    "two Headers": lambda s, b: soap(s.block(b) + b"</s:Header><s:Header>", b),
    "the Header after the Body": lambda s, b: soap(
        None, b, tail=b"<s:Header>" + s.block(b) + b"</s:Header></s:Envelope>"),
    "an element after the Body": envelope(tail=X + b"/></s:Envelope>"),
    "an element of SOAP in the Envelope": envelope(header_open=b"<s:Note/><s:Header>"),
    "an element after the Envelope": envelope(tail=b"</s:Envelope><a/>"),
    "text after the Envelope": envelope(tail=b"</s:Envelope>x"),
    "text in the Envelope": envelope(body_open=b"x<s:Body>"),
    "text in the Header": header(b"x"),
    "an empty Body": lambda s, b: soap(s.block(b""), b""),
    "an empty Body tag": lambda s, b: soap(s.block(b""), b"", body_open=b"<s:Body/>",
                                           body_close=b""),
    "two elements in the Body": whole(lambda b: b + b),
    "white space before the Body's element": whole(lambda b: b"\n" + b),
    "white space after the Body's element": whole(lambda b: b + b" "),
    "text in the Body": whole(lambda b: b + b"x"),
    "no Body": lambda s, b: soap(s.block(b), b"", body_open=b"", body_close=b""),
    "mismatched tags outside": envelope(tail=b"</s:Envelop>"),
    "the Envelope not closed": envelope(tail=b""),
    "nothing at all": lambda s, b: b"",
    "no XML": lambda s, b: b"{}",
    # Header blocks
    "both header blocks": lambda s, b: soap(
        s.block(b) + emis_ps.application_block(s.env.app), b),
    "Session twice": lambda s, b: soap(s.block(b) * 2, b),
    "an unknown block of ours": header(b'<Trace xmlns="urn:emis-ps:1">1</Trace>'),
    "mustUnderstand true": header(X + b' s:mustUnderstand="true"/>'),
    "mustUnderstand 1": header(X + b' s:mustUnderstand="1"/>'),
    "Session with an unknown element": session_with(
        lambda t, s: t.replace(b"</Session>", b"<Colour>1</Colour></Session>")),
    "Session with white space": session_with(
        lambda t, s: t.replace(b"<Sequence>", b" <Sequence>")),
    "Session without Sequence": session_with(
        lambda t, s: t.replace(b"<Sequence>1</Sequence>", b"")),
    "Session out of order": session_with(
        lambda t, s: t.replace(b"<Sequence>1</Sequence>", b"").replace(
            b"<SessionId>", b"<Sequence>1</Sequence><SessionId>")),
    "SessionId in capitals": session_with(
        lambda t, s: t.replace(s.id.encode(), b"A" + s.id.upper().encode()[1:])),
    "SessionId of 31 digits": session_with(
        lambda t, s: t.replace(s.id.encode(), s.id[1:].encode())),
    "white space around SessionId": session_with(
        lambda t, s: t.replace(s.id.encode(), s.id.encode() + b" ")),
    "an empty SessionHash": session_with(
        lambda t, s: re.sub(rb"<SessionHash>.*</SessionHash>", b"<SessionHash/>", t)),
    "SessionHash without padding": session_with(
        lambda t, s: t.replace(b"=</SessionHash>", b"</SessionHash>")),
    "SessionHash that is not canonical": session_with(
        lambda t, s: re.sub(rb"(.)=</SessionHash>", lambda m: not_canonical(
            m.group(1).decode()).encode() + b"=</SessionHash>", t)),
    "SessionHash of 31 bytes": session_with(
        lambda t, s: re.sub(rb"<SessionHash>.*</SessionHash>", b"<SessionHash>"
                            + b64(bytes(31)).encode() + b"</SessionHash>", t)),
    "the Session of no namespace beside none of ours": session_with(
        lambda t, s: t.replace(b' xmlns="urn:emis-ps:1"', b"")),
    # the declaration and the encoding
    "XML 1.1": envelope(declaration=b'<?xml version="1.1" encoding="UTF-8"?>'),
    "encoding ISO-8859-1": envelope(declaration=b'<?xml version="1.0" encoding="ISO-8859-1"?>'),
    "encoding US-ASCII": envelope(declaration=b'<?xml version="1.0" encoding="US-ASCII"?>'),
    "white space before the declaration": envelope(declaration=b"\n" + DECLARATION),
    "UTF-16": lambda s, b: soap(s.block(b), b, declaration=b"").decode().encode("utf-16"),
    "two byte order marks": envelope(declaration=b"\xef\xbb\xbf" * 2 + DECLARATION),
    "a byte order mark in the Body": whole(lambda b: b"\xef\xbb\xbf" + b),
    # names and attributes
    "an undeclared prefix on the Envelope": envelope(envelope=b"<s:Envelope>"),
    "an undeclared prefix of a block": header(b"<y:T/>"),
    "an undeclared prefix of an attribute outside": envelope(body_open=b'<s:Body y:a="1">'),
    "a repeated attribute outside": envelope(body_open=b'<s:Body a="1" a="2">'),
    "a repeated namespace declaration": envelope(body_open=b'<s:Body xmlns:q="a" xmlns:q="b">'),
    "an undeclared prefix in the Body": inside(b"<y:a/>"),
    "an undeclared prefix of an attribute in the Body": inside(b'<a y:b="1"/>'),
    "a repeated attribute in the Body": inside(b'<a b="1" b="2"/>'),
    "an attribute repeated under two prefixes": inside(
        b'<a xmlns:p="urn:p" xmlns:q="urn:p" p:b="1" q:b="2"/>'),
    "a prefix declared on the Envelope and not in the Body": lambda s, b: soap(
        s.block(PREFIXED(b)), PREFIXED(b), envelope=ENV + b' xmlns:e="urn:emis-ps:1">'),
    "a prefix declared on the Body tag and not inside": lambda s, b: soap(
        s.block(PREFIXED(b)), PREFIXED(b), body_open=b'<s:Body xmlns:e="urn:emis-ps:1">'),
    "the SOAP prefix of the Envelope used in the Body": inside(b"<s:a/>"),
    "an attribute without quotes": inside(b"<a b=1/>"),
    "< in an attribute": inside(b'<a b="<"/>'),
    # text
    "]]> in text": inside(b"<a>]]></a>"),
    "mismatched tags in the Body": inside(b"<a></b>"),
    "an element not closed in the Body": inside(b"<a>"),
    "an entity that is not predefined": inside(b"<a>&nbsp;</a>"),
    "an entity that is not predefined, in an attribute": inside(b'<a b="&nbsp;"/>'),
    "a bare ampersand": inside(b"<a>a & b</a>"),
    "the character U+0001": inside(b"<a>\x01</a>"),
    "the character U+0000": inside(b"<a>\x00</a>"),
    "the character U+FFFE": inside(b"<a>\xef\xbf\xbe</a>"),
    "a reference to U+0001": inside(b"<a>&#1;</a>"),
    "a reference to U+0000": inside(b"<a>&#0;</a>"),
    "a reference to a surrogate": inside(b"<a>&#xD800;</a>"),
    "a reference to U+FFFF": inside(b"<a>&#xFFFF;</a>"),
    "a reference above U+10FFFF": inside(b"<a>&#x110000;</a>"),
    "a reference in an attribute to U+0001": inside(b'<a b="&#1;"/>'),
    "bad UTF-8: a stray byte": inside(b"<a>\xff</a>"),
    "bad UTF-8: a stray continuation": inside(b"<a>\x80</a>"),
    "bad UTF-8: overlong": inside(b"<a>\xc0\x80</a>"),
    "bad UTF-8: overlong of three": inside(b"<a>\xe0\x80\xaf</a>"),
    "bad UTF-8: a surrogate": inside(b"<a>\xed\xa0\x80</a>"),
    "bad UTF-8: above U+10FFFF": inside(b"<a>\xf4\x90\x80\x80</a>"),
    "bad UTF-8: cut short": inside(b"<a>\xe2\x82</a>"),
    "bad UTF-8: in a Header block": header(X + b">\xff</x:T>"),
    "bad UTF-8: in an attribute outside": envelope(body_open=b'<s:Body a="\xff">'),
    # what the profile leaves out
    "a DTD": envelope(declaration=DECLARATION + b"<!DOCTYPE s:Envelope>"),
    "a DTD with an entity": envelope(
        declaration=DECLARATION + b'<!DOCTYPE s:Envelope [<!ENTITY a "b">]>'),
    "a DTD in the Body": whole(lambda b: b"<!DOCTYPE a>" + b),
    "a comment before the Envelope": envelope(declaration=DECLARATION + b"<!-- c -->"),
    "a comment after the Envelope": envelope(tail=b"</s:Envelope><!-- c -->"),
    "a comment in the Envelope": envelope(body_open=b"<!-- c --><s:Body>"),
    "a comment in the Header": header(b"<!-- c -->"),
    "a comment in a foreign block": header(X + b"><!-- c --></x:T>"),
    "a comment in the Body before its element": whole(lambda b: b"<!-- c -->" + b),
    "a comment in the Body": inside(b"<!-- c -->"),
    "a processing instruction before the Envelope": envelope(declaration=DECLARATION + b"<?p i?>"),
    "a processing instruction after the Envelope": envelope(tail=b"</s:Envelope><?p i?>"),
    "a processing instruction in the Header": header(b"<?p i?>"),
    "a processing instruction in the Body": inside(b"<?p i?>"),
    "an XML declaration in the Body": whole(lambda b: b'<?xml version="1.0"?>' + b),
    "CDATA in the Body": inside(b"<![CDATA[a]]>"),
    "CDATA in a foreign block": header(X + b"><![CDATA[a]]></x:T>"),
    "CDATA in SessionId": session_with(
        lambda t, s: t.replace(s.id.encode(), b"<![CDATA[" + s.id.encode() + b"]]>")),
    # limits
    "depth 33 in the Body": inside(nested(30)),  # Envelope, Body, the operation, and 30
    "depth 33 in the Header": header(X + b">" + nested(30) + b"</x:T>"),
    "a name of 129 bytes in the Body": inside(b"<" + b"n" * 129 + b"/>"),
    "a qualified name of 129 bytes in the Header": header(
        b'<x:%s xmlns:x="urn:other"/>' % (b"n" * 127)),
    "an attribute's name of 129 bytes": inside(b"<a " + b"n" * 129 + b'="1"/>'),
    "17 attributes in the Body": inside(b"<a" + attrs(17) + b"/>"),
    "17 attributes outside": envelope(body_open=b"<s:Body" + attrs(17) + b">"),
    "17 namespace declarations in the Body": inside(b"<a" + decls(16) + b"/>"),
    "17 namespace declarations in scope over two elements": inside(
        b"<a" + decls(8) + b"><b" + decls(8, 8) + b"/></a>"),
    "17 namespace declarations outside": envelope(envelope=ENV + decls(16) + b">"),
    "a Header of 2049 bytes": header_of(2049),
}


def PREFIXED(body):
    """The Body with a prefix of ours that it does not declare."""
    return re.sub(rb"<(/?)(\w)", rb"<\1e:\2", body.replace(b' xmlns="urn:emis-ps:1"', b""))


def malformed_check(name, make):
    def run(env):
        session = env.app_session()
        octets = make(session, settings_body(env))
        answer = env.post(octets)
        sent = "a call with a right SessionHash, but " + name
        # A message without our Header block is judged by its operation first.
        codes = (FORM, "NotAllowedInSession") if "none of ours" in name else FORM
        expect_fault(sent, answer, codes, False, "protocol.md 4, step 1, and 5")
        session.alive("sent " + sent)
        session.end()

    CHECKS.append(("malformed: " + name, run))


for _name, _make in MALFORMED.items():
    malformed_check(_name, _make)


def bad_sequence(text):
    def run(env):
        session = env.app_session()
        body = settings_body(env)
        octets = soap(session.block(body).replace(
            b"<Sequence>1</Sequence>", b"<Sequence>" + text.encode() + b"</Sequence>"), body)
        answer = env.post(octets)
        expect_fault("Sequence %r" % text, answer, FORM, False, "protocol.md 3 and 5")
        session.alive("sent Sequence %r" % text)
        session.end()

    CHECKS.append(("malformed: Sequence %r" % text, run))


for _text in ("", "0", "01", "+1", "-1", " 1", "1 ", "1.0", "4294967296", "18446744073709551617"):
    bad_sequence(_text)


# Each of these is read and carried out: what stands outside Body has no effect on it.
def prefixes(s, b):
    return (DECLARATION + b'<env:Envelope xmlns:env="' + NS_SOAP.encode() + b'"><env:Header>'
            + s.block(b) + b"</env:Header><env:Body>" + b + b"</env:Body></env:Envelope>")


def default_soap(s, b):
    return (DECLARATION + b'<Envelope xmlns="' + NS_SOAP.encode() + b'"><Header>' + s.block(b)
            + b"</Header><Body>" + b + b"</Body></Envelope>")


ACCEPTED = {
    "without a declaration": envelope(declaration=b""),
    "with standalone": envelope(
        declaration=b'<?xml version="1.0" encoding="utf-8" standalone="yes"?>'),
    "with the encoding's name in another case": envelope(
        declaration=b"<?xml version='1.0' encoding='uTf-8'?>"),
    "without an encoding": envelope(declaration=b'<?xml version="1.0"?>'),
    "with a byte order mark": envelope(declaration=b"\xef\xbb\xbf" + DECLARATION),
    "with another SOAP prefix": prefixes,
    "with SOAP as the default namespace": default_soap,
    "with a prefix for ours in the Header": session_with(
        lambda t, s: re.sub(rb"<(/?)(\w)", rb"<\1e:\2", t).replace(b"xmlns=", b"xmlns:e=")),
    "with our namespace on the Envelope for the Header": lambda s, b: soap(
        re.sub(rb"<(/?)(\w)", rb"<\1e:\2", s.block(b).replace(b' xmlns="urn:emis-ps:1"', b"")),
        b, envelope=ENV + b' xmlns:e="urn:emis-ps:1">'),
    "with white space between the elements": lambda s, b: soap(
        b"\n " + s.block(b) + b"\r\n", b, envelope=ENV + b">\n", body_open=b"\t<s:Body>",
        body_close=b"</s:Body>\n", tail=b"</s:Envelope>\n \n"),
    "with attributes of no meaning": lambda s, b: soap(
        s.block(b).replace(b"<SessionId>", b'<SessionId a="1">'), b,
        envelope=ENV + b' xmlns:q="urn:q" q:style="x" note="y">', body_open=b'<s:Body id="b">'),
    "with > in an attribute of Body": envelope(body_open=b'<s:Body a=">" b=\'/>\'>'),
    "with white space in the tags": envelope(body_open=b"<s:Body\n >", body_close=b"</s:Body >"),
    "with a foreign block": header(X + b">text<x:Body/></x:T>"),
    "with a foreign block before": lambda s, b: soap(X + b"/>" + s.block(b), b),
    "with a block of no namespace": header(b"<Trace>1</Trace>"),
    "with a foreign block that holds ours": header(
        X + b'><Session xmlns="urn:emis-ps:1"/></x:T>'),
    "with mustUnderstand false": header(X + b' s:mustUnderstand="false"/>'),
    "with mustUnderstand 0": header(X + b' s:mustUnderstand="0"/>'),
    "with mustUnderstand on our own block": session_with(
        lambda t, s: t.replace(b"<Session ", b'<Session s:mustUnderstand="true" ')),
    "with another default namespace on Body": envelope(body_open=b'<s:Body xmlns="urn:other">'),
    "with character references in SessionId": session_with(
        lambda t, s: t.replace(s.id.encode(), b"&#x%x;" % ord(s.id[0]) + s.id[1:].encode())),
    "with depth 32 in the Header": header(X + b">" + nested(29) + b"</x:T>"),
    "with a name of 128 bytes in the Header": header(
        b'<x:%s xmlns:x="urn:other"/>' % (b"n" * 126)),
    "with 16 attributes beside declarations": envelope(
        body_open=b"<s:Body" + decls(3) + attrs(16) + b">"),
    "with 16 namespace declarations outside": envelope(envelope=ENV + decls(14) + b">"),
    "with namespace declarations of blocks side by side": header(
        (X + decls(9) + b"/>") * 2),
    "with 16 declarations on the Body tag": envelope(
        body_open=b"<s:Body" + decls(15) + b">"),
    "with a Header of 2048 bytes": header_of(2048),
}


def accepted_check(name, make):
    def run(env):
        session = env.app_session()
        body = settings_body(env)
        session.raw(body, make(session, body), sent="a call " + name)
        session.end()

    CHECKS.append(("envelope: " + name, run))


for _name, _make in ACCEPTED.items():
    accepted_check(_name, _make)

# Body forms that are well-formed, so that the answer is authenticated.
BODIES = {
    "any prefix inside": (
        lambda b: re.sub(rb"<(/?)(\w)", rb"<\1e:\2", b).replace(b"xmlns=", b"xmlns:e="), None, None),
    "a prefix declared inside on a field": (
        lambda b: b.replace(b"<OdsCode>", b'<e:OdsCode xmlns:e="urn:emis-ps:1">').replace(
            b"</OdsCode>", b"</e:OdsCode>"), None, None),
    "white space between the fields": (
        lambda b: b.replace(b"<OdsCode>", b"\n  <OdsCode>").replace(
            b"</OdsCode>", b"</OdsCode>\r\n"), None, None),
    "attributes of no meaning": (
        lambda b: b.replace(b"<OdsCode>", b'<OdsCode a="&lt;&#65;" xml:lang="en">'), None, None),
    "single quotes": (lambda b: b.replace(b'"', b"'"), None, None),
    "16 attributes": (lambda b: b.replace(b"<OdsCode>", b"<OdsCode" + attrs(16) + b">"),
                      None, None),
    "16 namespace declarations": (
        lambda b: b.replace(b"<OdsCode>", b"<OdsCode" + decls(15) + b">"), None, None),
    "an attribute's name of 128 bytes": (
        lambda b: b.replace(b"<OdsCode>", b"<OdsCode " + b"n" * 128 + b'="1">'), None, None),
    "our default namespace taken back": (
        lambda b: b.replace(b"<OdsCode>", b'<OdsCode xmlns="">'),
        ("FieldInvalid", "FieldMissing"), None),
    "depth 32": (lambda b: b.replace(b"</GetP", nested(29) + b"</GetP"), "FieldInvalid", "a"),
    "an unknown field": (
        lambda b: b.replace(b"</GetP", b"<Colour>red</Colour></GetP"), "FieldInvalid", "Colour"),
    "a field twice": (
        lambda b: re.sub(rb"(<OdsCode>.*</OdsCode>)", rb"\1\1", b), "FieldInvalid", "OdsCode"),
    "an element of another namespace": (
        lambda b: b.replace(b"</GetP", X + b"/></GetP"), "FieldInvalid", None),
    "text between the fields": (
        lambda b: b.replace(b"<OdsCode>", b"x<OdsCode>"), "FieldInvalid", None),
    "an element in a value": (
        lambda b: b.replace(b"</OdsCode>", b"<B/></OdsCode>"), "FieldInvalid", "OdsCode"),
    "white space around a value": (
        lambda b: b.replace(b"</OdsCode>", b" </OdsCode>"), "FieldInvalid", "OdsCode"),
    "an empty required field": (
        lambda b: re.sub(rb"<OdsCode>.*</OdsCode>", b"<OdsCode/>", b), "FieldMissing", "OdsCode"),
    "no required field": (
        lambda b: re.sub(rb"<OdsCode>.*</OdsCode>", b"", b), "FieldMissing", "OdsCode"),
    "another practice's OdsCode": (
        lambda b: re.sub(rb"<OdsCode>.*</OdsCode>", b"<OdsCode>ZZ99ZZ9999</OdsCode>", b),
        "FieldInvalid", "OdsCode"),
    "a missing field before an unknown one": (
        lambda b: re.sub(rb"<OdsCode>.*</OdsCode>", b"<Colour/>", b), "FieldMissing", "OdsCode"),
}


def body_check(name, change, code, field):
    def run(env):
        session = env.app_session()
        body = change(settings_body(env))
        if code is None:
            session.raw(body)
        else:
            session.faulty(body, code, field, section="operations.md, Rules, and protocol.md 5")
        session.alive("a Body with " + name)
        session.end()

    CHECKS.append(("body: " + name, run))


for _name, (_change, _code, _field) in BODIES.items():
    body_check(_name, _change, _code, _field)


@check("body: a default namespace of the Envelope or of Body has no effect inside")
def _(env):
    session = env.app_session()
    body = b"<GetPracticeSettings><OdsCode>%s</OdsCode></GetPracticeSettings>" % (
        env.main["odsCode"].encode())
    for parts in ({"envelope": ENV + b' xmlns="urn:emis-ps:1">'},
                  {"body_open": b'<s:Body xmlns="urn:emis-ps:1">'}):
        session.faulty(body, "OperationUnknown", octets=soap(session.block(body), body, **parts),
                       sent="a Body child of no namespace under a default namespace outside",
                       section="protocol.md 4, Body bytes")
    session.alive("a default namespace outside")
    session.end()


@check("outside: a session's operation without a session")
def _(env):
    for name in ("GetPracticeSettings", "GetUserOptions", "EndSession", "BookAppointment",
                 "RegisterWithPinDocument"):
        answer = env.post(soap(emis_ps.application_block(env.app), operation(name)))
        expect_fault(name + " with an Application header", answer, "NotAllowedInSession", False,
                     "protocol.md 5")
        answer = env.post(soap(None, operation(name)))
        expect_fault(name + " without a Header", answer, "NotAllowedInSession", False,
                     "protocol.md 5, order of the checks outside a session")


@check("outside: unknown operations")
def _(env):
    for body in (operation("NoSuchOperation"), b"<GetClinicalVersionInformation/>",
                 b'<BeginSession xmlns="urn:other"/>'):
        for block in (emis_ps.application_block(env.app), None):
            answer = env.post(soap(block, body))
            expect_fault(body.decode(), answer, "OperationUnknown", False, "protocol.md 5")


@check("outside: no Header block of ours")
def _(env):
    info = operation("GetClinicalVersionInformation", [("OdsCode", env.main["odsCode"])])
    begin = operation("BeginSession", env.hello(env.main).fields())
    for body in (info, begin):
        for block in (None, b"", X + b"/>"):
            answer = env.post(soap(block, body))
            expect_fault("%s without our Header block" % body[1:20].decode(), answer, FORM,
                         False, "protocol.md 5")


@check("outside: an Application block that is not exact")
def _(env):
    info = operation("GetClinicalVersionInformation", [("OdsCode", env.main["odsCode"])])
    good = emis_ps.application_block(env.app)
    for block in (
        good * 2,
        good.replace(b"<ApplicationId>", b" <ApplicationId>"),
        good.replace(b"</ApplicationId>", b" </ApplicationId>"),
        good.replace(b"</Application>", b"<Colour>1</Colour></Application>"),
        emis_ps.application_block(""),
        b'<Application xmlns="urn:emis-ps:1"/>',
        emis_ps.application_block("not-a-uuid"),
    ):
        answer = env.post(soap(block, info))
        expect_fault("GetClinicalVersionInformation under %s" % block.decode(), answer, FORM,
                     False, "protocol.md 5")


@check("outside: an unknown ApplicationId")
def _(env):
    info = operation("GetClinicalVersionInformation", [("OdsCode", env.main["odsCode"])])
    answer = env.post(soap(emis_ps.application_block(str(uuid.uuid4())), info))
    expect_fault("GetClinicalVersionInformation of an unknown application", answer,
                 "ValidationFailed", False, "protocol.md 5")


@check("outside: fields of GetClinicalVersionInformation")
def _(env):
    block = emis_ps.application_block(env.app)
    for fields, code, field in (
        ([], "FieldMissing", "OdsCode"),
        ([("OdsCode", "")], "FieldMissing", "OdsCode"),
        ([("OdsCode", "a81001")], "FieldInvalid", "OdsCode"),
        ([("OdsCode", env.main["odsCode"]), ("Colour", "1")], "FieldInvalid", "Colour"),
        ([("OdsCode", "ZZ99ZZ9999")], "OrganisationUnknown", None),
    ):
        answer = env.post(soap(block, operation("GetClinicalVersionInformation", fields)))
        expect_fault("GetClinicalVersionInformation with %s" % fields, answer, code, False,
                     "operations.md", field)


# === section 6: HTTP ===============================================================


def status_is(sent, answer, *wanted):
    if answer.status not in wanted:
        raise Failure("sent %s; expected HTTP %s (protocol.md 6), got %s"
                      % (sent, " or ".join(map(str, wanted)), answer))


def http_kind(name, content_type):
    def run(env):
        session = env.app_session()
        answer = env.post(session.message(settings_body(env)),
                          headers={"Content-Type": content_type})
        status_is("a call with Content-Type %s" % content_type, answer, 415)
        session.alive("a call with another Content-Type")
        session.end()

    CHECKS.append(("http: " + name, run))


http_kind("text/xml is 415", "text/xml; charset=utf-8")
http_kind("application/xml is 415", "application/xml; charset=utf-8")
http_kind("JSON is 415", "application/json")
http_kind("another charset is 415", "application/soap+xml; charset=iso-8859-1")
http_kind("charset utf-16 is 415", "application/soap+xml; charset=utf-16")
http_kind("no Content-Type is 415", None)


@check("http: action is ignored, names and charset are read in any case")
def _(env):
    session = env.app_session()
    for value in (
        'application/soap+xml; charset=utf-8; action="urn:emis-ps:1/BookAppointment"',
        'application/soap+xml; charset=UTF-8; action="urn:other"',
        'application/soap+xml; charset="utf-8"',
        'Application/SOAP+XML;action="x";Charset=utf-8',
    ):
        session.raw(settings_body(env), sent="a call with Content-Type %s" % value,
                    headers={"Content-Type": value})
    session.end()


@check("http: other methods are 405")
def _(env):
    for method in ("GET", "PUT", "DELETE", "PATCH", "HEAD"):
        octets = b"" if method in ("PUT", "PATCH") else None
        status_is(method, env.post(octets, method=method), 405)


@check("http: GET with another query is 405")
def _(env):
    status_is("GET ?other", env.post(None, method="GET", query="?other"), 405)


@check("http: a request of 64 KiB is read, one byte more is 413")
def _(env):
    session = env.app_session()
    body = settings_body(env)
    octets = session.message(body)
    too_long = octets + b" " * (65537 - len(octets))
    status_is("a request of 65537 bytes", env.post(too_long), 413)
    session.raw(body, octets + b" " * (65536 - len(octets)), sent="a request of 65536 bytes")
    session.end()


@check("http: a chunked request")
def _(env):
    session = env.app_session()
    body = settings_body(env)
    octets = session.message(body)
    chunks = iter([octets[:100], octets[100:101], octets[101:]])
    session.raw(body, chunks, sent="a request in chunks")  # http.client sends it chunked
    session.end()


@check("http: a chunked request that is too long is 413")
def _(env):
    session = env.app_session()
    octets = session.message(settings_body(env))
    answer = env.post(iter([octets, b" " * 40000, b" " * 40000]))
    status_is("a request of more than 64 KiB in chunks", answer, 413)
    session.alive("a request that was too long")
    session.end()


@check("http: a coded content is malformed")
def _(env):
    session = env.app_session()
    octets = gzip.compress(session.message(settings_body(env)))
    answer = env.post(octets, headers={"Content-Encoding": "gzip"})
    if answer.status != 415:
        expect_fault("a request with Content-Encoding gzip", answer, FORM, False, "protocol.md 6")
    session.alive("a coded request")
    session.end()


@check("http: several calls on one connection")
def _(env):
    session = env.app_session()
    url = urllib.parse.urlsplit(env.endpoint)
    if url.scheme != "http":
        raise Skip("not a plain endpoint")
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=30)
    body = settings_body(env)
    for _ in range(3):
        connection.request("POST", url.path, session.message(body),
                           emis_ps.http_headers("GetPracticeSettings"))
        response = connection.getresponse()
        answer = Answer(emis_ps.Reply(response.status, response.headers, response.read()))
        session.verified("a call on a connection kept open", body, answer)
    connection.close()
    session.end()


@check("http: a request cut short touches no session")
def _(env):
    session = env.app_session()
    octets = session.message(settings_body(env))
    url = urllib.parse.urlsplit(env.endpoint)
    if url.scheme != "http":
        raise Skip("not a plain endpoint")
    head = "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n" % (
        url.path, url.netloc, len(octets))
    for name, value in emis_ps.http_headers("GetPracticeSettings").items():
        head += "%s: %s\r\n" % (name, value)
    with socket.create_connection((url.hostname, url.port), timeout=10) as connection:
        connection.sendall(head.encode() + b"\r\n" + octets[:-10])
    session.alive("a request whose connection broke off")
    session.end()


# === operations ====================================================================


def field_check(name, code, field, *calls, service="Appointments"):
    """Calls of a patient session that are each answered by this fault."""

    def run(env):
        practice = env.booking() if service == "Appointments" else env.main
        session = env.patient_session(env.rel(practice, service=service))
        for call in calls:
            call = call(env) if callable(call) else call
            session.faulty(call, code, field, section="operations.md")
        session.call("GetUserOptions")
        session.end()

    CHECKS.append(("fields: " + name, run))


def window(env, **changed):
    at = lambda days: (env.now + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S")
    fields = {"From": at(0), "To": at(7)}
    fields.update(changed)
    return [(k, v) for k, v in fields.items() if v is not None]


def available(**changed):
    return lambda env: ("GetAvailableAppointments", *window(env, **changed))


field_check("SlotId missing", "FieldMissing", "SlotId",
            ("BookAppointment",), ("BookAppointment", ("SlotId", "")), ("CancelAppointment",))
field_check("SlotId not an int", "FieldInvalid", "SlotId", *[
    ("BookAppointment", ("SlotId", text)) for text in (
        "abc", " 1", "1 ", "01", "+1", "-0", "1.0", "0x1", "9223372036854775808", "٣")])
field_check("SlotId twice", "FieldInvalid", "SlotId",
            ("BookAppointment", ("SlotId", "1"), ("SlotId", "1")))
field_check("an unknown field by name", "FieldInvalid", "Colour",
            ("CancelAppointment", ("SlotId", "1"), ("Colour", "red")),
            ("GetUserOptions", ("Colour", "red")))
field_check("the first wrong field in the page's order", "FieldInvalid", "SlotId",
            ("CancelAppointment", ("Colour", "red"), ("Reason", "x" * 256), ("SlotId", "abc")))
field_check("Reason of 256 characters", "FieldInvalid", "Reason",
            ("CancelAppointment", ("SlotId", "1"), ("Reason", "x" * 256)),
            ("CancelAppointment", ("SlotId", "1"), ("Reason", "\U0001f600" * 256)))
field_check("Reason of 255 characters, counted as scalar values", "AppointmentNotFound", None,
            ("CancelAppointment", ("SlotId", "999999999999"), ("Reason", "x" * 255)),
            ("CancelAppointment", ("SlotId", "999999999999"), ("Reason", "\U0001f600" * 255)))
field_check("fields in any order, empty optional fields as absent", "AppointmentNotFound", None,
            ("CancelAppointment", ("Reason", "x"), ("SlotId", "999999999999")),
            ("CancelAppointment", ("SlotId", "999999999999"), ("Reason", "")))
field_check("BookingReason of 501 characters", "FieldInvalid", "BookingReason",
            ("BookAppointment", ("SlotId", "1"), ("BookingReason", "x" * 501)))
field_check("From missing", "FieldMissing", "From", available(From=None), available(From=""))
field_check("To missing", "FieldMissing", "To", available(To=None))
field_check("From not a datetime", "FieldInvalid", "From", *[
    available(From=text) for text in (
        "2026-11-22", "2026-11-31T09:00:00", "2026-11-22T24:00:00", "2026-11-22T09:00",
        "2026-11-22 09:00:00", "2026-11-22T09:00:00.", "2026-11-22T09:00:00+15:00",
        " 2026-11-22T09:00:00", "0000-01-01T00:00:00", "2026-13-01T00:00:00",
        "2026-11-22T09:60:00")])
field_check("From after To", "FieldInvalid", "From",
            lambda env: ("GetAvailableAppointments", *[
                (k, v) for k, (_, v) in zip(("From", "To"), reversed(window(env)))]))
field_check("From and To more than 120 days apart", "FieldInvalid", "To",
            lambda env: ("GetAvailableAppointments", *window(env, To=(
                env.now + datetime.timedelta(days=120, seconds=1)).strftime(
                    "%Y-%m-%dT%H:%M:%S"))))
field_check("MaximumItems out of 1 to 1000", "FieldInvalid", "MaximumItems", *[
    available(MaximumItems=text) for text in ("0", "-1", "1001", "ten")])
field_check("an After that was never given", "FieldInvalid", "After",
            available(After="no-such-token"), available(After="x" * 65))
field_check("IncludePast not a bool", "FieldInvalid", "IncludePast", *[
    ("GetPatientAppointments", ("IncludePast", t)) for t in ("TRUE", "yes", " true", "2")])
field_check("IncludePast missing", "FieldMissing", "IncludePast", ("GetPatientAppointments",))
field_check("PastFrom not a date", "FieldInvalid", "PastFrom", *[
    ("GetPatientAppointments", ("IncludePast", "true"), ("PastFrom", t)) for t in (
        "2026-02-29", "2026-1-1", "20260101", "2026-11-22T00:00:00", "0000-01-01")])


@check("fields: datetimes with fraction and zone, bool as a digit are read")
def _(env):
    session = env.patient_session(env.rel(env.booking()))
    day = env.now.strftime("%Y-%m-%d")
    later = (env.now + datetime.timedelta(days=1)).strftime("%Y-%m-%d")
    for start in ("T09:00:00.5", "T09:00:00Z", "T09:00:00.123456789+01:00", "T09:00:00-14:00"):
        session.call("GetAvailableAppointments", ("From", day + start),
                     ("To", later + "T23:59:59"))
    session.call("GetPatientAppointments", ("IncludePast", "1"))
    session.call("GetPatientAppointments", ("IncludePast", "0"))
    session.end()


@check("fields: exactly 120 days apart is allowed")
def _(env):
    session = env.patient_session(env.rel(env.booking()))
    session.call("GetAvailableAppointments", *window(env, To=(
        env.now + datetime.timedelta(days=120)).strftime("%Y-%m-%dT%H:%M:%S")))
    session.end()


@check("fields: an After of another session")
def _(env):
    rel = env.rel(env.booking())
    one, two = env.patient_session(rel), env.patient_session(rel)
    fields = window(env, To=(env.now + datetime.timedelta(days=14)).strftime("%Y-%m-%dT%H:%M:%S"),
                    MaximumItems="1")
    after = one.call("GetAvailableAppointments", *fields).value("Next")
    if not after:
        raise Skip("fewer than two slots in two weeks")
    two.faulty(("GetAvailableAppointments", *fields, ("After", after)), "FieldInvalid", "After",
               section="operations.md, Pages: in the same session")
    one.call("GetAvailableAppointments", *fields, ("After", after))
    one.end()
    two.end()


@check("register: fields missing and invalid")
def _(env):
    pins = env.pins.get(env.main["odsCode"])
    if not pins:
        raise Skip("no PIN document left")
    session = env.app_session()
    names = ("OdsCode", "AccountId", "LinkageKey", "Surname", "DateOfBirth")
    made_up = {"odsCode": env.main["odsCode"], "accountId": "made-up-" + uuid.uuid4().hex[:8],
               "linkageKey": "k", "surname": "Nobody", "dateOfBirth": "1980-01-01"}
    fields = env.register_fields(made_up)
    for name in names:
        session.faulty(("RegisterWithPinDocument", *[f for f in fields if f[0] != name]),
                       "FieldMissing", name, section="operations.md")
    for name, value in (("AccountId", "x" * 65), ("LinkageKey", "x" * 65),
                        ("Surname", "x" * 101), ("DateOfBirth", "2023-02-29"),
                        ("DateOfBirth", "1980-1-1"), ("OdsCode", "ZZ99ZZ9999")):
        session.faulty(("RegisterWithPinDocument", *put(fields, name, value)),
                       "FieldInvalid", name, section="operations.md")
    session.end()


@check("register: AccountNotFound, LinkageKeyMismatch, DemographicsMismatch, then success")
def _(env):
    session = env.app_session()
    rel = env.fresh()  # provisional, so the same document still serves
    pin = rel["pin"]
    for changed, code in (
        ({"account": "made-up-" + uuid.uuid4().hex[:8]}, "AccountNotFound"),
        ({"linkage": "no-such-key"}, "LinkageKeyMismatch"),
        ({"linkage": "no-such-key", "surname": "Wrong"}, "LinkageKeyMismatch"),
        ({"surname": pin["surname"] + "x"}, "DemographicsMismatch"),
        ({"born": "1901-01-01"}, "DemographicsMismatch"),
    ):
        session.faulty(("RegisterWithPinDocument", *env.register_fields(pin, **changed)), code,
                       section="operations.md, RegisterWithPinDocument")
    # REG-5: the same name, typed in other ways.
    bare = "".join(c for c in unicodedata.normalize("NFKD", pin["surname"])
                   if not unicodedata.combining(c))
    for typed in ("  " + pin["surname"].swapcase() + " ", unicodedata.normalize("NFD", pin["surname"]),
                  bare.upper(), bare.replace("'", "\u2019").replace("-", "\u2013"),
                  ". " + bare.replace("'", "").replace("-", " ") + "."):
        env.register(session, pin, surname=typed)
    session.end()


@check("register: provisional until confirmed, the old pair forgotten, then AlreadyLinked")
def _(env):
    first = env.fresh()
    app = env.app_session()
    second = env.register(app, first["pin"])
    if second["id"] == first["id"] or second["key"] == first["key"]:
        raise Failure("registering again gives a new id and key (protocol.md 4, Registration)")
    env.first_call_fails(env.patient_session(first),
                         "the first call with a pair forgotten by registering again")
    patient = env.patient_session(second)
    patient.call("GetUserOptions")
    app.faulty(("RegisterWithPinDocument", *env.register_fields(first["pin"])), "AlreadyLinked",
               section="protocol.md 4, Registration")
    patient.call("GetUserOptions")
    patient.end()
    app.end()


@check("register: a BeginSession alone does not confirm")
def _(env):
    first = env.fresh()
    begun = env.patient_session(first)
    app = env.app_session()
    second = env.register(app, first["pin"])
    env.first_call_fails(begun, "the first call of a session whose relationship was forgotten")
    patient = env.patient_session(second)
    patient.call("GetUserOptions")
    patient.end()
    app.end()


@check("register: TooManyAttempts after five failures, for that account only")
def _(env):
    session = env.app_session()
    made_up = {"odsCode": env.main["odsCode"], "accountId": "made-up-" + uuid.uuid4().hex[:8],
               "linkageKey": "k", "surname": "Nobody", "dateOfBirth": "1980-01-01"}
    call = ("RegisterWithPinDocument", *env.register_fields(made_up))
    for _ in range(5):
        session.faulty(call, "AccountNotFound", section="operations.md")
    for _ in range(2):
        session.faulty(call, "TooManyAttempts", section="operations.md")
    made_up["accountId"] += "x"
    session.faulty(("RegisterWithPinDocument", *env.register_fields(made_up)), "AccountNotFound")
    session.end()


@check("register: TooManyAttempts also for the right details")
def _(env):
    pin = env.fresh()["pin"]
    session = env.app_session()
    wrong = ("RegisterWithPinDocument", *env.register_fields(pin, linkage="no-such-key"))
    for _ in range(5):
        session.faulty(wrong, "LinkageKeyMismatch", section="operations.md")
    session.faulty(("RegisterWithPinDocument", *env.register_fields(pin)), "TooManyAttempts",
                   section="operations.md")
    session.end()


@check("register: success clears the failures")
def _(env):
    pin = env.fresh()["pin"]
    session = env.app_session()
    wrong = ("RegisterWithPinDocument", *env.register_fields(pin, linkage="no-such-key"))
    for _ in range(2):
        for _ in range(4):
            session.faulty(wrong, "LinkageKeyMismatch", section="operations.md")
        env.register(session, pin)
    session.end()


# --- appointments ------------------------------------------------------------------


@check("appointments: one slot booked by two patients, and twice by one")
def _(env):
    practice = env.booking()
    one, two = env.rel(practice), env.rel(practice, which=1)
    a, b = env.patient_session(one), env.patient_session(two)
    slot = env.slot(a)
    fields = env.booking_fields(practice, slot)
    try:
        a.call("BookAppointment", *fields)
        for session in (b, a):
            session.faulty(("BookAppointment", *fields), "SlotUnavailable",
                           section="operations.md, BookAppointment")
        b.faulty(("CancelAppointment", ("SlotId", slot)), "AppointmentNotFound",
                 section="operations.md, CancelAppointment")
        a.call("CancelAppointment", ("SlotId", slot))
        b.call("BookAppointment", *fields)
    finally:
        env.tidy(one, slot)
        env.tidy(two, slot)
    a.end()
    b.end()


@check("appointments: two patients racing for one slot, one gets it")
def _(env):
    practice = env.booking()
    rels = [env.rel(practice), env.rel(practice, which=1)]
    for _ in range(3):
        sessions = [env.patient_session(r) for r in rels]
        slot = env.slot(sessions[0])
        sessions[1].call("GetUserOptions")
        body = operation("BookAppointment", env.booking_fields(practice, slot))
        try:
            answers = race(env, [s.message(body) for s in sessions])
            for session, answer in zip(sessions, answers):
                session.verified("a booking in a race", body, answer)
            got = sorted(a.fault.code if a.fault else "booked" for a in answers)
            if got != ["SlotUnavailable", "booked"]:
                raise Failure("two patients book one slot at once: expected one booked and one"
                              " SlotUnavailable, got %s" % got)
        finally:
            for rel in rels:
                env.tidy(rel, slot)
        for session in sessions:
            session.end()


@check("appointments: SlotNotFound")
def _(env):
    practice = env.booking()
    session = env.patient_session(env.rel(practice))
    for slot in ("999999999999", "0", "-1", "9223372036854775807"):
        session.faulty(("BookAppointment", *env.booking_fields(practice, slot)), "SlotNotFound",
                       section="operations.md, BookAppointment")
    session.end()


@check("appointments: a mandatory reason is missing")
def _(env):
    practice = env.booking(("RequestedMandatory",))
    rel = env.rel(practice)
    session = env.patient_session(rel)
    slot = env.slot(session)
    try:
        for fields in ([("SlotId", slot)], [("SlotId", slot), ("BookingReason", "")]):
            session.faulty(("BookAppointment", *fields), "FieldMissing", "BookingReason",
                           section="operations.md, BookAppointment")
        session.faulty(("BookAppointment", ("SlotId", "999999999999")), "SlotNotFound",
                       section="operations.md, BookAppointment, order")
        session.call("BookAppointment", ("SlotId", slot), ("BookingReason", "Check-up"))
    finally:
        env.tidy(rel, slot)
    session.end()


@check("appointments: a reason where none is requested")
def _(env):
    practice = env.booking(("NotRequested",))
    rel = env.rel(practice)
    session = env.patient_session(rel)
    slot = env.slot(session)
    try:
        session.faulty(("BookAppointment", ("SlotId", slot), ("BookingReason", "x")),
                       "FieldInvalid", "BookingReason", section="operations.md, BookAppointment")
        session.call("BookAppointment", ("SlotId", slot))
    finally:
        env.tidy(rel, slot)
    session.end()


@check("appointments: a reason longer than the practice takes")
def _(env):
    practice = env.booking(("RequestedOptional", "RequestedMandatory"))
    limit = int(env.setting(practice, "Appointments/BookingReasonMaximumLength"))
    rel = env.rel(practice)
    session = env.patient_session(rel)
    slot = env.slot(session)
    try:
        session.faulty(("BookAppointment", ("SlotId", slot), ("BookingReason", "x" * (limit + 1))),
                       "FieldInvalid", "BookingReason", section="operations.md, BookAppointment")
        if limit:
            session.call("BookAppointment", ("SlotId", slot),
                         ("BookingReason", "\u00e9" * min(limit, 500)))
    finally:
        env.tidy(rel, slot)
    session.end()


@check("appointments: the text of a reason comes back as it went")
def _(env):
    practice = env.booking(("RequestedOptional", "RequestedMandatory"))
    rel = env.rel(practice)
    session = env.patient_session(rel)
    text = "a & <b> \u00e9 \U0001f600"
    for sent, wanted in (
        (emis_ps.escape(text), text), ("x\r\ny\rz", "x\ny\nz"), ("x&#13;y", "x\ry"),
    ):
        slot = env.slot(session)
        body = ("<BookAppointment xmlns=\"%s\"><SlotId>%s</SlotId><BookingReason>%s"
                "</BookingReason></BookAppointment>" % (NS_EMIS, slot, sent)).encode()
        try:
            session.raw(body)
            shown = [a.value("BookingReason") for a in env.bookings(session)
                     if a.value("SlotId") == slot]
            if shown != [wanted]:
                raise Failure("BookingReason %r: expected %r back (protocol.md 5), got %r"
                              % (sent, wanted, shown))
        finally:
            env.tidy(rel, slot)
    session.end()


@check("appointments: BookingLimitReached")
def _(env):
    practice = env.booking()
    limit = int(env.setting(practice, "Appointments/MaximumBookings"))
    if limit > 12:
        raise Skip("%d bookings are allowed, too many to try" % limit)
    rel = env.rel(practice, which=1)
    session = env.patient_session(rel)
    booked = []
    try:
        for _ in range(limit - len(env.bookings(session))):
            slot = env.slot(session)
            session.call("BookAppointment", *env.booking_fields(practice, slot))
            booked.append(slot)
        slot = env.slot(session)
        session.faulty(("BookAppointment", *env.booking_fields(practice, slot)),
                       "BookingLimitReached", section="operations.md, BookAppointment")
        if booked:
            session.call("CancelAppointment", ("SlotId", booked[0]))
            session.call("BookAppointment", *env.booking_fields(practice, slot))
            booked.append(slot)
    finally:
        env.tidy(rel, *booked)
    session.end()


def telephone_practice(env):
    practice = env.booking()
    if version_pair(practice["schemaVersion"]) < (1, 1):
        raise Skip("no practice of 1.1 or later books appointments")
    return practice


@check("appointments: telephone slots")
def _(env):
    practice = telephone_practice(env)
    rel = env.rel(practice)
    session = env.patient_session(rel)
    slot = env.slot(session, telephone=True)
    try:
        old = env.patient_session(rel, version="1.0")
        if slot in [s.value("SlotId") for s in env.slots(old)]:
            raise Failure("a 1.0 session is offered a telephone slot")
        old.faulty(("BookAppointment", *env.booking_fields(practice, slot)), "SlotNotFound",
                   section="operations.md, BookAppointment")
        session.faulty(("BookAppointment", *env.booking_fields(practice, slot)),
                       "FieldMissing", "Telephone", section="operations.md, BookAppointment")
        session.call("BookAppointment", *env.booking_fields(practice, slot, telephone=True))
        shown = [a for a in env.bookings(session) if a.value("SlotId") == slot]
        if not shown or shown[0].value("Telephone/Number") != "01632 960001":
            raise Failure("a telephone booking is shown without its number")
        shown = [a for a in env.bookings(old) if a.value("SlotId") == slot]
        if not shown or shown[0].find("Telephone") is not None:
            raise Failure("a 1.0 session shows a telephone booking, without Telephone")
        old.end()
    finally:
        env.tidy(rel, slot)
    session.end()


@check("appointments: Telephone for another slot, and in a wrong form")
def _(env):
    practice = telephone_practice(env)
    rel = env.rel(practice)
    session = env.patient_session(rel)
    slot = env.slot(session)
    base = env.booking_fields(practice, slot)
    try:
        session.faulty(("BookAppointment", *env.booking_fields(practice, slot, telephone=True)),
                       "FieldInvalid", "Telephone", section="operations.md, BookAppointment")
        for inner, code, field in (
            ([("ContactType", "Home")], "FieldMissing", "Number"),
            ([("Number", "1")], "FieldMissing", "ContactType"),
            ([("Number", "1" * 33), ("ContactType", "Home")], "FieldInvalid", "Number"),
            ([("Number", "1"), ("ContactType", "Pigeon")], "FieldInvalid", "ContactType"),
            ([("Number", "1"), ("ContactType", "Home"), ("Colour", "1")], "FieldInvalid",
             "Colour"),
        ):
            session.faulty(("BookAppointment", *base, ("Telephone", inner)), code, field,
                           section="operations.md")
    finally:
        env.tidy(rel, slot)
    session.end()


@check("appointments: cancelling what was never booked, and twice")
def _(env):
    practice = env.booking()
    rel = env.rel(practice)
    session = env.patient_session(rel)
    slot = env.slot(session)
    section = "operations.md, CancelAppointment"
    try:
        session.faulty(("CancelAppointment", ("SlotId", slot)), "AppointmentNotFound",
                       section=section)
        session.faulty(("CancelAppointment", ("SlotId", "999999999999")), "AppointmentNotFound",
                       section=section)
        session.call("BookAppointment", *env.booking_fields(practice, slot))
        session.call("CancelAppointment", ("SlotId", slot))
        session.faulty(("CancelAppointment", ("SlotId", slot)), "AppointmentNotFound",
                       section=section)
    finally:
        env.tidy(rel, slot)
    session.end()


@check("appointments: AppointmentNotCancellable for a past one")
def _(env):
    practice = env.booking()
    session = env.patient_session(env.rel(practice))
    now = env.now.strftime("%Y-%m-%dT%H:%M:%S")
    past = [a for a in env.bookings(session, past=True) if a.value("StartTime") <= now]
    if not past:
        raise Skip("the patient has no past appointment")
    session.faulty(("CancelAppointment", ("SlotId", past[0].value("SlotId"))),
                   "AppointmentNotCancellable", section="operations.md, CancelAppointment")
    if past[0].value("SlotId") in [a.value("SlotId") for a in env.bookings(session)]:
        raise Failure("IncludePast false shows a past appointment")
    session.end()


# --- prescribing, in brief -----------------------------------------------------------


@check("prescribing: faults by name")
def _(env):
    session = env.patient_session(env.rel(env.main, service="Prescribing"))
    session.call("GetMedicationCourses")
    session.call("GetPrescriptionRequests")
    unknown = [("CourseId", str(uuid.uuid4()))]
    for call, code, field in (
        (("RequestPrescription",), "FieldMissing", "CourseIds"),
        (("RequestPrescription", ("CourseIds", [])), "FieldMissing", "CourseIds"),
        (("RequestPrescription", ("CourseIds", [("CourseId", "x")])), "FieldInvalid", "CourseId"),
        (("RequestPrescription", ("CourseIds", unknown)), "CourseNotFound", None),
        (("GetPrescriptionRequests", ("From", "2026-02-02"), ("To", "2026-02-01")),
         "FieldInvalid", "From"),
    ):
        session.faulty(call, code, field, section="operations.md, Prescribing")
    if version_pair(session.version) >= (1, 1):
        session.faulty(("CancelPrescriptionRequest", ("RequestId", str(uuid.uuid4()))),
                       "RequestNotFound", section="operations.md, Prescribing")
    session.end()


@check("prescribing: a course asked for is pending until the request is cancelled")
def _(env):
    practice = env.main
    session = env.patient_session(env.rel(practice, service="Prescribing"))
    courses = session.call("GetMedicationCourses").find("Courses")
    open_ = [c.value("CourseId") for c in (courses.all("Course") if courses else ())
             if c.value("CanBeRequested") == "true"]
    if not open_ or version_pair(session.version) < (1, 1):
        raise Skip("no course that can be requested")
    fields = [("CourseIds", [("CourseId", open_[0].upper())])]
    rule = env.setting(practice, "InputRequirements/PrescribingComment")
    if rule == "RequestedMandatory":
        session.faulty(("RequestPrescription", *fields), "FieldMissing", "Comment",
                       section="operations.md, RequestPrescription")
        fields.append(("Comment", "Please"))
    elif rule == "NotRequested":
        session.faulty(("RequestPrescription", *fields, ("Comment", "Please")), "FieldInvalid",
                       "Comment", section="operations.md, RequestPrescription")
    request = session.call("RequestPrescription", *fields).value("RequestId")
    section = "operations.md, Prescribing"
    session.faulty(("RequestPrescription", *fields), "RequestPending", section=section)
    session.call("CancelPrescriptionRequest", ("RequestId", request))
    session.faulty(("CancelPrescriptionRequest", ("RequestId", request)), "RequestAlreadyIssued",
                   section=section)
    session.end()


# --- reset -------------------------------------------------------------------------------


@check("reset: both sides know the new key, the old one and every session end")
def _(env):
    practice = env.practice_where("runs 2.0 or later",
                                  lambda p: version_pair(p["schemaVersion"]) >= (2, 0))
    rel = env.fresh(practice)
    session = env.patient_session(rel)
    if session.call("GetUserOptions").value("AccountStatus") != "Full":
        raise Skip("the patient's account is restricted")
    beside = env.patient_session(rel)
    beside.call("GetUserOptions")
    new_key = session.chain.keys.next_relationship_key.hex().encode()
    linkage = session.call("ResetAccountLinkageKey").value("LinkageKey")
    if not linkage:
        raise Failure("ResetAccountLinkageKeyResponse has no LinkageKey")
    session.gone("ResetAccountLinkageKey, answered")
    beside.gone("ResetAccountLinkageKey in another session of the account")
    env.first_call_fails(env.patient_session(rel), "the old PatientRelationshipKey after a reset")
    again = env.patient_session(dict(rel, key=new_key))
    again.call("GetUserOptions")
    app = env.app_session(practice)
    app.faulty(("RegisterWithPinDocument", *env.register_fields(rel["pin"])),
               "LinkageKeyMismatch", section="operations.md, ResetAccountLinkageKey")
    further = env.register(app, rel["pin"], linkage=linkage)
    patient = env.patient_session(further)
    patient.call("GetUserOptions")
    patient.end()
    again.end()
    app.end()


# === what every answer had ===============================================================


@check("http: every envelope came as application/soap+xml with Cache-Control no-store")
def _(env):
    for headers, what in env.headers_seen:
        kind = (headers.get("Content-Type") or "").lower()
        if not kind.startswith("application/soap+xml") or "utf-8" not in kind:
            raise Failure("expected application/soap+xml; charset=utf-8 (protocol.md 6), got %r"
                          " on %s" % (kind, what))
        if "no-store" not in (headers.get("Cache-Control") or ""):
            raise Failure("expected Cache-Control: no-store (protocol.md 6), got %r on %s"
                          % (headers.get("Cache-Control"), what))


@check("faults: every CorrelationId is fresh and a guid")
def _(env):
    if env.double_correlation:
        raise Failure("CorrelationId %s came twice (operations.md, Faults)"
                      % env.double_correlation)
    for each in env.correlations:
        if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", each):
            raise Failure("CorrelationId %r is not a guid in lower case" % each)


def wsdl_checks():
    @check("wsdl: GET ?wsdl and ?xsd")
    def _(env):
        for query, root in (("?wsdl", "definitions"), ("?xsd", "schema")):
            answer = env.post(None, method="GET", query=query)
            status_is("GET " + query, answer, 200)
            got = xml.etree.ElementTree.fromstring(answer.octets).tag.rpartition("}")[2]
            if got != root:
                raise Failure("GET %s gives the element %s, not %s" % (query, got, root))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--server", metavar="FILE", help="the simulator's line of JSON")
    arguments.add_argument("--with-wsdl", action="store_true", help="also GET ?wsdl and ?xsd")
    arguments.add_argument("--only", metavar="TEXT", help="only checks with TEXT in their name")
    arguments.add_argument("--list", action="store_true", help="print the names and end")
    options = arguments.parse_args()
    if options.with_wsdl:
        wsdl_checks()
    chosen = [c for c in CHECKS if not options.only or options.only in c[0]]
    if options.list:
        for name, _ in chosen:
            print(name)
        return 0
    if not options.server:
        arguments.error("--server is needed")
    with open(options.server, encoding="utf-8") as file:
        env = Env(json.loads(file.readline()))
    passed = failed = 0
    for name, function in chosen:
        try:
            function(env)
        except Skip as skip:
            print("skip %s: %s" % (name, skip))
            continue
        except Failure as failure:
            text = printable(str(failure))
        except Malformed as error:
            text = printable("the check itself sent or read bytes that are malformed: %s" % error)
        except Exception as error:  # a bug of a check or an answer of no foreseen shape
            text = printable("%s: %s" % (type(error).__name__, error))
        else:
            passed += 1
            print("ok %s" % name)
            continue
        failed += 1
        print("FAIL %s: %s" % (name, text))
        sys.stdout.flush()
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


def printable(text):
    """One line, whatever a message held."""
    return "".join(
        c if c == " " or unicodedata.category(c)[0] not in "CZ" else "\\u%04x" % ord(c)
        for c in text
    )


if __name__ == "__main__":
    sys.exit(main())
