//! The whole client by its types: the same visit with a struct for every request and response, as an application would
//! write it that has the room.
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
use emis_visit::{APPLICATION, Requests, Room, Trouble, Witness, visit};

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
    let (mut client, mut server) = (Secret::zero(), Secret::zero());
    DATA.fill(client.expose_mut());
    DATA.fill(server.expose_mut());
    let id = ApplicationId::parse(id).map_err(|_| Trouble::Given)?;
    let application: Application<SoftwareKeys> =
        Application { id, keys: SoftwareKeys::from_validation_keys(client, server) };
    let mut room = Room::new();
    let endpoint = Endpoint::new(host, path).map_err(|_| Trouble::Given)?;
    let transport = HttpTransport::new(Line::new(DATA), endpoint, &mut room.head);
    let mut client =
        Client::new(application, transport, Parts::new(DATA, DATA), &mut room.request, &mut room.reply);
    // What is asked for comes from elsewhere, as far as the compiler knows: to make it up is the application's affair.
    let requests: Option<&Requests<'_>> = black_box(None);
    let done = requests.ok_or(Trouble::Given).and_then(|requests| visit(&mut client, requests, &mut Nobody));
    client.wipe();
    done
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}
