//! The embedded files: stylesheet, scripts, fonts, icons, each under a name with its hash.

use axum::extract::Path;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use super::answer::accepts_gzip;
use super::error::AppError;

/// One embedded file.
pub struct Asset {
    name: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
    gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// `GET /static/NAME`: the name changes with the content, so it may be kept for ever.
pub async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, AppError> {
    let asset = ASSETS
        .iter()
        .find(|a| a.name == name)
        .ok_or(AppError::NotFound)?;
    let common = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    Ok(match asset.gzip {
        Some(gzip) if accepts_gzip(&headers) => {
            (common, [(header::CONTENT_ENCODING, "gzip")], gzip).into_response()
        }
        _ => (common, asset.bytes).into_response(),
    })
}
