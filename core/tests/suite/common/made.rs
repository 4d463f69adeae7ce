//! Documents made up from the tables of fields: any values that the types allow, any fields that may be left out, lists
//! of any length. They repeat themselves for the same seed.
//!
//! Plain ones are valid by the profile's schema. Wild ones say what they say in any way that a receiver has to take:
//! prefixes, attributes, white space, references, any order, and in a response what is not known.
#![allow(missing_docs, unreachable_pub)]
#![allow(clippy::expect_used, clippy::panic)] // a test that cannot go on stops
#![allow(clippy::format_push_string)] // speed is no matter here

use emis_core::messages::{FieldDescriptor, FieldType, Occurs, Side};
use emis_core::types::{Date, NhsNumber};

/// SplitMix64.
#[derive(Debug)]
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    #[allow(clippy::cast_possible_truncation)]
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}

/// Makes documents.
#[derive(Debug)]
pub struct Maker {
    random: Random,
    side: Side,
    wild: bool,
    prefix: &'static str,
}

/// A field that is wholly empty, a missing wrapper, an unknown element: one in so many.
const RARE: usize = 8;

impl Maker {
    pub fn new(seed: u64, side: Side, wild: bool) -> Self {
        let mut random = Random(seed);
        let prefix = if wild { ["", "", "p:", "_-.\u{e9}:"][random.below(4)] } else { "" };
        Self { random, side, wild, prefix }
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.random.below(n) == 0
    }

    /// A Body's element.
    pub fn body(&mut self, name: &str, fields: &[FieldDescriptor]) -> String {
        let content = self.fields(fields);
        let declared = match self.prefix.strip_suffix(':') {
            None => " xmlns=\"urn:emis-ps:1\"".to_owned(),
            Some(prefix) => format!(" xmlns:{prefix}='urn:emis-ps:1' xmlns='urn:other'"),
        };
        let prefix = self.prefix;
        let space = self.space_in_tag();
        format!("<{prefix}{name}{declared}{space}>{content}</{prefix}{name}{space}>")
    }

    fn space_in_tag(&mut self) -> &'static str {
        if self.wild { ["", " ", "\n", "\t"][self.random.below(4)] } else { "" }
    }

    fn element(&mut self, name: &str, content: &str) -> String {
        let prefix = self.prefix;
        let space = self.space_in_tag();
        let attribute = if self.wild && self.one_in(RARE) { " a='b &amp; \">'" } else { "" };
        if content.is_empty() && self.wild && self.one_in(2) {
            return format!("<{prefix}{name}{attribute}{space}/>");
        }
        let redeclared =
            if self.wild && prefix.is_empty() && self.one_in(RARE) { " xmlns='urn:emis-ps:1'" } else { "" };
        format!("<{prefix}{name}{redeclared}{attribute}{space}>{content}</{prefix}{name}>")
    }

    fn fields(&mut self, fields: &[FieldDescriptor]) -> String {
        let arms = fields.iter().filter(|field| field.occurs() == Occurs::Arm).count();
        let arm = self.random.below(arms.max(1));
        let mut elements = Vec::new();
        let mut arms_seen = 0;
        for field in fields {
            let stands = match field.occurs() {
                Occurs::Once | Occurs::BoundedList(_) => true,
                Occurs::Optional => self.one_in(2),
                Occurs::List => !self.one_in(RARE),
                Occurs::Arm => {
                    arms_seen += 1;
                    arms_seen == arm + 1
                }
            };
            if stands {
                elements.push(self.field(field));
            } else if self.wild && field.occurs() == Occurs::Optional && self.one_in(RARE) {
                elements.push(self.element(field.name(), ""));
            }
        }
        self.together(elements)
    }

    /// Elements in the order in which they are, or in any.
    fn together(&mut self, mut elements: Vec<String>) -> String {
        if !self.wild {
            return elements.concat();
        }
        if self.side == Side::Response && self.one_in(RARE) {
            let inner = self.element("Deep", "Term");
            elements.push(self.element("Unknown", &inner));
        }
        for i in (1..elements.len()).rev() {
            let with = self.random.below(i + 1);
            elements.swap(i, with);
        }
        let space = ["", "", "\n  ", " \t\r\n"][self.random.below(4)];
        elements.iter().fold(space.to_owned(), |text, element| text + element + space)
    }

    fn field(&mut self, field: &FieldDescriptor) -> String {
        let Some(item) = field.item_name() else {
            let value = self.value(field.holds(), field.occurs() == Occurs::Once);
            return self.element(field.name(), &value);
        };
        let (least, most) = match field.occurs() {
            Occurs::BoundedList(most) => (1, most.min(4)),
            _ => (0, 4),
        };
        let count = least + self.random.below(most - least + 1);
        let items = (0..count)
            .map(|_| {
                let value = self.value(field.holds(), true);
                self.element(item, &value)
            })
            .collect::<Vec<_>>();
        // Items keep their order, since it says something; what is not known may stand between them.
        let unknown = self.wild && self.side == Side::Response && self.one_in(RARE);
        let between = if unknown { self.element("Unknown", "") } else { String::new() };
        let content = if self.wild { items.join(&format!("{between}\n")) } else { items.concat() };
        self.element(field.name(), &content)
    }

    fn pick(&mut self, of: &[&str]) -> String {
        of[self.random.below(of.len())].to_owned()
    }

    fn some(&mut self, alphabet: &[u8], least: usize, most: usize) -> String {
        let length = least + self.random.below(most - least + 1);
        (0..length).map(|_| char::from(alphabet[self.random.below(alphabet.len())])).collect()
    }

    fn value(&mut self, kind: FieldType, required: bool) -> String {
        let plain = match kind {
            FieldType::Element(fields) => {
                let content = self.fields(fields);
                let empty = content.is_empty() && self.side == Side::Request;
                assert!(!empty, "a request's element would be empty");
                return content;
            }
            FieldType::Integer => match self.random.below(4) {
                0 => self.pick(&["0", "-1", "9223372036854775807", "-9223372036854775808"]),
                1 => self.random.next().cast_signed().to_string(),
                _ => self.random.below(100).to_string(),
            },
            FieldType::PageSize => (1 + self.random.below(1000)).to_string(),
            FieldType::Boolean => self.pick(&["true", "false", "1", "0"]),
            FieldType::Decimal => self.decimal(),
            FieldType::Date => self.date(),
            FieldType::DateTime => self.date_time(),
            FieldType::Guid => {
                let mut group = |n| self.some(b"0123456789abcdefABCDEF", n, n);
                [8, 4, 4, 4, 12].map(&mut group).join("-")
            }
            FieldType::Base64 => return self.base64(),
            FieldType::Text(most) => return self.text(most, required),
            FieldType::Word(words) => return self.word(words),
            FieldType::OdsCode => self.some(b"ABCXYZ0189", 3, 10),
            FieldType::NhsNumber => self.nhs_number(),
            FieldType::RelationshipId => self.some(b"azAZ09-", 1, 64),
            FieldType::RelationshipKey => self.some(b"!\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~", 16, 128),
            FieldType::Version => self.pick(&["1.0", "1.1", "2.0", "2.1", "0.0", "10.255"]),
            other => panic!("no value for {other:?}"),
        };
        // What is kept as a slice of the message may have no references.
        if matches!(kind, FieldType::Decimal) { plain } else { self.escaped(&plain) }
    }

    fn decimal(&mut self) -> String {
        let sign = self.pick(&["", "-"]);
        let whole = self.some(b"0123456789", 1, 18);
        let point =
            if self.one_in(2) { format!(".{}", self.some(b"0123456789", 1, 18)) } else { String::new() };
        sign + &whole + &point
    }

    fn date(&mut self) -> String {
        loop {
            let (year, month, day) =
                (1 + self.random.below(9999), 1 + self.random.below(12), 1 + self.random.below(31));
            let text = format!("{year:04}-{month:02}-{day:02}");
            if Date::parse(&text).is_ok() {
                return text;
            }
        }
    }

    fn date_time(&mut self) -> String {
        let date = self.date();
        let (hour, minute, second) = (self.random.below(24), self.random.below(60), self.random.below(60));
        let fraction =
            if self.one_in(3) { format!(".{}", self.some(b"0123456789", 1, 9)) } else { String::new() };
        let zone = self.pick(&["", "", "", "Z", "+00:00", "-00:00", "+01:00", "-14:00", "+14:00", "+05:45"]);
        format!("{date}T{hour:02}:{minute:02}:{second:02}{fraction}{zone}")
    }

    fn nhs_number(&mut self) -> String {
        loop {
            let text = self.some(b"0123456789", 10, 10);
            if NhsNumber::parse(&text).is_ok() {
                return text;
            }
        }
    }

    fn base64(&mut self) -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut bytes = vec![0; self.random.below(200)];
        bytes.iter_mut().for_each(|byte| *byte = self.random.next().to_le_bytes()[0]);
        if bytes.is_empty() {
            bytes.push(0);
        }
        let mut text = String::new();
        for chunk in bytes.chunks(3) {
            let bits =
                chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            for i in 0..4 {
                let digit = DIGITS[(bits >> (18 - 6 * i) & 63) as usize];
                text.push(if i <= chunk.len() { char::from(digit) } else { '=' });
            }
            if self.wild && self.one_in(4) {
                text.push_str(["\n", " ", "\r\n", "\t"][self.random.below(4)]);
            }
        }
        text
    }

    fn word(&mut self, words: &[&str]) -> String {
        if self.wild && self.side == Side::Response && self.one_in(RARE) {
            return self.pick(&["Another", "unknown", "A &amp; B", "\u{e9}", "Two words"]);
        }
        let word = words[self.random.below(words.len())];
        match if self.wild { self.random.below(4) } else { 0 } {
            1 => self.escaped(&word.to_ascii_lowercase()),
            2 => self.escaped(&word.to_ascii_uppercase()),
            _ => self.escaped(word),
        }
    }

    fn text(&mut self, most: usize, required: bool) -> String {
        const PIECES: &[&str] = &[
            "a",
            "B",
            "0",
            " ",
            "  ",
            "\n",
            "\t",
            "\r",
            "\r\n",
            "&",
            "<",
            ">",
            "\"",
            "'",
            "]]>",
            "&amp;",
            "\u{e9}",
            "\u{2028}",
            "\u{1F600}",
            "\u{FFFD}",
            "\u{85}",
            "some words",
            "</Term>",
            "<!-- -->",
            "\u{7F}",
            "e\u{301}",
        ];
        let longest = most.min(4000);
        let wanted = match self.random.below(20) {
            0 => longest,
            1..5 => 1,
            _ => self.random.below(longest.min(60) + 1),
        };
        let mut text: Vec<char> = Vec::new();
        while text.len() < wanted {
            text.extend(PIECES[self.random.below(PIECES.len())].chars());
        }
        text.truncate(wanted);
        // An empty required text is missing in a request, and an empty optional one is another way of leaving it out.
        if text.is_empty() && (self.side == Side::Request || !required) {
            text.push('x');
        }
        self.escaped(&text.into_iter().collect::<String>())
    }

    fn escaped(&mut self, text: &str) -> String {
        let mut out = String::new();
        for c in text.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '\r' if !(self.wild && self.one_in(2)) => out.push_str("&#13;"),
                '"' if self.wild => out.push_str("&quot;"),
                '\'' if self.wild => out.push_str("&apos;"),
                c if self.wild && self.one_in(20) => out += &format!("&#x{:X};", u32::from(c)),
                c if self.wild && self.one_in(20) => out += &format!("&#0{};", u32::from(c)),
                c => out.push(c),
            }
        }
        out
    }
}
