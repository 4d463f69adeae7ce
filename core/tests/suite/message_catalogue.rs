//! operations.md, copied out by hand once more: names, order, types, how often, since when, where allowed.

use emis_core::fault::FaultCode;
use emis_core::messages::{
    EndsSession, FieldDescriptor, FieldType, OPERATIONS, Occurs, Requirement, Service,
};

fn kind(kind: &FieldType) -> String {
    match kind {
        FieldType::Integer => "int".into(),
        FieldType::PageSize => "page".into(),
        FieldType::Boolean => "bool".into(),
        FieldType::Date => "date".into(),
        FieldType::DateTime => "datetime".into(),
        FieldType::Text(n) => format!("text({n})"),
        FieldType::Word(words) => words.join("|"),
        FieldType::OdsCode => "ods".into(),
        FieldType::RelationshipId => "id".into(),
        FieldType::RelationshipKey => "key".into(),
        FieldType::Version => "version".into(),
        FieldType::Guid => "guid".into(),
        FieldType::Decimal => "decimal".into(),
        FieldType::Base64 => "base64".into(),
        FieldType::NhsNumber => "nhs".into(),
        FieldType::Element(fields) => format!("{{{}}}", all(fields)),
        other => format!("{other:?}"),
    }
}

fn all(fields: &[FieldDescriptor]) -> String {
    let one = |f: &FieldDescriptor| {
        let item = f.item_name().map(|i| format!("/{i}")).unwrap_or_default();
        let often = match f.occurs() {
            Occurs::Once => "",
            Occurs::Optional => "?",
            Occurs::List => "*",
            Occurs::BoundedList(usize::MAX) => "+",
            Occurs::BoundedList(most) => {
                return format!("{}{item}[1..{most}] {}", f.name(), kind(&f.holds()));
            }
            Occurs::Arm => "!",
        };
        let since = f.since().to_string();
        let since = if since == "1.0" { String::new() } else { format!("@{since}") };
        format!("{}{item}{often}{since} {}", f.name(), kind(&f.holds()))
    };
    fields.iter().map(one).collect::<Vec<_>>().join(", ")
}

const SLOT: &str = "SlotId int, SessionId int, StartTime datetime, EndTime datetime, SlotTypeName? text(255), \
                    SlotType Practice|Telephone|Visit|Video|Unknown";
const TABLES: &str = "Sessions/Session* {SessionId int, SessionName? text(255), SessionType? Timed|Untimed, \
                      LocationId? int, ClinicianIds/ClinicianId* int}, Clinicians/Clinician* {ClinicianId int, \
                      DisplayName text(255), JobRole? text(255), Sex? Male|Female|NotKnown|NotSpecified}, \
                      Locations/Location* {LocationId int, LocationName text(255), Postcode? text(10)}, Next? text(64)";
const TELEPHONE: &str = "Telephone?@1.1 {Number text(32), ContactType Home|Mobile|Other}";

const SEX: &str = "Male|Female|NotKnown|NotSpecified";
const COURSE: &str = "{CourseId guid, Name text(255), Dosage? text(1000), Quantity? text(255), PrescriptionType \
                      Acute|Repeat|RepeatDispensing|Automatic|Unknown, CanBeRequested bool, \
                      Constituents/Constituent* text(255), LastIssued? date, NextIssue? date, ReviewDate? date}";
const SECTIONS: &str = "Allergies|Consultations|Documents|Immunisations|Medication|Problems|TestResults";
const OBSERVATION: &str = "{Term? text(255), Code? int, NumericValue? decimal, Operator? text(4), Units? text(64), \
                           TextValue? text(100000), Range? {Minimum? decimal, Maximum? decimal, Units? text(64)}, \
                           Abnormal? bool, AbnormalReason? text(255), AssociatedText/Text* text(100000)}";
const ITEM: &str = "{EventId guid, Term? text(255), Code? int, EffectiveDate {Precision \
                    Year|YearMonth|YearMonthDay|YearMonthDayTime|Unknown, Value? datetime}, AuthorisedBy? guid, \
                    EnteredBy? guid, Allergy! OBSERVATION, Immunisation! OBSERVATION, Problem! {Status Active|Past, \
                    Significance Significant|Minor, EndDate? date, Observation? OBSERVATION}, TestResult! \
                    {Observation OBSERVATION, Children/Observation* OBSERVATION}, Medication! {DrugName text(255), \
                    Dosage? text(1000), Quantity? decimal, QuantityUnit? text(64), PrescriptionType \
                    Acute|Repeat|RepeatDispensing|Automatic|Unknown, DrugStatus Active|Ended|Cancelled, FirstIssued? \
                    date, LastIssued? date, Mixture? {Name text(255), Constituents/Constituent* {Name text(255), \
                    Strength? text(64)}}}, Consultation! {Location? text(255), Clinician? text(255), \
                    Sections/Section* {Header text(255), Observations/Observation* OBSERVATION}}, Document! \
                    {DocumentId text(64), Extension text(8), Size? int, Available bool, Observation? OBSERVATION}}";

// OP-1, VER-1
#[test]
fn the_tables_are_those_of_the_page() {
    let services = "{Appointments bool, Prescribing bool, MedicalRecord bool, Messaging bool}";
    let input = "NotRequested|RequestedOptional|RequestedMandatory";
    let expected = [
        ("GetClinicalVersionInformation", "1.0 Anywhere", "OdsCode ods".to_owned(), "OdsCode ods, PracticeName text(100), SchemaVersion version, Live bool, Operations/Operation* text(64)".to_owned()),
        ("BeginSession", "1.0 Outside", String::new(), String::new()),
        ("GetPracticeSettings", "1.0 AnySession", "OdsCode ods".into(), format!(
            "Services {{Appointments bool, Prescribing bool, MedicalRecord bool, Messaging bool, OnlineRegistration bool, \
             DemographicsUpdate bool, Eps bool}}, InputRequirements {{AppointmentBookingReason {input}, \
             PrescribingComment {input}}}, Appointments {{MaximumBookings int, EarliestBookingMinutes int, \
             LatestBookingDays int, BookingReasonMaximumLength int, TelephoneAppointments?@1.1 bool}}, \
             MedicalRecord?@2.0 {{AllergiesEnabled bool, ConsultationsEnabled bool, DocumentsEnabled bool, \
             ImmunisationsEnabled bool, MedicationEnabled bool, ProblemsEnabled bool, TestResultsEnabled bool, \
             FreeTextFrom? date}}, Messages {{Welcome? text(2000), Appointments? text(2000), Prescribing? text(2000)}}")),
        ("EndSession", "1.0 AnySession", String::new(), String::new()),
        ("RegisterWithPinDocument", "1.0 Application", "OdsCode ods, AccountId text(64), LinkageKey text(64), Surname text(100), DateOfBirth date".into(), "PatientRelationshipId id, PatientRelationshipKey key, AccountStatus Full|Restricted".into()),
        ("RegisterWithPatientDetails", "1.1 Application", format!("OdsCode ods, Title? text(35), Forenames text(100), Surname text(100), DateOfBirth date, Sex? {SEX}, Postcode text(10), HouseNameFlatNumber? text(100), NhsNumber? nhs, EmailAddress? text(254), MobileNumber? text(32)"), "PatientRelationshipId id, PatientRelationshipKey key, AccountStatus Full|Restricted".into()),
        ("GetUserOptions", "1.0 Patient", String::new(), format!("AccountStatus Full|Restricted, AssignedServices {services}, EffectiveServices {services}")),
        ("GetDemographics", "1.1 Patient", String::new(), format!("Title? text(35), Forenames text(100), Surname text(100), DateOfBirth date, Sex {SEX}, NhsNumber? nhs, Address? {{HouseNameFlatNumber? text(100), NumberAndStreet? text(100), Village? text(100), Town? text(100), County? text(100), Postcode? text(100)}}, EmailAddress? text(254), MobileNumber? text(32), TelephoneNumber? text(32)")),
        ("GetAvailableAppointments", "1.0 Patient", "From datetime, To datetime, MaximumItems? page, After? text(64)".into(), format!("Slots/Slot* {{{SLOT}}}, {TABLES}")),
        ("GetPatientAppointments", "1.0 Patient", "IncludePast bool, PastFrom? date, MaximumItems? page, After? text(64)".into(), format!("Appointments/Appointment* {{{SLOT}, BookingReason? text(500), BookedAt? datetime, {TELEPHONE}}}, {TABLES}")),
        ("BookAppointment", "1.0 Patient", format!("SlotId int, BookingReason? text(500), {TELEPHONE}"), "SlotId int".into()),
        ("CancelAppointment", "1.0 Patient", "SlotId int, Reason? text(255)".into(), "SlotId int".into()),
        ("GetMedicationCourses", "1.0 Patient", "MaximumItems? page, After? text(64)".into(), format!("Courses/Course* {COURSE}, Next? text(64)")),
        ("RequestPrescription", "1.0 Patient", "CourseIds/CourseId[1..32] guid, Comment? text(1000)".into(), "RequestId guid".into()),
        ("GetPrescriptionRequests", "1.0 Patient", "From? date, To? date, MaximumItems? page, After? text(64)".into(), format!("Requests/Request* {{RequestId guid, RequestedAt datetime, RequestedBy text(255), Comment? text(1000), Courses/RequestedCourse+ {{CourseId guid, Status Requested|ForwardedForSigning|Issued|Rejected|Cancelled|Unknown}}}}, Courses/Course* {COURSE}, Next? text(64)")),
        ("CancelPrescriptionRequest", "1.1 Patient", "RequestId guid, Reason? text(255)".into(), "RequestId guid".into()),
        ("GetMedicalRecordData", "2.0 Patient", format!("ItemType {SECTIONS}, From? date, To? date, MaximumItems? page, After? text(64)"), format!("ItemType {SECTIONS}, Filter {{From? date, To? date, FreeTextFrom? date}}, Items/Item* {ITEM}, Users/User* {{UserId guid, DisplayName text(255), Role? text(255), Organisation? text(255)}}, Next? text(64)")
            .replace("OBSERVATION", OBSERVATION)),
        ("GetMedicalRecordDocumentContent", "2.0 Patient", "DocumentId text(64)".into(), "DocumentId text(64), ContentType text(64), Content base64".into()),
        ("ResetAccountLinkageKey", "2.0 Patient", "Reason? text(255)".into(), "LinkageKey text(64)".into()),
        ("GetMessageRecipients", "2.1 Patient", String::new(), "Recipients/Recipient* {RecipientId guid, Name text(255)}".into()),
        ("GetMessages", "2.1 Patient", "MaximumItems? page, After? text(64)".into(), "Messages/Message* {MessageId int, Subject text(255), SentAt datetime, RecipientName text(255), ReplyCount int, UnreadReplies bool, LastReplyAt? datetime}, Next? text(64)".into()),
        ("GetMessage", "2.1 Patient", "MessageId int".into(), "MessageId int, Subject text(255), Content text(4000), SentAt datetime, RecipientName text(255), Replies/Reply* {Sender text(255), SentAt datetime, Content text(4000), Unread bool}".into()),
        ("SendMessage", "2.1 Patient", "RecipientId guid, Subject text(255), Content text(4000)".into(), "MessageId int".into()),
        ("SetMessageReadState", "2.1 Patient", "MessageId int, Read bool".into(), "MessageId int".into()),
        ("DeleteMessage", "2.1 Patient", "MessageId int".into(), "MessageId int".into()),
    ];
    let names: Vec<_> = OPERATIONS.iter().map(|o| o.name).collect();
    assert_eq!(names, expected.iter().map(|e| e.0).collect::<Vec<_>>());
    for (info, (name, place, request, response)) in OPERATIONS.iter().zip(&expected) {
        assert_eq!(format!("{} {:?}", info.since, info.allowed), *place, "{name}");
        assert_eq!(all(info.request), *request, "{name}");
        assert_eq!(all(info.response), *response, "{name}Response");
        let ends = match *name {
            "EndSession" => EndsSession::Always,
            "ResetAccountLinkageKey" => EndsSession::WithReply,
            _ => EndsSession::No,
        };
        assert_eq!(info.ends, ends);
    }
}

#[test]
fn what_an_operation_needs_is_that_of_the_page() {
    // REG-2 and REG-3: which operations belong to a service, and which a restricted account may not call.
    for info in OPERATIONS {
        let (service, full_account) = match info.name {
            "GetAvailableAppointments"
            | "GetPatientAppointments"
            | "BookAppointment"
            | "CancelAppointment" => (Some(Service::Appointments), false),
            "GetMedicationCourses"
            | "RequestPrescription"
            | "GetPrescriptionRequests"
            | "CancelPrescriptionRequest" => (Some(Service::Prescribing), false),
            "GetMedicalRecordData" | "GetMedicalRecordDocumentContent" => {
                (Some(Service::MedicalRecord), true)
            }
            "GetMessageRecipients"
            | "GetMessages"
            | "GetMessage"
            | "SendMessage"
            | "SetMessageReadState"
            | "DeleteMessage" => (Some(Service::Messaging), true),
            "GetDemographics" | "ResetAccountLinkageKey" => (None, true),
            _ => (None, false),
        };
        assert_eq!(
            (info.requirement.service(), info.requirement.full_account()),
            (service, full_account),
            "{}",
            info.name
        );
        assert_eq!(
            info.requirement == Requirement::Nothing,
            service.is_none() && !full_account,
            "{}",
            info.name
        );
    }
}

// ERR-2, FT-1
#[test]
fn the_faults_are_those_of_the_page() {
    // Word, and the supplier's number where it is publicly known.
    let page = "MalformedRequest ProfileNotSupported ValidationFailed TooManySessions SessionNotFound SessionExpired \
                SessionInvalidated OperationUnknown VersionNotSupported NotAllowedInSession ServiceNotEnabled=-1030 \
                AccountRestricted FieldMissing=-1014 FieldInvalid InternalError=-1002 Unavailable \
                OrganisationUnknown=-1001 PracticeNotLive=-1401 TooManyAttempts AccountNotFound=-1104 \
                LinkageKeyMismatch=-1105 DemographicsMismatch=-1106 AccountArchived=-1107 AlreadyLinked=-1108 \
                AccountExists=-1110 PatientNotRegistered=-1551 PatientArchived=-1552 UnderMinimumAge=-1553 \
                PatientStatusInvalid=-1554 PatientNotUnique=-1555 SlotNotFound SlotUnavailable=-1151 SlotInPast=-1152 \
                SlotTooSoon=-1153 SlotTooLate=-1154 BookingLimitReached=-1156 AppointmentNotFound \
                AppointmentNotCancellable CourseNotFound CourseNotRequestable RequestPending=-1455 RequestNotFound \
                RequestAlreadyIssued SectionNotEnabled DocumentNotFound DocumentUnavailable RecipientUnknown \
                MessageNotFound";
    let mut words = Vec::new();
    for entry in page.split_whitespace() {
        let (word, number) =
            entry.split_once('=').map_or((entry, None), |(w, n)| (w, Some(n.parse().unwrap())));
        let code = FaultCode::of(word);
        assert!(code.known().is_some(), "{word}");
        assert_eq!((code.as_str(), code.supplier_code()), (word, number));
        assert_eq!(code.is_receiver(), matches!(word, "InternalError" | "Unavailable"), "{word}");
        words.push(word);
    }
    words.sort_unstable();
    let mut known = FaultCode::WORDS.to_vec();
    known.sort_unstable();
    assert_eq!(known, words);
    assert!(FaultCode::of("slotunavailable").known().is_some(), "case does not matter");
    assert!(FaultCode::of("Other").known().is_none());
}
