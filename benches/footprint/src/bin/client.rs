//! The whole client by the operations' tables: every operation, HTTP, a streamed reply. What comes in comes from a
//! register and what it comes to goes to one, so that nothing can be left out.
#![no_std]
#![no_main]

use core::hint::black_box;
use core::panic::PanicInfo;

use cortex_m_rt::entry;
use emis_core::client::{Client, Parts};
use emis_core::crypto::Secret;
use emis_core::handshake::Application;
use emis_core::profile::SoftwareKeys;
use emis_core::types::ApplicationId;
use emis_embedded_io::Line;
use emis_embedded_io::http::{Endpoint, HttpTransport};
use emis_footprint::board::DATA;
use emis_visit::table::{GIVEN, Plan, Trouble, visit};
use emis_visit::{APPLICATION, Room, Witness};

struct Nobody;

impl Witness for Nobody {
    fn next(&mut self, _: &'static str) {}
}

#[entry]
fn main() -> ! {
    loop {
        DATA.write(u32::from(once().is_ok()));
    }
}

/// Who the device is and where the practice end is: a device may be told when it is set up, so the checks count.
static OWN: [&str; 3] = [APPLICATION, "practice.example", "/patient-services"];

fn once() -> Result<(), Trouble> {
    let [id, host, path] = *black_box(&OWN);
    let (Ok(id), Ok(endpoint)) = (ApplicationId::parse(id), Endpoint::new(host, path)) else {
        return Err(GIVEN);
    };
    let application: Application<SoftwareKeys> =
        Application { id, keys: SoftwareKeys::from_validation_keys(key(), key()) };
    let mut room = Room::new();
    let transport = HttpTransport::new(Line::new(DATA), endpoint, &mut room.head);
    let mut client =
        Client::new(application, transport, Parts::new(DATA, DATA), &mut room.request, &mut room.reply);
    // What is asked for comes from elsewhere, as far as the compiler knows: to make it up is the application's affair.
    let plan: Option<&Plan<'_>> = black_box(None);
    let done = plan.ok_or(GIVEN).and_then(|plan| visit(&mut client, plan, &mut Nobody));
    client.wipe();
    done
}

fn key() -> Secret<32> {
    let mut key = Secret::zero();
    DATA.fill(key.expose_mut());
    key
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}
