//! Registers with the first PIN document that works, and books the first slot at the best practice of a server.
//!
//! `cargo run --release -p emis-client --example book -- FILE`, where FILE holds the line that the simulator prints. The
//! last line says what the patient would be told: `{"slotId": 7, "told": "booked" | "not-booked" | "cannot-tell"}`.

mod server;

use core::time::Duration;
use std::{env, fs, thread};

use emis_client::change::Effect;
use emis_client::{Changed, Practice};
use emis_core::capabilities::InputRule;
use emis_core::owned::appointments::{BookAppointment, GetAvailableAppointments, SlotType};
use emis_http::HttpTransport;

type Problem = Box<dyn core::error::Error>;

fn main() -> Result<(), Problem> {
    let file = env::args().nth(1).ok_or("name the file with the server's line")?;
    let server: server::Description = serde_json::from_str(&fs::read_to_string(file)?)?;
    let ods_code = server.best_practice()?;
    let practice = Practice::connect(HttpTransport::new(&server.endpoint)?, server.application()?, ods_code)?;

    let (letters, mut store) = (server.letters(ods_code)?, Vec::new());
    let mut works = letters.iter().filter_map(|letter| practice.register(letter, "first", &mut store).ok());
    let mut patient = practice.patient(&works.next().ok_or("no PIN document works")?.link);

    let (from, to) = server.coming_weeks()?;
    let search = GetAvailableAppointments { from, to, maximum_items: None, after: None };
    let mut slots = patient.all_pages(&search)?.into_iter().flat_map(|page| page.slots);
    let slot = slots.find(|slot| slot.slot_type == SlotType::Practice).ok_or("no slot is free")?;
    let wants_reason = matches!(patient.capabilities()?.booking_reason(), Some(InputRule::Mandatory { .. }));
    let booking_reason = wants_reason.then(|| "A check".parse()).transpose()?;

    let slot_id = slot.slot_id;
    let book = BookAppointment { slot_id, booking_reason, telephone: None };
    let effect = match patient.change(&book) {
        // Refused, or never sent.
        Err(_) => Effect::DidNotTakePlace,
        Ok(Changed::Done(_)) => Effect::TookPlace,
        Ok(Changed::Settled(effect)) => effect,
        // The practice cannot be reached. A kiosk would store the doubt; this program tries for a minute.
        Ok(Changed::InDoubt(doubt)) => (0..60)
            .find_map(|_| {
                thread::sleep(Duration::from_secs(1));
                patient.settle(&doubt).ok()
            })
            .unwrap_or(Effect::CannotTell),
    };
    patient.end();
    let told = match effect {
        Effect::TookPlace => "booked",
        Effect::DidNotTakePlace => "not-booked",
        Effect::CannotTell => "cannot-tell",
    };
    println!("{{\"slotId\": {slot_id}, \"told\": \"{told}\"}}");
    Ok(())
}
