//! From the files to the model: types by their names, what is left out, and what one field alone can have wrong.

use super::Error;
use super::model::{
    Catalogue, Choice, Element, Enumeration, Exact, ExactField, Fault, Faults, Field, Group, Occurs,
    Operation, Type, Value,
};
use super::source::{self, Sources};

/// The type of the enumeration that all fault words are.
const FAULT_CODE: &str = "FaultCode";

/// The names of the catalogue's own types, by their kind.
struct Names {
    enumerations: Vec<String>,
    elements: Vec<String>,
    choices: Vec<String>,
}

impl Names {
    fn of(sources: &Sources) -> Self {
        let mut names = Self { enumerations: vec![FAULT_CODE.to_owned()], elements: vec![], choices: vec![] };
        for (_, group) in &sources.groups {
            names.enumerations.extend(group.enumerations.iter().map(|it| it.name.clone()));
            names.elements.extend(group.elements.iter().map(|it| it.name.clone()));
            names.choices.extend(group.choices.iter().map(|it| it.name.clone()));
        }
        names
    }

    fn find(&self, name: &str) -> Option<Type> {
        let own = || name.to_owned();
        let has = |names: &[String]| names.iter().any(|known| known == name);
        if let Some(value) = Value::named(name) {
            Some(Type::Value(value))
        } else if has(&self.enumerations) {
            Some(Type::Enumeration(own()))
        } else if has(&self.elements) {
            Some(Type::Element(own()))
        } else if has(&self.choices) {
            Some(Type::Choice(own()))
        } else {
            None
        }
    }
}

/// What the fields of a file are resolved by.
struct Resolver<'s> {
    names: &'s Names,
    versions: &'s [String],
    file: &'s str,
}

pub(super) fn resolve(sources: Sources) -> Result<Catalogue, Error> {
    let names = Names::of(&sources);
    let versions = sources.index.versions;
    if versions.is_empty() {
        return Err(Error::new("catalogue", "versions", "there is none"));
    }
    let mut groups = Vec::new();
    for (file, group) in sources.groups {
        groups.push(Resolver { names: &names, versions: &versions, file: &file }.group(group)?);
    }
    let faults = Resolver { names: &names, versions: &versions, file: "faults" }.faults(sources.faults)?;
    Ok(Catalogue {
        namespace: sources.index.namespace,
        versions,
        groups,
        faults,
        order: sources.index.operations,
    })
}

impl Resolver<'_> {
    fn wrong(&self, place: impl Into<String>, what: impl Into<String>) -> Error {
        Error::new(self.file, place, what)
    }

    fn group(&self, group: source::Group) -> Result<Group, Error> {
        let exacts: Vec<Exact> = group.exacts.into_iter().map(exact).collect();
        let is_exact = |name: &str| exacts.iter().any(|exact| exact.name == name);
        let operations = group.operations.into_iter();
        let operations = operations.map(|operation| {
            let exact = is_exact(&operation.name);
            self.operation(operation, exact)
        });
        Ok(Group {
            file: self.file.to_owned(),
            title: group.title,
            doc: group.doc.trim().to_owned(),
            enumerations: group.enumerations.into_iter().map(enumeration).collect(),
            elements: group.elements.into_iter().map(|it| self.element(it)).collect::<Result<_, _>>()?,
            choices: group.choices.into_iter().map(|it| self.choice(it)).collect::<Result<_, _>>()?,
            operations: operations.collect::<Result<_, _>>()?,
            exacts,
        })
    }

    fn faults(&self, faults: source::Faults) -> Result<Faults, Error> {
        let mut elements = faults.elements.into_iter();
        let (Some(detail), None) = (elements.next(), elements.next()) else {
            return Err(self.wrong("", "there has to be one element, FaultDetail"));
        };
        let fault = |it: source::Fault| Fault {
            name: it.name,
            group: it.group,
            supplier: it.supplier,
            receiver: it.receiver,
            doc: it.doc,
            reason: it.reason,
        };
        let all: Vec<Fault> = faults.all.into_iter().map(fault).collect();
        Ok(Faults {
            doc: faults.doc.trim().to_owned(),
            code: Enumeration {
                name: FAULT_CODE.to_owned(),
                doc: faults.fault_code_doc,
                values: all.iter().map(|fault| (fault.name.clone(), fault.doc.clone())).collect(),
                unknown: None,
            },
            unknown_reason: faults.unknown_reason,
            detail: self.element(detail)?,
            all,
        })
    }

    fn element(&self, element: source::Element) -> Result<Element, Error> {
        let fields = self.fields(&element.name, element.fields)?;
        Ok(Element {
            name: element.name,
            wire: element.wire,
            doc: element.doc,
            rust_doc: element.rust_doc,
            copy: element.copy,
            compare: element.compare,
            parts: element.parts,
            fields,
        })
    }

    fn choice(&self, choice: source::Choice) -> Result<Choice, Error> {
        let fields = self.fields(&choice.name, choice.fields)?;
        let mut arms = Vec::new();
        for arm in choice.arms {
            let Some(of @ Type::Element(_)) = self.names.find(&arm.of) else {
                let place = format!("choice {}, arm {}", choice.name, arm.name);
                return Err(self.wrong(place, format!("{} is no element", arm.of)));
            };
            arms.push(Field {
                rust: arm.name.clone(),
                name: arm.name,
                item: None,
                of,
                occurs: Occurs::Arm,
                since: self.versions[0].clone(),
                doc: arm.doc,
            });
        }
        Ok(Choice {
            name: choice.name,
            doc: choice.doc,
            fields,
            arm: choice.arm,
            arm_doc: choice.arm_doc,
            arms,
        })
    }

    fn fields(&self, element: &str, fields: Vec<source::Field>) -> Result<Vec<Field>, Error> {
        fields.into_iter().map(|field| self.field(element, field)).collect()
    }

    fn field(&self, element: &str, field: source::Field) -> Result<Field, Error> {
        let wrong = |what: String| self.wrong(format!("element {element}, field {}", field.name), what);
        let of = match (field.of.as_str(), field.limit) {
            ("Text", Some(limit @ 1..)) => Type::Text(limit),
            ("Text", _) => return Err(wrong("a Text needs a limit of at least 1".to_owned())),
            (_, Some(_)) => return Err(wrong(format!("a limit is for Text, not for {}", field.of))),
            (name, None) => {
                self.names.find(name).ok_or_else(|| wrong(format!("the type {name} is not known")))?
            }
        };
        let occurs = match (field.occurs, field.most) {
            (source::Occurs::Once, None) => Occurs::Once,
            (source::Occurs::Optional, None) => Occurs::Optional,
            (source::Occurs::Any, None) => Occurs::Any,
            (source::Occurs::Some, None) => Occurs::Some(None),
            (source::Occurs::Some, Some(most @ 1..=254)) => Occurs::Some(Some(most)),
            (source::Occurs::Some, Some(_)) => return Err(wrong("most has to be 1 to 254".to_owned())),
            (_, Some(_)) => return Err(wrong("most is for a list that occurs as some".to_owned())),
        };
        if occurs.is_list() != field.item.is_some() {
            return Err(wrong("a list has the name of its items as item, and nothing else has".to_owned()));
        }
        let since = self.version(field.since.as_ref()).map_err(&wrong)?;
        let rust = field.rust.clone().unwrap_or_else(|| snake_case(&field.name));
        Ok(Field { name: field.name, item: field.item, of, occurs, since, rust, doc: field.doc })
    }

    /// A version of the catalogue; the first if none is named.
    fn version(&self, version: Option<&String>) -> Result<String, String> {
        let version = version.unwrap_or(&self.versions[0]);
        let known = self.versions.contains(version);
        known.then(|| version.clone()).ok_or_else(|| format!("the version {version} is not known"))
    }

    fn operation(&self, operation: source::Operation, exact: bool) -> Result<Operation, Error> {
        let wrong = |what: String| self.wrong(format!("operation {}", operation.name), what);
        let changes = operation.effect == source::Effect::Changes;
        match (changes, &operation.read_back) {
            (true, None) => return Err(wrong("it changes something, so it needs a read_back".to_owned())),
            (false, Some(_)) => return Err(wrong("it changes nothing, so it has no read_back".to_owned())),
            _ => {}
        }
        Ok(Operation {
            since: self.version(Some(&operation.since)).map_err(wrong)?,
            name: operation.name,
            session: operation.session,
            requires: operation.requires,
            ends: operation.ends,
            pages: operation.pages,
            streams: operation.streams,
            exact,
            section: operation.section,
            faults: operation.faults,
            checked_in_order: operation.checked_in_order,
            read_back: operation.read_back,
        })
    }
}

fn enumeration(enumeration: source::Enumeration) -> Enumeration {
    Enumeration {
        name: enumeration.name,
        doc: enumeration.doc,
        values: enumeration.values.into_iter().map(|word| (word.name, word.doc)).collect(),
        unknown: enumeration.unknown,
    }
}

fn exact(exact: source::Exact) -> Exact {
    let field = |it: source::ExactField| ExactField {
        name: it.name,
        of: it.of,
        optional: it.occurs == source::Occurs::Optional,
        doc: it.doc,
    };
    Exact { name: exact.name, doc: exact.doc, fields: exact.fields.into_iter().map(field).collect() }
}

/// `OdsCode` as `ods_code`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (at, c) in name.chars().enumerate() {
        if c.is_ascii_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}
