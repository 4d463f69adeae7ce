//! The envelope: what is around the Body, and that none of it has any effect inside.

use crate::common::{APPLICATION, SOAP, envelope};
use emis_core::envelope::{Block, EnvelopeError, read};
use emis_core::profile::OpenProfile;
use emis_core::session::receive;
use emis_core::xml::XmlErrorKind;

const SESSION_ID: &str = "00112233445566778899aabbccddeeff";
const HASH: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const BODY: &str = "<GetUserOptions xmlns=\"urn:emis-ps:1\"></GetUserOptions>";

fn accepted(message: &str) -> Block {
    receive::<OpenProfile>(message.as_bytes()).unwrap_or_else(|e| panic!("{e}: {message}")).block()
}

fn refused(message: &str) -> EnvelopeError {
    match receive::<OpenProfile>(message.as_bytes()) {
        Err(error) => error,
        Ok(_) => panic!("accepted: {message}"),
    }
}

fn header(blocks: &str) -> String {
    format!("<s:Header>{blocks}</s:Header>")
}

fn session(id: &str, sequence: &str, hash: &str) -> String {
    format!(
        "<Session xmlns=\"urn:emis-ps:1\"><SessionId>{id}</SessionId><Sequence>{sequence}</Sequence>\
         <SessionHash>{hash}</SessionHash></Session>"
    )
}

fn application(id: &str) -> String {
    format!("<Application xmlns=\"urn:emis-ps:1\"><ApplicationId>{id}</ApplicationId></Application>")
}

// XML-10, XML-11
#[test]
fn the_declaration_and_the_byte_order_mark() {
    let message = envelope("", BODY);
    for before in [
        "",
        "\u{FEFF}",
        "<?xml version=\"1.0\"?>",
        "<?xml version='1.0' encoding='utf-8'?>",
        "<?xml version='1.0' encoding='UTF-8' ?>",
        "<?xml version='1.0' encoding='uTf-8' standalone='yes'?>",
        "<?xml version='1.0' standalone='no'?>",
        "<?xml\tversion\n=\r\"1.0\"  encoding = 'UTF-8'\n?>\n",
        "\u{FEFF}<?xml version='1.0'?>\r\n",
        " \n\t",
    ] {
        assert_eq!(accepted(&format!("{before}{message}")), Block::None, "{before:?}");
    }
    for before in [
        "\u{FEFF}\u{FEFF}",
        " \u{FEFF}",
        "x",
        "&#32;",
        "<?xml?>",
        "<?xml ?>",
        "<?xml version='1.1'?>",
        "<?xml version='1.0",
        "<?xml version='1.0'>",
        "<?xml version=1.0?>",
        "<?xml encoding='UTF-8'?>",
        "<?xml encoding='UTF-8' version='1.0'?>",
        "<?xml version='1.0' encoding='UTF-16'?>",
        "<?xml version='1.0' encoding='ISO-8859-1'?>",
        "<?xml version='1.0' encoding=''?>",
        "<?xml version='1.0'encoding='UTF-8'?>",
        "<?xml version='1.0' standalone='maybe'?>",
        "<?xml version='1.0' standalone='yes' encoding='UTF-8'?>",
        "<?xml version='1.0' version='1.0'?>",
        "<?xml version='1.0' other='x'?>",
        " <?xml version='1.0'?>",
        "<?xml version='1.0'?><?xml version='1.0'?>",
        "<?XML version='1.0'?>",
        "<?xml-stylesheet href='x'?>",
        "<!DOCTYPE x>",
        "<!-- x -->",
    ] {
        refused(&format!("{before}{message}"));
    }
    refused(&format!("\u{FEFF}\u{FEFF}{message}"));
    let utf16: Vec<u8> = message.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(read::<OpenProfile>(&utf16).is_err());
}

// XML-1, SH-1, XML-13
#[test]
fn one_envelope_one_header_at_most_one_body_nothing_after() {
    let body = format!("<s:Body>{BODY}</s:Body>");
    let open = format!("<s:Envelope xmlns:s=\"{SOAP}\">");
    let close = "</s:Envelope>";
    for inside in [
        body.clone(),
        format!("<s:Header/>{body}"),
        format!("<s:Header></s:Header>{body}"),
        format!("\n <s:Header>\r\n\t</s:Header>\n {body} \n"),
        format!("<s:Body a='1' s:encodingStyle='x' xmlns:q='urn:q'>{BODY}</s:Body >"),
        format!("<b:Body xmlns:b='{SOAP}'>{BODY}</b:Body>"),
        format!("<Body xmlns='{SOAP}'>{BODY}</Body\n>"),
    ] {
        accepted(&format!("{open}{inside}{close}"));
        accepted(&format!("{open}{inside}{close}\n \t\r\n"));
        accepted(&format!("{open}{inside}</s:Envelope \n>"));
    }
    for inside in [
        String::new(),
        "<s:Body/>".into(),
        "<s:Body></s:Body>".into(),
        "<s:Body> </s:Body>".into(),
        format!("<s:Body> {BODY}</s:Body>"),
        format!("<s:Body>{BODY}\n</s:Body>"),
        format!("<s:Body>x{BODY}</s:Body>"),
        format!("<s:Body>{BODY}{BODY}</s:Body>"),
        format!("{body}{body}"),
        format!("{body}<s:Header/>"),
        format!("{body}x"),
        format!("x{body}"),
        format!("&#32;{body}"),
        format!("<s:Header/><s:Header/>{body}"),
        format!("<x/>{body}"),
        format!("{body}<x/>"),
        format!("{body}<!-- -->"),
        format!("<!-- -->{body}"),
        format!("<?x?>{body}"),
        format!("<s:Body><![CDATA[{BODY}]]></s:Body>"),
        format!("<Body>{BODY}</Body>"),
        format!("<s:body>{BODY}</s:body>"),
        format!("<Body xmlns='urn:emis-ps:1'>{BODY}</Body>"),
        format!("<s:Body>{BODY}</s:Header>"),
        format!("<b:Body xmlns:b='{SOAP}'>{BODY}</s:Body>"),
        format!("<s:Body>{BODY}"),
        format!("{BODY}</s:Body>"),
        format!("<s:Body>{BODY}</s:Bodyy>"),
        format!("<s:Body>{BODY}</s:Body x='1'>"),
    ] {
        refused(&format!("{open}{inside}{close}"));
    }
    for after in [
        "x",
        "<x/>",
        "<!-- -->",
        "<!--</s:Envelope>",
        "<?x?>",
        "</s:Envelope>",
        "\0",
        "&#32;",
        "\u{FEFF}",
        ">",
    ] {
        refused(&format!("{open}{body}{close}{after}"));
    }
    for document in [
        String::new(),
        BODY.into(),
        format!("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>{body}</s:Envelope>"),
        format!("<Envelope>{body}</Envelope>"),
        format!("<s:Envelop xmlns:s='{SOAP}'>{body}</s:Envelop>"),
        format!("<s:Envelope>{body}</s:Envelope>"),
        format!("<s:Envelope xmlns:s='{SOAP}'/>"),
        format!("{open}{body}</s:Envelop>"),
        format!("{open}{body}</t:Envelope>"),
        format!("{open}{body}"),
        format!("{open}{body}{close}{open}{body}{close}"),
    ] {
        refused(&document);
    }
}

// SH-3
#[test]
fn nothing_from_outside_the_body_has_any_effect_inside() {
    let soap = format!("xmlns:s='{SOAP}'");
    // A prefix or a default namespace of Envelope or Body is not declared inside: undeclared there is malformed, and
    // without a default namespace the child is of none.
    for (outside, on_body) in [("xmlns:e='urn:emis-ps:1'", ""), ("", "xmlns:e='urn:emis-ps:1'")] {
        let message = format!(
            "<s:Envelope {soap} {outside}><s:Body {on_body}><e:GetUserOptions/></s:Body></s:Envelope>"
        );
        let EnvelopeError::Xml(error) = refused(&message) else { panic!("{message}") };
        assert_eq!(error.kind, XmlErrorKind::UndeclaredPrefix);
        let fault =
            format!("<s:Envelope {soap} {outside}><s:Body {on_body}><s:Fault/></s:Body></s:Envelope>");
        refused(&fault);
    }
    for (outside, on_body) in [("xmlns='urn:emis-ps:1'", ""), ("", "xmlns='urn:emis-ps:1'")] {
        let message =
            format!("<s:Envelope {soap} {outside}><s:Body {on_body}><GetUserOptions/></s:Body></s:Envelope>");
        let request = receive::<OpenProfile>(message.as_bytes()).unwrap();
        assert!(request.operation().is_none(), "of no namespace, so not known");
    }
    // Its sixteen namespaces and its depth are counted anew or on, as section 5 has it.
    let outer: String = (0..15).map(|i| format!(" xmlns:p{i}='urn:{i}'")).collect();
    let inner: String = (0..16).map(|i| format!(" xmlns:p{i}='urn:{i}'")).collect();
    accepted(&format!("<s:Envelope {soap}{outer}><s:Body><A{inner}/></s:Body></s:Envelope>"));
    refused(&format!("<s:Envelope {soap}{outer} xmlns:q='urn:q'><s:Body><A/></s:Body></s:Envelope>"));
    let deep = |n: usize| envelope("", &("<A>".repeat(n) + &"</A>".repeat(n)));
    accepted(&deep(30));
    refused(&deep(31));
    // Attributes of Envelope and Body say nothing, whatever they are.
    let message = format!(
        "<s:Envelope {soap} SessionId='x'><s:Body xml:space='preserve' s:mustUnderstand='1'>{BODY}</s:Body></s:Envelope>"
    );
    accepted(&message);
}

// SH-2
#[test]
fn the_bodys_bytes_are_exactly_those_between_its_tags() {
    let inside =
        "<A xmlns=\"urn:emis-ps:1\" a='</s:Body' ><B>&#13;\r\n</B></A >".replace("</s:Body", "s:Body>");
    for message in [
        envelope("", &inside),
        format!(
            "\u{FEFF}<?xml version='1.0'?><s:Envelope xmlns:s='{SOAP}'><s:Body a='>'>{inside}</s:Body\n> </s:Envelope>"
        ),
    ] {
        assert_eq!(read::<OpenProfile>(message.as_bytes()).unwrap().body, inside);
    }
}

// XML-2, XML-3, XML-4, XML-5
#[test]
fn the_two_blocks_in_their_exact_form() {
    let hash: [u8; 32] = core::array::from_fn(|i| u8::try_from(i).unwrap());
    let Block::Session { session_id, sequence, session_hash } =
        accepted(&envelope(&header(&session(SESSION_ID, "7", HASH)), BODY))
    else {
        panic!()
    };
    assert_eq!((&session_id.text()[..], sequence, session_hash), (SESSION_ID.as_bytes(), 7, hash));
    assert!(matches!(accepted(&envelope(&header(&application(APPLICATION)), BODY)), Block::Application(_)));
    for sequence in ["1", "4294967295"] {
        accepted(&envelope(&header(&session(SESSION_ID, sequence, HASH)), BODY));
    }
    for sequence in ["0", "4294967296", "-1", "+1", "01", " 1", "1 ", "", "1.0", "99999999999999999999"] {
        refused(&envelope(&header(&session(SESSION_ID, sequence, HASH)), BODY));
    }
    for id in [
        "",
        "00112233445566778899AABBCCDDEEFF",
        "00112233445566778899aabbccddeef",
        " 00112233445566778899aabbccddeeff",
    ] {
        refused(&envelope(&header(&session(id, "1", HASH)), BODY));
    }
    for hash in
        ["", "AAAA", &HASH[..43], &format!("{HASH}="), &format!(" {HASH}"), &HASH.replace("h8=", "h9=")]
    {
        refused(&envelope(&header(&session(SESSION_ID, "1", hash)), BODY));
    }
    for id in ["", "x", &APPLICATION.replace("0000-4000", "ABCD-4000"), &format!(" {APPLICATION}")] {
        refused(&envelope(&header(&application(id)), BODY));
    }
    let good = session(SESSION_ID, "7", HASH);
    for block in [
        good.replace("><Sequence>", "> <Sequence>"),
        good.replace("<SessionId>", "\n<SessionId>"),
        good.replace("<Sequence>7</Sequence>", ""),
        good.replace("<Sequence>7</Sequence>", "<Sequence>7</Sequence><Sequence>7</Sequence>"),
        good.replace("<Sequence>7</Sequence>", "<Sequence><n>7</n></Sequence>"),
        good.replace("</Session>", "<More/></Session>"),
        good.replace("</Session>", "x</Session>"),
        good.replace("</Session>", "<x xmlns='urn:x'/></Session>"),
        good.replace("<Sequence>", "<Sequence xmlns='urn:x'>"),
        format!(
            "<Session xmlns=\"urn:emis-ps:1\"><Sequence>7</Sequence><SessionId>{SESSION_ID}</SessionId>\
             <SessionHash>{HASH}</SessionHash></Session>"
        ),
        "<Session xmlns=\"urn:emis-ps:1\"/>".into(),
        "<Application xmlns=\"urn:emis-ps:1\"/>".into(),
        "<Other xmlns=\"urn:emis-ps:1\"/>".into(),
        format!("{good}{good}"),
        format!("{}{good}", application(APPLICATION)),
        format!("{good}{}", application(APPLICATION)),
        format!("{}{}", application(APPLICATION), application(APPLICATION)),
        format!("{good}<Other xmlns=\"urn:emis-ps:1\"/>"),
        format!("x{good}"),
    ] {
        let error = refused(&envelope(&header(&block), BODY));
        assert!(matches!(error, EnvelopeError::BadHeader | EnvelopeError::NotAnEnvelope), "{error}: {block}");
    }
    // Any prefix, any attribute, white space around the block, references in a value.
    for block in [
        good.replace("<Session ", "<Session a='1' s:mustUnderstand='1' "),
        format!("\n {good}\r\n"),
        good.replace(">7<", ">&#55;<"),
        good.replace("<Sequence>", "<Sequence a='b' xmlns:z='urn:z'>"),
        good.replace("<Session ", "<e:Session ")
            .replace("</Session>", "</e:Session>")
            .replace(" xmlns=", " xmlns:e='urn:emis-ps:1' xmlns="),
        good.replace("\"urn:emis-ps:1\"", "'urn&#58;emis-ps:1'"),
    ] {
        assert!(
            matches!(accepted(&envelope(&header(&block), BODY)), Block::Session { sequence: 7, .. }),
            "{block}"
        );
    }
}

// XML-6
#[test]
fn blocks_of_others_are_skipped_unless_they_have_to_be_understood() {
    let block =
        |attributes: &str| header(&format!("<x:Y xmlns:x='urn:x' {attributes}><x:Z>text<q/></x:Z></x:Y>"));
    for attributes in [
        "",
        "s:mustUnderstand='0'",
        "s:mustUnderstand='false'",
        "mustUnderstand='1'",
        "x:mustUnderstand='1'",
        "s:mustUnderstand='yes'",
        "s:mustUnderstand='TRUE'",
        "s:role='urn:r' s:relay='1'",
    ] {
        accepted(&envelope(&block(attributes), BODY));
    }
    for attributes in [
        "s:mustUnderstand='1'",
        "s:mustUnderstand='true'",
        "s:mustUnderstand=' true '",
        "s:mustUnderstand='&#49;'",
        "s:mustUnderstand='&#116;rue'",
        &format!("q:mustUnderstand='1' xmlns:q='{SOAP}'"),
        // An attribute of the same local name and another namespace does not hide it.
        "s:mustUnderstand='1' x:mustUnderstand='0'",
        "x:mustUnderstand='0' s:mustUnderstand='1'",
        "s:mustUnderstand='1' mustUnderstand='0'",
    ] {
        assert_eq!(refused(&envelope(&block(attributes), BODY)), EnvelopeError::BadHeader, "{attributes}");
    }
    // On an empty element, on the second block, and on one of no namespace; inside a block it says nothing.
    refused(&envelope(&header("<x s:mustUnderstand='1'/>"), BODY));
    refused(&envelope(&header("<x/><y s:mustUnderstand='1'/>"), BODY));
    accepted(&envelope(&header("<x><y s:mustUnderstand='1'/></x>"), BODY));
    refused(&envelope(&header("<s:Upgrade s:mustUnderstand='true'/>"), BODY));
    // Well-formed they have to be all the same.
    refused(&envelope(&header("<x><y></x></y>"), BODY));
    refused(&envelope(&header("<x a='' a=''/>"), BODY));
}

// XML-20
#[test]
fn the_header_element_has_two_kibibytes() {
    let of = |length: usize| {
        let empty = header("<x></x>");
        header(&format!("<x>{}</x>", "y".repeat(length - empty.len())))
    };
    assert_eq!(of(2048).len(), 2048);
    accepted(&envelope(&of(2048), BODY));
    assert_eq!(refused(&envelope(&of(2049), BODY)), EnvelopeError::HeaderTooLong);
    // The element is what counts, not the white space in front of it.
    accepted(&envelope(&format!("{}{}", " ".repeat(3000), of(2048)), BODY));
    accepted(&envelope(&format!("{}{}", of(2048), " ".repeat(3000)), BODY));
}
