//! The two clients as one, so that one script is the test of both. The blocking one never has to be waited for.

use emis_core::client::{AsyncClient, Client, ClientError, Parts};
use emis_core::handshake::SessionOptions;
use emis_core::messages::practice::GetClinicalVersionInformationResponse;
use emis_core::messages::{DecodeError, Operation, Streamed};
use emis_core::profile::SoftwareKeys;
use emis_core::session::{Provisional, Session};
use emis_core::transport::{AsyncTransport, Transport};
use emis_core::types::OdsCode;
use emis_embedded_io::Error;

use crate::practice::Still;
use crate::seeded::Seeded;

/// What the clients of these tests stand on.
pub(crate) type Parted<'k> = Parts<Still, Seeded, &'k SoftwareKeys>;

pub(crate) trait Drive {
    async fn clinical_version_information(
        &mut self,
        ods_code: OdsCode,
    ) -> Result<GetClinicalVersionInformationResponse<'_>, ClientError<Error>>;

    async fn begin_session(&mut self, options: SessionOptions<'_>) -> Session;

    async fn call<'c, O: Operation>(
        &'c mut self,
        session: &mut Session,
        request: &O,
    ) -> Result<O::Response<'c>, ClientError<Error>>;

    async fn stream<'c, O: Streamed>(
        &'c mut self,
        session: &mut Session,
        request: &O,
        sink: impl for<'p> FnMut(Result<Provisional<O::Part<'p>>, DecodeError>),
    ) -> Result<O::Response<'c>, ClientError<Error>>;

    async fn end_session(&mut self, session: Session);
}

impl<T: Transport<Error = Error>> Drive for Client<'_, T, Parted<'_>> {
    async fn clinical_version_information(
        &mut self,
        ods_code: OdsCode,
    ) -> Result<GetClinicalVersionInformationResponse<'_>, ClientError<Error>> {
        Self::clinical_version_information(self, ods_code)
    }

    async fn begin_session(&mut self, options: SessionOptions<'_>) -> Session {
        Self::begin_session(self, options).unwrap()
    }

    async fn call<'c, O: Operation>(
        &'c mut self,
        session: &mut Session,
        request: &O,
    ) -> Result<O::Response<'c>, ClientError<Error>> {
        Self::call(self, session, request)
    }

    async fn stream<'c, O: Streamed>(
        &'c mut self,
        session: &mut Session,
        request: &O,
        sink: impl for<'p> FnMut(Result<Provisional<O::Part<'p>>, DecodeError>),
    ) -> Result<O::Response<'c>, ClientError<Error>> {
        Self::stream(self, session, request, sink)
    }

    async fn end_session(&mut self, session: Session) {
        Self::end_session(self, session);
    }
}

impl<T: AsyncTransport<Error = Error>> Drive for AsyncClient<'_, T, Parted<'_>> {
    async fn clinical_version_information(
        &mut self,
        ods_code: OdsCode,
    ) -> Result<GetClinicalVersionInformationResponse<'_>, ClientError<Error>> {
        Self::clinical_version_information(self, ods_code).await
    }

    async fn begin_session(&mut self, options: SessionOptions<'_>) -> Session {
        Self::begin_session(self, options).await.unwrap()
    }

    async fn call<'c, O: Operation>(
        &'c mut self,
        session: &mut Session,
        request: &O,
    ) -> Result<O::Response<'c>, ClientError<Error>> {
        Self::call(self, session, request).await
    }

    async fn stream<'c, O: Streamed>(
        &'c mut self,
        session: &mut Session,
        request: &O,
        sink: impl for<'p> FnMut(Result<Provisional<O::Part<'p>>, DecodeError>),
    ) -> Result<O::Response<'c>, ClientError<Error>> {
        Self::stream(self, session, request, sink).await
    }

    async fn end_session(&mut self, session: Session) {
        Self::end_session(self, session).await;
    }
}
