//! Lists that come in pages.
//!
//! The one thing that a reader would get wrong: `Next` is good only in the session that gave it. Where a session had to
//! be begun anew on the way, the list is read from its beginning, since what was read may be of another state of things.

use emis_core::messages::{DecodeError, Paged};
use emis_core::types::Text;

use super::Desk;
use crate::trouble::Trouble;

/// More than a practice has slots in the longest search.
const MOST_PAGES: u32 = 1_000;

/// Reads a whole list, and gives how many pages it had. `take` takes the items of a page, joined with its tables: the
/// next page takes its place.
pub(crate) fn walk<O: Paged, T>(
    desk: &mut Desk<'_>,
    request: &O,
    take: impl Fn(&O::Response<'_>) -> Result<Vec<T>, DecodeError>,
) -> Result<(Vec<T>, u32), Trouble> {
    'anew: for _ in 0..3 {
        let (mut items, mut after) = (Vec::new(), None::<String>);
        let mut session = None;
        for count in 1..=MOST_PAGES {
            let from = after.as_deref().map(Text::new).transpose();
            let from = from.map_err(|_| Trouble::Practice("the name of its next page breaks the rules"))?;
            let answer = desk.ask(&request.with_after(from), |page: O::Response<'_>| {
                Ok((take(&page)?, O::next(&page).map(|next| next.to_string())))
            });
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
