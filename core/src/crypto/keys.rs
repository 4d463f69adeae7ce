//! The validation keys, which prove on both sides which application it is.
//!
//! They are used only as HMAC-SHA-256 keys, so whatever can compute an HMAC without giving its key away (a TPM, a
//! PKCS#11 token, a secure element) can hold them: implement [`ValidationKeys`] for it.

use core::fmt;

use super::Secret;
use crate::error::ErrorCode;

/// The two validation keys, of which only HMACs can be had.
pub trait ValidationKeys {
    /// HMAC-SHA-256 under the client validation key `V_c`.
    ///
    /// # Errors
    /// [`KeyUnavailable`] if what holds the key does not answer.
    fn client_mac(&self, data: &[u8]) -> Result<Secret<32>, KeyUnavailable>;

    /// HMAC-SHA-256 under the server validation key `V_s`.
    ///
    /// # Errors
    /// [`KeyUnavailable`] if what holds the key does not answer.
    fn server_mac(&self, data: &[u8]) -> Result<Secret<32>, KeyUnavailable>;
}

impl<K: ValidationKeys + ?Sized> ValidationKeys for &K {
    fn client_mac(&self, data: &[u8]) -> Result<Secret<32>, KeyUnavailable> {
        (**self).client_mac(data)
    }

    fn server_mac(&self, data: &[u8]) -> Result<Secret<32>, KeyUnavailable> {
        (**self).server_mac(data)
    }
}

/// What holds the validation keys did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUnavailable;

impl KeyUnavailable {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        ErrorCode::KeysUnavailable
    }
}

impl fmt::Display for KeyUnavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the validation keys cannot be used: check the token or secure element that holds them")
    }
}

impl core::error::Error for KeyUnavailable {}
