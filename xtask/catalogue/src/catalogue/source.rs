//! The form of the files in `spec/catalogue/`. What a key means is said at its field.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Error;
use super::model::{Allowed, Ends, ExactType, ReadBack, Requirement};

/// `catalogue.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Index {
    /// The XML namespace of every element.
    pub(super) namespace: String,
    /// The schema versions, oldest first.
    pub(super) versions: Vec<String>,
    /// The files of operations, in the order in which they are read.
    pub(super) groups: Vec<String>,
    /// Every operation, in the order of operations.md.
    pub(super) operations: Vec<String>,
}

/// A file of operations: one group.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    /// What the group is called.
    pub(super) title: String,
    /// What it is about. The first sentence stands alone.
    pub(super) doc: String,
    #[serde(default, rename = "enumeration")]
    pub(super) enumerations: Vec<Enumeration>,
    #[serde(default, rename = "element")]
    pub(super) elements: Vec<Element>,
    #[serde(default, rename = "choice")]
    pub(super) choices: Vec<Choice>,
    #[serde(default, rename = "exact")]
    pub(super) exacts: Vec<Exact>,
    #[serde(default, rename = "operation")]
    pub(super) operations: Vec<Operation>,
}

/// `faults.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Faults {
    pub(super) doc: String,
    /// What the enumeration of all fault words is.
    pub(super) fault_code_doc: String,
    /// The sentence for a word that is not known.
    pub(super) unknown_reason: String,
    /// `FaultDetail`.
    #[serde(rename = "element")]
    pub(super) elements: Vec<Element>,
    #[serde(rename = "fault")]
    pub(super) all: Vec<Fault>,
}

/// The words that a value may be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Enumeration {
    pub(super) name: String,
    pub(super) doc: String,
    /// The word for what the practice itself does not know: it reads as a word that is not known here.
    pub(super) unknown: Option<String>,
    pub(super) values: Vec<Word>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Word {
    pub(super) name: String,
    pub(super) doc: String,
}

/// An element with fields: a request, a response, or a part of one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Element {
    /// The name of its type. A part takes its element's name from the field that holds it.
    pub(super) name: String,
    /// The element's name, of one that is neither a request, a response nor a part.
    pub(super) wire: Option<String>,
    pub(super) doc: String,
    /// What is to be said only in the documentation of the Rust type.
    pub(super) rust_doc: Option<String>,
    /// `false` if it holds a secret, which must not be copied by accident.
    #[serde(default = "yes")]
    pub(super) copy: bool,
    /// Whether two of them can be compared.
    #[serde(default)]
    pub(super) compare: bool,
    /// The name of the type of its pieces, if it can be read while it comes in.
    pub(super) parts: Option<String>,
    pub(super) fields: Vec<Field>,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Field {
    /// The name of its element; of a list, of the wrapper.
    pub(super) name: String,
    /// Of a list, the name of its items' elements.
    pub(super) item: Option<String>,
    /// The name of a type of value, an enumeration, an element or a choice.
    #[serde(rename = "type")]
    pub(super) of: String,
    /// Of a `Text`, the most Unicode scalar values.
    pub(super) limit: Option<u32>,
    #[serde(default)]
    pub(super) occurs: Occurs,
    /// Of `some`, the most items.
    pub(super) most: Option<u8>,
    /// The first version that has it, if it is younger than its element.
    pub(super) since: Option<String>,
    /// Its name in Rust, if that is not the element's in snake case.
    pub(super) rust: Option<String>,
    pub(super) doc: String,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Occurs {
    #[default]
    Once,
    Optional,
    /// A list of any number of items.
    Any,
    /// A list of one or more items.
    Some,
}

/// An element that has fields, and exactly one of several arms.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Choice {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) fields: Vec<Field>,
    /// The name of the arms' type.
    pub(super) arm: String,
    pub(super) arm_doc: String,
    pub(super) arms: Vec<Arm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Arm {
    pub(super) name: String,
    /// The element that it holds.
    #[serde(rename = "type")]
    pub(super) of: String,
    pub(super) doc: String,
}

/// A message or header block of an exact form (protocol.md, section 3). It has no descriptor.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exact {
    pub(super) name: String,
    pub(super) doc: String,
    pub(super) fields: Vec<ExactField>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExactField {
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) of: ExactType,
    #[serde(default)]
    pub(super) occurs: Occurs,
    pub(super) doc: String,
}

/// A request element and its response, which has the same name with `Response` behind it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Operation {
    pub(super) name: String,
    /// The first version that has it.
    pub(super) since: String,
    pub(super) session: Allowed,
    /// What it needs of the practice and the account.
    pub(super) requires: Option<Requirement>,
    #[serde(default)]
    pub(super) ends: Ends,
    /// The list of the response of which each response is a page.
    pub(super) pages: Option<String>,
    /// Whether the response can be read while it comes in.
    #[serde(default)]
    pub(super) streams: bool,
    /// The section of operations.md.
    pub(super) section: String,
    pub(super) effect: Effect,
    /// Its own faults. Those of every operation are not repeated.
    #[serde(default)]
    pub(super) faults: Vec<String>,
    /// Whether the server checks in the order of `faults`.
    #[serde(default)]
    pub(super) checked_in_order: bool,
    /// How its effect is found out when the reply is lost.
    pub(super) read_back: Option<ReadBack>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Effect {
    /// It may simply be asked again.
    None,
    Changes,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fault {
    /// The word.
    pub(super) name: String,
    /// The row of the table in operations.md.
    pub(super) group: String,
    /// The supplier's number, where it is publicly known.
    pub(super) supplier: Option<i64>,
    /// Whether it is the server's fault and not the request's.
    #[serde(default)]
    pub(super) receiver: bool,
    pub(super) doc: String,
    /// A sentence for engineers and logs.
    pub(super) reason: String,
}

/// All files.
#[derive(Debug)]
pub(super) struct Sources {
    pub(super) index: Index,
    pub(super) groups: Vec<(String, Group)>,
    pub(super) faults: Faults,
}

impl Sources {
    pub(super) fn read(read: impl Fn(&str) -> Result<String, String>) -> Result<Self, Error> {
        let index: Index = parse("catalogue", &read)?;
        let mut seen = BTreeSet::new();
        let mut groups = Vec::new();
        for name in &index.groups {
            if !seen.insert(name.clone()) || matches!(name.as_str(), "catalogue" | "faults") {
                return Err(Error::new("catalogue", "groups", format!("{name} is named twice, or no group")));
            }
            groups.push((name.clone(), parse(name, &read)?));
        }
        Ok(Self { groups, faults: parse("faults", &read)?, index })
    }
}

fn parse<T: DeserializeOwned>(name: &str, read: impl Fn(&str) -> Result<String, String>) -> Result<T, Error> {
    let text = read(name).map_err(|error| Error::new(name, "", error))?;
    toml::from_str(&text).map_err(|error| Error::new(name, "", error.to_string().trim_end()))
}
