//! What is logged: operation, practice, duration, outcome and code, and nothing of the patient's.

use core::cell::RefCell;
use core::fmt::{self, Write as _};

use emis_client::Changed;
use emis_core::owned::appointments::{BookAppointment, GetPatientAppointments};
use emis_core::owned::practice::GetUserOptions;
use emis_core::owned::registration::GetDemographics;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::common::Fate::LostBack;
use crate::common::{PRACTICE, World, free_slots, register};

thread_local! {
    /// What this thread has logged, if it is listened to.
    static LOGGED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Writes down every span and event, of every level and crate, on threads that are listened to. It is the program's one
/// subscriber: with one for a thread alone, what other tests' threads have not enabled may be left out.
struct Everything;

fn write(kind: &str, record: impl FnOnce(&mut Fields<'_>)) {
    LOGGED.with_borrow_mut(|logged| {
        if let Some(all) = logged {
            all.push_str(kind);
            record(&mut Fields(all));
        }
    });
}

struct Fields<'s>(&'s mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        write("\nspan", |fields| span.record(fields));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        write("", |fields| values.record(fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        write("\nevent", |fields| event.record(fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn nothing_of_the_patient_s_is_logged() {
    let world = World::new();
    tracing::subscriber::set_global_default(Everything).unwrap();
    LOGGED.set(Some(String::new()));
    let (person, relationship, slot) = {
        let practice = world.connect();
        let link = register(&practice, &world);
        let mut patient = practice.patient(&link);
        let person = patient.ask(&GetDemographics {}).unwrap();
        let slot = free_slots(&mut patient)[0];
        world.fates(&[("BookAppointment", LostBack), ("GetPatientAppointments", LostBack)]);
        let reason = "A knee".parse().ok();
        let book = BookAppointment { slot_id: slot, booking_reason: reason, telephone: None };
        assert!(matches!(patient.change(&book), Ok(Changed::Settled(_))));
        assert!(patient.change(&book).is_err());
        let mine =
            GetPatientAppointments { include_past: true, past_from: None, maximum_items: None, after: None };
        patient.all_pages(&mine).unwrap();
        world.fates(&[("GetUserOptions", LostBack); 3]);
        assert!(patient.ask(&GetUserOptions {}).is_err());
        patient.end();
        let key = link.relationship().key.expose_str().to_owned();
        (person, [link.relationship().id.as_str().to_owned(), key, link.label().to_owned()], slot)
    };
    let all = LOGGED.take().unwrap();
    for said in [
        "span operation=\"BookAppointment\" practice=\"D99004\"",
        "event message=call ended outcome=took place code=502 duration_ms=",
        "outcome=not carried out code=301",
        "outcome=carried out code=0",
        "outcome=unknown code=502",
        "operation=\"GetClinicalVersionInformation\"",
        "operation=\"RegisterWithPinDocument\"",
    ] {
        assert!(all.contains(said), "{said}: {all}");
    }
    assert!(all.contains(PRACTICE));
    let letter = &world.letters()[0];
    let mut secrets: Vec<String> = relationship.into();
    secrets.extend([letter.account_id.to_string(), letter.linkage_key.to_string()]);
    secrets.extend([person.forenames.to_string(), person.surname.to_string(), "knee".to_owned()]);
    secrets.extend([slot.to_string()]);
    let date = person.date_of_birth.text();
    secrets.push(core::str::from_utf8(&date).unwrap().to_owned());
    secrets.extend(person.nhs_number.map(|number| number.to_string()));
    // APP-2: a SessionId has 32 of these.
    let longest = all.split(|c: char| !c.is_ascii_hexdigit()).map(str::len).max();
    assert!(longest < Some(16), "{all}");
    for secret in secrets {
        assert!(secret.len() > 2 && !all.to_lowercase().contains(&secret.to_lowercase()), "{secret}: {all}");
    }
}
