//! What the host does for the program, by semihosting: it says text, hands over a file, and takes the exit status.
//!
//! Easy to get wrong: this is the test's side channel, and nothing of the practice goes through it. A real device has
//! its keys and its letter from elsewhere.

use core::ffi::CStr;

use semihosting::io::{Read as _, Write as _};
use semihosting::{fs, io, process};

/// Says it on the host's standard output.
pub fn say(parts: &[&str]) {
    if let Ok(mut out) = io::stdout() {
        for part in parts {
            let _ = out.write_all(part.as_bytes());
        }
        let _ = out.write_all(b"\n");
    }
}

/// Says a name and a number.
pub fn say_figure(name: &str, number: u64) {
    say(&["figure ", name, " ", Digits::of(number).as_str()]);
}

/// Ends the program.
pub fn exit(done: bool) -> ! {
    process::exit(if done { 0 } else { 1 })
}

/// Reads the file `visit.txt` of the folder that QEMU runs in.
pub fn read_visit(into: &mut [u8]) -> Option<&str> {
    core::str::from_utf8(read(c"visit.txt", into)?).ok()
}

/// Reads a file of that folder.
pub fn read<'i>(name: &CStr, into: &'i mut [u8]) -> Option<&'i [u8]> {
    let mut file = fs::File::open(name).ok()?;
    let mut length = 0;
    loop {
        match file.read(into.get_mut(length..)?).ok()? {
            0 => return into.get(..length),
            // A file that fills the room may have more, of which nothing is known.
            n => length += n,
        }
        if length == into.len() {
            return None;
        }
    }
}

/// A number's digits: formatting of the library's own would be a tenth of the whole program.
pub struct Digits {
    bytes: [u8; 20],
    first: usize,
}

impl Digits {
    pub fn of(mut number: u64) -> Self {
        let mut bytes = [b'0'; 20];
        let mut first = bytes.len();
        for (at, byte) in bytes.iter_mut().enumerate().rev() {
            let tenth = number / 10;
            *byte = b'0' + (number - tenth * 10).to_le_bytes()[0];
            first = at;
            number = tenth;
            if number == 0 {
                break;
            }
        }
        Self { bytes, first }
    }

    pub fn as_str(&self) -> &str {
        self.bytes.get(self.first..).and_then(|bytes| core::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}
