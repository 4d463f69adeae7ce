//! The WSDL 1.1 description: SOAP 1.2, document/literal wrapped, complete with its schema.

use core::fmt::Write;

use std::path::PathBuf;

use super::schema::schema;
use super::xml::{DECLARATION, Xml};
use crate::catalogue::{Allowed, Catalogue, Operation};

/// What stands for the address of the service. A server that gives the description out puts its own there.
const ENDPOINT: &str = "http://127.0.0.1/patient-services";

/// The file, from the root of the repository.
pub(super) fn files(catalogue: &Catalogue) -> Vec<(PathBuf, String)> {
    vec![("spec/emis-ps-1.wsdl".into(), format!("{DECLARATION}{}", description(catalogue)))]
}

/// The description, without an XML declaration.
fn description(catalogue: &Catalogue) -> String {
    let namespace = &catalogue.namespace;
    let mut text = format!(
        "<wsdl:definitions name=\"PatientServices\" targetNamespace=\"{namespace}\"\n    \
         xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" xmlns:soap12=\"http://schemas.xmlsoap.org/wsdl/soap12/\"\n    \
         xmlns:tns=\"{namespace}\">\n  <wsdl:types>\n"
    );
    for line in schema(catalogue).lines() {
        let _ = writeln!(text, "    {line}");
    }
    text.push_str("  </wsdl:types>\n");
    let mut xml = Xml::new(1);
    messages(&mut xml, catalogue);
    xml.element("wsdl:portType name=\"PatientServices\"", |xml| {
        catalogue.operations().for_each(|it| abstract_operation(xml, it));
    });
    xml.element("wsdl:binding name=\"PatientServicesSoap12\" type=\"tns:PatientServices\"", |xml| {
        xml.line("<soap12:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>");
        catalogue.operations().for_each(|it| bound_operation(xml, it, namespace));
    });
    xml.element("wsdl:service name=\"PatientServices\"", |xml| {
        xml.element("wsdl:port name=\"PatientServices\" binding=\"tns:PatientServicesSoap12\"", |xml| {
            xml.line(&format!("<soap12:address location=\"{ENDPOINT}\"/>"));
        });
    });
    text.push_str(&xml.finish());
    text.push_str("</wsdl:definitions>\n");
    text
}

/// The Header block that goes with a request: the session's, where it is called in one.
fn header(operation: &Operation) -> &'static str {
    match operation.session {
        Allowed::Outside | Allowed::Anywhere => "Application",
        Allowed::AnySession | Allowed::Application | Allowed::Patient => "Session",
    }
}

fn messages(xml: &mut Xml, catalogue: &Catalogue) {
    let mut message = |name: &str, element: &str| {
        xml.element(&format!("wsdl:message name=\"{name}\""), |xml| {
            xml.line(&format!("<wsdl:part name=\"parameters\" element=\"tns:{element}\"/>"));
        });
    };
    message("Application", "Application");
    message("Session", "Session");
    message("Fault", catalogue.faults.detail.wire_name());
    for operation in catalogue.operations() {
        message(&operation.name, &operation.name);
        message(&operation.response(), &operation.response());
    }
}

fn abstract_operation(xml: &mut Xml, operation: &Operation) {
    let (name, response) = (&operation.name, operation.response());
    xml.element(&format!("wsdl:operation name=\"{name}\""), |xml| {
        xml.line(&format!("<wsdl:input message=\"tns:{name}\"/>"));
        xml.line(&format!("<wsdl:output message=\"tns:{response}\"/>"));
        xml.line("<wsdl:fault name=\"Fault\" message=\"tns:Fault\"/>");
    });
}

fn bound_operation(xml: &mut Xml, operation: &Operation, namespace: &str) {
    let (name, header) = (&operation.name, header(operation));
    let header_line =
        format!("<soap12:header message=\"tns:{header}\" part=\"parameters\" use=\"literal\"/>");
    xml.element(&format!("wsdl:operation name=\"{name}\""), |xml| {
        xml.line(&format!("<soap12:operation soapAction=\"{namespace}/{name}\" style=\"document\"/>"));
        xml.element("wsdl:input", |xml| {
            xml.line(&header_line);
            xml.line("<soap12:body use=\"literal\"/>");
        });
        xml.element("wsdl:output", |xml| {
            if header == "Session" {
                xml.line(&header_line);
            }
            xml.line("<soap12:body use=\"literal\"/>");
        });
        xml.element("wsdl:fault name=\"Fault\"", |xml| {
            xml.line("<soap12:fault name=\"Fault\" use=\"literal\"/>");
        });
    });
}
