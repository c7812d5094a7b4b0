//! One table for every refusal: the page and the JSON (RFC 9457) are made from it, so that they say
//! the same. What every other module refuses with becomes one of its lines here.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::changes::cases::reviews::ReviewError;
use crate::changes::comments::CommentError;
use crate::changes::data::parameters::ParameterError;
use crate::changes::data::uploads::UploadError;
use crate::changes::follow_up::FollowUpError;
use crate::changes::marks::MarkError;
use crate::changes::meetings::MeetingError;
use crate::changes::people::AccountError;
use crate::changes::places::PlaceError;
use crate::changes::searches::SearchError;
use crate::changes::texts::Fault;
use crate::changes::workplan::WorkplanError;
use crate::import::RowError;
use crate::reports::ReportError;
use crate::storage::{QueryError, StoreError, trouble};
use crate::web::searches::words;

/// What a handler can answer instead of what was asked for.
#[derive(Debug, Clone)]
pub enum AppError {
    /// Nothing at this address.
    NotFound,
    /// The request means nothing; the message says what to do, in Danish.
    Invalid {
        message: String,
        rows: Vec<RowError>,
    },
    /// Not allowed; the message says why, in Danish.
    Forbidden { message: String },
    /// The request is not of the form that the address takes.
    Unreadable,
    /// The address does not take this method.
    Method,
    /// Nobody is signed in, and somebody must be.
    NotSignedIn,
    /// Too many attempts; try again in a minute.
    TooMany { message: String },
    /// Something else was done meanwhile; the message says what, in Danish.
    Conflict { message: String },
    /// The body is over the limit.
    TooLarge,
    /// The disk of the database is full.
    DiskFull,
    /// The database may only be read.
    ReadOnly,
    /// Another program has the database locked.
    Locked,
    /// The database does not answer.
    Away,
    /// Our fault; the cause is for the log only.
    Internal { cause: String },
}

/// One line of the table.
pub struct Entry {
    pub status: StatusCode,
    /// Danish.
    pub title: &'static str,
    /// What was wrong, in Danish; the error's own message comes before it.
    pub message: &'static str,
    /// Where to go from here: address and its words.
    pub way_out: (&'static str, &'static str),
}

impl AppError {
    pub fn internal(cause: impl std::fmt::Display) -> AppError {
        AppError::Internal {
            cause: cause.to_string(),
        }
    }

    pub fn invalid(message: impl Into<String>) -> AppError {
        AppError::Invalid {
            message: message.into(),
            rows: Vec::new(),
        }
    }

    pub fn forbidden(message: impl Into<String>) -> AppError {
        AppError::Forbidden {
            message: message.into(),
        }
    }

    /// The table.
    pub fn entry(&self) -> Entry {
        let (status, title, message, way_out) = match self {
            AppError::NotFound => (
                StatusCode::NOT_FOUND,
                "Siden findes ikke",
                "Der er ingenting på denne adresse. Måske er den skrevet forkert, eller linket er gammelt.",
                ("/", "Gå til cockpittet"),
            ),
            AppError::Invalid { .. } => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "Det kan ikke bruges",
                "Ret det, og prøv igen.",
                ("/", "Gå til cockpittet"),
            ),
            AppError::Forbidden { .. } => (
                StatusCode::FORBIDDEN,
                "Det er ikke tilladt",
                "Handlingen blev ikke udført.",
                ("/", "Gå til cockpittet"),
            ),
            AppError::Unreadable => (
                StatusCode::BAD_REQUEST,
                "Det kan ikke læses",
                "Det, der blev sendt, kunne ikke læses, og intet er gemt. Gå tilbage, og prøv igen.",
                ("/", "Gå til cockpittet"),
            ),
            AppError::Method => (
                StatusCode::METHOD_NOT_ALLOWED,
                "Det kan ikke lade sig gøre her",
                "Adressen kan ikke bruges på den måde. Gå tilbage, og prøv igen.",
                ("/", "Gå til cockpittet"),
            ),
            AppError::NotSignedIn => (
                StatusCode::UNAUTHORIZED,
                "Log ind først",
                "Siden er for dem, der har en konto. Scripts viser et token: Authorization: Bearer TOKEN.",
                ("/log-ind", "Log ind"),
            ),
            AppError::TooMany { .. } => (
                StatusCode::TOO_MANY_REQUESTS,
                "For mange forsøg",
                "Vent et minut, og prøv igen.",
                ("/log-ind", "Log ind"),
            ),
            AppError::Conflict { .. } => (
                StatusCode::CONFLICT,
                "Det er lavet om imens",
                "Se, hvordan det står nu, og prøv igen.",
                ("/data", "Se alle uploads"),
            ),
            AppError::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "Filen er for stor",
                "En fil må højst fylde 20 MB. Del den i flere, eller gem den som CSV.",
                ("/data", "Prøv med en mindre fil"),
            ),
            AppError::DiskFull => (
                StatusCode::INSUFFICIENT_STORAGE,
                "Disken er fuld",
                trouble::DISK_FULL,
                ("/", "Gå til cockpittet"),
            ),
            AppError::ReadOnly => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Databasen kan kun læses",
                trouble::READ_ONLY,
                ("/", "Gå til cockpittet"),
            ),
            AppError::Locked => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Databasen er låst",
                trouble::LOCKED,
                ("/", "Prøv igen"),
            ),
            AppError::Away => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Databasen svarer ikke",
                trouble::AWAY,
                ("/", "Prøv igen"),
            ),
            AppError::Internal { .. } => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Noget gik galt hos os",
                "Prøv igen om lidt. Sker det igen, så oplys nummeret herunder.",
                ("/", "Gå til cockpittet"),
            ),
        };
        Entry {
            status,
            title,
            message,
            way_out,
        }
    }

    /// Seconds after which it is worth trying again; nothing when time alone mends nothing.
    pub fn retry_after(&self) -> Option<u16> {
        match self {
            AppError::Locked => Some(10),
            AppError::Away => Some(30),
            _ => None,
        }
    }

    /// Whether the database refused: then nothing is asked of it for the answer.
    pub fn is_storage(&self) -> bool {
        matches!(
            self,
            AppError::DiskFull | AppError::ReadOnly | AppError::Locked | AppError::Away
        )
    }

    /// What was wrong with this request, in Danish; nothing for an internal error.
    pub fn detail(&self) -> Option<&str> {
        match self {
            AppError::Invalid { message, .. }
            | AppError::Forbidden { message }
            | AppError::TooMany { message }
            | AppError::Conflict { message } => Some(message),
            AppError::NotFound
            | AppError::Unreadable
            | AppError::Method
            | AppError::NotSignedIn
            | AppError::TooLarge
            | AppError::DiskFull
            | AppError::ReadOnly
            | AppError::Locked
            | AppError::Away
            | AppError::Internal { .. } => None,
        }
    }
}

/// Handlers answer with the bare error; [`super::error_page::render`] dresses it for its reader.
impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let mut response = self.entry().status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<ReportError> for AppError {
    fn from(error: ReportError) -> AppError {
        match error {
            ReportError::UnknownReport { .. } => AppError::NotFound,
            ReportError::BadFilter { .. } | ReportError::UnknownFilter { .. } => {
                AppError::invalid(error.to_string())
            }
            ReportError::Store(error) => error.into(),
            ReportError::Query(error) => error.into(),
        }
    }
}

impl From<UploadError> for AppError {
    fn from(error: UploadError) -> AppError {
        match error {
            UploadError::Refused(rows) => AppError::Invalid {
                message: format!(
                    "Filen er afvist, og intet er gemt. Fejl i filen: {}.",
                    rows.len()
                ),
                rows,
            },
            UploadError::NoSuchUpload(_) => AppError::NotFound,
            UploadError::AlreadyWithdrawn(_) => AppError::Conflict {
                message: error.to_string(),
            },
            UploadError::Fault(fault) => fault.into(),
            UploadError::NobodysOwn(_) => AppError::forbidden(error.to_string()),
            // Nobody reads it.
            UploadError::Left => AppError::invalid(error.to_string()),
            UploadError::Store(error) => error.into(),
            UploadError::Query(error) => error.into(),
        }
    }
}

impl From<AccountError> for AppError {
    fn from(error: AccountError) -> AppError {
        match error {
            AccountError::Store(error) => error.into(),
            AccountError::Query(error) => error.into(),
            AccountError::Provider(_) => AppError::internal(error),
            AccountError::NoSuchUser(_) | AccountError::BadLink => AppError::NotFound,
            AccountError::TooManyAttempts => AppError::TooMany {
                message: error.to_string(),
            },
            AccountError::LastAdmin => AppError::Conflict {
                message: error.to_string(),
            },
            _ => AppError::invalid(error.to_string()),
        }
    }
}

impl From<FollowUpError> for AppError {
    fn from(error: FollowUpError) -> AppError {
        match error {
            FollowUpError::Fault(fault) => fault.into(),
            FollowUpError::NoSuchCase { .. } | FollowUpError::AnothersToExplain => {
                AppError::NotFound
            }
            FollowUpError::Changed => AppError::Conflict {
                message: error.to_string(),
            },
            FollowUpError::Store(error) => error.into(),
            FollowUpError::Query(error) => error.into(),
        }
    }
}

impl From<ReviewError> for AppError {
    fn from(error: ReviewError) -> AppError {
        match error {
            ReviewError::Fault(fault) => fault.into(),
            ReviewError::NoSuchCase => AppError::NotFound,
            ReviewError::Store(error) => error.into(),
            ReviewError::Query(error) => error.into(),
        }
    }
}

impl From<SearchError> for AppError {
    fn from(error: SearchError) -> AppError {
        match error {
            SearchError::Fault(fault) => fault.into(),
            SearchError::NoSuchSearch => AppError::NotFound,
            SearchError::Meanwhile(what) => AppError::Conflict {
                message: words::meanwhile(&what),
            },
            SearchError::Store(error) => error.into(),
            SearchError::Query(error) => error.into(),
        }
    }
}

impl From<CommentError> for AppError {
    fn from(error: CommentError) -> AppError {
        match error {
            CommentError::Fault(fault) => fault.into(),
            CommentError::NoSuchComment => AppError::NotFound,
            CommentError::NotOwn => AppError::forbidden(error.to_string()),
            CommentError::Changed => AppError::Conflict {
                message: error.to_string(),
            },
            CommentError::Store(error) => error.into(),
            CommentError::Query(error) => error.into(),
        }
    }
}

impl From<MarkError> for AppError {
    fn from(error: MarkError) -> AppError {
        match error {
            MarkError::Fault(fault) => fault.into(),
            MarkError::NoSuchMark => AppError::NotFound,
            MarkError::Store(error) => error.into(),
            MarkError::Query(error) => error.into(),
        }
    }
}

impl From<MeetingError> for AppError {
    fn from(error: MeetingError) -> AppError {
        match error {
            MeetingError::Fault(fault) => fault.into(),
            MeetingError::NoSuchMeeting | MeetingError::NoSuchItem => AppError::NotFound,
            MeetingError::Cancelled | MeetingError::TooLate(_) | MeetingError::Paper(_) => {
                AppError::Conflict {
                    message: error.to_string(),
                }
            }
            MeetingError::Store(error) => error.into(),
            MeetingError::Query(error) => error.into(),
        }
    }
}

impl From<PlaceError> for AppError {
    fn from(error: PlaceError) -> AppError {
        match error {
            PlaceError::Fault(fault) => fault.into(),
            PlaceError::NoSuchEntry => AppError::NotFound,
            PlaceError::Anothers(_) => AppError::forbidden(error.to_string()),
            PlaceError::Overlaps(_) | PlaceError::ChangedMeanwhile(_) | PlaceError::Ended => {
                AppError::Conflict {
                    message: error.to_string(),
                }
            }
            PlaceError::Store(error) => error.into(),
            PlaceError::Query(error) => error.into(),
        }
    }
}

impl From<WorkplanError> for AppError {
    fn from(error: WorkplanError) -> AppError {
        match error {
            WorkplanError::Faults(_) => AppError::invalid(error.to_string()),
            WorkplanError::NoSuchMilestone => AppError::NotFound,
            WorkplanError::Anothers(_) => AppError::forbidden(error.to_string()),
            WorkplanError::ChangedMeanwhile(_) => AppError::Conflict {
                message: error.to_string(),
            },
            WorkplanError::Store(error) => error.into(),
            WorkplanError::Query(error) => error.into(),
        }
    }
}

impl From<ParameterError> for AppError {
    fn from(error: ParameterError) -> AppError {
        match error {
            ParameterError::Fault(fault) => fault.into(),
            ParameterError::Unknown(_) => AppError::NotFound,
            ParameterError::Store(_) | ParameterError::Query(_) => AppError::internal(error),
        }
    }
}

/// Where no form shows it at its field, the words are told alone.
impl From<Fault> for AppError {
    fn from(fault: Fault) -> AppError {
        AppError::invalid(fault.words)
    }
}

impl From<QueryError> for AppError {
    fn from(error: QueryError) -> AppError {
        StoreError::from(error).into()
    }
}

impl From<askama::Error> for AppError {
    fn from(error: askama::Error) -> AppError {
        AppError::internal(error)
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> AppError {
        let (told, cause) = match &error {
            StoreError::DiskFull(cause) => (AppError::DiskFull, cause),
            StoreError::ReadOnly(cause) => (AppError::ReadOnly, cause),
            StoreError::Locked(cause) => (AppError::Locked, cause),
            StoreError::Away(cause) => (AppError::Away, cause),
            StoreError::Query(cause) => return AppError::internal(cause),
            _ => return AppError::internal(error),
        };
        // For whoever runs the service: what the database itself said.
        tracing::error!(cause = %cause, "the database refuses");
        told
    }
}
