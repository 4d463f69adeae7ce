//! Makes patients: who they are, and the account that each has at the practice.
//!
//! A patient depends on the seed alone, so a PIN document printed in one place works after every restart; only
//! children are made relative to today, to stay children.

use core::fmt::Write as _;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::names;
use crate::world::mix::Mix;
use crate::world::patient::{
    Account, AccountStatus, Address, Demographics, Letter, Patient, PatientStatus, Sex, UserServices,
};
use crate::world::secret::Secret;

/// What sort of person to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Person {
    /// Has an account and a PIN document.
    Pin(Letter),
    /// Has no account: may register with their details.
    Unaccounted(PatientStatus),
    /// The same, and under the minimum age.
    Child,
    /// The same in name, birth and home as the person before, as twins are to a form.
    Twin,
}

/// The patients of one practice, in the order asked for.
pub(super) fn people(seed: u64, practice: u64, today: Date, wanted: &[Person]) -> Vec<Patient> {
    let mut made: Vec<Patient> = Vec::with_capacity(wanted.len());
    for (person, number) in wanted.iter().zip(0u64..) {
        let mut mix = Mix::new(seed, &[2, practice, number]);
        let mut demographics = demographics(&mut mix, practice, number);
        let twin_of = made.last().map(|before| before.demographics.clone());
        let status = match (*person, twin_of) {
            (Person::Unaccounted(status), _) => status,
            (Person::Pin(Letter::ArchivedPatient), _) => PatientStatus::Archived,
            (Person::Child, _) => {
                demographics.date_of_birth = today.saturating_sub(mix.between(2_000, 5_000).days());
                PatientStatus::Current
            }
            (Person::Twin, Some(twin)) => {
                demographics = Demographics { nhs_number: demographics.nhs_number, ..twin };
                PatientStatus::Current
            }
            _ => PatientStatus::Current,
        };
        let account = match person {
            Person::Pin(letter) => Some(account(&mut mix, practice, number, *letter)),
            _ => None,
        };
        made.push(Patient { demographics, status, account });
    }
    made
}

fn account(mix: &mut Mix, practice: u64, number: u64, letter: Letter) -> Account {
    Account {
        account_id: format!(
            "{}",
            1_000_000_000 + (practice + 1) * 10_000_000 + number * 1_000 + mix.number() % 1_000
        ),
        linkage_key: Some(Secret::new(mix.code(14))),
        linkage_key_spent: false,
        status: match letter {
            Letter::Restricted => AccountStatus::Restricted,
            _ => AccountStatus::Full,
        },
        archived: letter == Letter::ArchivedAccount,
        services: UserServices {
            appointments: letter != Letter::WithoutAppointments,
            prescribing: letter != Letter::WithoutPrescribing,
            medical_record: letter != Letter::WithoutMedicalRecord,
            messaging: letter != Letter::WithoutMessaging,
        },
        letter: Some(letter),
    }
}

fn demographics(mix: &mut Mix, practice: u64, number: u64) -> Demographics {
    let woman = mix.percent(50);
    let forenames = mix.pick(if woman { &names::WOMEN } else { &names::MEN });
    let surname = mix.pick(&names::SURNAMES);
    let sex = match (mix.below(30), woman) {
        (0, _) => Sex::NotSpecified,
        (1, _) => Sex::NotKnown,
        (_, true) => Sex::Female,
        (_, false) => Sex::Male,
    };
    let title = (!mix.percent(10))
        .then(|| mix.pick(if woman { &["Mrs", "Ms", "Miss", "Dr"] } else { &["Mr", "Dr", "Rev'd", "Mr"] }));
    // Every day of birth is its own: no two people of a practice are alike unless they are meant to be.
    let day = i64::try_from(number * 211 + practice * 17).unwrap_or(0) % 25_000;
    Demographics {
        title: title.map(str::to_owned),
        forenames: forenames.to_owned(),
        surname: surname.to_owned(),
        date_of_birth: date(1932, 1, 1).saturating_add(day.days()),
        sex,
        nhs_number: Some(nhs_number(practice * 100_000 + number * 17)),
        address: Some(address(mix)),
        email_address: mix.percent(70).then(|| email(forenames, surname, number)),
        mobile_number: mix.percent(80).then(|| format!("07700 900{:03}", mix.below(1000))),
        telephone_number: mix.percent(50).then(|| format!("020 7946 0{:03}", mix.below(1000))),
    }
}

fn address(mix: &mut Mix) -> Address {
    let (town, county, outward) = mix.pick(&names::TOWNS);
    Address {
        house_name_flat_number: mix.percent(30).then(|| mix.pick(&names::HOUSES).to_owned()),
        number_and_street: Some(format!("{} {}", mix.between(1, 180), mix.pick(&names::STREETS))),
        village: mix.percent(10).then(|| "Thorpe-le-Street".to_owned()),
        town: Some(town.to_owned()),
        county: county.map(str::to_owned),
        postcode: Some(format!(
            "{outward} {}{}",
            mix.between(1, 9),
            mix.pick(&["AA", "BD", "EF", "GH", "JL", "NP"])
        )),
    }
}

fn email(forenames: &str, surname: &str, number: u64) -> String {
    let plain =
        |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    format!("{}.{}{number}@example.net", plain(forenames), plain(surname))
}

/// The first valid number from `999` and these six digits on; those whose check digit would be 10 do not exist.
fn nhs_number(from: u64) -> String {
    let mut serial = from;
    loop {
        let mut text = format!("999{:06}", serial % 1_000_000);
        let sum: u32 =
            text.bytes().zip((2..=10).rev()).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        match 11 - sum % 11 {
            10 => serial += 1,
            check => {
                let _ = write!(text, "{}", check % 11);
                return text;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nhs_numbers_have_their_check_digit() {
        for from in 0..2_000 {
            let number = nhs_number(from);
            assert!(number.len() == 10 && number.starts_with("999"));
            let sum: u32 = number.bytes().zip((1..=10).rev()).map(|(d, w)| u32::from(d - b'0') * w).sum();
            assert_eq!(sum % 11, 0, "{number}");
        }
    }
}
