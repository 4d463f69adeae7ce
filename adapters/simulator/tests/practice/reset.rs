//! A reset of the linkage key, end to end (protocol.md section 4, Reset).

use emis_core::messages::practice::GetUserOptions;
use emis_core::messages::record::ResetAccountLinkageKey;
use emis_core::messages::registration::RegisterWithPinDocument;
use emis_core::session::SessionState;
use emis_core::types::{PatientRelationshipKey, Relationship, Text};
use emis_simulator::world::Letter;

use crate::common::kiosk::{Kiosk, Room, known, plain};
use crate::common::{D, Hello, Rel, Stage, body};

const RESET: ResetAccountLinkageKey<'_> = ResetAccountLinkageKey { reason: None };

fn with_key(rel: &Rel, key: &PatientRelationshipKey) -> Relationship {
    let key = PatientRelationshipKey::parse(key.expose_str()).unwrap();
    Relationship { key, ..known(rel) }
}

// REC-1, SH-27
#[test]
fn a_reset_locks_everybody_else_out() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let pin = stage.pin(D, 0);
    let rel = stage.register(&pin, 0);
    let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
    let waiting = Hello::new(&stage, D).of(&rel).begin(&stage);
    let mut another = stage.patient_session(&stage.relationship(D, 1));
    let mine = stage.patient_session(&rel);
    let key = kiosk.session.next_relationship_key().unwrap();
    assert_eq!(key.expose().len(), 64);
    let linkage_key = kiosk.call(&RESET).linkage_key.to_string();
    assert!(!matches!(kiosk.session.state(), SessionState::Live));
    for session in [mine, waiting] {
        session.gone(&stage, "SessionNotFound");
    }
    another.alive(&stage);

    // The old key is refused, the new one opens.
    let mut room = Room::new();
    Kiosk::patient(&stage, &mut room, &rel).refused(&GetUserOptions {});
    let mut room = Room::new();
    Kiosk::patient_of(&stage, &mut room, D, &with_key(&rel, &key)).call(&GetUserOptions {});

    // The old linkage key is good for nothing, the new one for one further registration.
    let mut room = Room::new();
    let mut kiosk = Kiosk::application(&stage, &mut room, D);
    let with =
        |key| RegisterWithPinDocument { linkage_key: Text::new(key).unwrap(), ..pin.to_request().unwrap() };
    assert_eq!(kiosk.fault(&with(&pin.linkage_key)), plain("LinkageKeyMismatch"));
    let further = {
        let told = kiosk.call(&with(&linkage_key));
        Relationship { id: told.patient_relationship_id, key: told.patient_relationship_key }
    };
    let mut room = Room::new();
    let mut removed = Kiosk::patient_of(&stage, &mut room, D, &further);
    removed.call(&GetUserOptions {});
    assert_eq!(kiosk.fault(&with(&linkage_key)), plain("AlreadyLinked"));

    // Two ways into the account now, and a reset in one removes the other.
    let mut room = Room::new();
    Kiosk::patient_of(&stage, &mut room, D, &with_key(&rel, &key)).call(&RESET);
    removed.refused(&GetUserOptions {});
    assert!(stage.server.world().relationship(further.id.as_str()).is_none());
    assert!(stage.server.world().relationship(&rel.id).is_some());
}

// SH-28
#[test]
fn after_a_lost_reply_the_old_key_tells_what_became_of_it() {
    let stage = Stage::new();
    let rel = stage.relationship(D, 0);
    for took_effect in [false, true] {
        let mut room = Room::new();
        let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
        kiosk.call(&GetUserOptions {});
        let (key, doubtful) = (kiosk.session.next_relationship_key().unwrap(), kiosk.session.id());
        if took_effect {
            kiosk.call(&RESET);
        }
        let mut room = Room::new();
        let mut old = Kiosk::replacing(&stage, &mut room, D, &known(&rel), Some(doubtful));
        if !took_effect {
            old.call(&GetUserOptions {});
            continue;
        }
        old.refused(&GetUserOptions {});
        let mut room = Room::new();
        Kiosk::patient_of(&stage, &mut room, D, &with_key(&rel, &key)).call(&GetUserOptions {});
    }
}

// REG-2
#[test]
fn a_restricted_account_cannot_reset() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let rel = stage.special(D, Letter::Restricted);
    let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
    assert_eq!(kiosk.fault(&RESET), plain("AccountRestricted"));
    kiosk.call(&GetUserOptions {});
}

#[test]
fn of_two_resets_at_once_one_is_carried_out() {
    let stage = Stage::new();
    let rel = stage.relationship(D, 0);
    let sessions = [stage.patient_session(&rel), stage.patient_session(&rel)];
    let reset = body("ResetAccountLinkageKey", "");
    let messages = sessions.each_ref().map(|session| session.message(&reset));
    let answers = std::thread::scope(|scope| {
        // Both are accepted while the world is held, and wait for it.
        let world = stage.server.world();
        let stage = &stage;
        let started = messages.each_ref().map(|message| scope.spawn(move || stage.post(message)));
        std::thread::sleep(core::time::Duration::from_millis(50));
        drop(world);
        started.map(|thread| thread.join().unwrap())
    });
    let done: Vec<_> = answers.iter().zip(&sessions).filter(|(answer, _)| answer.status == 200).collect();
    let [(_, winner)] = done[..] else { panic!("{} were carried out", done.len()) };
    let lost = answers.iter().find(|answer| answer.status != 200).unwrap();
    assert!(!lost.is_authenticated() && lost.code().unwrap().starts_with("Session"), "{}", lost.text);
    let new = winner.keys.next_relationship.expose().map(|byte| format!("{byte:02x}")).concat();
    assert!(stage.server.world().relationship(&rel.id).unwrap().key.is(&new));
}
