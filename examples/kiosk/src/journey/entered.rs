//! What the patient entered at the keyboard, and how much of it the practice accepts.
//!
//! The practice says whether it wants a text at all, and refuses one that it does not want. Where this software does not
//! understand what the practice says, the text is left out.

use emis_core::capabilities::InputRule;
use emis_core::messages::DecodeError;
use emis_core::types::Text;

use crate::trouble::Trouble;

/// Why the patient comes.
pub(super) const REASON: &str = "A sore throat since Thursday & a temperature; it doesn't get better.";
/// What the patient says to the request for a prescription.
pub(super) const COMMENT: &str = "I'm going on holiday on Saturday & have enough for four days.";
/// What the patient writes about.
pub(super) const SUBJECT: &str = "Change of telephone number";
/// What the patient writes.
pub(super) const CONTENT: &str =
    "Hello,\nmy new number is 01632 960123. Please use it from Monday on & delete the old one.\nThank you!";

/// As much of a text as the practice accepts; nothing where it does not want one.
pub(super) fn wanted(rule: Option<InputRule>, text: &str) -> Option<&str> {
    let length = rule.map(InputRule::maximum_length).filter(|length| *length > 0)?;
    let end = text.char_indices().nth(length.into()).map_or(text.len(), |(at, _)| at);
    text.get(..end).map(str::trim_end)
}

/// The form of a request that owns its texts.
pub(super) fn owned<B, O: TryFrom<B, Error = DecodeError>>(request: B) -> Result<O, Trouble> {
    request.try_into().map_err(|_| Trouble::Setup("a message cannot express what was entered.".to_owned()))
}

/// A text for a message.
pub(super) fn text<const N: usize>(text: &str) -> Result<Text<'_, N>, Trouble> {
    Text::new(text).map_err(|_| Trouble::Setup("a message cannot express what was entered.".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_counted_in_characters() {
        let rule = |maximum_length| Some(InputRule::Optional { maximum_length });
        assert_eq!(wanted(rule(4), "äöü xyz"), Some("äöü"));
        assert_eq!(wanted(rule(100), "äöü"), Some("äöü"));
        assert_eq!(wanted(Some(InputRule::Mandatory { maximum_length: 2 }), "äöü"), Some("äö"));
        assert_eq!(wanted(rule(0), "äöü"), None);
        assert_eq!(wanted(Some(InputRule::NotRequested), "äöü"), None);
        assert_eq!(wanted(None, "äöü"), None);
    }
}
