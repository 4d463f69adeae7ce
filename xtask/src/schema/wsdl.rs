//! The WSDL 1.1 description: SOAP 1.2, document/literal wrapped, complete with its schema.

use core::fmt::Write;

use emis_core::messages::{Allowed, OPERATIONS, OperationInfo};
use emis_core::profile::{OpenProfile, Profile};

use super::Xml;

/// What stands for the address of the service. A server that gives the description out puts its own there.
const ENDPOINT: &str = "http://127.0.0.1/patient-services";

/// The description, without an XML declaration.
pub(super) fn description(schema: &str) -> String {
    let namespace = OpenProfile::NAMESPACE;
    let mut text = format!(
        "<wsdl:definitions name=\"PatientServices\" targetNamespace=\"{namespace}\"\n    \
         xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" xmlns:soap12=\"http://schemas.xmlsoap.org/wsdl/soap12/\"\n    \
         xmlns:tns=\"{namespace}\">\n  <wsdl:types>\n"
    );
    for line in schema.lines() {
        let _ = writeln!(text, "    {line}");
    }
    text.push_str("  </wsdl:types>\n");
    let mut xml = Xml::new(1);
    messages(&mut xml);
    xml.element("wsdl:portType name=\"PatientServices\"", |xml| {
        OPERATIONS.iter().for_each(|info| abstract_operation(xml, info));
    });
    xml.element("wsdl:binding name=\"PatientServicesSoap12\" type=\"tns:PatientServices\"", |xml| {
        xml.line("<soap12:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>");
        OPERATIONS.iter().for_each(|info| bound_operation(xml, info));
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
fn header(info: &OperationInfo) -> &'static str {
    match info.allowed {
        Allowed::Outside | Allowed::Anywhere => "Application",
        Allowed::AnySession | Allowed::Application | Allowed::Patient => "Session",
    }
}

fn messages(xml: &mut Xml) {
    let mut message = |name: &str, element: &str| {
        xml.element(&format!("wsdl:message name=\"{name}\""), |xml| {
            xml.line(&format!("<wsdl:part name=\"parameters\" element=\"tns:{element}\"/>"));
        });
    };
    message("Application", "Application");
    message("Session", "Session");
    message("Fault", "FaultDetail");
    for info in OPERATIONS {
        message(info.name, info.name);
        message(info.response_name, info.response_name);
    }
}

fn abstract_operation(xml: &mut Xml, info: &OperationInfo) {
    let (name, response) = (info.name, info.response_name);
    xml.element(&format!("wsdl:operation name=\"{name}\""), |xml| {
        xml.line(&format!("<wsdl:input message=\"tns:{name}\"/>"));
        xml.line(&format!("<wsdl:output message=\"tns:{response}\"/>"));
        xml.line("<wsdl:fault name=\"Fault\" message=\"tns:Fault\"/>");
    });
}

fn bound_operation(xml: &mut Xml, info: &OperationInfo) {
    let (name, header) = (info.name, header(info));
    let header_line =
        format!("<soap12:header message=\"tns:{header}\" part=\"parameters\" use=\"literal\"/>");
    xml.element(&format!("wsdl:operation name=\"{name}\""), |xml| {
        xml.line(&format!(
            "<soap12:operation soapAction=\"{}/{name}\" style=\"document\"/>",
            OpenProfile::NAMESPACE
        ));
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
