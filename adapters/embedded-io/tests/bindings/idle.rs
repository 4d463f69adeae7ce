//! A session expires by the device's own ticks, also when their counter wraps in between.

use core::cell::Cell;

use emis_core::client::{Client, ClientError, Parts};
use emis_core::handshake::SessionOptions;
use emis_core::messages::practice::GetPracticeSettings;
use emis_core::profile::Version;
use emis_core::session::{RequestError, SessionState};
use emis_embedded_io::TickClock;
use emis_embedded_io::framed::FramedTransport;

use crate::practice::{Form, Practice, application, builder, practice, unspoilt};
use crate::seeded::Seeded;

// SH-25
#[test]
fn idle_expiry_survives_a_wrap() {
    let server = builder().idle_timeout_seconds(60).server().unwrap();
    let (ods_code, _) = practice(&server);
    // One of 32,768 Hz wraps 30 seconds from now.
    let counter = Cell::new(u32::MAX - 30 * 32_768);
    let pass = |seconds: u32| counter.set(counter.get().wrapping_add(seconds * 32_768));
    let clock = TickClock::<_, 32_768>::new(|| counter.get());
    let (mut request, mut reply) = ([0; 1024], [0; 8192]);
    let line = FramedTransport::new(Practice::new(&server, Form::Framed, &unspoilt));
    let mut client =
        Client::new(application(&server), line, Parts::new(clock, Seeded(3)), &mut request, &mut reply);
    let mut session = client.begin_session(SessionOptions::pinned(ods_code, Version::V1_0)).unwrap();
    for _ in 0..5 {
        assert!(client.call(&mut session, &GetPracticeSettings { ods_code }).is_ok());
        pass(59);
    }
    assert!(client.call(&mut session, &GetPracticeSettings { ods_code }).is_ok());
    pass(60);
    let refused = client.call(&mut session, &GetPracticeSettings { ods_code }).unwrap_err();
    assert!(
        matches!(refused, ClientError::RequestError(RequestError::SessionClosed(SessionState::Expired))),
        "{refused:?}"
    );
}
