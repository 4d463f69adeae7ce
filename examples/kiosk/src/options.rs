//! The options of the command line.
//!
//! What is wrong in its form ends with status 2 here; what is right in its form and wrong in fact (a file that is not
//! there, a practice that nobody knows) is a trouble of [`setup`](crate::setup) and ends with status 1.

use std::path::PathBuf;

use clap::Parser;
use emis_core::types::OdsCode;

/// A kiosk in a waiting room: registers a patient with the practice's letter; books an appointment and cancels it; asks
/// for a medicine and takes the request back; shows the record; writes to the practice. What the practice does not have
/// or does not let the patient do is said.
///
/// Without options it starts a practice of its own, with made-up patients. The status is 0 only if all of it worked.
#[derive(Debug, Parser)]
#[command(name = "kiosk", version)]
pub(crate) struct Options {
    /// Talk to the server whose line of JSON is in this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) server: Option<PathBuf>,
    /// Go to this practice. The live one of the highest version, if nothing is said.
    #[arg(long, value_name = "ODS", value_parser = practice)]
    pub(crate) practice: Option<OdsCode>,
    /// Keep the patient's key in this file for later. In a directory that is removed at the end, if nothing is said.
    #[arg(long, value_name = "FILE")]
    pub(crate) credentials: Option<PathBuf>,
    /// Save documents of the record in this folder. In one that is removed at the end, if nothing is said.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) documents: Option<PathBuf>,
}

/// People write codes in small letters too.
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
