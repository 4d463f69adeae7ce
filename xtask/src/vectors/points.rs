//! Public keys that must be refused, for both hellos.

use crate::Done;

/// Bytes that are no public key of the profile.
pub(super) struct BadPoint {
    pub(super) bytes: Vec<u8>,
    pub(super) comment: &'static str,
    pub(super) flags: &'static [&'static str],
    pub(super) cause: &'static str,
}

/// The field's prime, big-endian.
const PRIME: &str = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
/// The square root of the curve's b: the point with the x coordinate 0 has it as y.
pub(super) const ROOT: &str = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";

pub(super) fn unhex(digits: &str) -> Done<Vec<u8>> {
    let bytes: Result<Vec<u8>, _> = (0..digits.len() / 2)
        .map(|i| u8::from_str_radix(digits.get(2 * i..2 * i + 2).unwrap_or_default(), 16))
        .collect();
    Ok(bytes?)
}

/// Bad keys, most of them made of a good one.
pub(super) fn points(good: &[u8]) -> Done<Vec<BadPoint>> {
    let (x, y) = good[1..].split_at(32);
    let parity = y[31] & 1;
    let bytes = |first: u8, rest: &[&[u8]]| [&[first][..], &rest.concat()].concat();
    let mut beside = y.to_vec();
    beside[31] ^= 1;
    let (prime, root) = (unhex(PRIME)?, unhex(ROOT)?);
    let point = |bytes, comment, flags, cause| BadPoint { bytes, comment, flags, cause };
    Ok(vec![
        point(x.iter().chain(y).copied().collect(), "64 bytes, without the 04", &["KeyLength"], "Form"),
        point(bytes(4, &[x, y, &[0]]), "66 bytes", &["KeyLength"], "Form"),
        point(bytes(4, &[x, &y[..31]]), "64 bytes, the last one missing", &["KeyLength"], "Form"),
        point(Vec::new(), "no bytes", &["KeyLength"], "Form"),
        point(bytes(2 + parity, &[x]), "the point in compressed form", &["CompressedKey"], "Form"),
        point(
            bytes(6 + parity, &[x, y]),
            "the point in hybrid form, which has 65 bytes too",
            &["CompressedKey"],
            "Form",
        ),
        point(bytes(0, &[x, y]), "65 bytes that begin with 00", &["KeyLength"], "Form"),
        point(vec![0], "the point at infinity, one byte", &["PointAtInfinity"], "Form"),
        point(bytes(4, &[&[0; 64]]), "zeros in place of both coordinates", &["PointAtInfinity"], "PublicKey"),
        point(bytes(4, &[x, &beside]), "the last bit of y changed", &["OffCurve"], "PublicKey"),
        point(bytes(4, &[y, x]), "the coordinates exchanged", &["OffCurve"], "PublicKey"),
        point(
            bytes(4, &[&[0xff; 64]]),
            "ones in place of both coordinates",
            &["CoordinateTooLarge"],
            "PublicKey",
        ),
        point(
            bytes(4, &[&prime, &root]),
            "x is the field's prime, for which 0 would be on the curve",
            &["CoordinateTooLarge"],
            "PublicKey",
        ),
    ])
}
