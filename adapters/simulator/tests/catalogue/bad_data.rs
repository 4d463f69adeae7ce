//! What is wrong with a request's fields, told by the practice end with the field that the page says. (The core's tests
//! of messages have every way of being wrong; here is one of each sort, to the fault on the wire.)

use emis_core::messages::{Allowed, OPERATIONS, Occurs};
use emis_core::profile::Version;

use crate::common::{D, Stage};
use crate::fields::{Form, around, bad, body, each, is_required, written};

const NEWEST: Version = Version::V2_1;

// OP-4, OP-5, OP-12, FT-1, TY-1
#[test]
fn every_field_of_every_request() {
    let stage = Stage::listening(|builder| builder);
    let rel = stage.relationship(D, 0);
    let (patient, application) = (stage.patient_session(&rel), stage.application_session(D));
    let sessions = core::cell::RefCell::new([patient, application]);
    let before = stage.server.world().clone();
    for info in OPERATIONS.iter().filter(|info| info.allowed != Allowed::Outside) {
        let which = usize::from(info.allowed == Allowed::Application);
        let check = |fields: &str, code: &str, field: &str| {
            let answer = sessions.borrow_mut()[which].call(&stage, &body(info.name, fields));
            answer.fault(code, Some(field));
        };
        check(
            "<Colour/>",
            if info.request.iter().any(is_required) { "FieldMissing" } else { "FieldInvalid" },
            {
                let first = info.request.iter().find(|field| is_required(field));
                first.map_or("Colour", |field| field.name())
            },
        );
        each(info.request, Form::Least, NEWEST, &|put, fields, i| {
            let (field, name) = (&fields[i], fields[i].name());
            let held = field.item_name().unwrap_or(name);
            let once = written(field, NEWEST);
            if is_required(field) {
                check(&put(""), "FieldMissing", name);
                check(&put(&format!("<{name}/>")), "FieldMissing", name);
                check(&put(&format!("<f:{name} xmlns:f=\"urn:f\">1</f:{name}>")), "FieldMissing", name);
            }
            check(&put(&once.repeat(2)), "FieldInvalid", name);
            check(&put(&format!("{once}<Colour/>")), "FieldInvalid", "Colour");
            check(&put(&format!("<f:Colour xmlns:f=\"urn:f\"/>{once}")), "FieldInvalid", "Colour");
            if let Occurs::BoundedList(most) = field.occurs() {
                let item = around(field, "0123abcd-4567-89ab-cdef-0123456789ab");
                let item = &item[name.len() + 2..item.len() - name.len() - 3];
                check(&put(&format!("<{name}>{}</{name}>", item.repeat(most + 1))), "FieldInvalid", name);
            }
            for value in bad(&field.holds()).iter().take(1) {
                check(&put(&around(field, value)), "FieldInvalid", held);
            }
            if let emis_core::messages::FieldType::Word(_) = field.holds() {
                check(&put(&around(field, "Nonsense")), "FieldInvalid", held);
            }
        });
    }
    assert!(*stage.server.world() == before, "nothing has come of it");
    sessions.into_inner().iter_mut().for_each(|session| session.alive(&stage));
}
