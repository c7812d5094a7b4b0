//! The log: who did what when. Entries are only added, and each carries the hash of the one
//! before, so that an entry that was changed, taken out or put in is found by `cockpit check`.

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use crate::domain::hex::hex;
use crate::storage::Db;
use crate::storage::connect::kept;
use crate::storage::schema::{log_entries, log_head};

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = log_entries)]
pub struct Entry {
    pub number: i64,
    /// RFC 3339, UTC.
    pub at: String,
    /// The account, or the command line.
    pub who: String,
    /// Key of [`Action`].
    pub action: String,
    /// What it was done to: an upload's number, a user's address, a report's name.
    pub object: String,
    /// What else there is to know. Never a password, token, cookie or citizen.
    pub detail: String,
    /// Over the hash of the entry before and all of this one, in hexadecimal.
    pub hash: String,
}

impl Entry {
    /// Whether it tells of a single case or a list of them: its object is a municipality and its
    /// detail a pseudonym, or empty for the list.
    pub fn is_of_cases(&self) -> bool {
        let action = Action::from_key(&self.action);
        matches!(action, Some(Action::SawCases | Action::ReviewedCase))
    }

    /// What may be searched for in words: never a pseudonym, of which a part would be found by
    /// trying.
    fn told(&self) -> String {
        if self.is_of_cases() {
            self.object.clone()
        } else {
            format!("{} {}", self.object, self.detail)
        }
    }

    /// Whether it tells of a case by its pseudonym, or of a list that may have had it.
    fn is_about(&self, case: &str, places: &[String]) -> bool {
        let listed = self.detail.is_empty() && places.contains(&self.object);
        self.is_of_cases() && (self.detail == case || listed)
    }
}

/// What is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    SignedIn,
    SignInFailed,
    SignedOut,
    Uploaded,
    Withdrew,
    Exported,
    SawCases,
    ReviewedCase,
    DeletedCases,
    CheckedDisclosure,
    InvitedUser,
    ChangedUser,
    DisabledUser,
    EnabledUser,
    ChosePassword,
    EndedSession,
    MadeToken,
    EndedToken,
    ChangedFollowUp,
    ChangedMeeting,
    ChangedOffer,
    ChangedSetting,
    ChangedVacancy,
    Searched,
    ChangedSearch,
    Commented,
    ChangedComment,
    ChangedWorkplan,
    ChangedMark,
    QueuedMail,
    ChangedAccount,
}

impl Action {
    pub const ALL: [Action; 31] = [
        Action::SignedIn,
        Action::SignInFailed,
        Action::SignedOut,
        Action::Uploaded,
        Action::Withdrew,
        Action::Exported,
        Action::SawCases,
        Action::ReviewedCase,
        Action::DeletedCases,
        Action::CheckedDisclosure,
        Action::InvitedUser,
        Action::ChangedUser,
        Action::DisabledUser,
        Action::EnabledUser,
        Action::ChosePassword,
        Action::EndedSession,
        Action::MadeToken,
        Action::EndedToken,
        Action::ChangedFollowUp,
        Action::ChangedMeeting,
        Action::ChangedOffer,
        Action::ChangedSetting,
        Action::ChangedVacancy,
        Action::Searched,
        Action::ChangedSearch,
        Action::Commented,
        Action::ChangedComment,
        Action::ChangedWorkplan,
        Action::ChangedMark,
        Action::QueuedMail,
        Action::ChangedAccount,
    ];

    pub const fn key(self) -> &'static str {
        match self {
            Action::SignedIn => "signed_in",
            Action::SignInFailed => "sign_in_failed",
            Action::SignedOut => "signed_out",
            Action::Uploaded => "uploaded",
            Action::Withdrew => "withdrew",
            Action::Exported => "exported",
            Action::SawCases => "saw_cases",
            Action::ReviewedCase => "reviewed_case",
            Action::DeletedCases => "deleted_cases",
            Action::CheckedDisclosure => "checked_disclosure",
            Action::InvitedUser => "invited_user",
            Action::ChangedUser => "changed_user",
            Action::DisabledUser => "disabled_user",
            Action::EnabledUser => "enabled_user",
            Action::ChosePassword => "chose_password",
            Action::EndedSession => "ended_session",
            Action::MadeToken => "made_token",
            Action::EndedToken => "ended_token",
            Action::ChangedFollowUp => "changed_follow_up",
            Action::ChangedMeeting => "changed_meeting",
            Action::ChangedOffer => "changed_offer",
            Action::ChangedSetting => "changed_setting",
            Action::ChangedVacancy => "changed_vacancy",
            Action::Searched => "searched",
            Action::ChangedSearch => "changed_search",
            Action::Commented => "commented",
            Action::ChangedComment => "changed_comment",
            Action::ChangedWorkplan => "changed_workplan",
            Action::ChangedMark => "changed_mark",
            Action::QueuedMail => "queued_mail",
            Action::ChangedAccount => "changed_account",
        }
    }

    /// Danish.
    pub const fn label(self) -> &'static str {
        match self {
            Action::SignedIn => "loggede ind",
            Action::SignInFailed => "forsøgte at logge ind",
            Action::SignedOut => "loggede ud",
            Action::Uploaded => "indlæste fil",
            Action::Withdrew => "trak upload tilbage",
            Action::Exported => "eksporterede",
            Action::SawCases => "så enkeltsager",
            Action::ReviewedCase => "gennemgik enkeltsag",
            Action::DeletedCases => "slettede sagslinjer",
            Action::CheckedDisclosure => "kontrollerede enkeltsager",
            Action::InvitedUser => "inviterede bruger",
            Action::ChangedUser => "ændrede bruger",
            Action::DisabledUser => "spærrede bruger",
            Action::EnabledUser => "åbnede bruger igen",
            Action::ChosePassword => "valgte adgangskode",
            Action::EndedSession => "afsluttede session",
            Action::MadeToken => "oprettede token",
            Action::EndedToken => "afsluttede token",
            Action::ChangedFollowUp => "ændrede opfølgning",
            Action::ChangedMeeting => "ændrede møde",
            Action::ChangedOffer => "ændrede tilbud",
            Action::ChangedSetting => "ændrede indstilling",
            Action::ChangedVacancy => "ændrede ledig plads",
            Action::Searched => "afsøgte ledige pladser",
            Action::ChangedSearch => "tog et skridt efter en afsøgning",
            Action::Commented => "kommenterede et tal",
            Action::ChangedComment => "tog et skridt efter en kommentar",
            Action::ChangedWorkplan => "ændrede arbejdsplan",
            Action::ChangedMark => "ændrede mærkerne på tal",
            Action::QueuedMail => "satte mail i kø",
            Action::ChangedAccount => "ændrede sin konto",
        }
    }

    pub fn from_key(key: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.key() == key)
    }
}

/// The hash of an entry: each field with its length before it, so that no text can slide from one
/// field into the next.
fn chained(before: &str, entry: &Entry) -> String {
    let mut hasher = Sha256::new();
    let number = entry.number.to_string();
    for field in [
        before,
        &number,
        &entry.at,
        &entry.who,
        &entry.action,
        &entry.object,
        &entry.detail,
    ] {
        hasher.update(field.len().to_be_bytes());
        hasher.update(field.as_bytes());
    }
    hex(&hasher.finalize())
}

/// Makes a transaction wait for the others that write the log: on PostgreSQL the row is locked
/// until it ends.
pub fn queue(db: &mut Db) -> QueryResult<()> {
    diesel::update(log_head::table.find(1))
        .set(log_head::number.eq(log_head::number))
        .execute(db)?;
    Ok(())
}

/// Adds an entry, in the transaction of what it tells of: both are kept, or neither.
pub fn append(
    db: &mut Db,
    at: &str,
    who: &str,
    action: Action,
    object: &str,
    detail: &str,
) -> QueryResult<()> {
    // The update comes first: on PostgreSQL it locks the row, and writers wait for each other.
    let next = diesel::update(log_head::table.find(1));
    let next = next.set(log_head::number.eq(log_head::number + 1));
    kept!(db, c => next.execute(c))?;
    let head = log_head::table.find(1);
    let head = head.select((log_head::number, log_head::hash));
    let (number, before): (i64, String) = kept!(db, c => head.get_result(c))?;
    let mut entry = Entry {
        number,
        at: at.to_owned(),
        who: who.to_owned(),
        action: action.key().to_owned(),
        object: object.to_owned(),
        detail: detail.to_owned(),
        hash: String::new(),
    };
    entry.hash = chained(&before, &entry);
    let head = diesel::update(log_head::table.find(1));
    let head = head.set(log_head::hash.eq(&entry.hash));
    kept!(db, c => head.execute(c))?;
    let entry = diesel::insert_into(log_entries::table).values(&entry);
    kept!(db, c => entry.execute(c))?;
    Ok(())
}

/// What is looked for in the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// A part of the account's address.
    pub who: Option<String>,
    pub action: Option<Action>,
    /// A part of the object or the detail; of an entry about a single case the object alone.
    pub text: Option<String>,
    /// The pseudonym of a single case, whole.
    pub case: Option<String>,
    /// From this moment, RFC 3339.
    pub from: Option<String>,
    /// Before this moment, RFC 3339.
    pub before: Option<String>,
}

/// The newest entries that a search finds, at most `most`, and how many there are in all. A search
/// for a case finds also the looks at the lists of `places`, the municipalities that have it.
pub fn search(
    db: &mut Db,
    search: &Search,
    places: &[String],
    most: usize,
) -> QueryResult<(Vec<Entry>, usize)> {
    let mut query = log_entries::table.into_boxed();
    if let Some(action) = search.action {
        query = query.filter(log_entries::action.eq(action.key()));
    }
    if let Some(from) = &search.from {
        query = query.filter(log_entries::at.ge(from.clone()));
    }
    if let Some(before) = &search.before {
        query = query.filter(log_entries::at.lt(before.clone()));
    }
    let entries: Vec<Entry> = query.order(log_entries::number.desc()).load(db)?;
    // Letters are compared here: the two databases do not agree on the case of Æ, Ø and Å.
    let holds = |text: &str, part: &Option<String>| {
        part.as_ref()
            .is_none_or(|part| text.to_lowercase().contains(&part.to_lowercase()))
    };
    let mut found: Vec<Entry> = entries
        .into_iter()
        .filter(|e| holds(&e.who, &search.who))
        .filter(|e| holds(&e.told(), &search.text))
        .filter(|e| {
            search
                .case
                .as_ref()
                .is_none_or(|case| e.is_about(case, places))
        })
        .collect();
    let all = found.len();
    found.truncate(most);
    Ok((found, all))
}

/// Goes through the chain: one sentence for each thing that is wrong, and the newest hash, which
/// may be written down elsewhere.
pub fn check(db: &mut Db) -> QueryResult<(Vec<String>, i64, String)> {
    let (last, head): (i64, String) = log_head::table
        .find(1)
        .select((log_head::number, log_head::hash))
        .first(db)?;
    let entries: Vec<Entry> = log_entries::table.order(log_entries::number).load(db)?;
    let mut problems = Vec::new();
    let (mut before, mut expected) = (String::new(), 1);
    for entry in &entries {
        if entry.number != expected {
            problems.push(format!(
                "log: entry {expected} is missing (the next one is {})",
                entry.number
            ));
        }
        if chained(&before, entry) != entry.hash {
            problems.push(format!(
                "log: entry {} was changed, or one before it was",
                entry.number
            ));
        }
        before.clone_from(&entry.hash);
        expected = entry.number + 1;
    }
    if expected != last + 1 || before != head {
        problems.push(format!(
            "log: the newest entry should be {last} and is {}",
            expected - 1
        ));
    }
    Ok((problems, last, head))
}
