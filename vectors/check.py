#!/usr/bin/env python3
"""Checks the test vectors of profile emis-ps/1: their shape and every value.

    python3 vectors/check.py [DIRECTORY]

One script in Python's standard library plus `cryptography` (P-256 only), written from
spec/protocol.md and vectors/README.md alone; it shares nothing with the Rust core nor
with interop/. DIRECTORY is the one this script lies in, unless named. One line for each
test that is wrong, then `N passed, M failed`; the exit status is 0 only if none failed
and no file is missing or empty.
"""

import base64
import hashlib
import hmac
import json
import os
import re
import sys
import xml.parsers.expat

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

HERE = os.path.dirname(os.path.abspath(__file__))
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
EMIS = "urn:emis-ps:1"
SOAP = "http://www.w3.org/2003/05/soap-envelope"


class Wrong(Exception):
    pass


# --- the schema, as far as ours go ------------------------------------------------------

KNOWN = {
    "$schema", "$defs", "$ref", "title", "description", "type", "const", "enum", "pattern",
    "minLength", "minimum", "maximum", "items", "minItems", "required", "properties",
    "additionalProperties", "minProperties", "oneOf",
}
TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
}


def same(a, b):
    return type(a) is type(b) and a == b


def shape(value, schema, root, path):
    """Raises Wrong where the value does not fit the schema."""

    def wrong(why):
        raise Wrong("%s %s" % (path or "the file", why))

    unknown = set(schema) - KNOWN
    if unknown:
        raise Wrong("this checker does not know the schema's %s" % sorted(unknown))
    if "$ref" in schema:
        shape(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, path)
    if "type" in schema and not TYPES[schema["type"]](value):
        wrong("is not of type %s" % schema["type"])
    if "const" in schema and not same(value, schema["const"]):
        wrong("is not %r" % (schema["const"],))
    if "enum" in schema and not any(same(value, each) for each in schema["enum"]):
        wrong("is none of %r" % (schema["enum"],))
    if isinstance(value, str):
        pattern = schema.get("pattern")
        if pattern is not None and not re.search(pattern.replace("$", r"\Z"), value):
            wrong("does not match %s" % pattern)
        if len(value) < schema.get("minLength", 0):
            wrong("is too short")
    if TYPES["integer"](value):
        if value < schema.get("minimum", value) or value > schema.get("maximum", value):
            wrong("is out of its range")
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            wrong("has too few items")
        for index, each in enumerate(value):
            shape(each, schema.get("items", {}), root, "%s[%d]" % (path, index))
    if isinstance(value, dict):
        if len(value) < schema.get("minProperties", 0):
            wrong("has too few members")
        for name in schema.get("required", ()):
            if name not in value:
                wrong("lacks %s" % name)
        properties = schema.get("properties", {})
        for name, each in value.items():
            where = "%s.%s" % (path, name) if path else name
            if name in properties:
                shape(each, properties[name], root, where)
            elif schema.get("additionalProperties", True) is False:
                wrong("has the unknown member %s" % name)
            elif isinstance(schema.get("additionalProperties"), dict):
                shape(each, schema["additionalProperties"], root, where)
    if "oneOf" in schema:
        fits, why = 0, []
        for branch in schema["oneOf"]:
            try:
                shape(value, branch, root, path)
                fits += 1
            except Wrong as error:
                why.append(str(error))
        if fits != 1:
            # The branch that the value means is the one that fails deepest.
            wrong("fits %d of %d forms: %s" % (fits, len(why) + fits, max(why, key=len)))


# --- protocol.md, sections 2 to 4 ---------------------------------------------------------


def t(*fields):
    out = b""
    for field in fields:
        if isinstance(field, int):
            field = str(field)
        if isinstance(field, str):
            field = field.encode("utf-8")
        out += len(field).to_bytes(4, "big") + field
    return out


def mac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def sha256(data):
    return hashlib.sha256(data).digest()


def pbkdf2(password, salt, iterations):
    return hashlib.pbkdf2_hmac("sha256", password, salt, iterations, 32)


def expand(key, label):
    return mac(key, label.encode("ascii") + b"\x01")  # HKDF-Expand of one block


def b64(octets):
    return base64.b64encode(octets).decode("ascii")


def unhex(test, name):
    return bytes.fromhex(test[name])


def on_curve(public):
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    except ValueError:
        return False
    return True


def private_key(scalar):
    number = int.from_bytes(scalar, "big")
    if not 0 < number < ORDER:
        raise Wrong("a private scalar is not in 1 … n-1")
    return ec.derive_private_key(number, ec.SECP256R1())


def public_of(scalar):
    return private_key(scalar).public_key().public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint)


def ecdh(scalar, public):
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    return private_key(scalar).exchange(ec.ECDH(), point)


def validation_keys(test):
    keys = unhex(test, "clientPreSharedKey"), unhex(test, "serverPreSharedKey")
    out = []
    for key, side in zip(keys, ("client", "server")):
        if not 16 <= len(key) <= 128:
            return None
        salt = t("emis-ps/1 %s validation" % side, test["applicationId"])
        out.append(pbkdf2(key, salt, 10000))
    return out


def client_hash(test, nonce, public):
    return sha256(t(
        "emis-ps/1 begin session", test["profile"], test["applicationId"], test["odsCode"],
        test["schemaVersion"], test["patientRelationshipId"], test["replacesSessionId"],
        nonce, public))


def schedule(test, v_c, v_s, client_public, z):
    """All values of the key schedule by the names of the vectors."""
    out = {}
    h_c = out["clientHelloHash"] = client_hash(test, unhex(test, "clientNonce"), client_public)
    validation = out["clientValidation"] = mac(v_c, t("emis-ps/1 client hello", h_c))
    h_s = out["serverHelloHash"] = sha256(t(
        "emis-ps/1 begin session response", h_c, validation, test["sessionId"],
        unhex(test, "serverNonce"), unhex(test, "serverPublicKey"), test["iterations"],
        test["idleTimeoutSeconds"], test["firstCallSeconds"], test["practiceVersion"]))
    out["sharedSecret"] = z
    a_c = out["clientAgreement"] = mac(v_c, t("emis-ps/1 client agreement", h_s))
    a_s = out["serverAgreement"] = mac(v_s, t("emis-ps/1 server agreement", h_s))
    hs = out["handshakeSecret"] = mac(h_s, z + a_c + a_s)  # HKDF-Extract, salt H_s
    out["serverValidation"] = expand(hs, "emis-ps/1 server validation")
    ss = out["sessionSecret"] = expand(hs, "emis-ps/1 session secret")
    key = b""
    if test["patientRelationshipId"]:
        key = test["patientRelationshipKey"].encode("utf-8")
    m = out["masterKey"] = pbkdf2(ss + key, h_s, test["iterations"])
    out["requestKey"] = expand(m, "emis-ps/1 request key")
    out["responseKey"] = expand(m, "emis-ps/1 response key")
    out["sessionHash0"] = expand(m, "emis-ps/1 session hash")
    out["nextRelationshipKey"] = expand(m, "emis-ps/1 next relationship key")
    return out


def link(key, chain, sequence, body):
    return sha256(chain + mac(key, sequence.to_bytes(8, "big") + body))


VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\Z")


def pair(version):
    return tuple(int(part) for part in version.split("."))


def hello_form(test):
    """The form of section 3's request, as far as values show it."""
    return (
        re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", test["applicationId"])
        and re.fullmatch(r"[A-Z0-9]{3,10}", test["odsCode"])
        and VERSION.match(test["schemaVersion"])
        and re.fullmatch(r"[A-Za-z0-9-]{0,64}", test["patientRelationshipId"])
        and re.fullmatch(r"([0-9a-f]{32})?", test["replacesSessionId"])
    )


def point_form(octets):
    return len(octets) == 65 and octets[0] == 4


def equal(what, expected, found):
    if expected != found:
        raise Wrong("%s is %s, expected %s" % (what, found, expected))


# --- key_schedule.json ------------------------------------------------------------------


def validation_keys_test(test):
    either(test, lambda each: "" if validation_keys(each) else "length",
           "" if validation_keys(test) else "length")
    keys = validation_keys(with_valid(test))
    for name, key in zip(("clientValidationKey", "serverValidationKey"), keys):
        equal(name, key.hex(), test[name])


def relationship_key_form(test):
    key = test["patientRelationshipKey"]
    form = r"[!-~]{16,128}" if test["patientRelationshipId"] else r""
    if not re.fullmatch(form, key):
        raise Wrong("patientRelationshipKey has the form of the other kind of session")


def key_schedule_test(test):
    if test["profile"] != "emis-ps/1" or not hello_form(test):
        raise Wrong("a field of the request has a wrong form")
    relationship_key_form(test)
    if not test["patientRelationshipId"] and test["iterations"] != 1:
        raise Wrong("iterations of an application session is 1")
    counts_form(test)
    if not VERSION.match(test["practiceVersion"]):
        raise Wrong("practiceVersion has a wrong form")
    for side in ("client", "server"):
        equal(side + "PublicKey", public_of(unhex(test, side + "PrivateKey")).hex(),
              test[side + "PublicKey"])
    z = ecdh(unhex(test, "clientPrivateKey"), unhex(test, "serverPublicKey"))
    equal("the server's sharedSecret",
          ecdh(unhex(test, "serverPrivateKey"), unhex(test, "clientPublicKey")), z)
    values = schedule(test, unhex(test, "clientValidationKey"), unhex(test, "serverValidationKey"),
                      unhex(test, "clientPublicKey"), z)
    for name, value in values.items():
        equal(name, value.hex(), test[name])


def counts_form(test):
    for name, most in (("iterations", 10000000), ("idleTimeoutSeconds", 86400),
                       ("firstCallSeconds", 3600)):
        if not 1 <= test[name] <= most:
            raise Wrong("%s is out of its range" % name)


def client_hello_cause(test):
    """Why a server refuses, in the order of section 3; empty when it does not."""
    if test["profile"] != "emis-ps/1":
        return "Profile"
    nonce, public = unhex(test, "clientNonce"), unhex(test, "clientPublicKey")
    validation = unhex(test, "clientValidation")
    if not hello_form(test) or len(nonce) != 32 or len(validation) != 32 or not point_form(public):
        return "Form"
    h_c = client_hash(test, nonce, public)
    expected = mac(unhex(test, "clientValidationKey"), t("emis-ps/1 client hello", h_c))
    if expected != validation:
        return "Validation"
    return "" if on_curve(public) else "PublicKey"


FAULTS = {"": "", "Profile": "ProfileNotSupported", "Form": "MalformedRequest",
          "Validation": "ValidationFailed", "PublicKey": "ValidationFailed"}


def client_hello_test(test):
    cause = client_hello_cause(test)
    equal("cause", cause, test["cause"])
    equal("fault", FAULTS[cause], test["fault"])
    either(test, client_hello_cause, cause)


def with_valid(test):
    """The test with what would make it valid; its results are always those of this one."""
    return {**test, **test.get("validWith", {})}


def either(test, judge, cause):
    """Result, and that an invalid test has nothing wrong but what it says."""
    equal("result", "invalid" if cause else "valid", test["result"])
    if bool(cause) != ("validWith" in test):
        raise Wrong("validWith stands in an invalid test, and only there")
    if cause:
        for name, value in test["validWith"].items():
            if name not in test or not isinstance(value, type(test[name])):
                raise Wrong("validWith names %s, which is no such member" % name)
            if test[name] == value:
                raise Wrong("validWith.%s is the test's own value" % name)
        other = judge(with_valid(test))
        if other:
            raise Wrong("with validWith it is still refused: %s" % other)


POLICY = (1000, 100000)  # the client's policy for Iterations of a patient session
HIGHEST = "2.1"  # the client's own highest version


def server_hello_values(test):
    """(cause, values), as the client judges in the order of section 3."""
    nonce, public = unhex(test, "serverNonce"), unhex(test, "serverPublicKey")
    validation = unhex(test, "serverValidation")
    try:
        counts_form(test)
    except Wrong:
        return "Form", {}
    if (
        not re.fullmatch(r"[0-9a-f]{32}", test["sessionId"])
        or len(nonce) != 32
        or len(validation) != 32
        or not point_form(public)
        or not VERSION.match(test["practiceVersion"])
    ):
        return "Form", {}
    if not on_curve(public):
        return "PublicKey", {}
    scalar = unhex(test, "clientPrivateKey")
    values = schedule(test, unhex(test, "clientValidationKey"), unhex(test, "serverValidationKey"),
                      public_of(scalar), ecdh(scalar, public))
    if values["serverValidation"] != validation:
        return "Validation", {}
    low, high = POLICY if test["patientRelationshipId"] else (1, 1)
    if not low <= test["iterations"] <= high:
        return "IterationsPolicy", {}
    schema, practice = pair(test["schemaVersion"]), pair(test["practiceVersion"])
    if practice < schema:
        return "PracticeVersion", {}
    if not test["versionNamed"] and min(practice, pair(HIGHEST)) > schema:
        return "VersionLowered", {}
    return "", values


def server_hello_test(test):
    if test["profile"] != "emis-ps/1" or not hello_form(test):
        raise Wrong("a field of the request has a wrong form")
    relationship_key_form(test)
    cause, _ = server_hello_values(test)
    equal("cause", cause, test["cause"])
    either(test, lambda changed: server_hello_values(changed)[0], cause)
    _, values = server_hello_values(with_valid(test))
    for name in ("requestKey", "responseKey", "sessionHash0", "nextRelationshipKey"):
        equal(name, values[name].hex(), test[name])
    flag(test, "VersionNamed", test["versionNamed"])


# --- whole messages -------------------------------------------------------------------------

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
OPEN = '<s:Envelope xmlns:s="%s">' % SOAP


def written(message):
    """(header block or None, body) of a message in the form in which ours are written."""
    rest = message
    if rest.startswith(DECLARATION):
        rest = rest[len(DECLARATION):]
        rest = rest[1:] if rest.startswith("\n") else rest
    match = re.fullmatch(
        re.escape(OPEN) + r"(?:<s:Header>(.*?)</s:Header>)?<s:Body>(.*)</s:Body></s:Envelope>",
        rest, re.DOTALL)
    if not match:
        raise Wrong("a message is not written as in protocol.md section 5")
    return match.group(1), match.group(2)


def well_formed(octets, what):
    parser = xml.parsers.expat.ParserCreate("utf-8", namespace_separator=" ")
    roots, depth = [], [0]

    def start(name, _):
        if not depth[0]:
            roots.append(tuple(name.rpartition(" ")[::2]))
        depth[0] += 1

    def end(_):
        depth[0] -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(octets, True)
    except xml.parsers.expat.ExpatError as error:
        raise Wrong("%s is not well-formed: %s" % (what, error)) from error
    return roots[0]


def body_element(text, what):
    """The name of the one element that these Body octets are by themselves."""
    octets = text.encode("utf-8")
    if not octets.startswith(b"<") or not octets.endswith(b">"):
        raise Wrong("%s is not exactly one element" % what)
    return well_formed(octets, what)


def session_block(session_id, sequence, session_hash):
    return (
        '<Session xmlns="%s"><SessionId>%s</SessionId><Sequence>%d</Sequence>'
        "<SessionHash>%s</SessionHash></Session>" % (EMIS, session_id, sequence, b64(session_hash))
    )


def fault_code(body):
    match = re.search(r"<FaultDetail><Code>([A-Za-z]+)</Code>", body)
    return match.group(1) if match else "InternalError"


# --- sessions.json --------------------------------------------------------------------------


class Draw:
    """Random octets in draw order; all of them are to be used."""

    def __init__(self, octets, whose):
        self.octets, self.whose, self.rejected = octets, whose, 0

    def __call__(self, count):
        if len(self.octets) < count:
            raise Wrong("%s ends too early" % self.whose)
        out, self.octets = self.octets[:count], self.octets[count:]
        return out

    def scalar(self):
        while True:
            octets = self(32)
            if 0 < int.from_bytes(octets, "big") < ORDER:
                return octets
            self.rejected += 1

    def end(self):
        if self.octets:
            raise Wrong("%s has %d bytes that are not drawn" % (self.whose, len(self.octets)))


def elements(pairs):
    return "".join("<%s>%s</%s>" % (name, value, name) for name, value in pairs)


def session_test(test):
    test = dict(test, profile="emis-ps/1")
    patient = test["kind"] == "patient"
    if patient != bool(test["patientRelationshipId"]):
        raise Wrong("kind and patientRelationshipId disagree")
    if not hello_form(test) or not VERSION.match(test["practiceVersion"]):
        raise Wrong("a field has a wrong form")
    relationship_key_form(test)
    counts_form(test)
    if not patient:
        equal("iterations of an application session", 1, test["iterations"])
    keys = validation_keys(test)
    if keys is None:
        raise Wrong("a pre-shared key has a wrong length")
    client = Draw(unhex(test, "clientRandom"), "clientRandom")
    server = Draw(unhex(test, "serverRandom"), "serverRandom")
    client_nonce, client_scalar = client(32), client.scalar()
    session_id, server_nonce, server_scalar = server(16).hex(), server(32), server.scalar()
    client.end()
    server.end()
    if ("ScalarDrawnAgain" in test["flags"]) != bool(client.rejected or server.rejected):
        raise Wrong("the flag ScalarDrawnAgain is wrong")
    equal("sessionId", session_id, test["sessionId"])
    client_public, server_public = public_of(client_scalar), public_of(server_scalar)
    test["clientNonce"], test["serverNonce"] = client_nonce.hex(), server_nonce.hex()
    test["serverPublicKey"] = server_public.hex()
    values = schedule(test, *keys, client_public, ecdh(client_scalar, server_public))
    for name in ("requestKey", "responseKey", "sessionHash0"):
        equal(name, values[name].hex(), test[name])

    begin, calls = test["messages"][0], test["messages"][1:]
    optional = [(n, test[n[0].lower() + n[1:]]) for n in
                ("PatientRelationshipId", "ReplacesSessionId")]
    request = elements(
        [("Profile", "emis-ps/1"), ("ApplicationId", test["applicationId"]),
         ("OdsCode", test["odsCode"]), ("SchemaVersion", test["schemaVersion"])]
        + [each for each in optional if each[1]]
        + [("ClientNonce", b64(client_nonce)), ("ClientPublicKey", b64(client_public)),
           ("ClientValidation", b64(values["clientValidation"]))])
    response = elements(
        [("SessionId", session_id), ("ServerNonce", b64(server_nonce)),
         ("ServerPublicKey", b64(server_public)), ("Iterations", test["iterations"]),
         ("IdleTimeoutSeconds", test["idleTimeoutSeconds"]),
         ("FirstCallSeconds", test["firstCallSeconds"]),
         ("PracticeVersion", test["practiceVersion"]),
         ("ServerValidation", b64(values["serverValidation"]))])
    frame = '<%s xmlns="%s">%s</%s>'
    equal("BeginSession's Body", frame % ("BeginSession", EMIS, request, "BeginSession"),
          begin["requestBodyText"])
    name = "BeginSessionResponse"
    equal("BeginSessionResponse's Body", frame % (name, EMIS, response, name),
          begin["responseBodyText"])
    for member, value in (("sequence", 0), ("operation", "BeginSession"), ("httpStatus", 200),
                          ("requestSessionHash", ""), ("responseSessionHash", "")):
        equal("messages[0]." + member, value, begin[member])
    application = '<Application xmlns="%s"><ApplicationId>%s</ApplicationId></Application>' % (
        EMIS, test["applicationId"])
    equal("messages[0].requestText", (application, begin["requestBodyText"]),
          written(begin["requestText"]))
    equal("messages[0].responseText", (None, begin["responseBodyText"]),
          written(begin["responseText"]))

    chain, faults = values["sessionHash0"], 0
    for number, call in enumerate(calls, 1):
        where = "messages[%d]" % number
        equal(where + ".sequence", number, call["sequence"])
        for side, key in (("request", "requestKey"), ("response", "responseKey")):
            body = call[side + "BodyText"]
            chain = link(values[key], chain, number, body.encode("utf-8"))
            equal("%s.%sSessionHash" % (where, side), chain.hex(), call[side + "SessionHash"])
            block = session_block(session_id, number, chain)
            equal("%s.%sText" % (where, side), (block, body), written(call[side + "Text"]))
            well_formed(call[side + "Text"].encode("utf-8"), "%s.%sText" % (where, side))
        equal(where + ".operation", (EMIS, call["operation"]),
              body_element(call["requestBodyText"], where + ".requestBodyText"))
        faults += response_is(call["responseBodyText"], call["operation"], where,
                              call["httpStatus"])
    equal("the last operation", "EndSession", calls[-1]["operation"])
    if ("AuthenticatedFault" in test["flags"]) != bool(faults):
        raise Wrong("the flag AuthenticatedFault is wrong")
    flag(test, "ApplicationSession", not patient)
    flag(test, "PatientSession", patient)
    flag(test, "ReplacesSession", bool(test["replacesSessionId"]))


def flag(test, name, value):
    if (name in test["flags"]) != value:
        raise Wrong("the flag %s is wrong" % name)


def response_is(body, name, where, status=None):
    """Whether the response is a fault; it must be one or the operation's own element."""
    element = body_element(body, where + "'s response")
    if element == (SOAP, "Fault"):
        wanted = 500 if fault_code(body) in ("InternalError", "Unavailable") else 400
    else:
        equal(where + "'s response element", (EMIS, name + "Response"), element)
        wanted = 200
    if status is not None:
        equal(where + ".httpStatus", wanted, status)
    return wanted != 200


# --- session_hash.json ----------------------------------------------------------------------


def chain_test(test):
    chain, faults = unhex(test, "sessionHash0"), 0
    for number, call in enumerate(test["calls"], 1):
        where = "calls[%d]" % (number - 1)
        equal(where + ".sequence", number, call["sequence"])
        for side, key in (("request", "requestKey"), ("response", "responseKey")):
            body = call[side + "BodyText"].encode("utf-8")
            chain = link(unhex(test, key), chain, number, body)
            equal("%s.%sSessionHash" % (where, side), chain.hex(), call[side + "SessionHash"])
        _, name = body_element(call["requestBodyText"], where + ".requestBodyText")
        fault = response_is(call["responseBodyText"], name, where)
        equal(where + ".fault", fault_code(call["responseBodyText"]) if fault else "",
              call["fault"])
        faults += fault
    flag(test, "AuthenticatedFault", bool(faults))


def cut(message):
    """SessionId, Sequence, SessionHash and Body of a message in whatever prefixes."""
    octets = message.encode("utf-8")
    opening = re.search(rb"<((?:[A-Za-z][\w.-]*:)?)Body(?=[\s>])(?:[^>\"']|\"[^\"]*\"|'[^']*')*>",
                        octets)
    if not opening:
        raise Wrong("messageText has no Body")
    closing = list(re.finditer(rb"</" + opening.group(1) + rb"Body\s*>", octets))
    if not closing:
        raise Wrong("messageText's Body is not closed")
    body = octets[opening.end():closing[-1].start()]
    head = octets[:opening.start()]
    well_formed(head + opening.group(0) + octets[closing[-1].start():], "messageText")
    values = []
    for name in (b"SessionId", b"Sequence", b"SessionHash"):
        found = re.findall(rb"<(?:[A-Za-z][\w.-]*:)?" + name + rb">([^<]*)<", head)
        if len(found) != 1:
            raise Wrong("messageText has %d elements %s" % (len(found), name.decode()))
        values.append(found[0].decode("ascii"))
    return values[0], values[1], values[2], body.decode("utf-8")


def message_is(test):
    session_hash = unhex(test, "messageSessionHash")
    found = cut(test["messageText"])
    wanted = (test["messageSessionId"], str(test["messageSequence"]), b64(session_hash),
              test["messageBodyText"])
    equal("messageText's content", wanted, found)
    body_element(test["messageBodyText"], "messageBodyText")
    try:
        block, body = written(test["messageText"])
        ours = block == session_block(test["messageSessionId"], test["messageSequence"],
                                      session_hash)
        ours = ours and body == test["messageBodyText"]
    except Wrong:
        ours = False
    flag(test, "OutsideChanged", not ours)


def reception(test, key):
    """(accepted, the chain's value after)."""
    after = link(unhex(test, key), unhex(test, "sessionHash"), test["nextSequence"],
                 test["messageBodyText"].encode("utf-8"))
    good = (
        test["messageSessionId"] == test["sessionId"]
        and test["messageSequence"] == test["nextSequence"]
        and test["messageSessionHash"] == after.hex()
    )
    return good, after


def request_cause(test):
    if test["messageSessionId"] != test["sessionId"]:
        return "SessionNotFound"
    return "" if reception(test, "requestKey")[0] else "SessionInvalidated"


def response_cause(test):
    return "" if reception(test, "responseKey")[0] else "not verified"


def reception_test(key, judge):
    def run(test):
        message_is(test)
        cause = judge(test)
        if key == "requestKey":
            equal("fault", cause, test["fault"])
        either(test, judge, cause)
        equal("sessionHashAfter", reception(with_valid(test), key)[1].hex(),
              test["sessionHashAfter"])

    return run


# --- the files ------------------------------------------------------------------------------

FILES = {
    "key_schedule.json": {
        "ValidationKeys": validation_keys_test,
        "KeySchedule": key_schedule_test,
        "ClientHello": client_hello_test,
        "ServerHello": server_hello_test,
    },
    "sessions.json": {"Session": session_test},
    "session_hash.json": {
        "Chain": chain_test,
        "Request": reception_test("requestKey", request_cause),
        "Response": reception_test("responseKey", response_cause),
    },
}

# Flags of which each file has at least one test.
FLAGS = {
    "key_schedule.json": {
        "ApplicationSession", "PatientSession", "ReplacesSession", "PreSharedKeyLength",
        "Altered", "NonceLength", "ValidationLength", "KeyLength", "CompressedKey",
        "PointAtInfinity", "OffCurve", "UnknownProfile", "IterationsPolicy", "PracticeVersion",
        "VersionLowered", "VersionNamed",
    },
    "sessions.json": {
        "ApplicationSession", "PatientSession", "ReplacesSession", "AuthenticatedFault",
        "ScalarDrawnAgain",
    },
    "session_hash.json": {
        "AuthenticatedFault", "Replay", "Gap", "Reordered", "AlteredBody", "OtherOctets",
        "AlteredHash", "AlteredSequence", "WrongSessionId", "OtherCall", "OtherKey",
        "OutsideChanged", "LastSequence",
    },
}
HELLO = {"applicationId", "odsCode", "schemaVersion", "patientRelationshipId",
         "replacesSessionId", "clientNonce"}
ALTERED = {
    "ClientHello": HELLO | {"clientPublicKey", "clientValidation"},
    "ServerHello": HELLO | {
        "sessionId", "serverNonce", "serverPublicKey", "iterations", "idleTimeoutSeconds",
        "firstCallSeconds", "practiceVersion", "serverValidation",
    },
}


def coverage(name, data):
    """What the file as a whole must have."""
    tests = [(g["type"], test) for g in data["testGroups"] for test in g["tests"]]
    equal("numberOfTests", len(tests), data["numberOfTests"])
    used = {each for _, test in tests for each in test["flags"]}
    equal("the flags explained in notes", sorted(used), sorted(data["notes"]))
    if FLAGS[name] - used:
        raise Wrong("no test has the flags %s" % sorted(FLAGS[name] - used))
    types = {kind for kind, _ in tests}
    if set(FILES[name]) - types:
        raise Wrong("no test of the types %s" % sorted(set(FILES[name]) - types))
    for kind, fields in ALTERED.items():
        found = {
            each for k, test in tests if k == kind and "Altered" in test["flags"]
            for each in test.get("validWith", ())
        }
        if kind in types and fields - found:
            raise Wrong("no %s has an altered %s" % (kind, sorted(fields - found)))
    negative = sum(test["result"] == "invalid" for _, test in tests)
    if name == "session_hash.json":
        if negative < len(tests) - negative:
            raise Wrong("%d of %d tests are negative, fewer than half" % (negative, len(tests)))
        if not any(k == "Chain" and len(test["calls"]) >= 3 and "AuthenticatedFault" in
                   test["flags"] for k, test in tests):
            raise Wrong("no chain over three calls with a fault")


def repeated(pairs):
    out = dict(pairs)
    if len(out) != len(pairs):
        raise Wrong("a member stands twice")
    return out


def run_file(directory, name, ids):
    """(passed, failed) of one file."""
    passed = failed = 0

    def report(where, error):
        print("FAIL %s %s: %s" % (name, where, error))

    try:
        with open(os.path.join(directory, name), encoding="utf-8") as file:
            data = json.load(file, object_pairs_hook=repeated)
        with open(os.path.join(HERE, "schema", name), encoding="utf-8") as file:
            schema = json.load(file)
        shape(data, schema, schema, "")
    except (OSError, ValueError, Wrong) as error:
        report("as a whole", error)
        return 0, 1
    for group in data["testGroups"]:
        for test in group["tests"]:
            try:
                if test["id"] in ids:
                    raise Wrong("the id stands twice")
                ids.add(test["id"])
                if len(set(test["flags"])) != len(test["flags"]):
                    raise Wrong("a flag stands twice")
                FILES[name][group["type"]](test)
                passed += 1
            except (Wrong, ValueError, OverflowError) as error:
                failed += 1
                report(test["id"], error)
    try:
        coverage(name, data)
        passed += 1
    except Wrong as error:
        failed += 1
        report("as a whole", error)
    return passed, failed


def main():
    directory = sys.argv[1] if len(sys.argv) > 1 else HERE
    ids, passed, failed = set(), 0, 0
    for name in FILES:
        good, bad = run_file(directory, name, ids)
        passed, failed = passed + good, failed + bad
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
