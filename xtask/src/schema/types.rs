//! The XML Schema: a type for every kind of value, a complex type for every element with fields, an element for every
//! message.

use emis_core::fault::Fault;
use emis_core::messages::{Field, Fields, Kind, OPERATIONS, Occurs};
use emis_core::profile::{OpenProfile, Profile};

use super::Xml;

/// The complex types found so far: their names, and the tables that they are made of.
struct Complex(Vec<(String, &'static [Field])>);

impl Complex {
    /// The name of the type of these fields; `element` and `parent` say where they were found.
    fn name(&mut self, element: &str, parent: &str, fields: &'static [Field]) -> String {
        let same = |known: &&(String, &'static [Field])| describes_the_same(known.1, fields);
        if let Some((name, _)) = self.0.iter().find(same) {
            return name.clone();
        }
        let taken = |name: &str| self.0.iter().any(|(known, _)| known == name);
        let name = if taken(element) { format!("{parent}{element}") } else { element.to_owned() };
        self.0.push((name.clone(), fields));
        name
    }
}

fn describes_the_same(a: &[Field], b: &[Field]) -> bool {
    a.len() == b.len() && format!("{a:?}") == format!("{b:?}")
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
pub(super) fn schema() -> String {
    let mut xml = Xml::new(0);
    let mut complex = Complex(Vec::new());
    let mut elements = Xml::new(1);
    handshake(&mut elements);
    for info in OPERATIONS.iter().filter(|info| info.name != "BeginSession") {
        for (name, fields) in [(info.name, info.request), (info.response_name, info.response)] {
            message(&mut elements, &mut complex, name, fields);
        }
    }
    message(&mut elements, &mut complex, "FaultDetail", <Fault<'_> as Fields<'_>>::FIELDS);
    let mut types = Xml::new(1);
    let mut done = 0;
    // Types name further types, so the list grows while it is walked.
    while let Some((name, fields)) = complex.0.get(done).cloned() {
        types.element(&format!("xs:complexType name=\"{name}\""), |xml| {
            sequence(xml, &mut complex, &name, fields);
        });
        done += 1;
    }
    let namespace = OpenProfile::NAMESPACE;
    let root = format!(
        "xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"{namespace}\" \
         targetNamespace=\"{namespace}\" elementFormDefault=\"qualified\""
    );
    xml.line(&format!("<{root}>"));
    let mut simple = Xml::new(1);
    for (name, base, facets) in SIMPLE {
        simple.element(&format!("xs:simpleType name=\"{name}\""), |xml| {
            xml.element(&format!("xs:restriction base=\"{base}\""), |xml| {
                facets.split_inclusive("/>").for_each(|facet| xml.line(facet));
            });
        });
    }
    let mut text = xml.finish();
    text.push_str(&elements.finish());
    text.push_str(&types.finish());
    text.push_str(&simple.finish());
    text.push_str("</xs:schema>\n");
    text
}

fn message(xml: &mut Xml, complex: &mut Complex, name: &str, fields: &'static [Field]) {
    xml.element(&format!("xs:element name=\"{name}\""), |xml| {
        xml.element("xs:complexType", |xml| sequence(xml, complex, name, fields));
    });
}

/// The fields in their order, the arms of a choice as a choice.
fn sequence(xml: &mut Xml, complex: &mut Complex, parent: &str, fields: &'static [Field]) {
    if fields.is_empty() {
        xml.line("<xs:sequence/>");
        return;
    }
    let is_arm = |field: &Field| matches!(field.occurs(), Occurs::Arm);
    xml.element("xs:sequence", |xml| {
        fields.iter().filter(|f| !is_arm(f)).for_each(|field| one(xml, complex, parent, field));
        if fields.iter().any(is_arm) {
            xml.element("xs:choice", |xml| {
                fields.iter().filter(|f| is_arm(f)).for_each(|field| one(xml, complex, parent, field));
            });
        }
    });
}

fn one(xml: &mut Xml, complex: &mut Complex, parent: &str, field: &Field) {
    let name = field.name();
    let Some(item) = field.item_name() else {
        let least = if field.occurs() == Occurs::Optional { " minOccurs=\"0\"" } else { "" };
        value(xml, complex, parent, name, least, field);
        return;
    };
    let (wrapper, often) = match field.occurs() {
        Occurs::Many(usize::MAX) => ("", " maxOccurs=\"unbounded\"".to_owned()),
        Occurs::Many(most) => ("", format!(" maxOccurs=\"{most}\"")),
        // A missing wrapper reads as an empty list.
        _ => (" minOccurs=\"0\"", " minOccurs=\"0\" maxOccurs=\"unbounded\"".to_owned()),
    };
    xml.element(&format!("xs:element name=\"{name}\"{wrapper}"), |xml| {
        xml.element("xs:complexType", |xml| {
            xml.element("xs:sequence", |xml| value(xml, complex, parent, item, &often, field));
        });
    });
}

/// An element with one value.
fn value(xml: &mut Xml, complex: &mut Complex, parent: &str, name: &str, often: &str, field: &Field) {
    let simple = |xml: &mut Xml, facets: &[String]| {
        xml.element(&format!("xs:element name=\"{name}\"{often}"), |xml| {
            xml.element("xs:simpleType", |xml| {
                xml.element("xs:restriction base=\"xs:string\"", |xml| {
                    facets.iter().for_each(|facet| xml.line(facet));
                });
            });
        });
    };
    let of_type = match field.kind() {
        Kind::Text(most) => return simple(xml, &[format!("<xs:maxLength value=\"{most}\"/>")]),
        Kind::Words(words) => {
            let facets: Vec<_> =
                words.iter().map(|word| format!("<xs:enumeration value=\"{word}\"/>")).collect();
            return simple(xml, &facets);
        }
        Kind::Struct(fields) => complex.name(name, parent, fields),
        Kind::Bool => "xs:boolean".to_owned(),
        Kind::Base64 => "Base64".to_owned(),
        Kind::Int => "Int".to_owned(),
        Kind::PageSize => "PageSize".to_owned(),
        Kind::Decimal => "Decimal".to_owned(),
        Kind::Date => "Date".to_owned(),
        Kind::DateTime => "DateTime".to_owned(),
        Kind::Guid => "Guid".to_owned(),
        Kind::OdsCode => "OdsCode".to_owned(),
        Kind::NhsNumber => "NhsNumber".to_owned(),
        Kind::RelationshipId => "PatientRelationshipId".to_owned(),
        Kind::RelationshipKey => "PatientRelationshipKey".to_owned(),
        Kind::Version => "Version".to_owned(),
        other => format!("a kind of field that the schema does not know: {other:?}"),
    };
    xml.line(&format!("<xs:element name=\"{name}\" type=\"{of_type}\"{often}/>"));
}

/// A field of an exact form: its name, its type, and whether it may be left out.
type Exact = (&'static str, &'static str, bool);

/// The messages and header blocks of an exact form, which have no table in core.
fn handshake(xml: &mut Xml) {
    let exact: [(&str, &[Exact]); 4] = [
        ("Application", &[("ApplicationId", "Guid", false)]),
        (
            "Session",
            &[
                ("SessionId", "SessionId", false),
                ("Sequence", "xs:unsignedInt", false),
                ("SessionHash", "Octets32", false),
            ],
        ),
        (
            "BeginSession",
            &[
                ("Profile", "xs:string", false),
                ("ApplicationId", "Guid", false),
                ("OdsCode", "OdsCode", false),
                ("SchemaVersion", "Version", false),
                ("PatientRelationshipId", "PatientRelationshipId", true),
                ("ReplacesSessionId", "SessionId", true),
                ("ClientNonce", "Octets32", false),
                ("ClientPublicKey", "PublicKey", false),
                ("ClientValidation", "Octets32", false),
            ],
        ),
        (
            "BeginSessionResponse",
            &[
                ("SessionId", "SessionId", false),
                ("ServerNonce", "Octets32", false),
                ("ServerPublicKey", "PublicKey", false),
                ("Iterations", "xs:unsignedInt", false),
                ("IdleTimeoutSeconds", "xs:unsignedInt", false),
                ("FirstCallSeconds", "xs:unsignedInt", false),
                ("PracticeVersion", "Version", false),
                ("ServerValidation", "Octets32", false),
            ],
        ),
    ];
    for (name, fields) in exact {
        xml.element(&format!("xs:element name=\"{name}\""), |xml| {
            xml.element("xs:complexType", |xml| {
                xml.element("xs:sequence", |xml| {
                    for (name, of_type, optional) in fields {
                        let least = if *optional { " minOccurs=\"0\"" } else { "" };
                        xml.line(&format!("<xs:element name=\"{name}\" type=\"{of_type}\"{least}/>"));
                    }
                });
            });
        });
    }
}
