//! How mails are sent: the server, who they are from, and that links in them lead somewhere.

use std::net::IpAddr;

use super::{SettingError, Site};
use crate::chance::Secret;

/// How the connection to the server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// Plain, then TLS before anything else is said; a server without it gets no mail.
    StartTls,
    /// None.
    Plain,
}

/// A mail server, and how to speak with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// Name and password.
    pub user: Option<(String, Secret)>,
    /// PEM of an authority that is believed beside those that browsers know.
    pub authority: Option<Vec<u8>>,
    /// Whom mails are from, `Name <ADDRESS>`.
    pub from: String,
    /// What links in mails begin with.
    pub address: String,
}

/// The settings as they are written; empty texts count as not given.
#[derive(Debug, Clone, Copy, Default)]
pub struct Written<'a> {
    pub server: &'a str,
    pub from: &'a str,
    pub user: &'a str,
    pub password_file: &'a str,
    pub ca_file: &'a str,
}

fn wrong(setting: &'static str, problem: impl Into<String>) -> SettingError {
    SettingError::Mail {
        setting,
        problem: problem.into(),
    }
}

impl Smtp {
    /// Reads the settings; none when no server is named.
    ///
    /// # Errors
    /// [`SettingError::Mail`]: what cannot be read or does not go together. A password never goes
    /// over a network unencrypted, and a mail's links need an address.
    pub fn parse(written: &Written, site: &Site) -> Result<Option<Smtp>, SettingError> {
        let server = written.server.trim();
        if server.is_empty() {
            return Ok(None);
        }
        let (security, host, port) = address(server).ok_or_else(|| {
            let words = "is no mail server; write smtp://HOST:587, smtps://HOST:465 or \
                         plain://HOST:25, without a user";
            // What stands there may hold a password: it is not repeated.
            wrong("COCKPIT_SMTP", words)
        })?;
        let from = written.from.trim();
        if from.parse::<lettre::message::Mailbox>().is_err() {
            let words = format!("{from:?} is no sender; write Name <ADDRESS>");
            return Err(wrong("COCKPIT_MAIL_FROM", words));
        }
        let Some(address) = site.public_url.clone() else {
            let words = "mails have links: set it beside COCKPIT_SMTP, https://NAME";
            return Err(wrong("COCKPIT_PUBLIC_URL", words));
        };
        let user = user(written)?;
        if user.is_some() && security == Security::Plain && !is_local(&host) {
            let words =
                "a password over plain:// would be read on the way; use smtp:// or smtps://";
            return Err(wrong("COCKPIT_SMTP", words));
        }
        let authority = match written.ca_file.trim() {
            "" => None,
            path => Some(
                std::fs::read(path)
                    .map_err(|e| wrong("COCKPIT_SMTP_CA_FILE", format!("{path}: {e}")))?,
            ),
        };
        Ok(Some(Smtp {
            host,
            port,
            security,
            user,
            authority,
            from: from.to_owned(),
            address,
        }))
    }
}

fn user(written: &Written) -> Result<Option<(String, Secret)>, SettingError> {
    const FILE: &str = "COCKPIT_SMTP_PASSWORD_FILE";
    match (written.user.trim(), written.password_file.trim()) {
        ("", "") => Ok(None),
        ("", _) => Err(wrong(
            "COCKPIT_SMTP_USER",
            "there is a password and no user",
        )),
        (_, "") => Err(wrong(FILE, "there is a user and no password")),
        (user, path) => {
            let text = std::fs::read_to_string(path);
            let text = text.map_err(|e| wrong(FILE, format!("{path}: {e}")))?;
            Ok(Some((user.to_owned(), Secret::received(text.trim()))))
        }
    }
}

fn address(text: &str) -> Option<(Security, String, u16)> {
    let (scheme, place) = text.trim_end_matches('/').split_once("://")?;
    let (security, usual) = match scheme {
        "smtp" => (Security::StartTls, 587),
        "smtps" => (Security::Tls, 465),
        "plain" => (Security::Plain, 25),
        _ => return None,
    };
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().ok()?),
        None => (place, usual),
    };
    let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    (!host.is_empty() && host.chars().all(named)).then(|| (security, host.to_owned(), port))
}

fn is_local(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(written: Written) -> Result<Option<Smtp>, String> {
        let site = Site::parse("127.0.0.1:0", "https://cockpit.example.dk", "").unwrap();
        Smtp::parse(&written, &site).map_err(|error| error.to_string())
    }

    const FROM: &str = "Cockpit <cockpit@example.dk>";

    #[test]
    fn no_server_no_mails() {
        assert_eq!(parse(Written::default()), Ok(None));
    }

    #[test]
    fn a_server_says_how_it_is_spoken_with() {
        for (server, security, port) in [
            ("smtp://mail.example.dk", Security::StartTls, 587),
            ("smtps://mail.example.dk", Security::Tls, 465),
            ("plain://mail.example.dk:2525/", Security::Plain, 2525),
        ] {
            let smtp = parse(Written {
                server,
                from: FROM,
                ..Written::default()
            })
            .unwrap()
            .unwrap();
            assert_eq!((smtp.security, smtp.port), (security, port), "{server}");
            assert_eq!(smtp.host, "mail.example.dk");
            assert_eq!(smtp.address, "https://cockpit.example.dk");
        }
    }

    #[test]
    fn what_does_not_go_together_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        std::fs::write(&file, "hemmelig\n").unwrap();
        let file = file.to_str().unwrap();
        let usual = Written {
            server: "smtp://mail.example.dk",
            from: FROM,
            ..Written::default()
        };
        let error = |written: Written| parse(written).unwrap_err();
        let hidden = error(Written {
            server: "smtp://bo:hemmelig@mail.example.dk",
            ..usual
        });
        assert!(
            hidden.contains("COCKPIT_SMTP") && !hidden.contains("hemmelig"),
            "{hidden}"
        );
        assert!(
            error(Written {
                from: "cockpit",
                ..usual
            })
            .contains("COCKPIT_MAIL_FROM")
        );
        assert!(
            error(Written {
                user: "bo",
                ..usual
            })
            .contains("PASSWORD_FILE")
        );
        assert!(
            error(Written {
                password_file: file,
                ..usual
            })
            .contains("COCKPIT_SMTP_USER")
        );
        assert!(
            error(Written {
                ca_file: "/findes/ikke.pem",
                ..usual
            })
            .contains("CA_FILE")
        );
        let with_user = Written {
            user: "bo",
            password_file: file,
            ..usual
        };
        let over = |server| {
            parse(Written {
                server,
                ..with_user
            })
        };
        assert!(
            over("plain://mail.example.dk")
                .unwrap_err()
                .contains("plain://")
        );
        assert!(over("plain://127.0.0.1:2525").is_ok());
        let smtp = over("smtp://mail.example.dk").unwrap().unwrap();
        assert_eq!(smtp.user.as_ref().unwrap().1.reveal(), "hemmelig");
        assert!(!format!("{smtp:?}").contains("hemmelig"));
        let nowhere = Smtp::parse(&usual, &Site::default())
            .unwrap_err()
            .to_string();
        assert!(nowhere.contains("COCKPIT_PUBLIC_URL"), "{nowhere}");
    }
}
