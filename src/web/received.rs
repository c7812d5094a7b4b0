//! A file that is sent, put together as it comes. Copying all of it at once, when its last byte is
//! there, keeps a thread that pages are answered on for some milliseconds.

use axum::RequestExt as _;
use axum::extract::Request;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::{StatusCode, header};
use http_body_util::{BodyExt as _, LengthLimitError};

use crate::web::error::AppError;

/// Room that is made before a byte has come: as much as the sender says, within reason.
const ROOM_AT_MOST: usize = 32 * 1024 * 1024;

/// The body of a request.
///
/// # Errors
/// [`AppError::TooLarge`] over the limit of the route; [`AppError::Invalid`] when it breaks off.
pub async fn body(request: Request) -> Result<Vec<u8>, AppError> {
    let said = request.headers().get(header::CONTENT_LENGTH);
    let said = said.and_then(|length| length.to_str().ok()?.parse().ok());
    let mut received = Vec::with_capacity(said.unwrap_or(0).min(ROOM_AT_MOST));
    let mut body = request.with_limited_body().into_body();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| {
            refused(if is_too_large(&error) {
                StatusCode::PAYLOAD_TOO_LARGE
            } else {
                StatusCode::BAD_REQUEST
            })
        })?;
        if let Ok(data) = frame.into_data() {
            received.extend_from_slice(&data);
        }
    }
    Ok(received)
}

/// A field of a form that holds a file.
///
/// # Errors
/// As the form's own.
pub async fn field(mut field: Field<'_>) -> Result<Vec<u8>, MultipartError> {
    let mut received = Vec::new();
    while let Some(chunk) = field.chunk().await? {
        received.extend_from_slice(&chunk);
    }
    Ok(received)
}

/// A file that could not be received: over the limit, or broken off.
pub fn refused(status: StatusCode) -> AppError {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        AppError::TooLarge
    } else {
        AppError::invalid("Filen kom ikke helt frem. Send den igen.")
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        if error.is::<LengthLimitError>() {
            return true;
        }
        source = error.source();
    }
    false
}
