//! Names and places that people really have: with apostrophes, hyphens, ampersands and accents.
//!
//! They are hard cases for encoding. Nobody in this world is a real person; NHS numbers are from the range kept for
//! tests, telephone numbers from the ranges kept for drama.

pub(super) const SURNAMES: [&str; 48] = [
    "O'Connor",
    "Smith",
    "Nuñez",
    "Patel",
    "D'Souza",
    "Jones",
    "Müller",
    "Williams",
    "Khan",
    "Brontë",
    "Taylor",
    "Evans",
    "MacLeòid",
    "Hussain",
    "Thomas",
    "Roberts",
    "O'Neill",
    "Begum",
    "Walker",
    "Wright",
    "Kowalczyk",
    "Smythe-Jones",
    "Hughes",
    "Green",
    "St. John",
    "Clarke",
    "Adébayọ̀",
    "Fitzgerald",
    "Chaudhry",
    "Lewis",
    "Żak",
    "Edwards",
    "Mac an Bhaird",
    "Singh",
    "Turner",
    "L'Estrange",
    "Campbell",
    "Nguyễn",
    "Mbeki",
    "Harris",
    "Łuczak",
    "Price",
    "Ó Dálaigh",
    "Ahmed",
    "García",
    "Bennett",
    "ap Rhys",
    "Featherstonehaugh",
];

pub(super) const WOMEN: [&str; 20] = [
    "Siân",
    "Margaret",
    "Chloë",
    "Amina",
    "Zoë",
    "Dorothy",
    "Ffion",
    "Renée",
    "Priya",
    "Mary-Jane",
    "Niamh",
    "Elizabeth Anne",
    "Agnieszka",
    "Gwen",
    "Sinéad",
    "Fatima",
    "Joan",
    "Anaïs",
    "Caitlín",
    "Beatrice",
];

pub(super) const MEN: [&str; 20] = [
    "Seán",
    "Arthur",
    "José",
    "Mohammed",
    "Ieuan",
    "William",
    "Łukasz",
    "Hamish",
    "Rajesh",
    "John Paul",
    "Piaras",
    "George",
    "Zbigniew",
    "Dafydd",
    "Rhodri",
    "Omar",
    "Stanley",
    "Théo",
    "D'Arcy",
    "Benedict",
];

pub(super) const STREETS: [&str; 10] = [
    "St. Mary's Road",
    "King's Parade",
    "Mill Lane",
    "Station Road",
    "Heol y Bont",
    "Smith & Sons Yard",
    "Queen's Drive",
    "The Green",
    "Church Street",
    "Ash Grove",
];

pub(super) const HOUSES: [&str; 6] =
    ["Rose Cottage", "Flat 2", "The Old Forge", "Tŷ Gwyn", "Flat 11b", "Bell & Anchor House"];

/// Town, county, outward postcode.
pub(super) const TOWNS: [(&str, Option<&str>, &str); 5] = [
    ("Leeds", Some("West Yorkshire"), "LS6"),
    ("Bishop's Stortford", Some("Hertfordshire"), "CM23"),
    ("King's Lynn", Some("Norfolk"), "PE30"),
    ("London", None, "N19"),
    ("Barrow-in-Furness", Some("Cumbria"), "LA14"),
];

/// Forename, surname, title, job, whether a woman.
pub(super) const STAFF: [(&str, &str, &str, &str, Option<bool>); 10] = [
    ("Aoife", "O'Neill", "Dr", "General Practitioner", Some(true)),
    ("James", "Whitfield", "Dr", "General Practitioner", Some(false)),
    ("Zoë", "Achterberg", "Dr", "GP Partner & Trainer", Some(true)),
    ("Imran", "Qureshi", "Dr", "General Practitioner", Some(false)),
    ("Siân", "Pritchard", "Sister", "Practice Nurse", Some(true)),
    ("Tom", "D'Arcy", "Mr", "Health Care Assistant", Some(false)),
    ("Mireille", "Lefèvre", "Dr", "GP Registrar", Some(true)),
    ("Kwame", "Mensah", "Mr", "Clinical Pharmacist", Some(false)),
    ("Jo", "St. Clair", "Mx", "First-contact Physiotherapist", None),
    ("Helen", "MacKenzie", "Dr", "General Practitioner", Some(true)),
];

/// The day names of a practice's two places, with their postcodes' inward halves.
pub(super) const PLACES: [(&str, &str); 4] = [
    ("Main Surgery", "1AA"),
    ("The Coach House & Annexe", "2BB"),
    ("St. Mary's Branch", "3CD"),
    ("Café Building, 1st floor", "4DE"),
];
