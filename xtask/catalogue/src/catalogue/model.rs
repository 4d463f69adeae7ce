//! The catalogue as generators read it: every name in it leads somewhere.

use std::collections::BTreeMap;

use serde::Deserialize;

/// All messages, and what goes with them.
#[derive(Debug)]
pub(crate) struct Catalogue {
    pub(crate) namespace: String,
    /// The schema versions, oldest first, as `MAJOR.MINOR`.
    pub(crate) versions: Vec<String>,
    /// One for each file of operations.
    pub(crate) groups: Vec<Group>,
    pub(crate) faults: Faults,
    /// The names of all operations, in the order of operations.md.
    pub(crate) order: Vec<String>,
}

/// A file of operations.
#[derive(Debug)]
pub(crate) struct Group {
    /// The name of the file, without its extension, which is also that of the Rust module.
    pub(crate) file: String,
    pub(crate) title: String,
    pub(crate) doc: String,
    pub(crate) enumerations: Vec<Enumeration>,
    /// Requests, responses and parts, in the order of the file.
    pub(crate) elements: Vec<Element>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) exacts: Vec<Exact>,
    pub(crate) operations: Vec<Operation>,
}

/// `faults.toml`.
#[derive(Debug)]
pub(crate) struct Faults {
    pub(crate) doc: String,
    /// The enumeration `FaultCode`: one word for each of `all`.
    pub(crate) code: Enumeration,
    /// The sentence for a word that is not known.
    pub(crate) unknown_reason: String,
    /// The element `FaultDetail`, whose type is `Fault`.
    pub(crate) detail: Element,
    pub(crate) all: Vec<Fault>,
}

/// A fault's word, and what is known of it.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) name: String,
    pub(crate) group: String,
    /// The supplier's number, where it is publicly known.
    pub(crate) supplier: Option<i64>,
    /// Whether it is the server's fault and not the request's.
    pub(crate) receiver: bool,
    pub(crate) doc: String,
    /// A sentence for engineers and logs.
    pub(crate) reason: String,
}

/// The words that a value may be.
#[derive(Debug)]
pub(crate) struct Enumeration {
    pub(crate) name: String,
    pub(crate) doc: String,
    /// Words and what they mean.
    pub(crate) values: Vec<(String, String)>,
    /// A further word, which reads as one that is not known.
    pub(crate) unknown: Option<String>,
}

impl Enumeration {
    /// Every word as it stands in messages, the one for what is not known last.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|(name, _)| name.as_str()).chain(self.unknown.as_deref())
    }
}

/// An element with fields.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) wire: Option<String>,
    pub(crate) doc: String,
    pub(crate) rust_doc: Option<String>,
    /// Whether it may be copied. What holds a secret may not.
    pub(crate) copy: bool,
    /// Whether two of them can be compared.
    pub(crate) compare: bool,
    /// The name of the type of its pieces, if it can be read while it comes in.
    pub(crate) parts: Option<String>,
    pub(crate) fields: Vec<Field>,
}

impl Element {
    /// The name of its element in a message, unless a field gives it one.
    pub(crate) fn wire_name(&self) -> &str {
        self.wire.as_deref().unwrap_or(&self.name)
    }
}

/// An element that has fields, and exactly one of several arms.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) fields: Vec<Field>,
    /// The name of the arms' type.
    pub(crate) arm: String,
    pub(crate) arm_doc: String,
    /// Each occurs as [`Occurs::Arm`] and holds an element.
    pub(crate) arms: Vec<Field>,
}

/// A field of an element, or an arm of a choice.
#[derive(Debug)]
pub(crate) struct Field {
    /// The name of its element; of a list, of the wrapper.
    pub(crate) name: String,
    /// Of a list, the name of its items' elements.
    pub(crate) item: Option<String>,
    /// What it holds; of a list, what an item holds.
    pub(crate) of: Type,
    pub(crate) occurs: Occurs,
    /// The first version that has it.
    pub(crate) since: String,
    /// Its name in Rust.
    pub(crate) rust: String,
    pub(crate) doc: String,
}

/// How often a field occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Occurs {
    Once,
    Optional,
    /// A list of any number of items, read lazily.
    Any,
    /// A list of one or more items, and at most so many, checked when it is read.
    Some(Option<u8>),
    /// One of several of which exactly one stands.
    Arm,
}

impl Occurs {
    pub(crate) fn is_list(self) -> bool {
        matches!(self, Self::Any | Self::Some(_))
    }
}

/// What a field holds. The names are those of the catalogue's own enumerations, elements and choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Value(Value),
    /// Text of at most so many Unicode scalar values.
    Text(u32),
    Enumeration(String),
    Element(String),
    Choice(String),
}

/// A type of value that is not the catalogue's own (operations.md, Types).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Integer,
    PageSize,
    Boolean,
    Decimal,
    Date,
    DateTime,
    Guid,
    OdsCode,
    NhsNumber,
    RelationshipId,
    RelationshipKey,
    Version,
    Base64,
}

impl Value {
    const ALL: [(&'static str, Self); 13] = [
        ("Integer", Self::Integer),
        ("PageSize", Self::PageSize),
        ("Boolean", Self::Boolean),
        ("Decimal", Self::Decimal),
        ("Date", Self::Date),
        ("DateTime", Self::DateTime),
        ("Guid", Self::Guid),
        ("OdsCode", Self::OdsCode),
        ("NhsNumber", Self::NhsNumber),
        ("RelationshipId", Self::RelationshipId),
        ("RelationshipKey", Self::RelationshipKey),
        ("Version", Self::Version),
        ("Base64", Self::Base64),
    ];

    /// The type of this name in a catalogue.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// A message or header block of an exact form.
#[derive(Debug)]
pub(crate) struct Exact {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) fields: Vec<ExactField>,
}

#[derive(Debug)]
pub(crate) struct ExactField {
    pub(crate) name: String,
    pub(crate) of: ExactType,
    pub(crate) optional: bool,
    pub(crate) doc: String,
}

/// What a field of an exact form holds.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub(crate) enum ExactType {
    /// The name of a profile.
    Name,
    Guid,
    OdsCode,
    Version,
    RelationshipId,
    SessionId,
    /// A number of 32 bits without sign or leading zeros.
    Unsigned,
    /// 32 bytes in base64.
    Bytes32,
    /// An uncompressed point of P-256 in base64.
    PublicKey,
}

/// A request and its response.
#[derive(Debug)]
pub(crate) struct Operation {
    /// The name of the request's element.
    pub(crate) name: String,
    pub(crate) since: String,
    pub(crate) session: Allowed,
    pub(crate) requires: Option<Requirement>,
    pub(crate) ends: Ends,
    /// The list of the response of which each response is a page.
    pub(crate) pages: Option<String>,
    /// Whether the response can be read while it comes in.
    pub(crate) streams: bool,
    /// Whether request and response are of an exact form, so that they have no descriptor.
    pub(crate) exact: bool,
    /// The section of operations.md.
    pub(crate) section: String,
    /// Its own faults. Those of every operation are not repeated.
    pub(crate) faults: Vec<String>,
    /// Whether the server checks in the order of `faults`.
    pub(crate) checked_in_order: bool,
    /// How its effect is found out when the reply is lost. `None` if it changes nothing and may simply be asked again.
    pub(crate) read_back: Option<ReadBack>,
}

impl Operation {
    /// The name of the response's element.
    pub(crate) fn response(&self) -> String {
        format!("{}Response", self.name)
    }

    /// Whether the operation changes what the practice has.
    pub(crate) fn changes(&self) -> bool {
        self.read_back.is_some()
    }
}

/// Where an operation may be called.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Allowed {
    Outside,
    Anywhere,
    AnySession,
    Application,
    Patient,
}

/// What an operation needs of the practice and the account (operations.md, REG-2 and REG-3).
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub(crate) enum Requirement {
    Appointments,
    Prescribing,
    /// The service, and a full account.
    MedicalRecord,
    /// The service, and a full account.
    Messaging,
    /// No service, but a full account.
    FullAccount,
}

/// Whether an operation ends its session.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Ends {
    #[default]
    No,
    /// With its verified response.
    WithReply,
    /// Whatever becomes of the call.
    Always,
}

/// How a client finds out whether an operation took effect, when its reply was lost. All of it happens in the session that
/// replaces the doubtful one (protocol.md, section 4.4), of the whole list where that has pages.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(tag = "means", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum ReadBack {
    /// By what another operation gives.
    Operation {
        operation: String,
        /// The fields of its request, and what to put into them: a value, or words that say which.
        #[serde(default)]
        request: BTreeMap<String, String>,
        /// What has to be read by the same operation before the change is asked for.
        before: Option<String>,
        /// What is asked of a candidate that the operation gives, to be sure that it is the one.
        confirm: Option<Confirm>,
        /// When the change took place.
        took_place: String,
        /// When it did not, and never will.
        did_not: String,
        /// When even so it cannot be told.
        cannot_tell: Option<String>,
    },
    /// By which of two relationship keys is right.
    RelationshipKey {
        /// The first call of the session with the old key.
        operation: String,
        took_place: String,
        did_not: String,
    },
    /// By nothing: the same request may be sent again, since what was lost has no effect of its own.
    Again { why: String },
    /// By nothing: whatever became of it, nothing is left to be found out.
    Nothing { why: String },
    /// It cannot be found out.
    CannotTell { why: String },
}

/// A second question about what was read back.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirm {
    pub(crate) operation: String,
    #[serde(default)]
    pub(crate) request: BTreeMap<String, String>,
}

impl Catalogue {
    /// Every element of every file, that of the faults last.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.groups.iter().flat_map(|group| &group.elements).chain([&self.faults.detail])
    }

    /// Every enumeration, that of the faults last.
    pub(crate) fn enumerations(&self) -> impl Iterator<Item = &Enumeration> {
        self.groups.iter().flat_map(|group| &group.enumerations).chain([&self.faults.code])
    }

    /// Every choice.
    pub(crate) fn choices(&self) -> impl Iterator<Item = &Choice> {
        self.groups.iter().flat_map(|group| &group.choices)
    }

    /// Every operation, in the order of operations.md.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.order.iter().filter_map(|name| self.operation(name))
    }

    pub(crate) fn element(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    pub(crate) fn enumeration(&self, name: &str) -> Option<&Enumeration> {
        self.enumerations().find(|enumeration| enumeration.name == name)
    }

    pub(crate) fn choice(&self, name: &str) -> Option<&Choice> {
        self.choices().find(|choice| choice.name == name)
    }

    pub(crate) fn operation(&self, name: &str) -> Option<&Operation> {
        self.groups.iter().flat_map(|group| &group.operations).find(|operation| operation.name == name)
    }

    /// The fields of an element, and behind them the arms if it is a choice. A value has none.
    pub(crate) fn fields<'c>(&'c self, of: &Type) -> Vec<&'c Field> {
        match of {
            Type::Element(name) => {
                self.element(name).into_iter().flat_map(|element| &element.fields).collect()
            }
            Type::Choice(name) => self
                .choice(name)
                .into_iter()
                .flat_map(|choice| choice.fields.iter().chain(&choice.arms))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a borrowed Rust value of this type borrows from the message.
    pub(crate) fn borrows(&self, of: &Type) -> bool {
        match of {
            Type::Value(value) => matches!(value, Value::Decimal | Value::Base64),
            // A word that is not known is kept as it stood.
            Type::Text(_) | Type::Enumeration(_) => true,
            Type::Element(_) | Type::Choice(_) => {
                self.fields(of).iter().any(|field| field.occurs.is_list() || self.borrows(&field.of))
            }
        }
    }

    /// The file in which a type of the catalogue's own stands.
    pub(crate) fn file_of(&self, of: &Type) -> Option<&str> {
        let (Type::Enumeration(name) | Type::Element(name) | Type::Choice(name)) = of else { return None };
        let has = |group: &&Group| {
            group.enumerations.iter().any(|it| it.name == *name)
                || group.elements.iter().any(|it| it.name == *name)
                || group.choices.iter().any(|it| it.name == *name)
        };
        self.groups.iter().find(has).map_or(Some("faults"), |group| Some(&group.file))
    }
}
