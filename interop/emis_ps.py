"""The session protocol of profile emis-ps/1, written from spec/protocol.md alone.

An independent implementation: it shares nothing with the Rust core and exists so
that the page, and not either program, says what is right. It needs Python 3.9 and
the `cryptography` package, for P-256 only.

Section numbers are those of protocol.md.
"""

import base64
import collections
import hashlib
import hmac
import http.client
import re
import secrets
import urllib.parse
import xml.parsers.expat

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PROFILE = "emis-ps/1"
NS_SOAP = "http://www.w3.org/2003/05/soap-envelope"
NS_EMIS = "urn:emis-ps:1"
NS_XML = "http://www.w3.org/XML/1998/namespace"
VERSIONS = ("1.0", "1.1", "2.0", "2.1")
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
MAX_SEQUENCE = 4294967295


class ProtocolError(Exception):
    """What came is not what section 3, 4 or 5 allows."""


class Malformed(ProtocolError):
    """The bytes are not a message of section 5."""


# --- section 2: notation -----------------------------------------------------------


def t(*fields):
    """T(f1, f2, …): text as UTF-8, bytes raw, numbers in decimal, absent as empty."""
    out = bytearray()
    for field in fields:
        if field is None:
            field = b""
        elif isinstance(field, int):
            field = str(field).encode("ascii")
        elif isinstance(field, str):
            field = field.encode("utf-8")
        out += len(field).to_bytes(4, "big") + field
    return bytes(out)


def hmac256(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def pbkdf2(password, salt, iterations, length=32):
    return hashlib.pbkdf2_hmac("sha256", password, salt, iterations, length)


def hkdf_extract(salt, ikm):
    return hmac256(salt, ikm)


def hkdf_expand(prk, info, length=32):
    out, block, count = b"", b"", 0
    while len(out) < length:
        count += 1
        block = hmac256(prk, block + info.encode("ascii") + bytes([count]))
        out += block
    return out[:length]


def b64(octets):
    return base64.b64encode(octets).decode("ascii")


def unb64(text, length=None):
    """Canonical base64 without white space, or ProtocolError."""
    try:
        octets = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, UnicodeEncodeError) as error:
        raise ProtocolError("not base64: %r" % text) from error
    if b64(octets) != text:
        raise ProtocolError("base64 is not canonical: %r" % text)
    if length is not None and len(octets) != length:
        raise ProtocolError("%d bytes, not %d" % (len(octets), length))
    return octets


def version_pair(text):
    major, minor = text.split(".")
    return int(major), int(minor)


# --- section 3: keys and handshake -------------------------------------------------


def validation_keys(application_id, psk_c, psk_s):
    """V_c and V_s."""
    for psk in (psk_c, psk_s):
        if not 16 <= len(psk) <= 128:
            raise ProtocolError("a pre-shared key has 16 to 128 bytes")
    return (
        pbkdf2(psk_c, t("emis-ps/1 client validation", application_id), 10000),
        pbkdf2(psk_s, t("emis-ps/1 server validation", application_id), 10000),
    )


class KeyPair:
    """An ephemeral P-256 key pair; the scalar is drawn until it lies in 1 … n-1."""

    def __init__(self, draw=secrets.token_bytes):
        scalar = 0
        while not 0 < scalar < P256_ORDER:
            scalar = int.from_bytes(draw(32), "big")
        self._private = ec.derive_private_key(scalar, ec.SECP256R1())
        self.public = self._private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )

    def shared_secret(self, peer):
        if len(peer) != 65 or peer[0] != 4:
            raise ProtocolError("a public key is an uncompressed point of 65 bytes")
        try:
            point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), peer)
        except ValueError as error:
            raise ProtocolError("the public key is not on the curve") from error
        return self._private.exchange(ec.ECDH(), point)


def client_hello_hash(fields, nonce, public):
    """H_c; `fields` are the six texts from Profile to ReplacesSessionId."""
    return hashlib.sha256(t("emis-ps/1 begin session", *fields, nonce, public)).digest()


def client_validation(v_c, h_c):
    return hmac256(v_c, t("emis-ps/1 client hello", h_c))


def server_hello_hash(
    h_c, validation, session_id, nonce, public, iterations, idle, first_call, practice_version
):
    """H_s."""
    return hashlib.sha256(
        t(
            "emis-ps/1 begin session response",
            h_c,
            validation,
            session_id,
            nonce,
            public,
            iterations,
            idle,
            first_call,
            practice_version,
        )
    ).digest()


def agree(v_c, v_s, h_s, z):
    """ServerValidation and SS."""
    a_c = hmac256(v_c, t("emis-ps/1 client agreement", h_s))
    a_s = hmac256(v_s, t("emis-ps/1 server agreement", h_s))
    hs = hkdf_extract(h_s, z + a_c + a_s)
    return (
        hkdf_expand(hs, "emis-ps/1 server validation"),
        hkdf_expand(hs, "emis-ps/1 session secret"),
    )


Keys = collections.namedtuple("Keys", "request response h_0 next_relationship_key")


def session_keys(ss, h_s, iterations, relationship_key=b""):
    m = pbkdf2(ss + relationship_key, h_s, iterations)
    return Keys(
        hkdf_expand(m, "emis-ps/1 request key"),
        hkdf_expand(m, "emis-ps/1 response key"),
        hkdf_expand(m, "emis-ps/1 session hash"),
        hkdf_expand(m, "emis-ps/1 next relationship key"),
    )


HELLO_NAMES = (
    "Profile",
    "ApplicationId",
    "OdsCode",
    "SchemaVersion",
    "PatientRelationshipId",
    "ReplacesSessionId",
)
HELLO_FORMS = {
    "Profile": r"emis-ps/1",
    "ApplicationId": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "OdsCode": r"[A-Z0-9]{3,10}",
    "SchemaVersion": r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)",
    "PatientRelationshipId": r"[A-Za-z0-9-]{1,64}",
    "ReplacesSessionId": r"[0-9a-f]{32}",
}
RESPONSE_FORMS = (
    ("SessionId", r"[0-9a-f]{32}"),
    ("ServerNonce", r".*"),
    ("ServerPublicKey", r".*"),
    ("Iterations", r"[1-9][0-9]*"),
    ("IdleTimeoutSeconds", r"[1-9][0-9]*"),
    ("FirstCallSeconds", r"[1-9][0-9]*"),
    ("PracticeVersion", r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)"),
    ("ServerValidation", r".*"),
)


def exact_values(element, names):
    """The values of an exact element: these names in this order, nothing else."""
    if element.text:
        raise ProtocolError("text between the elements of %s" % element.local)
    if [(c.namespace, c.local) for c in element.children] != [(NS_EMIS, n) for n in names]:
        raise ProtocolError(
            "%s has the elements %s" % (element.local, [c.local for c in element.children])
        )
    for child in element.children:
        if child.children or not child.text:
            raise ProtocolError("%s is empty or has elements" % child.local)
    return [child.text for child in element.children]


def fields_xml(fields):
    """Elements in order; a value is text, or a list of (name, value) for a nested one."""
    out = []
    for name, value in fields:
        inner = escape(value) if isinstance(value, str) else fields_xml(value)
        out.append("<%s>%s</%s>" % (name, inner, name))
    return "".join(out)


def operation(name, fields=()):
    """The bytes of a Body child."""
    return ('<%s xmlns="%s">%s</%s>' % (name, NS_EMIS, fields_xml(fields), name)).encode("utf-8")


class ClientHello:
    """The client's half of the handshake."""

    def __init__(
        self,
        application_id,
        v_c,
        v_s,
        ods_code,
        schema_version,
        relationship_id="",
        relationship_key=b"",
        replaces="",
        draw=secrets.token_bytes,
        nonce=None,
        public=None,
    ):
        self._v_c, self._v_s = v_c, v_s
        self._relationship_key = relationship_key
        self.texts = [
            PROFILE, application_id, ods_code, schema_version, relationship_id, replaces,
        ]
        self.nonce = nonce if nonce is not None else draw(32)
        self.pair = KeyPair(draw)
        self.public = public if public is not None else self.pair.public
        self.h_c = client_hello_hash(self.texts, self.nonce, self.public)
        self.validation = client_validation(v_c, self.h_c)

    def fields(self):
        """The elements of BeginSession, in order, as they go out."""
        out = [(n, v) for n, v in zip(HELLO_NAMES, self.texts) if v]
        out.append(("ClientNonce", b64(self.nonce)))
        out.append(("ClientPublicKey", b64(self.public)))
        out.append(("ClientValidation", b64(self.validation)))
        return out

    def finish(self, element, policy=(1000, 100000), highest=None, named=True):
        """Checks a BeginSessionResponse and gives the session."""
        if (element.namespace, element.local) != (NS_EMIS, "BeginSessionResponse"):
            raise ProtocolError("not a BeginSessionResponse but %s" % element.local)
        values = exact_values(element, [name for name, _ in RESPONSE_FORMS])
        for (name, form), value in zip(RESPONSE_FORMS, values):
            if not re.fullmatch(form, value):
                raise ProtocolError("%s has the form %r" % (name, value))
        session_id, nonce, public, iterations, idle, first_call, practice, validation = values
        nonce, validation = unb64(nonce, 32), unb64(validation, 32)
        public = unb64(public, 65)
        iterations, idle, first_call = int(iterations), int(idle), int(first_call)
        if iterations > 10000000 or idle > 86400 or first_call > 3600:
            raise ProtocolError("a count is out of its range")
        h_s = server_hello_hash(
            self.h_c, self.validation, session_id, nonce, public,
            iterations, idle, first_call, practice,
        )
        expected, ss = agree(self._v_c, self._v_s, h_s, self.pair.shared_secret(public))
        if not hmac.compare_digest(expected, validation):
            raise ProtocolError("ServerValidation does not fit")
        low, high = policy if self.texts[4] else (1, 1)
        if not low <= iterations <= high:
            raise ProtocolError("%d iterations are outside the policy" % iterations)
        schema = version_pair(self.texts[3])
        if version_pair(practice) < schema:
            raise ProtocolError("PracticeVersion %s is below SchemaVersion" % practice)
        if not named and highest and min(version_pair(practice), version_pair(highest)) > schema:
            raise ProtocolError("VersionLowered")
        key = self._relationship_key if self.texts[4] else b""
        keys = session_keys(ss, h_s, iterations, key)
        return Session(
            session_id, keys, iterations=iterations, idle=idle,
            first_call=first_call, practice_version=practice,
        )


class ServerHello:
    """The server's half: checks after the profile are the caller's, in its order."""

    def __init__(self, v_c, v_s, texts, nonce, public, validation):
        self._v_c, self._v_s = v_c, v_s
        self._client_public, self._validation = public, validation
        self._patient = bool(texts[4])
        self._h_c = client_hello_hash(texts, nonce, public)

    def validated(self):
        return hmac.compare_digest(client_validation(self._v_c, self._h_c), self._validation)

    def reply(self, iterations, idle, first_call, practice_version, draw=secrets.token_bytes):
        """BeginSessionResponse's fields, the SessionId, and a function key -> Session."""
        session_id, nonce = draw(16).hex(), draw(32)
        pair = KeyPair(draw)
        if not self._patient:
            iterations = 1
        h_s = server_hello_hash(
            self._h_c, self._validation, session_id, nonce, pair.public,
            iterations, idle, first_call, practice_version,
        )
        validation, ss = agree(
            self._v_c, self._v_s, h_s, pair.shared_secret(self._client_public)
        )
        values = (
            session_id, b64(nonce), b64(pair.public), str(iterations), str(idle),
            str(first_call), practice_version, b64(validation),
        )
        fields = [(name, value) for (name, _), value in zip(RESPONSE_FORMS, values)]

        def session(relationship_key):
            return Session(session_id, session_keys(ss, h_s, iterations, relationship_key))

        return fields, session_id, session


# --- section 4: the chain ----------------------------------------------------------


class Session:
    """The SessionHash chain; either role drives it."""

    def __init__(self, session_id, keys, **about):
        self.id = session_id
        self.keys = keys
        self.chain = keys.h_0
        self.sequence = 1
        self.about = about

    def link(self, key, sequence, body, chain=None):
        chain = self.chain if chain is None else chain
        data = sequence.to_bytes(8, "big") + body
        return hashlib.sha256(chain + hmac256(key, data)).digest()

    # the client

    def block(self, body, sequence=None, session_hash=None, session_id=None):
        """The Session block that the next request with this Body carries."""
        sequence = self.sequence if sequence is None else sequence
        if session_hash is None:
            session_hash = self.link(self.keys.request, sequence, body)
        return session_block(session_id or self.id, sequence, session_hash)

    def accept(self, request_body, message):
        """Checks a reply to the request with this Body; the chain goes on."""
        if message.session is None:
            raise ProtocolError("the reply has no Session header")
        session_id, sequence, session_hash = message.session
        if session_id != self.id:
            raise ProtocolError("the reply has another SessionId")
        if sequence != self.sequence:
            raise ProtocolError("the reply has Sequence %d, not %d" % (sequence, self.sequence))
        after_request = self.link(self.keys.request, sequence, request_body)
        expected = self.link(self.keys.response, sequence, message.body, after_request)
        if not hmac.compare_digest(expected, session_hash):
            raise ProtocolError("the reply's SessionHash does not fit")
        self.chain = expected
        self.sequence += 1

    # the server

    def check(self, sequence, session_hash, body):
        expected = self.link(self.keys.request, self.sequence, body)
        if sequence != self.sequence or not hmac.compare_digest(expected, session_hash):
            return False
        self.chain = expected
        return True

    def answer(self, body):
        """The Session block of the response with this Body; the chain goes on."""
        self.chain = self.link(self.keys.response, self.sequence, body)
        block = session_block(self.id, self.sequence, self.chain)
        self.sequence += 1
        return block


# --- section 5: the envelope -------------------------------------------------------

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
ENVELOPE = b'<s:Envelope xmlns:s="' + NS_SOAP.encode() + b'">'


def escape(text):
    for char, reference in (
        ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\r", "&#13;"),
    ):
        text = text.replace(char, reference)
    return text


def session_block(session_id, sequence, session_hash):
    fields = [("SessionId", session_id), ("Sequence", str(sequence)),
              ("SessionHash", b64(session_hash))]
    return operation("Session", fields)


def application_block(application_id):
    return operation("Application", [("ApplicationId", application_id)])


def envelope(header, body):
    """A whole message; `header` is the blocks' bytes, or None for no Header."""
    head = b"" if header is None else b"<s:Header>" + header + b"</s:Header>"
    return DECLARATION + ENVELOPE + head + b"<s:Body>" + body + b"</s:Body></s:Envelope>"


class Element:
    __slots__ = ("namespace", "local", "attributes", "children", "text")

    def __init__(self, namespace, local, attributes):
        self.namespace, self.local, self.attributes = namespace, local, attributes
        self.children, self.text = [], ""

    def all(self, name):
        return [c for c in self.children if (c.namespace, c.local) == (NS_EMIS, name)]

    def find(self, path):
        """The one element at a path of ours, or None; twice the same is an error."""
        element = self
        for name in path.split("/"):
            found = element.all(name)
            if len(found) > 1:
                raise ProtocolError("%s has %s twice" % (element.local, name))
            if not found:
                return None
            element = found[0]
        return element

    def value(self, path):
        """The text at a path, None when absent or empty."""
        found = self.find(path)
        if found is not None and found.children:
            raise ProtocolError("%s has elements, not a value" % path)
        return (found.text or None) if found is not None else None


Message = collections.namedtuple("Message", "session application body element")


def _parser(namespaces):
    if namespaces:
        parser = xml.parsers.expat.ParserCreate("utf-8", namespace_separator=" ")
    else:
        parser = xml.parsers.expat.ParserCreate("utf-8")

    def refuse(what):
        def handler(*_):
            raise Malformed(what)

        return handler

    parser.CommentHandler = refuse("a comment")
    parser.ProcessingInstructionHandler = refuse("a processing instruction")
    parser.StartCdataSectionHandler = refuse("a CDATA section")
    parser.StartDoctypeDeclHandler = refuse("a document type declaration")
    return parser


def _run(parser, octets):
    try:
        parser.Parse(octets, True)
    except xml.parsers.expat.ExpatError as error:
        raise Malformed(str(error)) from error


def _tag_end(octets, start):
    """The index after the `>` of the tag that begins at start, and whether it is empty."""
    quote = None
    for index in range(start, len(octets)):
        char = octets[index]
        if quote is not None:
            if char == quote:
                quote = None
        elif char in b"\"'":
            quote = char
        elif char == 0x3E:
            return index + 1, octets[index - 1] == 0x2F
    raise Malformed("a tag without an end")


def _tree(octets):
    """The element of these bytes by themselves, with their own namespaces only."""
    parser = _parser(True)
    stack, roots = [], []

    def split(name):
        namespace, _, local = name.rpartition(" ")
        return namespace, local

    def start(name, attributes):
        element = Element(*split(name), {split(n): v for n, v in attributes.items()})
        (stack[-1].children if stack else roots).append(element)
        stack.append(element)

    def data(text):
        stack[-1].text += text

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop()
    parser.CharacterDataHandler = data
    _run(parser, octets)
    return roots[0]


def _layout(octets):
    """Well-formedness and limits of the whole; where the Body's bytes and Header lie."""
    parser = _parser(False)
    parser.buffer_text = True
    depth = 0
    scopes = [0]
    found = {}
    second = []

    def declaration(version, encoding, _standalone):
        if version != "1.0" or (encoding is not None and encoding.lower() != "utf-8"):
            raise Malformed("XML %s in %s" % (version, encoding))

    def start(name, attributes):
        nonlocal depth
        depth += 1
        if depth > 32:
            raise Malformed("deeper than 32")
        declared = [a for a in attributes if a == "xmlns" or a.startswith("xmlns:")]
        if len(attributes) - len(declared) > 16:
            raise Malformed("more than 16 attributes")
        for each in (name, *attributes):
            if len(each.encode("utf-8")) > 128:
                raise Malformed("a name of more than 128 bytes")
        count = scopes[-1] + len(declared)
        if count > 16:
            raise Malformed("more than 16 namespace declarations in scope")
        local = name.rpartition(":")[2]
        if depth == 2:
            second.append(local)
            end, empty = _tag_end(octets, parser.CurrentByteIndex)
            found[local] = [parser.CurrentByteIndex, end, None, empty]
            if local == "Body":
                count = 0
        scopes.append(count)

    def end(name):
        nonlocal depth
        if depth == 2:
            found[name.rpartition(":")[2]][2] = parser.CurrentByteIndex
        depth -= 1
        scopes.pop()

    parser.XmlDeclHandler = declaration
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    _run(parser, octets)
    if second not in (["Body"], ["Header", "Body"]):
        raise Malformed("the Envelope has %s" % second)
    if "Header" in found:
        begin, after, close, empty = found["Header"]
        size = (after if empty else _tag_end(octets, close)[0]) - begin
        if size > 2048:
            raise Malformed("the Header has %d bytes" % size)
    _, begin, close, empty = found["Body"]
    if empty:
        raise Malformed("the Body is empty")
    return begin, close


def _blank(element):
    if element.text.strip(" \t\r\n"):
        raise Malformed("text in %s" % element.local)


def read_message(octets):
    """A message, strictly as section 5 has it, or Malformed."""
    octets = bytes(octets)
    if octets.startswith(b"\xef\xbb\xbf"):
        octets = octets[3:]
        if octets.startswith(b"\xef\xbb\xbf"):
            raise Malformed("two byte order marks")
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("not UTF-8") from error
    begin, close = _layout(octets)
    body = octets[begin:close]
    outside = _tree(octets[:begin] + octets[close:])
    if (outside.namespace, outside.local) != (NS_SOAP, "Envelope"):
        raise Malformed("the document element is not a SOAP 1.2 Envelope")
    _blank(outside)
    session = application = None
    for part in outside.children:
        if part.namespace != NS_SOAP:
            raise Malformed("%s of another namespace in the Envelope" % part.local)
        _blank(part)
        for block in part.children:
            if block.namespace != NS_EMIS:
                if block.attributes.get((NS_SOAP, "mustUnderstand")) in ("true", "1"):
                    raise Malformed("a Header block that must be understood")
                continue
            if session or application or block.local not in ("Session", "Application"):
                raise Malformed("Header blocks")
            try:
                if block.local == "Session":
                    session = _read_session(block)
                else:
                    (application,) = exact_values(block, ["ApplicationId"])
                    if not re.fullmatch(HELLO_FORMS["ApplicationId"], application):
                        raise Malformed("ApplicationId")
            except Malformed:
                raise
            except ProtocolError as error:
                raise Malformed(str(error)) from error
    if not body.startswith(b"<") or not body.endswith(b">"):
        raise Malformed("the Body is not exactly one element")
    return Message(session, application, body, _tree(body))


def _read_session(block):
    session_id, sequence, session_hash = exact_values(
        block, ["SessionId", "Sequence", "SessionHash"]
    )
    if not re.fullmatch(r"[0-9a-f]{32}", session_id):
        raise Malformed("SessionId")
    if not re.fullmatch(r"[1-9][0-9]{0,9}", sequence) or int(sequence) > MAX_SEQUENCE:
        raise Malformed("Sequence")
    return session_id, int(sequence), unb64(session_hash, 32)


Fault = collections.namedtuple(
    "Fault", "soap_code code supplier_code correlation_id field required_version practice_version"
)


def read_fault(element):
    """The Fault in a Body child, or None when it is no fault."""
    if (element.namespace, element.local) != (NS_SOAP, "Fault"):
        return None

    def soap(parent, name):
        for child in parent.children if parent is not None else ():
            if (child.namespace, child.local) == (NS_SOAP, name):
                return child
        return None

    value = soap(soap(element, "Code"), "Value")
    detail = soap(element, "Detail")
    detail = detail.find("FaultDetail") if detail is not None else None
    if detail is None:
        return Fault(value.text if value is not None else None, "InternalError",
                     None, None, None, None, None)
    return Fault(
        value.text if value is not None else None,
        detail.value("Code"),
        detail.value("SupplierCode"),
        detail.value("CorrelationId"),
        detail.value("Field"),
        detail.value("RequiredVersion"),
        detail.value("PracticeVersion"),
    )


# --- section 6: HTTP ---------------------------------------------------------------

Reply = collections.namedtuple("Reply", "status headers octets")


def http_request(endpoint, method, octets=None, headers=None, query="", timeout=30):
    """One exchange on a connection of its own; nothing is ever sent twice."""
    url = urllib.parse.urlsplit(endpoint)
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname, url.port, timeout=timeout)
    try:
        try:
            connection.request(method, (url.path or "/") + query, octets, headers or {})
        except (BrokenPipeError, ConnectionResetError):
            pass  # a refusal may come before the request was read to its end
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read())
    finally:
        connection.close()


def http_headers(action):
    return {
        "Content-Type": 'application/soap+xml; charset=utf-8; action="%s/%s"' % (NS_EMIS, action),
        "Accept": "application/soap+xml",
        "Accept-Encoding": "identity",
        "Cache-Control": "no-store",
    }
