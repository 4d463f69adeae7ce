//! Faults of the message, the handshake and the session, and what is asked in the wrong place.

use emis_core::messages::practice::GetClinicalVersionInformation;

use super::stage;
use crate::common::kiosk::{Kiosk, Room};
use crate::common::{D, E, Hello, Stage, body, book};
use crate::people::ods;
use crate::told::Told;

pub fn malformed_request() -> Told {
    stage().post("<a/>").into()
}

pub fn profile_not_supported() -> Told {
    let stage = stage();
    let hello = Hello::new(&stage, D);
    let mut fields = hello.fields(&stage);
    fields[0].1 = String::from("emis-ps/2");
    stage.post(hello.message_of(&stage, &fields)).into()
}

pub fn validation_failed() -> Told {
    let stage = stage();
    let hello = Hello::new(&stage, D);
    let mut fields = hello.fields(&stage);
    fields[3].1 = String::from("1.0");
    stage.post(hello.message_of(&stage, &fields)).into()
}

pub fn too_many_sessions() -> Told {
    let stage = Stage::listening(|builder| builder.confirmed_sessions(1));
    stage.application_session(D);
    Hello::new(&stage, D).post(&stage).into()
}

pub fn session_not_found() -> Told {
    let stage = stage();
    let session = stage.application_session(D);
    let message = session.message(&session.settings()).replace(&session.id, &"0".repeat(32));
    stage.post(message).into()
}

pub fn session_expired() -> Told {
    let stage = stage();
    let session = stage.application_session(D);
    stage.wait_ms(1_200_000);
    stage.post(session.message(&session.settings())).into()
}

pub fn session_invalidated() -> Told {
    let stage = stage();
    let session = stage.application_session(D);
    let settings = session.settings();
    stage.post(session.message_with(session.sequence + 1, &[7; 32], &settings)).into()
}

pub fn operation_unknown() -> Told {
    let stage = stage();
    stage.application_session(D).call(&stage, &body("NoSuchOperation", "")).into()
}

pub fn version_not_supported() -> Told {
    let stage = stage();
    let mut session = Hello::new(&stage, D).version("2.0").begin(&stage);
    session.call(&stage, &body("GetMessages", "")).into()
}

pub fn not_allowed_in_session() -> Told {
    let stage = stage();
    stage.application_session(D).call(&stage, &book(1)).into()
}

pub fn organisation_unknown() -> Told {
    let (stage, mut room) = (stage(), Room::new());
    let mut kiosk = Kiosk::application(&stage, &mut room, D);
    Told::by(&mut kiosk, &GetClinicalVersionInformation { ods_code: ods("ZZ9") })
}

pub fn practice_not_live() -> Told {
    let stage = stage();
    Hello::new(&stage, E).post(&stage).into()
}
