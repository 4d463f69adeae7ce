//! The options of the command line.
//!
//! An option of a wrong form ends with status 2 here. One that is well-formed and cannot be used (a file that is not
//! there, an unknown practice) is a trouble of [`setup`](crate::setup) and ends with status 1.

use std::path::PathBuf;

use clap::Parser;
use emis_core::types::OdsCode;

/// A kiosk in a waiting room: registers a patient with the practice's letter; books an appointment and cancels it; asks
/// for a medicine and takes the request back; shows the record; writes to the practice. It says what the practice does
/// not have, and what the patient may not do.
///
/// Without options it starts a practice of its own, with made-up patients. The status is 0 only if everything worked.
#[derive(Debug, Parser)]
#[command(name = "kiosk", version)]
pub(crate) struct Options {
    /// Talk to the server whose line of JSON is in this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) server: Option<PathBuf>,
    /// Go to this practice. Without it, to the live practice of the highest version.
    #[arg(long, value_name = "ODS", value_parser = practice)]
    pub(crate) practice: Option<OdsCode>,
    /// Keep the patients' keys in this file. Without it, a key is removed when its patient leaves.
    #[arg(long, value_name = "FILE")]
    pub(crate) credentials: Option<PathBuf>,
    /// Save documents of the record in this folder. Without it, a document is removed when its patient leaves.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) documents: Option<PathBuf>,
    /// How long to wait before asking again what got no answer, in milliseconds.
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 500)]
    pub(crate) pause: u32,
}

/// People write codes in lower case too.
fn practice(text: &str) -> Result<OdsCode, String> {
    OdsCode::parse(&text.to_ascii_uppercase()).map_err(|error| format!("it has to be {}", error.rule()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn options_are_consistent() {
        Options::command().debug_assert();
        let options = Options::try_parse_from(["kiosk", "--practice", "b99002"]).unwrap();
        assert_eq!(options.practice.unwrap().as_str(), "B99002");
        for wrong in [&["--practice", "B9"][..], &["--nonsense"], &["--server"], &["practice"]] {
            let error = Options::try_parse_from([&["kiosk"], wrong].concat()).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{wrong:?}");
        }
    }
}
