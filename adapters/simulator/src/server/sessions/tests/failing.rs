//! A disk that fails in the middle of a call: no reply says that it was carried out.

use redb::StorageBackend;
use redb::backends::InMemoryBackend;

use super::*;
use crate::admin::AdminError;
use crate::store::{Store, StoreError};

/// A disk that can be made to fail.
#[derive(Clone, Debug)]
struct Frail {
    disk: Arc<InMemoryBackend>,
    fails: Arc<AtomicBool>,
}

impl Frail {
    fn works(&self) -> std::io::Result<()> {
        if self.fails.load(Ordering::SeqCst) {
            Err(std::io::Error::other("the disk is full"))
        } else {
            Ok(())
        }
    }
}

impl StorageBackend for Frail {
    fn len(&self) -> std::io::Result<u64> {
        self.disk.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> std::io::Result<()> {
        self.disk.read(offset, out)
    }

    fn set_len(&self, len: u64) -> std::io::Result<()> {
        self.works()?;
        self.disk.set_len(len)
    }

    fn sync_data(&self) -> std::io::Result<()> {
        self.works()
    }

    fn write(&self, offset: u64, data: &[u8]) -> std::io::Result<()> {
        self.works()?;
        self.disk.write(offset, data)
    }
}

/// What the practice answers the next call.
fn answered(stage: &Stage, session: &mut Session) -> Result<(), FaultCode<'static>> {
    let mut out = [0; 4096];
    let (message, call) = send(session, &mut out);
    match call.read(&stage.server.handle(&message).body) {
        Ok(_) => Ok(()),
        Err(emis_core::session::CallError::Fault(fault)) => match fault.code {
            Some(code @ (FaultCode::InternalError | FaultCode::Unavailable)) => Err(code),
            _ => panic!("{fault}"),
        },
        Err(error) => panic!("{}", error.code().number()),
    }
}

// SH-11
#[test]
fn what_could_not_be_written_is_not_said_to_be_done() {
    let mut stage = Stage::new();
    let frail = Frail { disk: Arc::default(), fails: Arc::default() };
    stage.server.store = Some(Store::over(frail.clone()));
    let relationship = stage.relationship();
    let (mut first, mut second) = (stage.begin(Some(&relationship), None), stage.confirmed(None));
    assert_eq!(answered(&stage, &mut second), Ok(()));
    frail.fails.store(true, Ordering::SeqCst);
    // What changes nothing needs no disk.
    assert_eq!(answered(&stage, &mut second), Ok(()));
    // The first call confirms the relationship, and that cannot be kept.
    assert_eq!(answered(&stage, &mut first), Err(FaultCode::InternalError));
    frail.fails.store(false, Ordering::SeqCst);
    for _ in 0..2 {
        assert_eq!(answered(&stage, &mut second), Err(FaultCode::Unavailable));
    }
    let refused = stage.server.admin().advance(Duration::from_secs(1));
    assert!(matches!(refused, Err(AdminError::Store(StoreError::Failed(_)))));
}
