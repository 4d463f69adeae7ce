//! What the interface shows, as JSON.
//!
//! A linkage key is shown, because a tester has to type it. A relationship's key never is: only the client that
//! registered needs it.

use serde_json::{Value, json};

use crate::clock::Now;
use crate::server::SessionInfo;
use crate::world::{HeldRequest, Patient, PatientNumber, Practice, World};

pub(super) fn practices(world: &World) -> Value {
    world.practices().map(practice).collect()
}

fn practice(of: &Practice) -> Value {
    let services = &of.settings.services;
    json!({
        "odsCode": of.ods_code,
        "name": of.name,
        "schemaVersion": of.version.to_string(),
        "live": of.live,
        "patients": of.patients().len(),
        "services": services,
    })
}

pub(super) fn patients(world: &World, of: &Practice) -> Value {
    of.patients().iter().enumerate().map(|(number, who)| patient(world, of, number, who)).collect()
}

pub(super) fn patient(world: &World, practice: &Practice, number: PatientNumber, of: &Patient) -> Value {
    let account = of.account.as_ref().map(|account| {
        json!({
            "accountId": account.account_id,
            "status": account.status,
            "linkageKey": account.linkage_key.as_ref().map(crate::world::Secret::reveal),
            "linkageKeySpent": account.linkage_key_spent,
            "archived": account.archived,
            "services": account.services,
            "letter": account.letter,
        })
    });
    let relationships = world.relationships_of(&practice.ods_code, number);
    let relationships: Value = relationships.iter().map(|id| relationship(world, id)).collect();
    json!({
        "patient": number,
        "status": of.status,
        "demographics": of.demographics,
        "account": account,
        "relationships": relationships,
    })
}

fn relationship(world: &World, id: &str) -> Value {
    let Some(of) = world.relationship(id) else { return Value::Null };
    json!({
        "patientRelationshipId": id,
        "applicationId": of.application_id,
        "confirmed": of.confirmed,
        "way": of.way,
        "status": of.status,
    })
}

pub(super) fn request(held: &HeldRequest) -> Value {
    let request = &held.request;
    let courses = request.courses.iter();
    let courses = courses.map(|of| json!({ "courseId": of.course_id, "status": of.status }));
    json!({
        "requestId": request.request_id,
        "patient": held.patient,
        "requestedAt": request.requested_at,
        "requestedBy": request.requested_by,
        "comment": request.comment,
        "courses": courses.collect::<Value>(),
    })
}

pub(super) fn session(world: &World, of: &SessionInfo) -> Value {
    let relationship = of.relationship.as_ref().map(|id| id.as_str().to_owned());
    let patient = relationship.as_deref().and_then(|id| world.relationship(id)).map(|known| known.patient);
    json!({
        "sessionId": core::str::from_utf8(&of.id.text()).unwrap_or_default(),
        "applicationId": of.application.as_str(),
        "odsCode": of.ods_code.as_str(),
        "patientRelationshipId": relationship,
        "patient": patient,
        "schemaVersion": of.version.to_string(),
        "confirmed": of.confirmed,
        "calling": of.calling,
        "ageSeconds": of.age.as_secs(),
        "idleSeconds": of.idle.as_secs(),
    })
}

pub(super) fn time(now: Now) -> Value {
    json!({ "now": now.stamp(), "instant": now.instant })
}
