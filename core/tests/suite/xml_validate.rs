//! The Body's bytes validated by themselves: for every sentence of protocol.md section 5 a document that is accepted and
//! one that is refused.

use emis_core::xml::{Namespaces, Validated, XmlErrorKind as Kind};

const NAMES: &Namespaces = &Namespaces { ours: "urn:emis-ps:1", soap: crate::common::SOAP };

fn validate(document: &str) -> Result<(), Kind> {
    Validated::new(document.as_bytes(), NAMES).map(|_| ()).map_err(|error| error.kind)
}

#[test]
fn what_is_well_formed_is_accepted() {
    for document in [
        "<A/>",
        "<A></A>",
        "<A ></A >",
        "<A\t\r\n/>",
        "<A xmlns='urn:emis-ps:1'>text</A>",
        "<a:A xmlns:a=\"urn:emis-ps:1\"><a:B/></a:A>",
        "<A xmlns='urn:x'><B xmlns=''/><b:C xmlns:b='urn:y'/></A>",
        "<A a='1' b='2'/>",
        "<A a = '1'\n b\t=\t\"2\"/>",
        "<A a='\"' b=\"'\" c='>' d=']]>' e='/'/>",
        "<A a='/>'>x</A>",
        "<A xml:lang='en' xml:space='preserve'/>",
        "<xml:A/>",
        "<A xmlns:xml='http://www.w3.org/XML/1998/namespace'/>",
        "<A>&lt;&gt;&amp;&quot;&apos;&#65;&#x41;&#x0000041;&#13;&#x10FFFF;</A>",
        "<A a='&lt;&#10;'/>",
        "<A>]] ] >  ]]&gt; ]></A>",
        "<A>a\r\nb\rc\td</A>",
        "<A>\u{85}\u{7F}\u{D7FF}\u{E000}\u{FFFD}\u{10000}\u{10FFFF}\u{EFFF}</A>",
        "<É.-_9>\u{FEFF}</É.-_9>",
        "<A xmlns:a='urn:1' xmlns:b='urn:2' a:x='' b:x='' x=''/>",
        "<A xmlns:a='urn:1'><B xmlns:a='urn:2' a:x=''/><a:C/></A>",
        "<s:Fault xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Detail/></s:Fault>",
        "<A xmlns:a='urn&#58;1' a:x='1'/>",
    ] {
        assert_eq!(validate(document), Ok(()), "{document}");
    }
}

// XML-12
#[test]
fn what_is_malformed_anywhere_is_refused() {
    use Kind::{Incomplete, MismatchedTag, NotAllowed, RepeatedAttribute, UndeclaredPrefix};
    for (document, kind) in [
        ("", NotAllowed),
        ("x", NotAllowed),
        ("<", Incomplete),
        ("<A", Incomplete),
        ("<A/", Incomplete),
        ("<A a", Incomplete),
        ("<A a='", Incomplete),
        ("<A>", Incomplete),
        ("<A></A", Incomplete),
        ("<A>&amp", Incomplete),
        // Exactly one element, and no white space around it.
        ("<A/><B/>", NotAllowed),
        ("<A/> ", NotAllowed),
        (" <A/>", NotAllowed),
        ("<A/>x", NotAllowed),
        ("<A/>\n", NotAllowed),
        ("\u{FEFF}<A/>", NotAllowed),
        ("</A>", MismatchedTag),
        ("<A/></A>", NotAllowed),
        // DTD, comment, processing instruction, CDATA section, declaration.
        ("<!DOCTYPE A><A/>", NotAllowed),
        ("<!DOCTYPE A [<!ENTITY b 'c'>]><A>&b;</A>", NotAllowed),
        ("<A><!-- --></A>", NotAllowed),
        ("<!----><A/>", NotAllowed),
        ("<A><?pi?></A>", NotAllowed),
        ("<?xml version='1.0'?><A/>", NotAllowed),
        ("<A><![CDATA[x]]></A>", NotAllowed),
        // Characters, also by reference.
        ("<A>\0</A>", NotAllowed),
        ("<A>\u{B}</A>", NotAllowed),
        ("<A>\u{1F}</A>", NotAllowed),
        ("<A>\u{FFFE}</A>", NotAllowed),
        ("<A>\u{FFFF}</A>", NotAllowed),
        ("<A a='\u{1}'/>", NotAllowed),
        ("<A a='\u{FFFF}'/>", NotAllowed),
        ("<A>&#0;</A>", NotAllowed),
        ("<A>&#x1F;</A>", NotAllowed),
        ("<A>&#xD800;</A>", NotAllowed),
        ("<A>&#xFFFE;</A>", NotAllowed),
        ("<A>&#x110000;</A>", NotAllowed),
        ("<A a='&#0;'/>", NotAllowed),
        ("<A>&#4294967361;</A>", NotAllowed),
        // Entities.
        ("<A>&nbsp;</A>", NotAllowed),
        ("<A>&Amp;</A>", NotAllowed),
        ("<A>&;</A>", NotAllowed),
        ("<A>&#;</A>", NotAllowed),
        ("<A>&#x;</A>", NotAllowed),
        ("<A>&#X41;</A>", NotAllowed),
        ("<A>&#41a;</A>", NotAllowed),
        ("<A>& ;</A>", NotAllowed),
        ("<A>a & b;</A>", NotAllowed),
        ("<A a='&nbsp;'/>", NotAllowed),
        // Prefixes.
        ("<a:A/>", UndeclaredPrefix),
        ("<A a:b=''/>", UndeclaredPrefix),
        ("<A><B xmlns:a='urn:1'/><a:C/></A>", UndeclaredPrefix),
        ("<xmlns:A/>", UndeclaredPrefix),
        ("<A xmlns:a=''/>", NotAllowed),
        ("<A xmlns:xmlns='urn:1'/>", NotAllowed),
        ("<A xmlns:xml='urn:1'/>", NotAllowed),
        ("<A xmlns:a='http://www.w3.org/XML/1998/namespace'/>", NotAllowed),
        ("<A xmlns='http://www.w3.org/XML/1998/namespace'/>", NotAllowed),
        ("<A xmlns='http://www.w3.org/2000/xmlns/'/>", NotAllowed),
        ("<A xmlns:a='http://www.w3.org/2000/xmlns/'/>", NotAllowed),
        ("<:A/>", NotAllowed),
        ("<a:/>", NotAllowed),
        ("<a:b:c xmlns:a='urn:1'/>", NotAllowed),
        // Repeated attributes: by name, and by two prefixes of one namespace, also spelled differently.
        ("<A a='' a=''/>", RepeatedAttribute),
        ("<A xmlns:a='urn:1' xmlns:b='urn:1' a:x='' b:x=''/>", RepeatedAttribute),
        ("<A a:x='' b:x='' xmlns:a='urn:1' xmlns:b='urn:1'/>", RepeatedAttribute),
        ("<A xmlns:a='urn:1'><B xmlns:b='urn:1' a:x='' b:x=''/></A>", RepeatedAttribute),
        ("<A xmlns:a='urn:1' xmlns:b='urn&#58;1' a:x='' b:x=''/>", RepeatedAttribute),
        ("<A xmlns:a='u&amp;1' xmlns:b='u&#38;1' a:x='' b:x=''/>", RepeatedAttribute),
        ("<A xmlns:a='urn: 1' xmlns:b='urn:\n1' a:x='' b:x=''/>", RepeatedAttribute),
        ("<A xmlns:a='urn: 1' xmlns:b='urn:\r\n1' a:x='' b:x=''/>", RepeatedAttribute),
        ("<A xmlns:a='' />", NotAllowed),
        ("<A xmlns='urn:1' xmlns='urn:2'/>", NotAllowed),
        ("<A xmlns:a='urn:1' xmlns:a='urn:1'/>", NotAllowed),
        // The rest of well-formedness.
        ("<A>]]></A>", NotAllowed),
        ("<A>x]]]></A>", NotAllowed),
        ("<A></B>", MismatchedTag),
        ("<A></AB>", MismatchedTag),
        ("<AB></A>", MismatchedTag),
        ("<A><B></A></B>", MismatchedTag),
        ("<a:A xmlns:a='urn:1' xmlns:b='urn:1'></b:A>", MismatchedTag),
        ("<A></ A>", MismatchedTag),
        ("< A/>", NotAllowed),
        ("<A / >", NotAllowed),
        ("<A a/>", NotAllowed),
        ("<A a=b/>", NotAllowed),
        ("<A a='1'b='2'/>", NotAllowed),
        ("<A a='<'/>", NotAllowed),
        ("<1A/>", NotAllowed),
        ("<-A/>", NotAllowed),
        ("<A\u{D7}/>", NotAllowed),
        ("<\u{B7}A/>", NotAllowed),
        ("<A><</A>", NotAllowed),
    ] {
        assert_eq!(validate(document), Err(kind), "{document:?}");
    }
}

// XML-10, XML-12
#[test]
fn bytes_that_are_not_utf_8_are_refused() {
    for bytes in [
        &b"<A>\xFF</A>"[..],
        b"<A>\xC0\x80</A>",
        b"<A>\xED\xA0\x80</A>",
        b"<A>\xF4\x90\x80\x80</A>",
        b"\xFF\xFE<\0A\0/\0>\0",
    ] {
        assert_eq!(Validated::new(bytes, NAMES).unwrap_err().kind, Kind::NotUtf8, "{bytes:?}");
    }
}

/// At the limit it is accepted, and one over it refused with the kind given.
fn bounded(limit: usize, kind: Kind, document: impl Fn(usize) -> String) {
    assert_eq!(validate(&document(limit)), Ok(()), "{}", document(limit));
    assert_eq!(validate(&document(limit + 1)), Err(kind), "{}", document(limit + 1));
}

// XML-20
#[test]
fn limits_hold_exactly() {
    // Envelope is 1 and Body 2, so 30 elements are left.
    bounded(30, Kind::TooDeep, |n| "<A>".repeat(n) + &"</A>".repeat(n));
    bounded(30, Kind::TooDeep, |n| "<A>".repeat(n - 1) + "<A/>" + &"</A>".repeat(n - 1));
    bounded(30, Kind::TooDeep, |n| {
        format!("<A xmlns='urn:emis-ps:1'>{}{}</A>", "<A>".repeat(n - 1), "</A>".repeat(n - 1))
    });
    bounded(128, Kind::NameTooLong, |n| format!("<{}/>", "n".repeat(n)));
    bounded(128, Kind::NameTooLong, |n| format!("<A xmlns='urn:emis-ps:1'><{0}></{0}></A>", "n".repeat(n)));
    bounded(64, Kind::NameTooLong, |n| format!("<{}/>", "é".repeat(n)));
    bounded(126, Kind::NameTooLong, |n| format!("<a:{} xmlns:a='urn:1'/>", "n".repeat(n)));
    bounded(128, Kind::NameTooLong, |n| format!("<A {}=''/>", "n".repeat(n)));
    bounded(122, Kind::NameTooLong, |n| format!("<A xmlns:{}='urn:1'/>", "n".repeat(n)));
    let attributes = |n: usize| (0..n).map(|i| format!(" a{i}=''")).collect::<String>();
    let declarations = |n: usize| (0..n).map(|i| format!(" xmlns:p{i}='urn:{i}'")).collect::<String>();
    bounded(16, Kind::TooManyAttributes, |n| format!("<A{}/>", attributes(n)));
    bounded(16, Kind::TooManyAttributes, |n| format!("<A{}{}/>", attributes(n), declarations(16)));
    bounded(16, Kind::TooManyNamespaces, |n| format!("<A{}/>", declarations(n)));
    bounded(15, Kind::TooManyNamespaces, |n| format!("<A xmlns='urn:d'{}/>", declarations(n)));
    // In scope: those of an element that has ended count no more.
    bounded(6, Kind::TooManyNamespaces, |n| {
        format!("<A{}><B{}/><C{}/></A>", declarations(10), declarations(6), declarations(n))
    });
}

#[test]
fn names_are_not_confused_with_what_surrounds_them() {
    // A tag that ends in a slash within quotes, and quotes within quotes, are read the same by both stages.
    for document in ["<A a='/'>x</A>", "<A a='\"/'>x</A>", "<A a=\"'>\"><B b='/'></B></A>"] {
        assert_eq!(validate(document), Ok(()), "{document}");
    }
}

/// XML-20: a reference whose leading zeros never end would be read anew with each name that is compared with it.
#[test]
fn a_reference_has_a_bounded_number_of_digits() {
    for (reference, good) in [
        (format!("&#{}120;", "0".repeat(13)), true),
        (format!("&#{}120;", "0".repeat(14)), false),
        (format!("&#x{}78;", "0".repeat(14)), true),
        (format!("&#x{}78;", "0".repeat(15)), false),
    ] {
        for document in [
            format!("<A xmlns='urn:emis-ps:1'>{reference}</A>"),
            format!("<A xmlns='urn:emis-ps:1' xmlns:p='{reference}'><b xmlns:q='u'/></A>"),
            format!("<A xmlns='urn:emis-ps:1' b='{reference}'/>"),
        ] {
            assert_eq!(validate(&document).is_ok(), good, "{document}");
        }
    }
}

// XML-20
/// Work is linear in the bytes: long namespace names are compared once, not at each attribute.
#[test]
fn comparing_namespaces_is_linear() {
    let long = |n: usize| {
        let name = "u".repeat(n);
        let declared: String = (0..16).map(|i| format!(" xmlns:p{i}='{name}{i}'")).collect();
        let used: String = (0..16).map(|i| format!(" p{i}:x=''")).collect();
        format!("<A{declared}>{}</A>", format!("<B{used}/>").repeat(n / 8))
    };
    let cost = |document: &str| {
        let begun = std::time::Instant::now();
        assert_eq!(validate(document), Ok(()));
        begun.elapsed()
    };
    let small = cost(&long(200));
    let large = cost(&long(3200));
    // 16 times the bytes; quadratic work would be 256 times the time.
    assert!(large < small * 64, "{small:?} for one, {large:?} for sixteen times as many bytes");
}
