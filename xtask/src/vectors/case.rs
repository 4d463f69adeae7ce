//! Tests as JSON objects, and the frame around them.
//!
//! What would make an invalid test valid is never written down: it is the difference between the test and the good one
//! that it was made from, so that it cannot be wrong.

use serde_json::{Map, Value, json};

use crate::Done;

pub(super) type Members = Map<String, Value>;

/// The members of a JSON object literal.
pub(super) fn members(value: Value) -> Members {
    match value {
        Value::Object(members) => members,
        other => Members::from_iter([("value".to_owned(), other)]),
    }
}

/// One test. Its number is written down with it and stays its own for ever.
pub(super) struct Case {
    number: u32,
    comment: String,
    flags: Vec<&'static str>,
    members: Members,
    valid_with: Option<Members>,
}

impl Case {
    /// A test that is to be accepted.
    pub(super) fn valid(number: u32, comment: &str, flags: &[&'static str], members: Members) -> Self {
        Self { number, comment: comment.to_owned(), flags: flags.to_vec(), members, valid_with: None }
    }

    /// A test that is to be refused: `bad`, which differs from `good` in its inputs. The members named in `aside` are
    /// the test's own and make no difference.
    pub(super) fn invalid(
        number: u32,
        comment: &str,
        flags: &[&'static str],
        good: &Members,
        bad: Members,
        aside: &[&str],
    ) -> Self {
        let differs = |(name, value): &(&String, &Value)| {
            !aside.contains(&name.as_str()) && bad.get(*name) != Some(*value)
        };
        let valid_with =
            good.iter().filter(differs).map(|(name, value)| (name.clone(), value.clone())).collect();
        Self { valid_with: Some(valid_with), ..Self::valid(number, comment, flags, bad) }
    }

    fn into_value(self, prefix: &str) -> Value {
        let mut out = members(json!({
            "id": format!("{prefix}-{}", self.number),
            "comment": self.comment,
            "flags": self.flags,
        }));
        out.extend(self.members);
        out.insert("result".into(), if self.valid_with.is_some() { "invalid" } else { "valid" }.into());
        if let Some(valid_with) = self.valid_with {
            out.insert("validWith".into(), Value::Object(valid_with));
        }
        Value::Object(out)
    }
}

/// What a flag stands for: what the test does, and what goes wrong in an implementation that fails it.
pub(super) type Note = (&'static str, &'static str, &'static str);

/// One file of vectors.
pub(super) struct File {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) prefix: &'static str,
    pub(super) notes: &'static [Note],
    pub(super) groups: Vec<(&'static str, Vec<Case>)>,
}

impl File {
    /// The file's text.
    pub(super) fn into_text(self) -> Done<String> {
        let cases = || self.groups.iter().flat_map(|(_, cases)| cases);
        let mut numbers: Vec<u32> = cases().map(|case| case.number).collect();
        let count = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.len() != count {
            return Err(format!("{}: a number stands twice", self.name).into());
        }
        if let Some(case) = cases().find(|case| case.valid_with.as_ref().is_some_and(Members::is_empty)) {
            return Err(
                format!("{}: {} differs in nothing from its good test", self.name, case.number).into()
            );
        }
        if let Some(flag) =
            cases().flat_map(|case| &case.flags).find(|flag| !self.notes.iter().any(|note| note.0 == **flag))
        {
            return Err(format!("{}: no note on the flag {flag}", self.name).into());
        }
        let used = |flag: &str| cases().any(|case| case.flags.contains(&flag));
        let notes: Members = self
            .notes
            .iter()
            .filter(|(flag, ..)| used(flag))
            .map(|(flag, description, effect)| {
                ((*flag).to_owned(), json!({ "description": description, "effect": effect }))
            })
            .collect();
        let groups: Vec<Value> = self
            .groups
            .into_iter()
            .map(|(kind, cases)| {
                let tests: Vec<Value> = cases.into_iter().map(|case| case.into_value(self.prefix)).collect();
                json!({ "type": kind, "tests": tests })
            })
            .collect();
        let file = json!({
            "title": self.title,
            "schema": self.name,
            "profile": "emis-ps/1",
            "numberOfTests": count,
            "notes": notes,
            "testGroups": groups,
        });
        Ok(serde_json::to_string_pretty(&file)? + "\n")
    }
}
