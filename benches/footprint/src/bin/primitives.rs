//! The cryptography and base64 that a client cannot do without, bare: what the whole is held against.
#![no_std]
#![no_main]

use core::panic::PanicInfo;

use base64ct::{Base64, Encoding};
use cortex_m_rt::entry;
use emis_footprint::board::DATA;
use hmac::{Hmac, KeyInit, Mac};
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{PublicKey, SecretKey};
use sha2::{Digest, Sha256};

#[entry]
fn main() -> ! {
    loop {
        DATA.write(u32::from(once().is_some()));
    }
}

fn once() -> Option<()> {
    let (mut secret, mut peer) = ([0; 32], [0; 65]);
    DATA.fill(&mut secret);
    DATA.fill(&mut peer);
    let key = SecretKey::from_slice(&secret).ok()?;
    DATA.give(key.public_key().to_sec1_point(false).as_bytes());
    DATA.give(key.diffie_hellman(&PublicKey::from_sec1_bytes(&peer).ok()?).raw_secret_bytes());
    DATA.give(&Sha256::digest(peer));
    let mut mac = Hmac::<Sha256>::new_from_slice(&secret).ok()?;
    mac.update(&peer);
    DATA.give(&mac.finalize().into_bytes());
    DATA.give(&pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(&secret, &peer, DATA.read()));
    let mut text = [0; 88];
    DATA.give(Base64::encode(&peer, &mut text).ok()?.as_bytes());
    DATA.fill(&mut text);
    DATA.give(Base64::decode(&text, &mut peer).ok()?);
    Some(())
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}
