//! The figures of the runs, side by side.

use super::machine::Run;

/// One column for each run.
pub(super) fn print(runs: &[(String, Run)]) {
    print!("\n{:34}", "");
    for (title, _) in runs {
        print!("{title:>18}");
    }
    println!();
    let rows = [
        ("flash: code and constants, bytes", "flash"),
        ("RAM: the caller's buffers, bytes", "buffers"),
        ("  of these for TLS", "tls_buffers"),
        ("RAM: statics, bytes", "static_ram"),
        ("RAM: peak stack beside these", "peak_stack"),
        ("the TLS handshake, instructions", "tls_instructions"),
        ("a patient's session, instructions", "handshake_instructions"),
        ("100 slots walked, instructions", "list_instructions"),
        ("a booking, instructions", "call_instructions"),
    ];
    for (title, name) in rows {
        print!("{title:34}");
        for (_, run) in runs {
            print!("{:>18}", run.figure(name).map_or_else(|_| "-".to_owned(), grouped));
        }
        println!();
    }
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (12_345_678, "12,345,678")] {
            assert_eq!(grouped(number), text);
        }
    }
}
