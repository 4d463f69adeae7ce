//! The rules that a catalogue keeps as a whole.

use std::collections::{BTreeMap, BTreeSet};

use super::Error;
use super::model::{
    Allowed, Catalogue, Choice, Element, Enumeration, Field, Group, Occurs, Operation, ReadBack, Type, Value,
};

pub(super) fn check(catalogue: &Catalogue) -> Result<(), Error> {
    versions(catalogue)?;
    names(catalogue)?;
    // First: the others walk from element to element.
    circles(catalogue)?;
    for group in &catalogue.groups {
        let Group { file, enumerations, elements, choices, .. } = group;
        sentence(file, "doc", &group.doc)?;
        sentence(file, "title", &format!("{}.", group.title))?;
        enumerations.iter().try_for_each(|it| enumeration(file, it))?;
        elements.iter().try_for_each(|it| element(catalogue, file, it))?;
        choices.iter().try_for_each(|it| choice(file, it))?;
        for exact in &group.exacts {
            sentence(file, &exact.name, &exact.doc)?;
            for field in &exact.fields {
                sentence(file, &format!("{}, field {}", exact.name, field.name), &field.doc)?;
            }
        }
        group.operations.iter().try_for_each(|it| operation(catalogue, file, it))?;
    }
    faults(catalogue)?;
    order(catalogue)?;
    reached(catalogue)
}

fn versions(catalogue: &Catalogue) -> Result<(), Error> {
    let parts = |version: &String| {
        let (major, minor) = version.split_once('.')?;
        Some((major.parse::<u16>().ok()?, minor.parse::<u16>().ok()?))
    };
    let numbers: Option<Vec<_>> = catalogue.versions.iter().map(parts).collect();
    let in_order = numbers.is_some_and(|all| all.windows(2).all(|pair| pair[0] < pair[1]));
    in_order.then_some(()).ok_or_else(|| {
        Error::new("catalogue", "versions", "they have to be MAJOR.MINOR, each higher than the one before")
    })
}

/// Whether a version has come by another.
fn by(catalogue: &Catalogue, since: &str, version: &str) -> bool {
    let place = |of: &str| catalogue.versions.iter().position(|known| known == of);
    place(since) <= place(version)
}

/// No two types have one name, and all names are in PascalCase.
fn names(catalogue: &Catalogue) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    let mut add = |file: &str, name: &str| {
        if Value::named(name).is_some() || name == "Text" || !seen.insert(name.to_owned()) {
            return Err(Error::new(file, name, "there is another type of this name"));
        }
        pascal_case(file, name, name)
    };
    for group in &catalogue.groups {
        let file = &group.file;
        group.enumerations.iter().try_for_each(|it| add(file, &it.name))?;
        for it in &group.elements {
            add(file, &it.name)?;
            it.parts.iter().try_for_each(|parts| add(file, parts))?;
        }
        group.exacts.iter().try_for_each(|it| add(file, &it.name))?;
        for it in &group.choices {
            add(file, &it.name)?;
            add(file, &it.arm)?;
        }
    }
    add("faults", &catalogue.faults.code.name)?;
    add("faults", &catalogue.faults.detail.name)
}

fn pascal_case(file: &str, place: &str, name: &str) -> Result<(), Error> {
    let good =
        name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric());
    good.then_some(()).ok_or_else(|| Error::new(file, place, format!("the name {name} is not in PascalCase")))
}

fn sentence(file: &str, place: &str, doc: &str) -> Result<(), Error> {
    let good =
        doc.ends_with(['.', '?']) && doc.starts_with(|c: char| !c.is_lowercase() && !c.is_whitespace());
    good.then_some(()).ok_or_else(|| Error::new(file, place, format!("no sentence: {doc:?}")))
}

fn enumeration(file: &str, enumeration: &Enumeration) -> Result<(), Error> {
    let place = format!("enumeration {}", enumeration.name);
    sentence(file, &place, &enumeration.doc)?;
    let mut seen = BTreeSet::new();
    for (name, doc) in &enumeration.values {
        let place = format!("{place}, value {name}");
        pascal_case(file, &place, name)?;
        sentence(file, &place, doc)?;
        if name == "Unknown" || !seen.insert(name.to_ascii_lowercase()) {
            return Err(Error::new(file, place, "it is Unknown, or there twice without regard to case"));
        }
    }
    match enumeration.unknown.as_deref() {
        None | Some("Unknown") if !seen.is_empty() => Ok(()),
        _ => Err(Error::new(file, place, "it has no values, or its unknown is another word than Unknown")),
    }
}

fn element(catalogue: &Catalogue, file: &str, element: &Element) -> Result<(), Error> {
    let place = format!("element {}", element.name);
    sentence(file, &place, &element.doc)?;
    fields(file, &place, element.fields.iter())?;
    let is_piece = |field: &Field| field.occurs.is_list() || field.of == Type::Value(Value::Base64);
    if element.parts.is_some() && !element.fields.iter().any(is_piece) {
        return Err(Error::new(file, place, "it has parts, but neither a list nor base64"));
    }
    // A copy of what holds a key is another place that has to be wiped.
    let secret = |field: &Field| match &field.of {
        Type::Value(Value::RelationshipKey) => true,
        Type::Element(name) => catalogue.element(name).is_some_and(|inner| !inner.copy),
        _ => false,
    };
    if element.copy && element.fields.iter().any(secret) {
        return Err(Error::new(file, place, "it holds a secret, so copy has to be false"));
    }
    Ok(())
}

fn choice(file: &str, choice: &Choice) -> Result<(), Error> {
    let place = format!("choice {}", choice.name);
    sentence(file, &place, &choice.doc)?;
    sentence(file, &place, &choice.arm_doc)?;
    if choice.arms.len() < 2 {
        return Err(Error::new(file, place, "a choice needs at least two arms"));
    }
    fields(file, &place, choice.fields.iter().chain(&choice.arms))
}

fn fields<'f>(file: &str, place: &str, fields: impl Iterator<Item = &'f Field>) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    for field in fields {
        let place = format!("{place}, field {}", field.name);
        pascal_case(file, &place, &field.name)?;
        field.item.iter().try_for_each(|item| pascal_case(file, &place, item))?;
        sentence(file, &place, &field.doc)?;
        if !seen.insert(&field.name) {
            return Err(Error::new(file, place, "it is there twice"));
        }
    }
    Ok(())
}

fn operation(catalogue: &Catalogue, file: &str, operation: &Operation) -> Result<(), Error> {
    let wrong = |what: &str| Error::new(file, format!("operation {}", operation.name), what);
    let faults = &operation.faults;
    for (at, fault) in faults.iter().enumerate() {
        if !catalogue.faults.all.iter().any(|known| known.name == *fault) || faults[..at].contains(fault) {
            return Err(wrong(&format!("the fault {fault} is not known, or named twice")));
        }
    }
    if let Some(read_back) = &operation.read_back {
        self::read_back(catalogue, operation, read_back).map_err(|what| wrong(&what))?;
    }
    if operation.exact {
        return Ok(());
    }
    let request =
        catalogue.element(&operation.name).ok_or_else(|| wrong("there is no element of its name"))?;
    let response = catalogue
        .element(&operation.response())
        .ok_or_else(|| wrong("there is no element of its name with Response behind it"))?;
    if !is_checked_whole(catalogue, &Type::Element(request.name.clone())) {
        return Err(wrong("a request's lists have to occur as some, and it cannot hold a choice"));
    }
    if operation.streams != response.parts.is_some() {
        return Err(wrong("it streams if its response has parts, and only then"));
    }
    let asks =
        request.fields.iter().rev().take(2).map(|field| field.name.as_str()).eq(["After", "MaximumItems"]);
    let leads_on = response.fields.last().is_some_and(|field| field.name == "Next");
    let list = |name: &String| {
        response.fields.iter().any(|field| field.name == *name && field.occurs == Occurs::Any)
    };
    match &operation.pages {
        Some(pages) if !list(pages) => Err(wrong(&format!("{pages} is no list of its response"))),
        pages if pages.is_some() != asks || asks != leads_on => Err(wrong(
            "one with pages has MaximumItems and After last in its request, Next last in its response",
        )),
        _ => Ok(()),
    }
}

fn is_checked_whole(catalogue: &Catalogue, of: &Type) -> bool {
    catalogue.fields(of).iter().all(|field| {
        !matches!(field.occurs, Occurs::Any | Occurs::Arm) && is_checked_whole(catalogue, &field.of)
    })
}

/// What reads an effect back has to be there whenever the operation is.
fn read_back(catalogue: &Catalogue, operation: &Operation, read_back: &ReadBack) -> Result<(), String> {
    let reader = |name: &str, request: &BTreeMap<String, String>| {
        let reader = catalogue.operation(name).ok_or_else(|| format!("read_back: no operation {name}"))?;
        let same_session = reader.session == operation.session || reader.session == Allowed::AnySession;
        let same_service = reader.requires.is_none() || reader.requires == operation.requires;
        if reader.changes()
            || !same_session
            || !same_service
            || !by(catalogue, &reader.since, &operation.since)
        {
            return Err(format!("read_back: {name} changes something, or cannot be called wherever this is"));
        }
        let has = |field: &String| {
            catalogue.element(name).is_some_and(|element| element.fields.iter().any(|it| it.name == *field))
        };
        request
            .keys()
            .find(|field| !has(field))
            .map_or(Ok(()), |field| Err(format!("read_back: {name} has no {field}")))
    };
    match read_back {
        ReadBack::Operation { operation, request, confirm, .. } => {
            reader(operation, request)?;
            confirm.iter().try_for_each(|it| reader(&it.operation, &it.request))
        }
        ReadBack::RelationshipKey { operation, .. } => reader(operation, &BTreeMap::new()),
        ReadBack::Again { .. } | ReadBack::Nothing { .. } | ReadBack::CannotTell { .. } => Ok(()),
    }
}

fn faults(catalogue: &Catalogue) -> Result<(), Error> {
    let faults = &catalogue.faults;
    sentence("faults", "doc", &faults.doc)?;
    enumeration("faults", &faults.code)?;
    element(catalogue, "faults", &faults.detail)?;
    let (mut numbers, mut groups) = (BTreeSet::new(), Vec::new());
    for fault in &faults.all {
        let wrong = |what: &str| Error::new("faults", format!("fault {}", fault.name), what);
        if fault.supplier.is_some_and(|number| number >= 0 || !numbers.insert(number)) {
            return Err(wrong("the supplier's number is not below zero, or another fault has it"));
        }
        if groups.last() != Some(&&fault.group) {
            if groups.contains(&&fault.group) {
                return Err(wrong("its group is in two pieces"));
            }
            groups.push(&fault.group);
        }
        if fault.reason.is_empty() || fault.reason.ends_with('.') {
            return Err(wrong("its reason is no sentence without a full stop"));
        }
    }
    Ok(())
}

/// The list of operations and the files say the same.
fn order(catalogue: &Catalogue) -> Result<(), Error> {
    let mut named = BTreeSet::new();
    for name in &catalogue.order {
        if !named.insert(name) || catalogue.operation(name).is_none() {
            return Err(Error::new(
                "catalogue",
                "operations",
                format!("{name} is named twice, or in no file"),
            ));
        }
    }
    for group in &catalogue.groups {
        for operation in &group.operations {
            if !named.remove(&operation.name) {
                let what = "it is there twice, or not in the list of catalogue.toml";
                return Err(Error::new(&group.file, format!("operation {}", operation.name), what));
            }
        }
    }
    Ok(())
}

/// No element holds itself: what is read has a depth that is known beforehand.
fn circles(catalogue: &Catalogue) -> Result<(), Error> {
    fn is_in_itself(catalogue: &Catalogue, of: &Type, above: &mut Vec<Type>) -> bool {
        if above.contains(of) {
            return true;
        }
        above.push(of.clone());
        let found = catalogue.fields(of).iter().any(|field| is_in_itself(catalogue, &field.of, above));
        above.pop();
        found
    }
    for group in &catalogue.groups {
        for element in &group.elements {
            if is_in_itself(catalogue, &Type::Element(element.name.clone()), &mut Vec::new()) {
                let place = format!("element {}", element.name);
                return Err(Error::new(&group.file, place, "an element in it holds itself"));
            }
        }
    }
    Ok(())
}

/// Every type is an operation's or a fault's, or part of one.
fn reached(catalogue: &Catalogue) -> Result<(), Error> {
    fn walk(catalogue: &Catalogue, of: &Type, seen: &mut BTreeSet<String>) {
        let (Type::Enumeration(name) | Type::Element(name) | Type::Choice(name)) = of else { return };
        if seen.insert(name.clone()) {
            catalogue.fields(of).iter().for_each(|field| walk(catalogue, &field.of, seen));
        }
    }
    let mut seen = BTreeSet::new();
    walk(catalogue, &Type::Element(catalogue.faults.detail.name.clone()), &mut seen);
    for operation in catalogue.operations() {
        walk(catalogue, &Type::Element(operation.name.clone()), &mut seen);
        walk(catalogue, &Type::Element(operation.response()), &mut seen);
    }
    for group in &catalogue.groups {
        let names = group.elements.iter().map(|it| &it.name);
        let names = names.chain(group.enumerations.iter().map(|it| &it.name));
        for name in names.chain(group.choices.iter().map(|it| &it.name)) {
            if !seen.contains(name) {
                return Err(Error::new(&group.file, name, "it belongs to no operation"));
            }
        }
    }
    Ok(())
}
