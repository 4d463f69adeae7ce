//! A second opinion on the reader: documents that chance makes are read by it and by `roxmltree`, which shares nothing
//! with it. What one reads the other has to read the same; where they are meant to differ (DTD, comment, processing
//! instruction, CDATA section, our limits), no such document is made.

extern crate std;

use std::format;
use std::string::String;
use std::vec::Vec;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::reader::{Event, Notes, Reader};
use super::unescape::Chars;
use super::{Namespaces, Ns, Validated};

const NAMES: &Namespaces =
    &Namespaces { ours: "urn:emis-ps:1", soap: "http://www.w3.org/2003/05/soap-envelope" };

#[derive(Debug, PartialEq, Eq)]
enum Seen {
    Start(Ns, String),
    Text(String),
    End,
}

fn push(seen: &mut Vec<Seen>, text: &str) {
    // `roxmltree` forgets a line end in front of a reference, so line ends are compared as one.
    let text = text.replace('\r', "\n");
    if let Some(Seen::Text(before)) = seen.last_mut() {
        before.push_str(&text);
    } else if !text.is_empty() {
        seen.push(Seen::Text(text));
    }
}

/// What our reader sees, validated as a Body's bytes.
fn ours(document: &str) -> Option<Vec<Seen>> {
    let mut notes = Notes::NONE;
    let mut reader = Reader::new(document, 0, 2, NAMES, &mut notes);
    let mut seen = Vec::new();
    loop {
        match reader.next().ok()? {
            Event::Start { ns, local } => seen.push(Seen::Start(ns, local.into())),
            Event::End => seen.push(Seen::End),
            Event::Text { raw, escaped } => {
                assert_eq!(escaped, raw.contains(['&', '\r']));
                push(&mut seen, &Chars::new(raw, escaped).collect::<String>());
            }
            Event::Done => break,
        }
    }
    Some(seen)
}

fn theirs(document: &str) -> Option<Vec<Seen>> {
    fn walk(node: roxmltree::Node<'_, '_>, seen: &mut Vec<Seen>) {
        for child in node.children() {
            if child.is_element() {
                let name = child.tag_name();
                let ns = match name.namespace() {
                    // Theirs keeps xmlns="" as a namespace without a name.
                    None | Some("") => Ns::None,
                    Some(uri) if uri == NAMES.ours => Ns::Ours,
                    Some(uri) if uri == NAMES.soap => Ns::Soap,
                    Some(_) => Ns::Other,
                };
                seen.push(Seen::Start(ns, name.name().into()));
                walk(child, seen);
                seen.push(Seen::End);
            } else {
                push(seen, child.text().unwrap_or_default());
            }
        }
    }
    let tree = roxmltree::Document::parse(document).ok()?;
    let mut seen = Vec::new();
    walk(tree.root(), &mut seen);
    Some(seen)
}

/// Names: few, so that they meet; long enough for the eight bytes at a time.
fn name() -> impl Strategy<Value = String> {
    prop::sample::select(&["A", "B", "Slots", "AppointmentSession", "é-1", "x.y_z", "mustUnderstand"][..])
        .prop_map(String::from)
}

fn prefix() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["", "", "", "", "a:", "b:", "s:"][..])
}

fn namespace() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &[
            "urn:emis-ps:1",
            "urn:emis-ps:1",
            "urn&#58;emis-ps:1",
            "urn:emis-ps:1 ",
            "http://www.w3.org/2003/05/soap-envelope",
            "urn:other",
            "",
        ][..],
    )
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(
        &[
            "plain text of some length",
            " ",
            "\n",
            "\r\n",
            "\r",
            "\t",
            "]]",
            "]",
            ">",
            "&amp;",
            "&lt;",
            "&#13;",
            "&#xe9;",
            "é",
            "\u{1F600}",
            "'",
            "\"",
            "/",
            "=",
            "0",
        ][..],
    );
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat().replace("]]>", "]] >"))
}

fn attribute() -> impl Strategy<Value = String> {
    let space = || prop::sample::select(&[" ", "\n", "  ", "\t"][..]);
    let declared =
        (space(), prop::sample::select(&["xmlns", "xmlns:a", "xmlns:b", "xmlns:s"][..]), namespace())
            .prop_map(|(space, name, uri)| format!("{space}{name}=\"{uri}\""));
    let plain = (space(), prop_oneof![9 => prefix(), 1 => Just("xml:")], name(), text()).prop_map(
        |(space, prefix, name, value)| format!("{space}{prefix}{name} = '{}'", value.replace('\'', "&apos;")),
    );
    prop_oneof![declared, plain]
}

fn element() -> impl Strategy<Value = String> {
    let tag = || (prefix(), name(), prop::collection::vec(attribute(), 0..4));
    let close = |((prefix, name, attributes), content): ((&'static str, String, Vec<String>), String)| {
        if content.is_empty() && name.len() % 2 == 1 {
            format!("<{prefix}{name}{}/>", attributes.concat())
        } else {
            format!("<{prefix}{name}{}>{content}</{prefix}{name}>", attributes.concat())
        }
    };
    let leaf = (tag(), text()).prop_map(close);
    leaf.prop_recursive(6, 40, 6, move |inner| {
        let content =
            prop::collection::vec(prop_oneof![inner, text()], 0..6).prop_map(|parts| parts.concat());
        (tag(), content).prop_map(close)
    })
}

/// Mostly well-formed: the root declares every prefix.
fn document() -> impl Strategy<Value = String> {
    (element(), namespace()).prop_map(|(inner, default)| {
        format!(
            "<Root xmlns='{default}' xmlns:a='urn:emis-ps:1' xmlns:b='urn:b' xmlns:s='{}'>{inner}</Root>",
            NAMES.soap
        )
    })
}

/// A document with a few characters taken out, put in or changed.
fn mutated() -> impl Strategy<Value = String> {
    let alphabet = "<>/&;='\" ]:xmlns!A\u{E9}\r\n\t#1\u{FFFE}\u{1}";
    let change =
        (any::<prop::sample::Index>(), 0..3, prop::sample::select(alphabet.chars().collect::<Vec<_>>()));
    (prop_oneof![document(), element()], prop::collection::vec(change, 1..4)).prop_map(
        |(document, changes)| {
            let mut characters: Vec<char> = document.chars().collect();
            for (index, kind, with) in changes {
                if characters.is_empty() {
                    break;
                }
                let at = index.index(characters.len());
                match kind {
                    0 => drop(characters.remove(at)),
                    1 => characters.insert(at, with),
                    _ => *characters.get_mut(at).unwrap() = with,
                }
            }
            characters.into_iter().collect()
        },
    )
}

/// Whether theirs may read what ours does not: what the profile leaves out, and what XML forbids and `roxmltree` does
/// not look at (a prefix bound to nothing, the two reserved prefixes, an empty prefix, a declaration that stands twice).
fn is_left_out(document: &str) -> bool {
    let lax = |tag: &str| {
        let tag: String = tag.split_ascii_whitespace().collect();
        tag.contains("=\"\"")
            || tag.contains("=''")
            || ["xmlns=", "xmlns:a=", "xmlns:b=", "xmlns:s="].iter().any(|name| tag.matches(name).count() > 1)
    };
    ["<!", "<?", "xmlns:xml", ":xmlns", "<:", "</:", " :", "\n:", "\t:", "\r:"]
        .iter()
        .any(|part| document.contains(part))
        || document.split('<').any(lax)
}

fn compare(document: &str) -> Result<(), TestCaseError> {
    let seen = ours(document);
    let validated = Validated::new(document.as_bytes(), NAMES);
    // White space around the one element is all that the validate refuses beyond the reader.
    let bare = document.trim_matches([' ', '\t', '\r', '\n']).len() == document.len();
    let elements = seen.as_ref().is_some_and(|seen| !seen.is_empty());
    let one = seen.as_ref().map(|seen| {
        let mut depth = 0;
        seen.iter()
            .filter(|s| {
                let outermost = depth == 0 && matches!(s, Seen::Start(..));
                depth += match s {
                    Seen::Start(..) => 1,
                    Seen::End => -1,
                    Seen::Text(_) => 0,
                };
                outermost
            })
            .count()
    }) == Some(1);
    prop_assert_eq!(validated.is_ok(), seen.is_some() && bare && elements && one, "{:?}", document);
    if validated.is_ok() {
        prop_assert_eq!(seen, theirs(document), "{:?}", document);
    } else if bare && !is_left_out(document) && !document.starts_with('\u{FEFF}') {
        prop_assert_eq!(theirs(document), None, "{:?} is refused here: {:?}", document, validated.err());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn documents_are_read_alike(document in document()) {
        compare(&document)?;
    }

    #[test]
    fn broken_documents_are_refused_alike(document in mutated()) {
        compare(&document)?;
    }
}

#[test]
fn the_two_agree_on_most_of_what_is_made() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let made = 500;
    let good =
        (0..made).filter(|_| ours(&document().new_tree(&mut runner).unwrap().current()).is_some()).count();
    assert!(
        (made / 4..made).contains(&good),
        "{good} of {made} are well-formed: the test would prove little"
    );
}
