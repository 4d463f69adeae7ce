//! Pages of a list, and the opaque token that says where the next one begins.
//!
//! A token holds the position of the last item given, not a count, so that a list that changes between two pages is
//! neither repeated nor skipped. It is bound to the session and the query by a digest: a mistake is noticed, and a
//! forged token only gives another position in a list of the same patient.

use super::mix::digest;
use super::refusal::Refusal;
use super::secret::base64_url;

/// The default page size.
pub const DEFAULT_PAGE: usize = 100;

/// The paging fields of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageRequest<'a> {
    /// `MaximumItems`, 1 to 1000.
    pub maximum_items: Option<i64>,
    /// `After`, as an earlier page's `Next` had it.
    pub after: Option<&'a str>,
}

/// The position of an item in its list: whatever the list is sorted by.
pub(crate) type Position = (i64, i64);

/// A request's paging fields, checked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pager {
    binding: u64,
    limit: usize,
    pub(crate) after: Option<Position>,
}

impl Pager {
    /// `session` is any bytes that only this session has; `query` names the operation and its other fields.
    pub(crate) fn new(session: &[u8], query: &str, page: PageRequest<'_>) -> Result<Self, Refusal> {
        let limit = match page.maximum_items {
            None => DEFAULT_PAGE,
            Some(n @ 1..=1000) => usize::try_from(n).unwrap_or(DEFAULT_PAGE),
            Some(_) => return Err(Refusal::invalid("MaximumItems")),
        };
        let mut bound = session.len().to_be_bytes().to_vec();
        bound.extend_from_slice(session);
        bound.extend_from_slice(query.as_bytes());
        bound.extend_from_slice(&page.maximum_items.unwrap_or(0).to_be_bytes());
        let mut pager = Self { binding: digest(&bound), limit, after: None };
        if let Some(token) = page.after {
            let position = parse_position(token).ok_or(Refusal::invalid("After"))?;
            if pager.token(position) != token {
                return Err(Refusal::invalid("After"));
            }
            pager.after = Some(position);
        }
        Ok(pager)
    }

    /// Takes a page from items in order, all of them after `self.after`; the list is read one item further than the
    /// page, so that `Next` is there only when more is.
    pub(crate) fn take<T>(
        &self,
        items: impl Iterator<Item = T>,
        position: impl Fn(&T) -> Position,
    ) -> (Vec<T>, Option<String>) {
        let mut page: Vec<T> = items.take(self.limit + 1).collect();
        if page.len() <= self.limit {
            return (page, None);
        }
        page.truncate(self.limit);
        let next = page.last().map(|last| self.token(position(last)));
        (page, next)
    }

    fn token(&self, (major, minor): Position) -> String {
        let check = digest(&[self.binding.to_be_bytes(), major.to_be_bytes(), minor.to_be_bytes()].concat());
        base64_url(&[major.to_be_bytes(), minor.to_be_bytes(), check.to_be_bytes()].concat())
    }
}

/// The position in a token of 32 characters; the caller checks whether the token is genuine.
fn parse_position(token: &str) -> Option<Position> {
    if token.len() != 32 {
        return None;
    }
    let mut bytes = Vec::with_capacity(24);
    for group in token.as_bytes().chunks(4) {
        let mut bits = 0u32;
        for character in group {
            bits = (bits << 6) | sextet(*character)?;
        }
        bytes.extend_from_slice(&bits.to_be_bytes()[1..]);
    }
    let number = |at: usize| bytes.get(at..at + 8)?.try_into().ok().map(i64::from_be_bytes);
    Some((number(0)?, number(8)?))
}

fn sextet(character: u8) -> Option<u32> {
    Some(match character {
        b'A'..=b'Z' => u32::from(character - b'A'),
        b'a'..=b'z' => u32::from(character - b'a') + 26,
        b'0'..=b'9' => u32::from(character - b'0') + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pager(session: &[u8], query: &str, after: Option<&str>) -> Result<Pager, Refusal> {
        Pager::new(session, query, PageRequest { maximum_items: Some(2), after })
    }

    // PG-1, PG-2
    #[test]
    fn next_is_given_only_when_more_is_there() {
        let first = pager(b"s", "q", None).unwrap();
        assert_eq!(first.take([1i64, 2].into_iter(), |n| (*n, 0)), (vec![1, 2], None));
        let (page, next) = first.take([1i64, -2, 3].into_iter(), |n| (*n, i64::MIN));
        assert_eq!(page, [1, -2]);
        let next = next.unwrap();
        assert!(next.len() <= 64);
        assert_eq!(pager(b"s", "q", Some(&next)).unwrap().after, Some((-2, i64::MIN)));
    }

    #[test]
    fn a_token_serves_one_session_and_one_query() {
        let (_, next) = pager(b"s", "q", None).unwrap().take(0..3, |n| (*n, 0));
        let next = next.unwrap();
        let refused = Refusal::invalid("After");
        assert_eq!(pager(b"t", "q", Some(&next)).unwrap_err(), refused);
        assert_eq!(pager(b"s", "r", Some(&next)).unwrap_err(), refused);
        let other_size = PageRequest { maximum_items: Some(3), after: Some(&next) };
        assert_eq!(Pager::new(b"s", "q", other_size).unwrap_err(), refused);
        for wrong in ["", "é", "AAAA", &next[1..], &next.to_ascii_lowercase(), &format!("{next}A")] {
            assert_eq!(pager(b"s", "q", Some(wrong)).unwrap_err(), refused);
        }
    }

    #[test]
    fn the_size_is_1_to_1000() {
        for (n, good) in [(0, false), (1, true), (1000, true), (1001, false), (-1, false)] {
            let pager = Pager::new(b"", "", PageRequest { maximum_items: Some(n), after: None });
            assert_eq!(pager.is_ok(), good, "{n}");
        }
    }
}
