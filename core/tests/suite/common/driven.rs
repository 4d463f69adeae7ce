//! The two clients as one, so that one table of scenarios is the test of both drivers.

use core::future::{Future, poll_fn};
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use emis_core::capabilities::Capabilities;
use emis_core::client::{
    AsyncClient, AsyncPages, BeginError, Client, ClientError, ClientPages, Clock, Parts,
};
use emis_core::dynamic::{Element, Field, OperationId, Part};
use emis_core::handshake::{Application, SessionOptions};
use emis_core::messages::practice::GetClinicalVersionInformationResponse;
use emis_core::messages::{DecodeError, Operation, Paged, Streamed};
use emis_core::profile::SoftwareKeys;
use emis_core::profile::{OpenProfile, Profile};
use emis_core::session::{Provisional, Session};
use emis_core::time::Time;
use emis_core::transport::{Action, AsyncReply, AsyncTransport, DeliveryError, Reply, Transport};
use emis_core::types::OdsCode;

use super::{Seeded, time};

/// Which driver.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum By {
    Blocking,
    Awaiting,
}

pub const DRIVERS: [By; 2] = [By::Blocking, By::Awaiting];

/// A clock that stands still.
#[derive(Debug)]
pub struct Still;

impl Clock for Still {
    fn now(&self) -> Time {
        time(0)
    }
}

pub type Platform<P = OpenProfile> = Parts<Still, Seeded, SoftwareKeys<P>, P>;

/// Runs a future that never calls its waker: it is polled until it is ready.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(done) = future.as_mut().poll(&mut context) {
            return done;
        }
    }
}

/// Polls a future so many times and drops it: whether it became ready.
pub fn poll_and_drop<F: Future>(future: F, polls: usize) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    (0..polls).find_map(|_| match future.as_mut().poll(&mut context) {
        Poll::Ready(done) => Some(done),
        Poll::Pending => None,
    })
}

/// Ready at the second poll.
pub async fn later() {
    let mut polled = false;
    poll_fn(|_| if core::mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

/// A transport whose every step has to be waited for.
#[derive(Debug)]
pub struct Awaited<T>(pub T);

impl<T: Transport> AsyncTransport for Awaited<T> {
    type Error = T::Error;
    type Reply<'t>
        = Awaited<T::Reply<'t>>
    where
        T: 't;

    async fn send<'t>(
        &'t mut self,
        action: Action,
        request: &[u8],
    ) -> Result<Self::Reply<'t>, DeliveryError<T::Error>> {
        later().await;
        let reply = self.0.send(action, request);
        later().await;
        reply.map(Awaited)
    }
}

impl<R: Reply> AsyncReply for Awaited<R> {
    type Error = R::Error;

    async fn read(&mut self, into: &mut [u8]) -> Result<usize, R::Error> {
        later().await;
        self.0.read(into)
    }
}

/// A client by either driver.
#[derive(Debug)]
pub enum Driven<'c, T, P: Profile = OpenProfile> {
    Blocking(Client<'c, T, Platform<P>>),
    Awaiting(AsyncClient<'c, Awaited<T>, Platform<P>>),
}

macro_rules! either {
    ($driven:expr, $client:ident => $call:expr) => {
        match $driven {
            Self::Blocking($client) => $call,
            Self::Awaiting($client) => block_on($call),
        }
    };
}

impl<'c, T: Transport, P: Profile> Driven<'c, T, P> {
    pub fn new(
        by: By,
        application: Application<SoftwareKeys<P>>,
        transport: T,
        request: &'c mut [u8],
        reply: &'c mut [u8],
    ) -> Self {
        let platform = Parts::with_profile(Still, Seeded(1));
        match by {
            By::Blocking => Self::Blocking(Client::new(application, transport, platform, request, reply)),
            By::Awaiting => {
                Self::Awaiting(AsyncClient::new(application, Awaited(transport), platform, request, reply))
            }
        }
    }

    pub fn clinical_version_information(
        &mut self,
        ods_code: OdsCode,
    ) -> Result<GetClinicalVersionInformationResponse<'_>, ClientError<T::Error>> {
        either!(self, client => client.clinical_version_information(ods_code))
    }

    pub fn begin_session(&mut self, options: SessionOptions<'_>) -> Result<Session<P>, BeginError<T::Error>> {
        either!(self, client => client.begin_session(options))
    }

    pub fn call<'r, O: Operation>(
        &'r mut self,
        session: &mut Session<P>,
        request: &O,
    ) -> Result<O::Response<'r>, ClientError<T::Error>> {
        either!(self, client => client.call(session, request))
    }

    pub fn stream<'r, O: Streamed>(
        &'r mut self,
        session: &mut Session<P>,
        request: &O,
        sink: impl for<'p> FnMut(Result<Provisional<O::Part<'p>>, DecodeError>),
    ) -> Result<O::Response<'r>, ClientError<T::Error>> {
        either!(self, client => client.stream(session, request, sink))
    }

    pub fn call_dynamic(
        &mut self,
        session: &mut Session<P>,
        operation: OperationId,
        given: &[Field<'_>],
    ) -> Result<Element<'_>, ClientError<T::Error>> {
        either!(self, client => client.call_dynamic(session, operation, given))
    }

    pub fn stream_dynamic(
        &mut self,
        session: &mut Session<P>,
        operation: OperationId,
        given: &[Field<'_>],
        sink: impl for<'p> FnMut(Result<Provisional<Part<'p>>, DecodeError>),
    ) -> Result<Element<'_>, ClientError<T::Error>> {
        either!(self, client => client.stream_dynamic(session, operation, given, sink))
    }

    pub fn sessionless_dynamic(
        &mut self,
        operation: OperationId,
        given: &[Field<'_>],
    ) -> Result<Element<'_>, ClientError<T::Error>> {
        either!(self, client => client.sessionless_dynamic(operation, given))
    }

    pub fn capabilities(
        &mut self,
        session: &mut Session<P>,
        known: Capabilities,
        ods_code: OdsCode,
    ) -> Result<Capabilities, ClientError<T::Error>> {
        either!(self, client => client.capabilities(session, known, ods_code))
    }

    pub fn end_session(&mut self, session: Session<P>) {
        either!(self, client => client.end_session(session));
    }

    pub fn pages<'p, O: Paged>(
        &'p mut self,
        session: &'p mut Session<P>,
        request: O,
    ) -> DrivenPages<'p, 'c, T, O, P> {
        match self {
            Self::Blocking(client) => DrivenPages::Blocking(client.pages(session, request)),
            Self::Awaiting(client) => DrivenPages::Awaiting(client.pages(session, request)),
        }
    }

    pub fn wipe(&mut self) {
        match self {
            Self::Blocking(client) => client.wipe(),
            Self::Awaiting(client) => client.wipe(),
        }
    }
}

/// Pages by either driver.
#[derive(Debug)]
pub enum DrivenPages<'p, 'c, T, O, P: Profile = OpenProfile> {
    Blocking(ClientPages<'p, 'c, T, Platform<P>, O>),
    Awaiting(AsyncPages<'p, 'c, Awaited<T>, Platform<P>, O>),
}

impl<T: Transport, O: Paged, P: Profile> DrivenPages<'_, '_, T, O, P> {
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Option<Result<O::Response<'_>, ClientError<T::Error>>> {
        either!(self, pages => pages.next())
    }

    pub fn again(&mut self) {
        match self {
            Self::Blocking(pages) => pages.again(),
            Self::Awaiting(pages) => pages.again(),
        }
    }
}
