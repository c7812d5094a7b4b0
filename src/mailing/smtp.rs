//! The mail server: one connection a mail, with time limits, and what its refusals mean.

use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Context, Result};
use lettre::address::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{SmtpTransport, Transport as _};

use crate::changes::mail::Taken;
use crate::clock::Clock;
use crate::config::mail::{Security, Smtp};
use crate::domain::cpr;
use crate::domain::mail::Failure;

/// How long the server may take for each of its answers: some ten of them stay within the time that
/// a mail is taken for.
const PATIENCE: Duration = Duration::from_secs(30);
/// What is wrong when no encrypted connection can be made ready.
const UNUSABLE: &str = "COCKPIT_SMTP_CA_FILE cannot be used";
/// The longest part of a server's answer that is kept.
const LONGEST_ANSWER: usize = 300;

/// A server that mails are handed to.
pub struct Server {
    transport: SmtpTransport,
    from: Mailbox,
    /// The name that a Message-ID ends with.
    host: String,
}

impl Server {
    /// Makes ready to connect; nothing is sent yet.
    ///
    /// # Errors
    /// When the authority's certificate is none.
    pub fn new(smtp: &Smtp) -> Result<Server> {
        let from: Mailbox = smtp
            .from
            .parse()
            .context("COCKPIT_MAIL_FROM is no sender")?;
        let parameters = || {
            let mut builder = TlsParameters::builder(smtp.host.clone());
            if let Some(pem) = &smtp.authority {
                builder = builder.add_root_certificate(Certificate::from_pem(pem)?);
            }
            builder.build_rustls()
        };
        let tls = match smtp.security {
            Security::Tls => Tls::Wrapper(parameters().context(UNUSABLE)?),
            Security::StartTls => Tls::Required(parameters().context(UNUSABLE)?),
            Security::Plain => Tls::None,
        };
        let (_, host) = smtp
            .address
            .split_once("://")
            .unwrap_or(("", &smtp.address));
        let host = host.split(':').next().unwrap_or(host).to_owned();
        let mut builder = SmtpTransport::builder_dangerous(smtp.host.clone())
            .port(smtp.port)
            .tls(tls)
            .hello_name(ClientId::Domain(host.clone()))
            .timeout(Some(PATIENCE));
        if let Some((user, password)) = &smtp.user {
            let password = password.reveal().to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Server {
            transport: builder.build(),
            from,
            host,
        })
    }

    /// Hands a mail over.
    ///
    /// # Errors
    /// [`Failure`]: whether trying again makes sense, and why in Danish.
    pub fn send(&self, mail: &Taken, clock: Clock) -> Result<(), Failure> {
        let message = self.message(mail, clock).map_err(|error| Failure {
            lasting: true,
            reason: format!("Mailen kan ikke skrives: {error}"),
        })?;
        self.transport
            .send(&message)
            .map(drop)
            .map_err(|error| failure(&error))
    }

    fn message(&self, mail: &Taken, clock: Clock) -> Result<Message> {
        let to: Address = mail.to.parse()?;
        let seconds = u64::try_from(clock.now().as_second()).unwrap_or(0);
        // A machine wrote it: nobody's "I am on holiday" comes back.
        let automatic = HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        );
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&*mail.subject)
            .message_id(Some(format!("<{}@{}>", mail.id, self.host)))
            .date(UNIX_EPOCH + Duration::from_secs(seconds))
            .raw_header(automatic)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body.clone())?;
        Ok(message)
    }
}

/// What a refusal means. A server that will never take this mail says 5xx to its receiver or its
/// content; 530 to 538 are about signing in there, which an operator can put right.
fn failure(error: &lettre::transport::smtp::Error) -> Failure {
    let code = error.status().map(|code| code.to_string());
    let signing_in = code.as_deref().is_some_and(|code| code.starts_with("53"));
    let told: String = error.to_string().chars().take(LONGEST_ANSWER).collect();
    let reason = match (&code, error.is_timeout()) {
        (Some(_), _) if signing_in => "Mailserveren lader ikke cockpittet logge ind",
        (Some(_), _) => "Mailserveren afviste",
        (None, true) => "Mailserveren svarede ikke i tide",
        (None, false) => "Der er ingen forbindelse til mailserveren",
    };
    Failure {
        lasting: error.is_permanent() && !signing_in,
        reason: cpr::without(&format!("{reason}: {told}")),
    }
}
