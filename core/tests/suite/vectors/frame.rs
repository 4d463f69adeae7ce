//! The files' frame, and tests from which every member has to be taken.

use std::fs;
use std::path::Path;

use emis_core::profile::Version;
use emis_core::random::{Random, RandomError};
use serde_json::{Map, Value};

/// A test whose members have not all been taken yet.
pub(crate) struct Test {
    id: String,
    members: Map<String, Value>,
}

impl Test {
    pub(crate) fn new(id: &str, value: Value) -> Self {
        let Value::Object(members) = value else { panic!("{id}: no object") };
        Self { id: id.to_owned(), members }
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn take(&mut self, name: &str) -> Value {
        self.members.remove(name).unwrap_or_else(|| panic!("{}: no {name}", self.id))
    }

    pub(crate) fn text(&mut self, name: &str) -> String {
        let Value::String(text) = self.take(name) else { panic!("{}: {name} is no text", self.id) };
        text
    }

    pub(crate) fn number(&mut self, name: &str) -> u32 {
        let number = self.take(name).as_u64().unwrap_or_else(|| panic!("{}: {name} is no number", self.id));
        u32::try_from(number).unwrap()
    }

    pub(crate) fn flag(&mut self, name: &str) -> bool {
        self.take(name).as_bool().unwrap_or_else(|| panic!("{}: {name} is neither true nor false", self.id))
    }

    pub(crate) fn bytes(&mut self, name: &str) -> Vec<u8> {
        let text = self.text(name);
        assert!(text.len().is_multiple_of(2), "{}: {name} is no hexadecimal", self.id);
        (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap()).collect()
    }

    pub(crate) fn bytes32(&mut self, name: &str) -> [u8; 32] {
        self.bytes(name).try_into().unwrap_or_else(|_| panic!("{}: {name} is not 32 bytes long", self.id))
    }

    pub(crate) fn version(&mut self, name: &str) -> Version {
        Version::parse(&self.text(name)).unwrap()
    }

    /// All members have been taken.
    pub(crate) fn end(self) {
        let left: Vec<&String> = self.members.keys().collect();
        assert!(left.is_empty(), "{}: members that are not known: {left:?}", self.id);
    }
}

/// A test of a type that can be invalid.
pub(crate) enum Expected {
    /// To be accepted, with these results.
    Valid,
    /// To be refused.
    Invalid,
}

/// Reads a file and gives its tests to `validate`: an invalid one as it is and then once more with `validWith` in place.
pub(crate) fn run(name: &str, title: &str, validate: impl Fn(&str, (Test, Expected))) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("vectors/{name}: {error}"));
    let mut file = Test::new(name, serde_json::from_str(&text).unwrap());
    assert_eq!(file.text("title"), title);
    assert_eq!(file.text("schema"), name);
    assert_eq!(file.text("profile"), "emis-ps/1");
    let count = file.number("numberOfTests");
    let Value::Object(notes) = file.take("notes") else { panic!("{name}: no notes") };
    let Value::Array(groups) = file.take("testGroups") else { panic!("{name}: no groups") };
    file.end();
    let mut seen = 0;
    for group in groups {
        let mut group = Test::new(name, group);
        let kind = group.text("type");
        let Value::Array(tests) = group.take("tests") else { panic!("{name}: {kind} has no tests") };
        group.end();
        assert!(!tests.is_empty(), "{name}: {kind} has no tests");
        for test in tests {
            seen += 1;
            one(&kind, test, &notes, &validate);
        }
    }
    assert!(seen > 0, "{name} has no tests");
    assert_eq!(seen, count, "{name}: numberOfTests");
}

fn one(kind: &str, test: Value, notes: &Map<String, Value>, validate: &impl Fn(&str, (Test, Expected))) {
    let id = test["id"].as_str().unwrap().to_owned();
    let mut test = Test::new(&id, test);
    test.take("id");
    test.text("comment");
    let Value::Array(flags) = test.take("flags") else { panic!("{id}: no flags") };
    for flag in flags {
        assert!(notes.contains_key(flag.as_str().unwrap()), "{id}: no note on {flag}");
    }
    match test.text("result").as_str() {
        "valid" => validate(kind, (test, Expected::Valid)),
        "invalid" => {
            let Value::Object(valid_with) = test.take("validWith") else { panic!("{id}: no validWith") };
            assert!(!valid_with.is_empty(), "{id}: nothing in validWith");
            let mut good = test.members.clone();
            for (name, value) in valid_with {
                assert!(good.insert(name.clone(), value).is_some(), "{id}: {name} is no member");
            }
            // The whole message is set aside where its parts are replaced.
            if good.contains_key("messageText") {
                good.insert("messageText".into(), "".into());
            }
            for (name, value) in [("cause", ""), ("fault", "")] {
                if let Some(place) = good.get_mut(name) {
                    *place = value.into();
                }
            }
            validate(kind, (test, Expected::Invalid));
            validate(kind, (Test { id, members: good }, Expected::Valid));
        }
        other => panic!("{id}: the result {other} is not known"),
    }
}

/// Hands out bytes in their order, and no other.
pub(crate) struct Given<'a>(pub(crate) &'a [u8]);

impl Random for Given<'_> {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        let (drawn, rest) = self.0.split_at_checked(out.len()).ok_or(RandomError)?;
        out.copy_from_slice(drawn);
        self.0 = rest;
        Ok(())
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    use base64ct::Encoding;
    let mut buffer = vec![0; bytes.len().div_ceil(3) * 4];
    base64ct::Base64::encode(bytes, &mut buffer).unwrap().to_owned()
}
