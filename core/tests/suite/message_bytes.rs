//! What is written: exact bytes for one of each message, the way back, and buffers that are one byte too short.

use crate::common::kept::kept;
use crate::common::{Begun, Null, begin, body, id_text, key_of, ods, patient, received, relationship, time};
use emis_core::error::BufferTooSmall;
use emis_core::fault::{Fault, FaultCode};
use emis_core::messages::appointments::{
    Appointment, AppointmentSession, BookAppointment, BookAppointmentResponse, CancelAppointment,
    CancelAppointmentResponse, Clinician, ContactType, GetAvailableAppointments,
    GetAvailableAppointmentsResponse, GetPatientAppointments, GetPatientAppointmentsResponse, Location,
    SessionType, Slot, SlotType, Telephone,
};
use emis_core::messages::practice::{
    AccountStatus, AppointmentSettings, GetClinicalVersionInformation, GetClinicalVersionInformationResponse,
    GetPracticeSettings, GetPracticeSettingsResponse, GetUserOptions, GetUserOptionsResponse,
    InputRequirement, InputRequirements, MedicalRecordSettings, PracticeMessages, PracticeServices, Sex,
    UserServices,
};
use emis_core::messages::registration::{RegisterWithPinDocument, RegisterWithPinDocumentResponse};
use emis_core::messages::session::{EndSession, EndSessionResponse};
use emis_core::messages::{List, Operation, PageSize, SessionKind};
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::{RequestError, SessionState};
use emis_core::types::{Date, DateTime, Guid, PatientRelationshipId, PatientRelationshipKey, Text};
use proptest::prelude::*;

/// Values from which messages are made.
#[derive(Clone, Debug)]
struct Pool {
    texts: Vec<String>,
    ints: Vec<i64>,
    bools: Vec<bool>,
    times: Vec<DateTime>,
    dates: Vec<Date>,
    items: usize,
    picks: usize,
}

impl Pool {
    fn fixed() -> Self {
        Self {
            texts: (0..8).map(|i| format!("text {i} <&>")).collect(),
            ints: (1..9).collect(),
            bools: (0..16).map(|i| i % 3 == 0).collect(),
            times: (0..4).map(|i| DateTime::parse(&format!("2026-11-22T0{i}:00:00")).unwrap()).collect(),
            dates: vec![Date::new(2026, 11, 22).unwrap(); 2],
            items: 1,
            picks: 3,
        }
    }

    fn text<const N: usize>(&self, i: usize) -> Text<'_, N> {
        let text = self.texts.get(i % self.texts.len()).unwrap();
        let end = text.char_indices().nth(N).map_or(text.len(), |(at, _)| at);
        Text::new(&text[..end]).unwrap()
    }

    /// An optional text, absent rather than empty.
    fn option<const N: usize>(&self, i: usize) -> Option<Text<'_, N>> {
        (self.bools[i % 16]).then(|| self.text(i)).filter(|t| !t.is_empty())
    }

    fn int(&self, i: usize) -> i64 {
        self.ints[i % self.ints.len()]
    }

    fn slot(&self) -> Slot<'_> {
        Slot {
            slot_id: self.int(0),
            session_id: self.int(1),
            start_time: self.times[0],
            end_time: self.times[1],
            slot_type_name: self.option(0),
            slot_type: [SlotType::Practice, SlotType::Telephone, SlotType::Visit, SlotType::Video]
                [self.picks % 4],
        }
    }

    fn telephone(&self) -> Telephone<'_> {
        Telephone {
            number: self.text(1),
            contact_type: [ContactType::Home, ContactType::Mobile, ContactType::Other][self.picks % 3],
        }
    }

    fn page(&self) -> Option<PageSize> {
        PageSize::new(u16::try_from(self.int(7).rem_euclid(1000) + 1).unwrap()).ok().filter(|_| self.bools[9])
    }
}

fn pool() -> impl Strategy<Value = Pool> {
    let text = prop_oneof![
        "[ -~]{0,40}",
        "\\PC{0,20}",
        prop::collection::vec(
            prop::sample::select(
                &["&", "<", ">", "]]>", "\r\n", "\r", "\n", "\t", " ", "é", "&amp;", "\u{1F600}"][..]
            ),
            0..12
        )
        .prop_map(|parts| parts.concat()),
    ];
    let text = text.prop_filter("what XML carries", |t: &String| Text::<100_000>::new(t).is_ok());
    let date = (1u16..=9999, 1u8..=12, 1u8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap());
    let when =
        (date.clone(), 0u8..24, 0u8..60, 0u8..60).prop_map(|(d, h, m, s)| DateTime::new(d, h, m, s).unwrap());
    (
        prop::collection::vec(text, 8),
        prop::collection::vec(prop_oneof![any::<i64>(), -9i64..99], 8),
        prop::collection::vec(any::<bool>(), 16),
        prop::collection::vec(when, 4),
        prop::collection::vec(date, 2),
        0usize..5,
        0usize..12,
    )
        .prop_map(|(texts, ints, bools, times, dates, items, picks)| Pool {
            texts,
            ints,
            bools,
            times,
            dates,
            items,
            picks,
        })
}

/// Writes a request, reads it, writes what was read: the same bytes. Buffers that are too short change nothing.
fn request<O>(begun: &mut Begun<Null>, request: &O, check: impl Fn(&str)) -> Result<(), TestCaseError>
where
    O: Operation,
{
    let mut exact = vec![0; 200_000];
    let call = begun.client.call(request, &mut exact, time(0)).unwrap();
    let needed = call.bytes().len();
    call.not_sent();
    let state = (begun.client.state(), begun.client.deadline(), format!("{:?}", begun.client));
    for length in [0, 1, needed / 2, needed.saturating_sub(20), needed - 1] {
        let refused =
            begun.client.call(request, &mut vec![0; length], time(0)).map(emis_core::session::Call::not_sent);
        prop_assert_eq!(refused.unwrap_err(), RequestError::Buffer(BufferTooSmall { needed }));
        prop_assert_eq!(
            &state,
            &(begun.client.state(), begun.client.deadline(), format!("{:?}", begun.client))
        );
    }
    let mut fitting = vec![0; needed];
    let call = begun.client.call(request, &mut fitting, time(0)).unwrap();
    prop_assert_eq!(call.bytes(), &exact[..needed]);
    call.not_sent();
    check(body(kept(&exact[..needed])));
    Ok(())
}

/// The request as a server reads it, written again.
macro_rules! there_and_back {
    ($begun:expr, $type:ty, $value:expr) => {{
        let begun: &mut Begun<Null> = $begun;
        let value: $type = $value;
        let mut first = vec![0; 200_000];
        let call = begun.client.call(&value, &mut first, time(0)).unwrap();
        let n = call.bytes().len();
        call.not_sent();
        let known = relationship();
        let known = (begun.client.kind() == SessionKind::Patient).then_some(&known);
        let mut server = begun.pending.stretch(&key_of(known)).unwrap();
        let message = received::<Null>(&first[..n]);
        let carried = server.accept(&message).unwrap();
        let read = carried.read::<$type>(&message);
        prop_assert!(read.is_ok(), "{}", body(&first[..n]));
        request(begun, &read.unwrap(), |again| assert_eq!(again, body(&first[..n])))?;
    }};
}

/// The response as a client reads it, written again; and the same bytes for a buffer that just fits.
macro_rules! response {
    ($type:ty, $call:expr, $value:expr) => {{
        let mut begun = if stringify!($type).starts_with("Register") {
            begin::<Null>(Version::V2_1, None, 1)
        } else {
            patient::<Null>(Version::V2_1)
        };
        let mut out = vec![0; 4096];
        let call = begun.client.call(&$call, &mut out, time(0)).unwrap();
        let message = received::<Null>(call.bytes());
        let carried = begun.server.accept(&message).unwrap();
        let value = $value;
        let mut first = vec![0; 400_000];
        let (n, _) = carried.respond::<$type>(&value, &mut first).unwrap();
        first.truncate(n);
        for length in [0, n / 2, n - 1] {
            let refused = carried.respond::<$type>(&value, &mut vec![0; length]);
            prop_assert_eq!(refused.unwrap_err(), BufferTooSmall { needed: n });
        }
        let mut fitting = vec![0; n];
        carried.respond::<$type>(&value, &mut fitting).unwrap();
        prop_assert_eq!(&first, &fitting);
        let read = call.read(&first);
        prop_assert!(read.is_ok(), "{}", body(&first));
        let (n, _) = carried.respond::<$type>(&read.unwrap(), &mut fitting).unwrap();
        prop_assert_eq!(body(&first), body(&fitting[..n]));
        body(kept(&first)).to_owned()
    }};
}

fn all_requests(pool: &Pool, check: &mut dyn FnMut(&str)) -> Result<(), TestCaseError> {
    let mut in_patient = patient::<Null>(Version::V2_1);
    let mut in_application = begin::<Null>(Version::V2_1, None, 1);
    let mut bodies = Vec::new();
    macro_rules! both {
        ($begun:expr, $type:ty, $value:expr) => {{
            there_and_back!($begun, $type, $value);
            let mut out = vec![0; 200_000];
            let call = $begun.client.call(&$value, &mut out, time(0)).unwrap();
            bodies.push(body(call.bytes()).to_owned());
            call.not_sent();
        }};
    }
    both!(&mut in_patient, GetClinicalVersionInformation, GetClinicalVersionInformation { ods_code: ods() });
    both!(&mut in_application, GetPracticeSettings, GetPracticeSettings { ods_code: ods() });
    both!(&mut in_patient, EndSession, EndSession {});
    let required = |i: usize| if pool.texts[i % 8].is_empty() { "x" } else { &pool.texts[i % 8] };
    let of = |i: usize, n: usize| {
        let text = required(i);
        &text[..text.char_indices().nth(n).map_or(text.len(), |(at, _)| at)]
    };
    both!(
        &mut in_application,
        RegisterWithPinDocument<'_>,
        RegisterWithPinDocument {
            ods_code: ods(),
            account_id: Text::new(of(0, 64)).unwrap(),
            linkage_key: Text::new(of(1, 64)).unwrap(),
            surname: Text::new(of(2, 100)).unwrap(),
            date_of_birth: pool.dates[0],
        }
    );
    both!(&mut in_patient, GetUserOptions, GetUserOptions {});
    both!(
        &mut in_patient,
        GetAvailableAppointments<'_>,
        GetAvailableAppointments {
            from: pool.times[0],
            to: pool.times[1],
            maximum_items: pool.page(),
            after: pool.option(3),
        }
    );
    both!(
        &mut in_patient,
        GetPatientAppointments<'_>,
        GetPatientAppointments {
            include_past: pool.bools[0],
            past_from: pool.bools[1].then_some(pool.dates[1]),
            maximum_items: pool.page(),
            after: pool.option(3),
        }
    );
    let telephone = Telephone { number: Text::new(of(1, 32)).unwrap(), ..pool.telephone() };
    both!(
        &mut in_patient,
        BookAppointment<'_>,
        BookAppointment {
            slot_id: pool.int(0),
            booking_reason: pool.option(6),
            telephone: pool.bools[2].then_some(telephone),
        }
    );
    both!(
        &mut in_patient,
        CancelAppointment<'_>,
        CancelAppointment { slot_id: pool.int(0), reason: pool.option(6) }
    );
    for body in &bodies {
        check(body);
    }
    Ok(())
}

#[allow(clippy::too_many_lines)]
fn all_responses(pool: &Pool) -> Result<Vec<String>, TestCaseError> {
    let now = pool.times[0];
    let texts: Vec<Text<'_, 64>> = (0..pool.items).map(|i| pool.text(i)).collect();
    let slots = vec![pool.slot(); pool.items];
    let ids: Vec<i64> = (0..pool.items).map(|i| pool.int(i)).collect();
    let sessions = vec![
        AppointmentSession {
            session_id: pool.int(2),
            session_name: pool.option(3),
            session_type: [None, Some(SessionType::Timed), Some(SessionType::Untimed)][pool.picks % 3],
            location_id: pool.bools[3].then_some(pool.int(3)),
            clinician_ids: List::new(&ids),
        };
        pool.items
    ];
    let clinicians = vec![
        Clinician {
            clinician_id: pool.int(4),
            display_name: pool.text(4),
            job_role: pool.option(6),
            sex: [None, Some(Sex::Male), Some(Sex::Female), Some(Sex::NotKnown), Some(Sex::NotSpecified)]
                [pool.picks % 5],
        };
        pool.items
    ];
    let locations =
        vec![
            Location { location_id: pool.int(5), location_name: pool.text(5), postcode: pool.option(6) };
            pool.items
        ];
    let slot = pool.slot();
    let appointments = vec![
        Appointment {
            slot_id: slot.slot_id,
            session_id: slot.session_id,
            start_time: slot.start_time,
            end_time: slot.end_time,
            slot_type_name: slot.slot_type_name,
            slot_type: slot.slot_type,
            booking_reason: pool.option(9),
            booked_at: pool.bools[5].then_some(pool.times[2]),
            telephone: pool.bools[6].then_some(pool.telephone()),
        };
        pool.items
    ];
    let services = UserServices {
        appointments: pool.bools[0],
        prescribing: pool.bools[1],
        medical_record: pool.bools[2],
        messaging: pool.bools[3],
    };
    let status = [AccountStatus::Full, AccountStatus::Restricted][pool.picks % 2];
    let requirement = [
        InputRequirement::NotRequested,
        InputRequirement::RequestedOptional,
        InputRequirement::RequestedMandatory,
    ];
    Ok(vec![
        response!(
            GetClinicalVersionInformation,
            GetClinicalVersionInformation { ods_code: ods() },
            GetClinicalVersionInformationResponse {
                ods_code: ods(),
                practice_name: pool.text(0),
                schema_version: Version::V1_1,
                live: pool.bools[0],
                operations: List::new(&texts),
            }
        ),
        response!(
            GetPracticeSettings,
            GetPracticeSettings { ods_code: ods() },
            GetPracticeSettingsResponse {
                services: PracticeServices {
                    appointments: pool.bools[0],
                    prescribing: pool.bools[1],
                    medical_record: pool.bools[2],
                    messaging: pool.bools[3],
                    online_registration: pool.bools[4],
                    demographics_update: pool.bools[5],
                    eps: pool.bools[6],
                },
                input_requirements: InputRequirements {
                    appointment_booking_reason: requirement[pool.picks % 3],
                    prescribing_comment: requirement[(pool.picks + 1) % 3],
                },
                appointments: AppointmentSettings {
                    maximum_bookings: pool.int(0),
                    earliest_booking_minutes: pool.int(1),
                    latest_booking_days: pool.int(2),
                    booking_reason_maximum_length: pool.int(3),
                    telephone_appointments: pool.bools[7].then_some(pool.bools[8]),
                },
                medical_record: pool.bools[9].then_some(MedicalRecordSettings {
                    allergies_enabled: pool.bools[0],
                    consultations_enabled: pool.bools[1],
                    documents_enabled: pool.bools[2],
                    immunisations_enabled: pool.bools[3],
                    medication_enabled: pool.bools[4],
                    problems_enabled: pool.bools[5],
                    test_results_enabled: pool.bools[6],
                    free_text_from: pool.bools[8].then_some(pool.dates[0]),
                }),
                messages: PracticeMessages {
                    welcome: pool.option(0),
                    appointments: pool.option(3),
                    prescribing: pool.option(6)
                },
            }
        ),
        response!(EndSession, EndSession {}, EndSessionResponse {}),
        response!(
            RegisterWithPinDocument<'_>,
            RegisterWithPinDocument {
                ods_code: ods(),
                account_id: Text::new("1").unwrap(),
                linkage_key: Text::new("1").unwrap(),
                surname: Text::new("1").unwrap(),
                date_of_birth: pool.dates[0],
            },
            RegisterWithPinDocumentResponse {
                patient_relationship_id: PatientRelationshipId::parse("r-1").unwrap(),
                patient_relationship_key: PatientRelationshipKey::parse("<&>'\"]]>!0123456789").unwrap(),
                account_status: status,
            }
        ),
        response!(
            GetUserOptions,
            GetUserOptions {},
            GetUserOptionsResponse {
                account_status: status,
                assigned_services: services,
                effective_services: services
            }
        ),
        response!(
            GetAvailableAppointments<'_>,
            GetAvailableAppointments { from: now, to: now, maximum_items: None, after: None },
            GetAvailableAppointmentsResponse {
                slots: List::new(&slots),
                sessions: List::new(&sessions),
                clinicians: List::new(&clinicians),
                locations: List::new(&locations),
                next: pool.option(12),
            }
        ),
        response!(
            GetPatientAppointments<'_>,
            GetPatientAppointments { include_past: false, past_from: None, maximum_items: None, after: None },
            GetPatientAppointmentsResponse {
                appointments: List::new(&appointments),
                sessions: List::new(&sessions),
                clinicians: List::new(&clinicians),
                locations: List::new(&locations),
                next: pool.option(12),
            }
        ),
        response!(
            BookAppointment<'_>,
            BookAppointment { slot_id: 1, booking_reason: None, telephone: None },
            BookAppointmentResponse { slot_id: pool.int(0) }
        ),
        response!(
            CancelAppointment<'_>,
            CancelAppointment { slot_id: 1, reason: None },
            CancelAppointmentResponse { slot_id: pool.int(1) }
        ),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_request_goes_there_and_back(pool in pool()) {
        all_requests(&pool, &mut |_| ())?;
    }

    #[test]
    fn every_response_goes_there_and_back(pool in pool()) {
        all_responses(&pool)?;
    }
}

// OP-1, OP-2
#[test]
fn one_of_each_request_in_exact_bytes() {
    let t0 = "text 0 &lt;&amp;&gt;";
    let expected = [
        "<GetClinicalVersionInformation xmlns=\"urn:emis-ps:1\"><OdsCode>A81001</OdsCode></GetClinicalVersionInformation>".to_owned(),
        "<GetPracticeSettings xmlns=\"urn:emis-ps:1\"><OdsCode>A81001</OdsCode></GetPracticeSettings>".into(),
        "<EndSession xmlns=\"urn:emis-ps:1\"></EndSession>".into(),
        format!("<RegisterWithPinDocument xmlns=\"urn:emis-ps:1\"><OdsCode>A81001</OdsCode><AccountId>{t0}</AccountId><LinkageKey>text 1 &lt;&amp;&gt;</LinkageKey><Surname>text 2 &lt;&amp;&gt;</Surname><DateOfBirth>2026-11-22</DateOfBirth></RegisterWithPinDocument>"),
        "<GetUserOptions xmlns=\"urn:emis-ps:1\"></GetUserOptions>".into(),
        "<GetAvailableAppointments xmlns=\"urn:emis-ps:1\"><From>2026-11-22T00:00:00</From><To>2026-11-22T01:00:00</To><MaximumItems>9</MaximumItems><After>text 3 &lt;&amp;&gt;</After></GetAvailableAppointments>".into(),
        "<GetPatientAppointments xmlns=\"urn:emis-ps:1\"><IncludePast>true</IncludePast><MaximumItems>9</MaximumItems><After>text 3 &lt;&amp;&gt;</After></GetPatientAppointments>".into(),
        "<BookAppointment xmlns=\"urn:emis-ps:1\"><SlotId>1</SlotId><BookingReason>text 6 &lt;&amp;&gt;</BookingReason></BookAppointment>".into(),
        "<CancelAppointment xmlns=\"urn:emis-ps:1\"><SlotId>1</SlotId><Reason>text 6 &lt;&amp;&gt;</Reason></CancelAppointment>".into(),
    ];
    let mut written = Vec::new();
    all_requests(&Pool::fixed(), &mut |b| written.push(b.to_owned())).unwrap();
    assert_eq!(written, expected);
}

#[test]
fn one_of_each_response_in_exact_bytes() {
    let slot = "<SlotId>1</SlotId><SessionId>2</SessionId><StartTime>2026-11-22T00:00:00</StartTime><EndTime>2026-11-22T01:00:00</EndTime><SlotTypeName>text 0 &lt;&amp;&gt;</SlotTypeName><SlotType>Video</SlotType>";
    let tables = "<Sessions><Session><SessionId>3</SessionId><SessionName>text 3 &lt;&amp;&gt;</SessionName><LocationId>4</LocationId><ClinicianIds><ClinicianId>1</ClinicianId></ClinicianIds></Session></Sessions><Clinicians><Clinician><ClinicianId>5</ClinicianId><DisplayName>text 4 &lt;&amp;&gt;</DisplayName><JobRole>text 6 &lt;&amp;&gt;</JobRole><Sex>NotKnown</Sex></Clinician></Clinicians><Locations><Location><LocationId>6</LocationId><LocationName>text 5 &lt;&amp;&gt;</LocationName><Postcode>text 6 &lt;&amp;&gt;</Postcode></Location></Locations><Next>text 4 &lt;&amp;&gt;</Next>";
    let services = "<Appointments>true</Appointments><Prescribing>false</Prescribing><MedicalRecord>false</MedicalRecord><Messaging>true</Messaging>";
    let expected = [
        "<GetClinicalVersionInformationResponse xmlns=\"urn:emis-ps:1\"><OdsCode>A81001</OdsCode><PracticeName>text 0 &lt;&amp;&gt;</PracticeName><SchemaVersion>1.1</SchemaVersion><Live>true</Live><Operations><Operation>text 0 &lt;&amp;&gt;</Operation></Operations></GetClinicalVersionInformationResponse>".to_owned(),
        format!("<GetPracticeSettingsResponse xmlns=\"urn:emis-ps:1\"><Services>{services}<OnlineRegistration>false</OnlineRegistration><DemographicsUpdate>false</DemographicsUpdate><Eps>true</Eps></Services><InputRequirements><AppointmentBookingReason>NotRequested</AppointmentBookingReason><PrescribingComment>RequestedOptional</PrescribingComment></InputRequirements><Appointments><MaximumBookings>1</MaximumBookings><EarliestBookingMinutes>2</EarliestBookingMinutes><LatestBookingDays>3</LatestBookingDays><BookingReasonMaximumLength>4</BookingReasonMaximumLength></Appointments><MedicalRecord><AllergiesEnabled>true</AllergiesEnabled><ConsultationsEnabled>false</ConsultationsEnabled><DocumentsEnabled>false</DocumentsEnabled><ImmunisationsEnabled>true</ImmunisationsEnabled><MedicationEnabled>false</MedicationEnabled><ProblemsEnabled>false</ProblemsEnabled><TestResultsEnabled>true</TestResultsEnabled></MedicalRecord><Messages><Welcome>text 0 &lt;&amp;&gt;</Welcome><Appointments>text 3 &lt;&amp;&gt;</Appointments><Prescribing>text 6 &lt;&amp;&gt;</Prescribing></Messages></GetPracticeSettingsResponse>"),
        "<EndSessionResponse xmlns=\"urn:emis-ps:1\"></EndSessionResponse>".into(),
        "<RegisterWithPinDocumentResponse xmlns=\"urn:emis-ps:1\"><PatientRelationshipId>r-1</PatientRelationshipId><PatientRelationshipKey>&lt;&amp;&gt;'\"]]&gt;!0123456789</PatientRelationshipKey><AccountStatus>Restricted</AccountStatus></RegisterWithPinDocumentResponse>".into(),
        format!("<GetUserOptionsResponse xmlns=\"urn:emis-ps:1\"><AccountStatus>Restricted</AccountStatus><AssignedServices>{services}</AssignedServices><EffectiveServices>{services}</EffectiveServices></GetUserOptionsResponse>"),
        format!("<GetAvailableAppointmentsResponse xmlns=\"urn:emis-ps:1\"><Slots><Slot>{slot}</Slot></Slots>{tables}</GetAvailableAppointmentsResponse>"),
        format!("<GetPatientAppointmentsResponse xmlns=\"urn:emis-ps:1\"><Appointments><Appointment>{slot}<BookingReason>text 1 &lt;&amp;&gt;</BookingReason><Telephone><Number>text 1 &lt;&amp;&gt;</Number><ContactType>Home</ContactType></Telephone></Appointment></Appointments>{tables}</GetPatientAppointmentsResponse>").replace("text 1 &lt;&amp;&gt;</BookingReason>", "text 1 &lt;&amp;&gt;</BookingReason>"),
        "<BookAppointmentResponse xmlns=\"urn:emis-ps:1\"><SlotId>1</SlotId></BookAppointmentResponse>".into(),
        "<CancelAppointmentResponse xmlns=\"urn:emis-ps:1\"><SlotId>2</SlotId></CancelAppointmentResponse>".into(),
    ];
    let written = all_responses(&Pool {
        bools: {
            let mut b = Pool::fixed().bools;
            b[12] = true;
            b
        },
        ..Pool::fixed()
    })
    .unwrap();
    for (written, expected) in written.iter().zip(&expected) {
        assert_eq!(written, expected);
    }
    assert_eq!(written.len(), expected.len());
}

// XML-2, XML-9, ERR-2, FT-1
#[test]
fn a_whole_message_and_a_fault_in_exact_bytes() {
    let mut begun = patient::<Null>(Version::V2_1);
    let id = id_text(&begun.client);
    let mut out = [0; 4096];
    let call =
        begun.client.call(&CancelAppointment { slot_id: -5, reason: None }, &mut out, time(0)).unwrap();
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\">";
    let header = format!(
        "<s:Header><Session xmlns=\"urn:emis-ps:1\"><SessionId>{id}</SessionId><Sequence>1</Sequence><SessionHash>{}</SessionHash></Session></s:Header>",
        crate::common::NULL_HASH
    );
    assert_eq!(
        core::str::from_utf8(call.bytes()).unwrap(),
        format!(
            "{head}{header}<s:Body><CancelAppointment xmlns=\"urn:emis-ps:1\"><SlotId>-5</SlotId></CancelAppointment></s:Body></s:Envelope>"
        )
    );
    assert_eq!(call.action().to_string(), "urn:emis-ps:1/CancelAppointment");
    let carried = begun.server.accept(&received::<Null>(call.bytes())).unwrap();
    let fault = Fault {
        field: Some(Text::new("SlotId").unwrap()),
        required_version: Some(Version::V1_1),
        practice_version: Some(Version::V2_0),
        ..Fault::new(FaultCode::SlotUnavailable, Guid::from_bytes([0xAB; 16]))
    };
    let mut reply = [0; 4096];
    let (n, _) = carried.refuse(&fault, &mut reply).unwrap();
    assert_eq!(carried.refuse(&fault, &mut vec![0; n - 1]).unwrap_err(), BufferTooSmall { needed: n });
    assert_eq!(
        body(&reply[..n]),
        "<s:Fault xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns=\"urn:emis-ps:1\"><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>SlotUnavailable</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang=\"en\">the slot is no longer free</s:Text></s:Reason><s:Detail><FaultDetail><Code>SlotUnavailable</Code><SupplierCode>-1151</SupplierCode><CorrelationId>abababab-abab-abab-abab-abababababab</CorrelationId><Field>SlotId</Field><RequiredVersion>1.1</RequiredVersion><PracticeVersion>2.0</PracticeVersion></FaultDetail></s:Detail></s:Fault>"
    );
    let (n, _) =
        carried.refuse(&Fault::new(FaultCode::Unavailable, Guid::from_bytes([0; 16])), &mut reply).unwrap();
    assert!(body(&reply[..n]).contains("<s:Value>s:Receiver</s:Value>"));
}

// OP-2, OP-4
#[test]
fn an_empty_optional_text_is_absent() {
    // "An optional field only when it has a value", and an empty one reads as absent.
    let mut begun = patient::<Null>(Version::V2_1);
    let mut out = [0; 4096];
    let empty = CancelAppointment { slot_id: 1, reason: Some(Text::new("").unwrap()) };
    let call = begun.client.call(&empty, &mut out, time(0)).unwrap();
    assert_eq!(
        body(call.bytes()),
        "<CancelAppointment xmlns=\"urn:emis-ps:1\"><SlotId>1</SlotId></CancelAppointment>"
    );
    call.not_sent();
}

#[test]
fn a_word_of_the_callers_own_is_escaped() {
    let mut begun = patient::<Null>(Version::V2_1);
    let mut out = [0; 4096];
    for (word, written) in [
        ("</ContactType><Injected/>", "&lt;/ContactType&gt;&lt;Injected/&gt;"),
        ("a&b", "a&amp;b"),
        // What XML cannot carry is not written.
        ("a\0b", ""),
    ] {
        let telephone = Telephone { number: Text::new("1").unwrap(), contact_type: ContactType::of(word) };
        let book = BookAppointment { slot_id: 1, booking_reason: None, telephone: Some(telephone) };
        let call = begun.client.call(&book, &mut out, time(0)).unwrap();
        let body = body(call.bytes());
        assert!(body.contains(&format!("<ContactType>{written}</ContactType>")), "{body}");
        received::<Null>(call.bytes());
        call.not_sent();
    }
    let carried = {
        let call = begun.client.call(&GetUserOptions {}, &mut out, time(0)).unwrap();
        begun.server.accept(&received::<Null>(call.bytes())).unwrap()
    };
    let mut reply = [0; 4096];
    let fault = Fault::new(FaultCode::of("<x>"), Guid::from_bytes([0; 16]));
    let (n, _) = carried.refuse(&fault, &mut reply).unwrap();
    received::<Null>(&reply[..n]);
    assert!(!body(&reply[..n]).contains("<x>"));
}

// OP-7
#[test]
fn a_word_that_is_not_known_is_kept_as_it_came() {
    let mut begun = patient::<Null>(Version::V2_1);
    let id = id_text(&begun.client);
    let mut out = [0; 4096];
    let call = begun.client.call(&GetUserOptions {}, &mut out, time(0)).unwrap();
    let carried = begun.server.accept(&received::<Null>(call.bytes())).unwrap();
    let services = "<Appointments>1</Appointments><Prescribing>1</Prescribing><MedicalRecord>1</MedicalRecord><Messaging>1</Messaging>";
    let reply = crate::common::in_session(
        &id,
        1,
        &format!(
            "<GetUserOptionsResponse xmlns='urn:emis-ps:1'><AccountStatus>a&amp;b</AccountStatus><AssignedServices>{services}</AssignedServices><EffectiveServices>{services}</EffectiveServices></GetUserOptionsResponse>"
        ),
    );
    let read = call.read(reply.as_bytes()).unwrap();
    assert!(matches!(read.account_status, AccountStatus::Unknown(_)));
    let mut again = [0; 4096];
    let (n, _) = carried.respond::<GetUserOptions>(&read, &mut again).unwrap();
    assert!(body(&again[..n]).contains("<AccountStatus>a&amp;b</AccountStatus>"));
}

// VER-2, VER-3
#[test]
fn what_the_version_does_not_have_is_refused_here_and_nothing_changes() {
    let telephone = Telephone { number: Text::new("1").unwrap(), contact_type: ContactType::Home };
    let book = BookAppointment { slot_id: 1, booking_reason: None, telephone: Some(telephone) };
    let mut begun = patient::<OpenProfile>(Version::V1_0);
    let mut out = [0; 4096];
    // Whether or not it would have fitted.
    for length in [0, 4096] {
        let Err(RequestError::Version(refused)) = begun.client.call(&book, &mut out[..length], time(0))
        else {
            panic!()
        };
        assert_eq!(
            (refused.name, refused.needed, refused.session),
            ("Telephone", Version::V1_1, Version::V1_0)
        );
    }
    assert_eq!(begun.client.state(), SessionState::Live);
    let call = begun.client.call(&BookAppointment { telephone: None, ..book }, &mut out, time(0)).unwrap();
    begun.server.accept(&received::<OpenProfile>(call.bytes())).unwrap();
    // A response's field of a later version is left out instead.
    let mut begun = patient::<Null>(Version::V1_0);
    let mut out = [0; 4096];
    let call = begun
        .client
        .call(
            &GetPatientAppointments {
                include_past: false,
                past_from: None,
                maximum_items: None,
                after: None,
            },
            &mut out,
            time(0),
        )
        .unwrap();
    let carried = begun.server.accept(&received::<Null>(call.bytes())).unwrap();
    let pool = Pool::fixed();
    let slot = pool.slot();
    let appointments = [Appointment {
        slot_id: 1,
        session_id: 1,
        start_time: slot.start_time,
        end_time: slot.end_time,
        slot_type_name: None,
        slot_type: SlotType::Telephone,
        booking_reason: None,
        booked_at: None,
        telephone: Some(telephone),
    }];
    let response = GetPatientAppointmentsResponse {
        appointments: List::new(&appointments),
        sessions: List::EMPTY,
        clinicians: List::EMPTY,
        locations: List::EMPTY,
        next: None,
    };
    let mut reply = [0; 4096];
    let (n, _) = carried.respond::<GetPatientAppointments<'_>>(&response, &mut reply).unwrap();
    assert!(!body(&reply[..n]).contains("Number"));
    assert!(call.read(&reply[..n]).unwrap().appointments.iter().all(|a| a.unwrap().telephone.is_none()));
}
