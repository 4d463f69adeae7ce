//! What the kiosk needs before the first patient comes: a server, a practice, letters with PINs, and a place for keys.
//!
//! The kiosk's own practice is described by the same line of JSON as any other server, and reached over the same HTTP:
//! the journey does not know which it is. Errors of the setup are found before a letter is used up.

mod description;
mod directory;
mod folder;
mod keyring;

use core::time::Duration;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use emis_core::types::OdsCode;
use emis_http::HttpTransport;
use emis_simulator::Simulator;
use emis_simulator::world::Letter;
use jiff::SignedDuration;
use jiff::civil::DateTime;

pub(crate) use description::PinDocument;
pub(crate) use folder::{Draft, Folder};
pub(crate) use keyring::{Kept, Keyring};

use crate::options::Options;
use crate::trouble::Trouble;
use description::{Description, Practice};

/// A line with a few thousand letters takes a few hundred kilobytes.
const LONGEST_LINE: u64 = 16 << 20;

/// Everything that a journey starts from.
#[derive(Debug)]
pub(crate) struct Setup {
    /// The transport to the server.
    pub(crate) transport: HttpTransport,
    /// The practice.
    pub(crate) place: Place,
    /// The kiosk's own practice; it stops when dropped.
    pub(crate) simulator: Option<Simulator>,
}

/// The practice of the journey, and its letters.
#[derive(Debug)]
pub(crate) struct Place {
    /// The application's keys, and where the patients' are kept.
    pub(crate) keyring: Keyring,
    /// The folder in which documents are saved. Without it, in one for each visit.
    pub(crate) documents: Option<PathBuf>,
    /// The practice to go to.
    pub(crate) practice: OdsCode,
    /// The practice's letters, used or not.
    pub(crate) pin_documents: Vec<PinDocument>,
    /// Its letters for accounts that are restricted until the practice has checked who it is. A server's line has none;
    /// the kiosk's own practice is asked for them.
    pub(crate) restricted: Vec<PinDocument>,
    /// What time it is at the practice, in UK local time.
    pub(crate) now: DateTime,
    /// How long to wait before a retry.
    pub(crate) pause: Duration,
}

impl Setup {
    pub(crate) fn new(options: &Options) -> Result<Self, Trouble> {
        let (description, simulator) = match &options.server {
            Some(path) => (read(path)?, None),
            None => start()?,
        };
        let transport = HttpTransport::new(&description.endpoint)
            .map_err(|error| Trouble::Setup(format!("the server's endpoint cannot be used: {error}.")))?;
        let practice = choose(&description.practices, options.practice)?;
        let keyring = Keyring::new(&description, options.credentials.as_deref())?;
        let mut pin_documents = description.pin_documents;
        pin_documents.retain(|document| document.ods_code == practice.as_str());
        if pin_documents.is_empty() {
            return Err(Trouble::Setup(format!(
                "the server names no PIN document of practice {practice}, so nobody can be registered there: give \
                 another --practice, or a server that has some."
            )));
        }
        let restricted = simulator.as_ref().map_or_else(Vec::new, |own| restricted(own, practice));
        // That the folder is there is found before a letter is used up.
        let _folder = Folder::new(options.documents.as_deref())?;
        let documents = options.documents.clone();
        let pause = Duration::from_millis(options.pause.into());
        let place =
            Place { keyring, documents, practice, pin_documents, restricted, now: description.now, pause };
        Ok(Self { transport, place, simulator })
    }
}

/// Starts the kiosk's own practice, in this process.
fn start() -> Result<(Description, Option<Simulator>), Trouble> {
    let simulator = Simulator::builder()
        .start()
        .map_err(|error| Trouble::Setup(format!("no practice could be started here: {error}.")))?;
    let description = Description::parse(&simulator.description())
        .map_err(|what| Trouble::Setup(format!("the line of the practice started here is wrong: {what}.")))?;
    Ok((description, Some(simulator)))
}

/// The letters of the kiosk's own practice for restricted accounts.
fn restricted(simulator: &Simulator, practice: OdsCode) -> Vec<PinDocument> {
    let letters = simulator.world().special_pin_documents(practice.as_str()).into_iter();
    let letters = letters.filter(|letter| letter.letter == Letter::Restricted);
    letters.filter_map(|letter| PinDocument::of(&letter).ok()).collect()
}

/// The line of a server that runs elsewhere.
fn read(path: &Path) -> Result<Description, Trouble> {
    let fail = |what: String| {
        Trouble::Setup(format!(
            "server file {}: {what}. The start of the kiosk is at fault: start a server, keep the one line that it \
             prints in a file, and name that file.",
            path.display()
        ))
    };
    let mut line = String::new();
    let file = File::open(path).map_err(|error| fail(format!("it cannot be opened ({})", error.kind())))?;
    // The age of the line, by the file's time.
    let age = file.metadata().and_then(|about| about.modified()).ok().and_then(|at| at.elapsed().ok());
    let length = file
        .take(LONGEST_LINE + 1)
        .read_to_string(&mut line)
        .map_err(|error| fail(format!("it cannot be read ({})", error.kind())))?;
    if u64::try_from(length).unwrap_or(u64::MAX) > LONGEST_LINE {
        return Err(fail("it is longer than any server's line".to_owned()));
    }
    let mut description = Description::parse(&line).map_err(fail)?;
    let age = age.and_then(|age| SignedDuration::try_from(age).ok()).unwrap_or_default();
    description.now = description.now.saturating_add(age);
    Ok(description)
}

/// The practice that was asked for, or the live one of the highest version.
fn choose(practices: &[Practice], wanted: Option<OdsCode>) -> Result<OdsCode, Trouble> {
    if let Some(wanted) = wanted {
        if practices.iter().any(|practice| practice.ods_code == wanted) {
            return Ok(wanted);
        }
        let known: Vec<_> = practices.iter().map(|practice| practice.ods_code.as_str()).collect();
        return Err(Trouble::Setup(format!(
            "the server has no practice {wanted}: give one of {} as --practice.",
            known.join(", ")
        )));
    }
    let live = practices.iter().filter(|practice| practice.live);
    let highest =
        live.max_by_key(|practice: &&Practice| (practice.version, core::cmp::Reverse(practice.ods_code)));
    highest.map(|practice| practice.ods_code).ok_or_else(|| {
        Trouble::Setup("no practice of the server is live: start a server that has one.".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use emis_core::profile::Version;

    fn practice(code: &str, version: Version, live: bool) -> Practice {
        Practice { ods_code: OdsCode::parse(code).unwrap(), version, live }
    }

    #[test]
    fn the_highest_live_practice_is_chosen() {
        let practices = [
            practice("A1A", Version::V1_0, true),
            practice("B1B", Version::V2_0, true),
            practice("C1C", Version::V2_0, true),
            practice("D1D", Version::V2_1, false),
        ];
        assert_eq!(choose(&practices, None).unwrap().as_str(), "B1B");
        let wanted = OdsCode::parse("D1D").unwrap();
        assert_eq!(choose(&practices, Some(wanted)).unwrap(), wanted);
        let error = choose(&practices, Some(OdsCode::parse("X1X").unwrap())).unwrap_err();
        assert!(error.to_string().contains("A1A, B1B, C1C, D1D"), "{error}");
        assert!(choose(&practices[3..], None).is_err());
    }
}
