//! A list's pages through the clients, one call a page.

use core::fmt;

#[cfg(feature = "async")]
use super::asynchronous::AsyncClient;
use super::blocking::Client;
use super::error::ClientError;
use super::platform::Platform;
use crate::messages::{Paged, Pages};
use crate::session::{CallError, Session};
#[cfg(feature = "async")]
use crate::transport::AsyncTransport;
use crate::transport::Transport;

/// The pages of a list. Each takes the place of the one before in the client's reply buffer, so this is not an
/// [`Iterator`]: a page has to be let go before the next is asked for.
///
/// It keeps nothing but the request and the `Next` of the page before, and allocates nothing. Meanwhile the session can
/// be called for nothing else, which keeps `Next` good.
pub struct ClientPages<'p, 'b, T, X: Platform, O> {
    client: &'p mut Client<'b, T, X>,
    session: &'p mut Session<X::Profile>,
    pages: Pages<O>,
}

impl<'p, 'b, T: Transport, X: Platform, O: Paged> ClientPages<'p, 'b, T, X, O> {
    pub(super) fn new(
        client: &'p mut Client<'b, T, X>,
        session: &'p mut Session<X::Profile>,
        request: O,
    ) -> Self {
        Self { client, session, pages: Pages::new(request) }
    }

    /// Asks for the next page; `None` after the last one, and after an error.
    ///
    /// # Errors
    /// Those of [`Client::call`], which say the same of the session as there. A page whose `Next` is the very `After`
    /// that was asked for would come for ever: it is [`CallError::InvalidResponse`], naming `Next`.
    #[allow(clippy::should_implement_trait)] // A page borrows from this.
    pub fn next(&mut self) -> Option<Result<O::Response<'_>, ClientError<T::Error>>> {
        let request = self.pages.request()?;
        let answer = self.client.call(self.session, &request);
        drop(request);
        Some(turned(&mut self.pages, answer))
    }

    /// After [`ClientError::NotSent`]: the next page to be asked for is the same once more. Do not call it after any
    /// other error.
    pub fn again(&mut self) {
        self.pages.again();
    }
}

/// The pages of a list, awaited: as [`ClientPages`], of which everything that is said holds here too.
#[cfg(feature = "async")]
pub struct AsyncPages<'p, 'b, T, X: Platform, O> {
    client: &'p mut AsyncClient<'b, T, X>,
    session: &'p mut Session<X::Profile>,
    pages: Pages<O>,
}

#[cfg(feature = "async")]
impl<'p, 'b, T: AsyncTransport, X: Platform, O: Paged> AsyncPages<'p, 'b, T, X, O> {
    pub(super) fn new(
        client: &'p mut AsyncClient<'b, T, X>,
        session: &'p mut Session<X::Profile>,
        request: O,
    ) -> Self {
        Self { client, session, pages: Pages::new(request) }
    }

    /// Asks for the next page; `None` after the last one, after an error, and after a future of this that was dropped.
    ///
    /// # Errors
    /// As [`ClientPages::next`].
    pub async fn next(&mut self) -> Option<Result<O::Response<'_>, ClientError<T::Error>>> {
        let request = self.pages.request()?;
        let answer = self.client.call(self.session, &request).await;
        drop(request);
        Some(turned(&mut self.pages, answer))
    }

    /// After [`ClientError::NotSent`]: the next page to be asked for is the same once more. Do not call it after any
    /// other error.
    pub fn again(&mut self) {
        self.pages.again();
    }
}

/// Takes note of where the page after this one begins.
fn turned<'r, O: Paged, E>(
    pages: &mut Pages<O>,
    answer: Result<O::Response<'r>, ClientError<E>>,
) -> Result<O::Response<'r>, ClientError<E>> {
    let page = answer?;
    pages.read(&page).map_err(|error| ClientError::Call(CallError::InvalidResponse(error)))?;
    Ok(page)
}

impl<T, X: Platform, O> fmt::Debug for ClientPages<'_, '_, T, X, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientPages").field("session", &self.session).finish_non_exhaustive()
    }
}

#[cfg(feature = "async")]
impl<T, X: Platform, O> fmt::Debug for AsyncPages<'_, '_, T, X, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsyncPages").field("session", &self.session).finish_non_exhaustive()
    }
}
