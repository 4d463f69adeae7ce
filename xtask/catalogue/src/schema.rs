//! The XML Schema: a type for every kind of value, a complex type for every element with fields, an element for every
//! message.
//!
//! What a sender writes validates against it. A reader of ours takes more (any order, unknown elements of a later
//! version), which a schema of this kind cannot say.

use std::path::PathBuf;

use super::xml::{DECLARATION, Xml};
use crate::catalogue::{Catalogue, Enumeration, ExactType, Field, Occurs, Type, Value};

/// The file, from the root of the repository.
pub(super) fn files(catalogue: &Catalogue) -> Vec<(PathBuf, String)> {
    vec![("spec/emis-ps-1.xsd".into(), format!("{DECLARATION}{}", schema(catalogue)))]
}

/// The complex types found so far: their names, and the elements and choices that they are.
struct Complex<'c> {
    catalogue: &'c Catalogue,
    found: Vec<(String, &'c Type)>,
}

impl<'c> Complex<'c> {
    /// The name of the complex type of an element; `name` and `parent` say where it was found.
    fn name(&mut self, name: &str, parent: &str, of: &'c Type) -> String {
        if let Some((name, _)) = self.found.iter().find(|(_, known)| *known == of) {
            return name.clone();
        }
        let taken = self.found.iter().any(|(known, _)| known == name);
        let name = if taken { format!("{parent}{name}") } else { name.to_owned() };
        self.found.push((name.clone(), of));
        name
    }
}

/// The simple types that have no name of their own in XML Schema.
const SIMPLE: &[(&str, &str, &str)] = &[
    ("Int", "xs:long", "<xs:pattern value=\"0|-?[1-9][0-9]{0,18}\"/>"),
    ("PageSize", "xs:int", "<xs:minInclusive value=\"1\"/><xs:maxInclusive value=\"1000\"/>"),
    ("Base64", "xs:base64Binary", "<xs:minLength value=\"1\"/>"),
    ("Decimal", "xs:string", "<xs:pattern value=\"-?[0-9]{1,18}(\\.[0-9]{1,18})?\"/>"),
    (
        "Date",
        "xs:date",
        "<xs:minInclusive value=\"0001-01-01\"/><xs:pattern value=\"[0-9]{4}-[0-9]{2}-[0-9]{2}\"/>",
    ),
    (
        "DateTime",
        "xs:dateTime",
        "<xs:pattern value=\"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+\\-][0-9]{2}:[0-9]{2})?\"/>",
    ),
    (
        "Guid",
        "xs:string",
        "<xs:pattern value=\"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\"/>",
    ),
    ("OdsCode", "xs:string", "<xs:pattern value=\"[A-Z0-9]{3,10}\"/>"),
    ("NhsNumber", "xs:string", "<xs:pattern value=\"[0-9]{10}\"/>"),
    ("PatientRelationshipId", "xs:string", "<xs:pattern value=\"[A-Za-z0-9\\-]{1,64}\"/>"),
    ("PatientRelationshipKey", "xs:string", "<xs:pattern value=\"[!-~]{16,128}\"/>"),
    ("Version", "xs:string", "<xs:pattern value=\"(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\"/>"),
    ("SessionId", "xs:string", "<xs:pattern value=\"[0-9a-f]{32}\"/>"),
    ("Octets32", "xs:base64Binary", "<xs:length value=\"32\"/>"),
    ("PublicKey", "xs:base64Binary", "<xs:length value=\"65\"/>"),
];

/// The whole schema, without an XML declaration.
pub(super) fn schema(catalogue: &Catalogue) -> String {
    let mut complex = Complex { catalogue, found: Vec::new() };
    let mut elements = Xml::new(1);
    exacts(&mut elements, catalogue);
    for operation in catalogue.operations().filter(|operation| !operation.exact) {
        for name in [operation.name.clone(), operation.response()] {
            let fields = catalogue.element(&name).map_or(&[][..], |element| &element.fields);
            message(&mut elements, &mut complex, &name, fields);
        }
    }
    let detail = &catalogue.faults.detail;
    message(&mut elements, &mut complex, detail.wire_name(), &detail.fields);
    let mut types = Xml::new(1);
    let mut done = 0;
    // Types name further types, so the list grows while it is walked.
    while let Some((name, of)) = complex.found.get(done).cloned() {
        let fields = catalogue.fields(of);
        types.element(&format!("xs:complexType name=\"{name}\""), |xml| {
            sequence(xml, &mut complex, &name, &fields);
        });
        done += 1;
    }
    let namespace = &catalogue.namespace;
    let mut simple = Xml::new(1);
    for (name, base, facets) in SIMPLE {
        simple.element(&format!("xs:simpleType name=\"{name}\""), |xml| {
            xml.element(&format!("xs:restriction base=\"{base}\""), |xml| {
                facets.split_inclusive("/>").for_each(|facet| xml.line(facet));
            });
        });
    }
    format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"{namespace}\" \
         targetNamespace=\"{namespace}\" elementFormDefault=\"qualified\">\n{}{}{}</xs:schema>\n",
        elements.finish(),
        types.finish(),
        simple.finish(),
    )
}

fn message<'c>(xml: &mut Xml, complex: &mut Complex<'c>, name: &str, fields: &'c [Field]) {
    xml.element(&format!("xs:element name=\"{name}\""), |xml| {
        xml.element("xs:complexType", |xml| {
            sequence(xml, complex, name, &fields.iter().collect::<Vec<_>>());
        });
    });
}

/// The fields in their order, the arms of a choice as a choice.
fn sequence<'c>(xml: &mut Xml, complex: &mut Complex<'c>, parent: &str, fields: &[&'c Field]) {
    if fields.is_empty() {
        xml.line("<xs:sequence/>");
        return;
    }
    let (arms, fields): (Vec<_>, Vec<_>) = fields.iter().partition(|field| field.occurs == Occurs::Arm);
    xml.element("xs:sequence", |xml| {
        fields.into_iter().for_each(|field| one(xml, complex, parent, field));
        if !arms.is_empty() {
            xml.element("xs:choice", |xml| {
                arms.into_iter().for_each(|field| one(xml, complex, parent, field));
            });
        }
    });
}

fn one<'c>(xml: &mut Xml, complex: &mut Complex<'c>, parent: &str, field: &'c Field) {
    let name = &field.name;
    let Some(item) = &field.item else {
        let least = if field.occurs == Occurs::Optional { " minOccurs=\"0\"" } else { "" };
        value(xml, complex, parent, name, least, &field.of);
        return;
    };
    let (wrapper, often) = match field.occurs {
        Occurs::Some(None) => ("", " maxOccurs=\"unbounded\"".to_owned()),
        Occurs::Some(Some(most)) => ("", format!(" maxOccurs=\"{most}\"")),
        // A missing wrapper reads as an empty list.
        _ => (" minOccurs=\"0\"", " minOccurs=\"0\" maxOccurs=\"unbounded\"".to_owned()),
    };
    xml.element(&format!("xs:element name=\"{name}\"{wrapper}"), |xml| {
        xml.element("xs:complexType", |xml| {
            xml.element("xs:sequence", |xml| value(xml, complex, parent, item, &often, &field.of));
        });
    });
}

/// An element with one value.
fn value<'c>(xml: &mut Xml, complex: &mut Complex<'c>, parent: &str, name: &str, often: &str, of: &'c Type) {
    let simple = |xml: &mut Xml, facets: &[String]| {
        xml.element(&format!("xs:element name=\"{name}\"{often}"), |xml| {
            xml.element("xs:simpleType", |xml| {
                xml.element("xs:restriction base=\"xs:string\"", |xml| {
                    facets.iter().for_each(|facet| xml.line(facet));
                });
            });
        });
    };
    let of_type = match of {
        Type::Text(most) => return simple(xml, &[format!("<xs:maxLength value=\"{most}\"/>")]),
        Type::Enumeration(name) => {
            let words = complex.catalogue.enumeration(name).into_iter().flat_map(Enumeration::words);
            let facets: Vec<_> = words.map(|word| format!("<xs:enumeration value=\"{word}\"/>")).collect();
            return simple(xml, &facets);
        }
        Type::Element(_) | Type::Choice(_) => complex.name(name, parent, of),
        Type::Value(value) => simple_type(*value).to_owned(),
    };
    xml.line(&format!("<xs:element name=\"{name}\" type=\"{of_type}\"{often}/>"));
}

fn simple_type(value: Value) -> &'static str {
    match value {
        Value::Integer => "Int",
        Value::PageSize => "PageSize",
        Value::Boolean => "xs:boolean",
        Value::Decimal => "Decimal",
        Value::Date => "Date",
        Value::DateTime => "DateTime",
        Value::Guid => "Guid",
        Value::OdsCode => "OdsCode",
        Value::NhsNumber => "NhsNumber",
        Value::RelationshipId => "PatientRelationshipId",
        Value::RelationshipKey => "PatientRelationshipKey",
        Value::Version => "Version",
        Value::Base64 => "Base64",
    }
}

/// The messages and header blocks of an exact form.
fn exacts(xml: &mut Xml, catalogue: &Catalogue) {
    for exact in catalogue.groups.iter().flat_map(|group| &group.exacts) {
        xml.element(&format!("xs:element name=\"{}\"", exact.name), |xml| {
            xml.element("xs:complexType", |xml| {
                xml.element("xs:sequence", |xml| {
                    for field in &exact.fields {
                        let least = if field.optional { " minOccurs=\"0\"" } else { "" };
                        let of = exact_type(field.of);
                        xml.line(&format!("<xs:element name=\"{}\" type=\"{of}\"{least}/>", field.name));
                    }
                });
            });
        });
    }
}

fn exact_type(of: ExactType) -> &'static str {
    match of {
        ExactType::Name => "xs:string",
        ExactType::Guid => "Guid",
        ExactType::OdsCode => "OdsCode",
        ExactType::Version => "Version",
        ExactType::RelationshipId => "PatientRelationshipId",
        ExactType::SessionId => "SessionId",
        ExactType::Unsigned => "xs:unsignedInt",
        ExactType::Bytes32 => "Octets32",
        ExactType::PublicKey => "PublicKey",
    }
}
