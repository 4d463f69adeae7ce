//! The stable numbers of all errors.

use core::fmt;

/// Declares the codes: name, number, what it means, what to do.
macro_rules! codes {
    ($($name:ident = $number:literal, $meaning:literal, $advice:literal;)+) => {
        /// What went wrong, as a number that never changes its meaning: the same for this crate, its adapters and
        /// programs in other languages.
        ///
        /// Each block of a hundred belongs to one part; 801 to 899 belong to the client library built on this crate.
        /// `spec/errors.md` has all of them in one table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[repr(u16)]
        pub enum ErrorCode {
            $(#[doc = $meaning] $name = $number,)+
        }

        impl ErrorCode {
            /// All codes in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name, such as `SessionInDoubt`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }

            /// What went wrong, in one sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Self::$name => $meaning,)+
                }
            }

            /// What an engineer does about it.
            #[must_use]
            pub const fn advice(self) -> &'static str {
                match self {
                    $(Self::$name => $advice,)+
                }
            }

            /// The code of a number; `None` for a number that this version does not know.
            #[must_use]
            pub const fn from_number(number: u16) -> Option<Self> {
                match number {
                    $($number => Some(Self::$name),)+
                    _ => None,
                }
            }
        }
    };
}

codes! {
    // 1 to 99: the way to the practice (emis-http, emis-embedded-io, the framed streams of emis-std).
    InvalidEndpoint = 1,
        "The endpoint's address cannot be used.",
        "Correct the endpoint in the settings: an absolute https URL without a user name.";
    PlainHttpRefused = 2,
        "The endpoint is plain http on another machine or through a proxy.",
        "Use an https endpoint.";
    InvalidProxy = 3,
        "The proxy's address is not an http or https URL.",
        "Correct the proxy in the settings.";
    InvalidCertificateFile = 4,
        "The trusted roots, the client certificate or its key cannot be used.",
        "Check the PEM files: that they are readable, and that the key belongs to the certificate.";
    InvalidAction = 5,
        "The SOAP action has characters that a header cannot carry.",
        "Correct the calling code.";
    EmptyBuffer = 6,
        "A reply was read into an empty buffer.",
        "Correct the calling code.";
    RequestHeadTooLong = 7,
        "The head of the HTTP request does not fit into the transport's buffer.",
        "Give the transport a longer buffer.";
    MessageLength = 8,
        "The message to send is empty or longer than the limit of the framed stream.",
        "Correct the calling code, or raise the limit.";
    OutOfTurn = 9,
        "A server received or replied out of turn.",
        "Correct the calling code: one reply follows each request.";
    ConnectionEnded = 10,
        "The connection had ended before this call.",
        "Open a new connection.";
    NameNotFound = 20,
        "The endpoint's host has no address.",
        "Check the host's name and this machine's DNS.";
    ConnectionFailed = 21,
        "The connection failed.",
        "Check the network, then the practice's server.";
    ConnectionClosed = 22,
        "The peer closed the connection before its message was whole.",
        "Check the practice's server and what is between.";
    TlsFailed = 23,
        "TLS failed.",
        "Read the error's text: it names the certificate, the clock or the version at fault.";
    ProxyRefused = 24,
        "The proxy did not open the connection.",
        "Check the proxy's address and what it allows.";
    TimedOut = 25,
        "A timeout passed.",
        "Check the network and the practice's load; raise the timeout if the practice may take longer.";
    ConnectFailed = 26,
        "No connection could be opened.",
        "Check the network, then the practice's server.";
    HttpStatus = 40,
        "The server answered with an HTTP status that the protocol does not use.",
        "Check the endpoint's path.";
    NotHttp = 41,
        "What answered does not speak HTTP/1.1.",
        "Check the endpoint.";
    ContentType = 42,
        "The reply is not application/soap+xml in UTF-8.",
        "Check the endpoint.";
    ContentCoding = 43,
        "The reply is compressed or coded, which was not asked for.",
        "Find what changes replies on their way.";
    ReplyUnframed = 44,
        "The reply does not say clearly where it ends.",
        "Report it to those who run the practice's server, or find what changes replies on their way.";
    ReplyAboveLimit = 45,
        "The reply is longer than the transport's limit.",
        "Raise the limit if replies of this length are right.";
    ReplyHeadTooLong = 46,
        "The head of the HTTP reply does not fit into the transport's buffer.",
        "Give the transport a longer buffer.";
    PeerLength = 47,
        "The peer announced an empty message or one above the limit of the framed stream.",
        "Check what answers there.";
    HttpLibrary = 60,
        "The HTTP library failed in a way that this version does not know.",
        "Report it with this number.";
    // 101 to 199: refused here before anything was sent.
    BufferTooSmall = 101,
        "The buffer cannot hold the message.",
        "Call again with a buffer of the length that the error says.";
    NotInVersion = 102,
        "The session's schema version does not have the operation or field.",
        "Begin the session at a higher version, or leave the field out.";
    NotAllowedInSession = 103,
        "The operation cannot be called in this kind of session.",
        "Begin a session of the other kind.";
    SessionExpired = 104,
        "The session was idle for too long.",
        "Begin a new session.";
    SessionInDoubt = 105,
        "The session is in doubt: a call of it got no verified reply.",
        "Begin a new session that replaces this one, and read back what happened.";
    SessionEnded = 106,
        "The session has ended.",
        "Begin a new session.";
    SequenceExhausted = 107,
        "The session has used its last sequence number.",
        "Begin a new session.";
    InvalidRequest = 108,
        "The fields do not form a valid request of the operation.",
        "Correct the field that the error names.";
    NeedsSession = 109,
        "The operation can only be called in a session.",
        "Begin a session.";
    NotResumable = 110,
        "A detached call or handshake does not belong to what it was resumed with.",
        "Correct the calling code: resume each call once, in its own session and with its own operation.";
    FieldNotInVersion = 111,
        "The practice's version does not have the field.",
        "Leave the field out.";
    FieldMandatory = 112,
        "The practice requires the field.",
        "Ask the patient for it.";
    TelephoneMissing = 113,
        "A telephone appointment needs a telephone number.",
        "Ask the patient for a number.";
    FieldNotRequested = 114,
        "The practice does not accept the field.",
        "Leave the field out.";
    FieldTooLong = 115,
        "The field is longer than the practice accepts.",
        "Shorten the text.";
    FieldRepeated = 116,
        "An item that may stand once stands twice.",
        "Remove the repetition.";
    NoTelephoneAppointments = 117,
        "The practice has no telephone appointments.",
        "Leave the field out.";
    NotATelephoneSlot = 118,
        "The slot is not for a telephone appointment.",
        "Leave the field out, or choose another slot.";
    NotReplacedYet = 119,
        "The session replaces one that is in doubt, and no call of it has been verified yet.",
        "Make a call that changes nothing first, best the one that shows what became of the doubtful call.";
    PracticeNotLive = 121,
        "The practice does not accept sessions yet.",
        "Ask the practice when it goes live.";
    OperationNotInVersion = 122,
        "The schema version does not have the operation.",
        "Begin the session at a higher version if the practice runs one; otherwise the practice has to upgrade.";
    OperationNotInSession = 123,
        "The operation does not belong to this kind of session.",
        "Begin a session of the other kind.";
    ServiceNotOffered = 124,
        "The practice does not offer the service.",
        "Offer the patient something else.";
    ServiceNotAssigned = 125,
        "The practice has not given the service to this patient.",
        "Tell the patient to ask the practice for it.";
    AccountRestricted = 126,
        "The account is restricted until the practice has verified the patient.",
        "Tell the patient to ask the practice.";
    SectionNotEnabled = 127,
        "The practice does not show this section of the record.",
        "Offer the patient another section.";
    NoTelephoneService = 128,
        "The practice has no telephone appointments to book.",
        "Offer other appointments.";
    InvalidValue = 131,
        "A value is not of its type's form.",
        "Correct the value: the error names the rule.";
    SnapshotForm = 141,
        "A session's snapshot is not of a length or form that this software wrote.",
        "Begin a new session; name the old one as replaced if its id is known.";
    SnapshotVersion = 142,
        "A session's snapshot was written in another version of its form.",
        "Begin a new session; restore it with the software that wrote it, if at all.";
    SnapshotProfile = 143,
        "A session's snapshot is of another profile.",
        "Restore it with the profile that wrote it.";
    SnapshotDamaged = 144,
        "A session's snapshot was changed after it was written.",
        "Begin a new session; check the storage and the encryption of snapshots.";
    // 201 to 299: a session could not begin.
    HandshakeEnvelope = 201,
        "The server's reply to BeginSession is not an envelope of the profile.",
        "Check the endpoint; if it is right, report it to those who run the practice's server.";
    HandshakeForm = 202,
        "The server's reply is not of BeginSessionResponse's exact form.",
        "Report it to those who run the practice's server.";
    HandshakeRefused = 203,
        "The server refused the session with an unauthenticated fault.",
        "Read the fault's word: it says whether keys, practice or version are at fault.";
    InvalidPublicKey = 204,
        "The peer's public key is not a point of the curve.",
        "Report it to those who run the practice's server.";
    ServerNotValidated = 205,
        "The server could not prove that it has the application's keys.",
        "Check the pre-shared keys and the endpoint.";
    KeysUnavailable = 206,
        "The validation keys cannot be used.",
        "Check the token or secure element that holds them.";
    IterationsRefused = 207,
        "The server asks for a number of PBKDF2 iterations outside the policy.",
        "Report it to those who run the practice's server, or change the policy.";
    PracticeVersionLower = 208,
        "The practice runs a lower schema version than the session would speak.",
        "Begin the session at the practice's version.";
    VersionLowered = 209,
        "The practice runs a higher schema version than it seemed to: its answer may have been changed on the way.",
        "Begin at the higher version, and find who changed the answer.";
    UnknownVersion = 210,
        "The schema version is not supported.",
        "Ask for a version that this software supports.";
    RandomUnavailable = 211,
        "The source of randomness gave nothing.",
        "Check the random generator of the machine or device.";
    BeginNoReply = 212,
        "No reply to BeginSession came.",
        "Begin again; the server forgets a session that is not used.";
    BeginReplyTooLong = 213,
        "The reply to BeginSession is longer than the reply buffer.",
        "Check the endpoint: BeginSessionResponse fits into 2 KiB.";
    TermsOutOfBounds = 221,
        "A server's terms for a session are outside the protocol's bounds.",
        "Correct the server's settings.";
    WrongRelationshipKey = 222,
        "A server has a relationship key for an application session, or none for a patient session.",
        "Correct the calling code.";
    // 301 to 399: what the other side sent.
    PracticeFault = 301,
        "The practice refused the call, in a verified reply.",
        "Read the fault: it says why, and its correlation id finds it in the practice's log.";
    InvalidFault = 302,
        "The practice refused or failed, and its fault cannot be decoded.",
        "Read back what happened.";
    InvalidResponse = 303,
        "The practice's verified reply cannot be decoded.",
        "Read the error's outcome; report it to those who run the practice's server.";
    UnverifiedReply = 304,
        "The reply proves nothing, so it is unknown whether the call was carried out.",
        "Begin a new session that replaces this one, and read back what happened.";
    ResponseMalformed = 311,
        "The response is not well-formed XML of the profile.",
        "Report it to those who run the practice's server.";
    UnexpectedResponse = 312,
        "The response is another operation's.",
        "Report it to those who run the practice's server.";
    ResponseFieldMissing = 313,
        "A mandatory field of the response is missing or empty.",
        "Report it to those who run the practice's server.";
    ResponseFieldInvalid = 314,
        "A field of the response does not hold what its type allows.",
        "Report it to those who run the practice's server.";
    PieceTooLong = 315,
        "A piece of the response is longer than the buffer that it is streamed through.",
        "Stream through a longer buffer.";
    SessionInvalidated = 321,
        "A request is not the session's next one: the server's session is destroyed.",
        "Answer SessionInvalidated and forget the session.";
    MalformedXml = 331,
        "The message is not well-formed XML within the protocol's limits.",
        "Report it to those who run the peer.";
    NotAnEnvelope = 332,
        "The message is not a SOAP 1.2 envelope with one Body.",
        "Report it to those who run the peer.";
    HeaderTooLong = 333,
        "The SOAP Header is longer than 2 KiB.",
        "Report it to those who run the peer.";
    HeaderNotAllowed = 334,
        "The SOAP Header has blocks that the profile does not allow.",
        "Report it to those who run the peer.";
    // 401 to 499: calls outside a session.
    SessionlessEnvelope = 401,
        "The reply is not an envelope of the profile.",
        "Check the endpoint; if it is right, report it to those who run the practice's server.";
    SessionlessRefused = 402,
        "The server refused with an unauthenticated fault.",
        "Read the fault's word: it says whether the application or the practice is not known.";
    SessionlessResponse = 403,
        "The reply cannot be decoded.",
        "Report it to those who run the practice's server.";
    // 501 to 599: delivery of a call.
    NotSent = 501,
        "Nothing was sent.",
        "Make the same call again; the error's source says what is at fault.";
    NoReply = 502,
        "No reply came, so it is unknown whether the call was carried out.",
        "Begin a new session that replaces this one, and read back what happened.";
    ReplyTooLong = 503,
        "The reply is longer than the reply buffer, so it is unknown whether the call was carried out.",
        "Begin a new session that replaces this one; ask for smaller pages, or stream.";
    // 601 to 699: the credentials file of emis-std.
    CredentialsUnreadable = 601,
        "The credentials file cannot be read.",
        "Check that it is there and belongs to this user.";
    CredentialsUnwritable = 602,
        "The credentials file cannot be written; it is as it was.",
        "Check its directory.";
    CredentialsNotDurable = 603,
        "The credentials file was written and may not survive a loss of power.",
        "Write it again.";
    CredentialsNotAFile = 604,
        "The credentials file is not a regular file.",
        "Name the file itself, not a link or a directory.";
    CredentialsOpenToOthers = 605,
        "Other users can use the credentials file.",
        "Set mode 0600, and consider whether the keys are known.";
    CredentialsTooLong = 606,
        "The credentials file is longer than 16 MiB.",
        "Check that it is the right file, or keep the patients in more than one.";
    CredentialsNotText = 607,
        "The credentials file is not UTF-8.",
        "Check that it is the right file.";
    CredentialsNotToml = 608,
        "The credentials file is not TOML.",
        "Correct the line that the error names.";
    CredentialsUnknownMember = 609,
        "The credentials file has a member of an unknown name.",
        "Correct or remove the line that the error names.";
    CredentialsMemberMissing = 610,
        "A member of the credentials file is missing.",
        "Add it to the table that the error names.";
    CredentialsMemberType = 611,
        "A member of the credentials file is of the wrong type.",
        "Correct the line that the error names.";
    InvalidCredential = 612,
        "A value of the credentials breaks its rule.",
        "Correct the value: the error names the member and the rule.";
    CredentialsKeys = 613,
        "The credentials file does not have exactly one of pre_shared_keys and validation_keys.",
        "Give one of the two.";
    CredentialsRepeated = 614,
        "The credentials file has the same relationship twice.",
        "Remove one.";
    // 701 to 799: emis-serde-xml.
    SerdeMalformed = 701,
        "The Body is not well-formed XML.",
        "Correct what wrote it.";
    SerdeNotAllowed = 702,
        "The Body has what the profile leaves out of XML.",
        "Correct what wrote it.";
    SerdeUnexpectedElement = 703,
        "The Body is another element.",
        "Correct what wrote it, or read it as what it is.";
    SerdeForeign = 704,
        "An element is of another namespace.",
        "Correct what wrote it.";
    SerdeUnknown = 705,
        "A request has an unknown element.",
        "Correct what wrote it.";
    SerdeContent = 706,
        "There is text between elements, or an element in a value.",
        "Correct what wrote it.";
    SerdeTwice = 707,
        "A field stands twice.",
        "Correct what wrote it.";
    SerdeMissing = 708,
        "A mandatory field is missing.",
        "Correct what wrote it.";
    SerdeInvalid = 709,
        "A field does not hold what its type allows.",
        "Correct what wrote it.";
    SerdeUnwritable = 710,
        "serde-xml-rs cannot write the message.",
        "Report it with the operation's name.";

    // The client library.
    PracticeVersionTooOld = 801,
        "The practice runs a schema version that is older than all that this software supports.",
        "Tell the practice that its system has to be upgraded.";
    ListInterrupted = 802,
        "The session ended in the middle of a list.",
        "Read the list again from its beginning.";
    ChangeUnsettled = 803,
        "An earlier change is in doubt, so no other change was sent.",
        "Settle the earlier change first.";
    Cancelled = 804,
        "The caller cancelled the walk over a list.",
        "Nothing: what was read before it is good.";
    StoreFailed = 805,
        "What has to be stored first could not be stored.",
        "Check the store, and repeat the call: nothing was sent after the failure.";
}

impl ErrorCode {
    /// The number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self as u16
    }
}

impl fmt::Display for ErrorCode {
    /// Writes number and name, such as `105 SessionInDoubt`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number(), self.name())
    }
}

impl From<ErrorCode> for u16 {
    fn from(code: ErrorCode) -> Self {
        code.number()
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorCode;

    #[test]
    fn numbers_ascend_and_lead_back() {
        assert!(ErrorCode::ALL.is_sorted_by(|a, b| a.number() < b.number()));
        for code in ErrorCode::ALL {
            assert_eq!(ErrorCode::from_number(code.number()), Some(*code));
        }
        let known = (0..=u16::MAX).filter_map(ErrorCode::from_number).count();
        assert_eq!(known, ErrorCode::ALL.len());
    }

    #[test]
    fn texts_are_one_sentence_each() {
        for code in ErrorCode::ALL {
            for text in [code.meaning(), code.advice()] {
                assert!(text.ends_with('.') && text.len() > 10, "{code}: {text}");
                assert!(!text.contains('|') && !text.contains('\n'), "{code} is a row of a table: {text}");
            }
            assert_eq!(code.meaning().matches(". ").count(), 0, "{code}: {}", code.meaning());
            assert!(code.name().starts_with(|c: char| c.is_ascii_uppercase()));
        }
    }
}
