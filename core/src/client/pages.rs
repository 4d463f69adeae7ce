//! A list's pages through the [`Client`], one call a page.

use core::fmt;

use super::{Client, ClientError, Clock};
use crate::crypto::ValidationKeys;
use crate::messages::{Paged, Pages};
use crate::profile::{OpenProfile, Profile};
use crate::random::Random;
use crate::session::{CallError, Session};
use crate::transport::Transport;

impl<'b, T: Transport, C: Clock, R: Random, K: ValidationKeys, P: Profile> Client<'b, T, C, R, K, P> {
    /// The pages of a list, from the request's own `After` on; without one, from the list's beginning.
    ///
    /// ```
    /// # use emis_core::client::{Client, Clock};
    /// # use emis_core::crypto::SoftwareKeys;
    /// # use emis_core::messages::prescribing::GetMedicationCourses;
    /// # use emis_core::random::Random;
    /// # use emis_core::session::Session;
    /// # use emis_core::transport::Transport;
    /// # fn show<T: Transport<Error: std::fmt::Display>, C: Clock, R: Random>(
    /// #     client: &mut Client<'_, T, C, R, SoftwareKeys>, session: &mut Session,
    /// # ) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut pages = client.pages(session, GetMedicationCourses { maximum_items: None, after: None });
    /// while let Some(page) = pages.next() {
    ///     for course in page.map_err(|error| error.to_string())?.courses {
    ///         println!("{}", course?.name);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<'p, O: Paged>(
        &'p mut self,
        session: &'p mut Session<P>,
        request: O,
    ) -> ClientPages<'p, 'b, T, C, R, K, O, P> {
        ClientPages { client: self, session, pages: Pages::new(request) }
    }
}

/// The pages of a list. Each takes the place of the one before in the client's reply buffer, so it is no [`Iterator`]:
/// a page has to be let go before the next is asked for.
///
/// It keeps nothing but the request and the `Next` of the page before, and allocates nothing. Meanwhile the session can
/// be called for nothing else, which keeps `Next` good.
pub struct ClientPages<'p, 'b, T, C, R, K, O, P: Profile = OpenProfile> {
    client: &'p mut Client<'b, T, C, R, K, P>,
    session: &'p mut Session<P>,
    pages: Pages<O>,
}

impl<T: Transport, C: Clock, R: Random, K: ValidationKeys, O: Paged, P: Profile>
    ClientPages<'_, '_, T, C, R, K, O, P>
{
    /// Asks for the next page; `None` after the last one, and after an error.
    ///
    /// # Errors
    /// Those of [`Client::call`], which say the same of the session as there. A page whose `Next` is the very `After`
    /// that was asked for would come for ever: it is [`CallError::Unreadable`], naming `Next`.
    #[allow(clippy::should_implement_trait)] // A page borrows from this.
    pub fn next(&mut self) -> Option<Result<O::Response<'_>, ClientError<'_, T::Error>>> {
        let request = self.pages.request()?;
        let answer = self.client.call(self.session, &request);
        drop(request);
        Some(answer.and_then(|page| match self.pages.read(&page) {
            Ok(()) => Ok(page),
            Err(error) => Err(ClientError::Call(CallError::Unreadable(error))),
        }))
    }

    /// After [`ClientError::NotSent`]: the next page to be asked for is the same once more. After any other error this
    /// is not to be said.
    pub fn again(&mut self) {
        self.pages.again();
    }
}

impl<T, C, R, K, O, P: Profile> fmt::Debug for ClientPages<'_, '_, T, C, R, K, O, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientPages").field("session", &self.session).finish_non_exhaustive()
    }
}
