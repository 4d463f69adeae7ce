//! Lists that come in pages.
//!
//! The one thing that a reader would get wrong: `Next` is good only in the session that gave it. Where a session had to
//! be begun anew on the way, the list is read from its beginning, since what was read may be of another state of things.

use super::Desk;
use crate::trouble::Trouble;

/// More than a practice has slots in the longest search.
const MOST_PAGES: u32 = 1_000;

/// Reads a whole list: `page` asks for the page after the one that the text names, takes its items and gives `Next`.
pub(crate) fn walk<T>(
    desk: &mut Desk<'_>,
    mut page: impl FnMut(&mut Desk<'_>, Option<&str>) -> Result<(Vec<T>, Option<String>), Trouble>,
) -> Result<(Vec<T>, u32), Trouble> {
    'anew: for _ in 0..3 {
        let (mut items, mut after) = (Vec::new(), None::<String>);
        let mut session = None;
        for count in 1..=MOST_PAGES {
            let answer = page(desk, after.as_deref());
            if *session.get_or_insert(desk.sessions()) != desk.sessions() {
                continue 'anew;
            }
            let (more, next) = answer?;
            items.extend(more);
            match next {
                None => return Ok((items, count)),
                Some(next) if after.as_ref() == Some(&next) => break,
                next => after = next,
            }
        }
        return Err(Trouble::Practice("a list of it has no end"));
    }
    Err(Trouble::Practice("it breaks off every session in which a list is read"))
}
