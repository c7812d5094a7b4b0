//! The command line: messages on stderr, results on stdout, exit 0, 1 (refused) or 2 (usage).

mod analysis;
mod backup;
mod check;
mod commands;
mod dossier;
mod export;
mod import;
mod people;
mod pseudonymise;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::{DEFAULT_DATABASE, DEFAULT_LISTEN};
use crate::import::Amounts;
use crate::output;
use crate::storage::StoreError;

/// Cost cockpit of the specialised social-care area for adults.
#[derive(Debug, Parser)]
#[command(name = "cockpit", version, about)]
struct Cli {
    /// The database: sqlite:PATH or postgres://USER@HOST/DATABASE
    #[arg(long, global = true, env = "DATABASE_URL", default_value = DEFAULT_DATABASE, hide_env_values = true)]
    database_url: String,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrate, load the reference data, serve (also without a command)
    Serve(Serve),
    /// Read a file into the database: all of it, or nothing
    Import(Import),
    /// Write a report as a file: each has filters of its own
    Export(export::Export),
    /// Questions as folders: list, run, check
    #[command(subcommand)]
    Analysis(analysis::Analysis),
    /// Accounts: add, list, disable, enable, link
    #[command(subcommand)]
    User(UserCommand),
    /// API tokens: create
    #[command(subcommand)]
    Token(TokenCommand),
    /// Identifiers to pseudonyms in a file, on one's own machine, without a database
    Pseudonymise(pseudonymise::Pseudonymise),
    /// Bring the database to this version's tables
    Migrate,
    /// Verify the database: its integrity, and every stored sum again
    Check(check::Check),
    /// Write the paper of a meeting: as it was sent, or as it would be sent now
    Dossier(dossier::Dossier),
    /// Say whether a file is a meeting's paper, unchanged
    Verify(dossier::Verify),
    /// Withdraw an upload: what it replaced holds again
    Withdraw(Withdraw),
    /// Delete a municipality's case lines that are older than they may be kept, for good
    DeleteCases(DeleteCases),
    /// Copy the database into a new file, while it may be in use, and verify the copy
    Backup(Backup),
    /// Put a backup in place of the database; stop the service first
    Restore(Restore),
    /// Fill an empty database with a synthetic region, marked as such
    Demo,
}

#[derive(Debug, Args)]
struct Serve {
    /// Address and port
    #[arg(long, env = "COCKPIT_LISTEN", default_value = DEFAULT_LISTEN)]
    listen: String,
    /// The address that people use, when it is another: https://NAME
    #[arg(long, env = "COCKPIT_PUBLIC_URL", default_value = "")]
    public_url: String,
    /// Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses or networks
    #[arg(long, env = "COCKPIT_TRUSTED_PROXIES", default_value = "")]
    trusted_proxies: String,
    /// A JSON file of OpenID Connect providers
    #[arg(long = "oidc", env = "COCKPIT_OIDC", default_value = "")]
    openid: String,
    /// A folder with analyses of one's own, beside those that come with the service
    #[arg(long, env = "COCKPIT_ANALYSES", default_value = "")]
    analyses: String,
    #[command(flatten)]
    mail: Mail,
    /// Connections in all
    #[arg(long, env = "COCKPIT_CONNECTIONS", default_value_t = 8192, value_parser = clap::value_parser!(u32).range(1..))]
    connections: u32,
    /// Connections of one address; a trusted proxy and this machine have no cap of their own
    #[arg(long, env = "COCKPIT_CONNECTIONS_PER_ADDRESS", default_value_t = 512, value_parser = clap::value_parser!(u32).range(1..))]
    connections_per_address: u32,
    /// Seconds for the head of a request, and for the wait between two on one connection
    #[arg(long, env = "COCKPIT_HEAD_SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..))]
    head_seconds: u32,
    /// Seconds for the whole body of a request, and for taking a part of an answer
    #[arg(long, env = "COCKPIT_BODY_SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..))]
    body_seconds: u32,
    /// What is told on stderr: error, warn, info or debug
    #[arg(long, env = "COCKPIT_LOG", default_value = "info")]
    log: LogLevel,
}

/// How mails are sent; nothing is when no server is named.
#[derive(Debug, Args, Default)]
struct Mail {
    /// The mail server: smtp://HOST:587 (STARTTLS), smtps://HOST:465 or plain://HOST:25
    #[arg(long = "smtp", env = "COCKPIT_SMTP", default_value = "")]
    server: String,
    /// Whom mails are from: Name <ADDRESS>
    #[arg(long = "mail-from", env = "COCKPIT_MAIL_FROM", default_value = "")]
    from: String,
    /// The user at the mail server, when it asks for one
    #[arg(long = "smtp-user", env = "COCKPIT_SMTP_USER", default_value = "")]
    user: String,
    /// A file with that user's password
    #[arg(
        long = "smtp-password-file",
        env = "COCKPIT_SMTP_PASSWORD_FILE",
        default_value = ""
    )]
    password_file: String,
    /// A PEM file of the authority that vouches for the mail server, when browsers do not know it
    #[arg(
        long = "smtp-ca-file",
        env = "COCKPIT_SMTP_CA_FILE",
        default_value = ""
    )]
    ca_file: String,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum LogLevel {
    Error,
    Warn,
    #[default]
    Info,
    Debug,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Add a user; prints the link at which the password is chosen
    Add(UserAdd),
    /// Address, role, municipality, way in, state and whether administrator, of every user
    List,
    /// Shut a user out: sessions and tokens die at once
    Disable { email: String },
    /// Let a disabled user in again
    Enable { email: String },
    /// Print a new link for a lost invitation or a forgotten password
    Link(UserLink),
}

#[derive(Debug, Args)]
struct UserAdd {
    email: String,
    /// reader, chef, working_group or secretariat; none for an administrator only
    #[arg(long)]
    role: Option<String>,
    /// Administrator, besides the role or alone
    #[arg(long)]
    admin: bool,
    /// Code or name of a chef's municipality
    #[arg(long)]
    municipality: Option<String>,
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    address: Address,
}

/// What a printed link begins with.
#[derive(Debug, Args)]
struct Address {
    /// The address that people use: https://NAME
    #[arg(long, env = "COCKPIT_PUBLIC_URL", default_value = "")]
    public_url: String,
    /// Where the service listens, when people use that
    #[arg(long, env = "COCKPIT_LISTEN", default_value = DEFAULT_LISTEN)]
    listen: String,
}

#[derive(Debug, Args)]
struct UserLink {
    email: String,
    #[command(flatten)]
    address: Address,
}

#[derive(Debug, Subcommand)]
enum TokenCommand {
    /// Create a token for a user, and print it once
    Create {
        email: String,
        /// What it is for
        #[arg(long, default_value = "kommandolinje")]
        name: String,
        /// Days that it is good for, at most 366
        #[arg(long, default_value_t = crate::changes::people::tokens::USUAL_DAYS)]
        days: i64,
    },
}

impl Default for Serve {
    fn default() -> Serve {
        // No command means `serve`, whose own default and variable clap has not read then.
        match Cli::try_parse_from(["cockpit", "serve"]).map(|cli| cli.command) {
            Ok(Some(Command::Serve(serve))) => serve,
            _ => Serve {
                listen: DEFAULT_LISTEN.to_owned(),
                public_url: String::new(),
                trusted_proxies: String::new(),
                openid: String::new(),
                analyses: String::new(),
                mail: Mail::default(),
                connections: 8192,
                connections_per_address: 512,
                head_seconds: 15,
                body_seconds: 120,
                log: LogLevel::default(),
            },
        }
    }
}

#[derive(Debug, Args)]
struct Import {
    /// components, price-index, population, offers, tariffs, cases, vacancies, results, hand01, regk31, regk100 or folk1a
    kind: String,
    file: PathBuf,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// How numbers are written, where the file does not tell
    #[arg(long, value_enum)]
    decimal: Option<Decimal>,
    /// What amounts of money are counted in, in kroner: 1, 1000 or 1000000
    #[arg(long, value_parser = amounts)]
    amounts: Option<Amounts>,
    /// The sheet of a workbook; the first one when none is named
    #[arg(long)]
    sheet: Option<String>,
    /// The receipt, or the errors, as JSON on stdout
    #[arg(long, value_enum)]
    format: Option<ReceiptFormat>,
}

fn amounts(text: &str) -> Result<Amounts, String> {
    Amounts::from_key(text).ok_or_else(|| "write 1, 1000 or 1000000".to_owned())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Decimal {
    Comma,
    Point,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReceiptFormat {
    Json,
}

#[derive(Debug, Args)]
struct Withdraw {
    /// Number of the upload
    number: i64,
    /// Why it is withdrawn
    #[arg(long)]
    why: String,
}

#[derive(Debug, Args)]
struct DeleteCases {
    /// Code or name of the municipality
    #[arg(long)]
    municipality: String,
    /// Lines of years that ended more than this many years ago
    #[arg(long, value_name = "YEARS", value_parser = clap::value_parser!(u16).range(1..))]
    older_than: u16,
    /// Delete; without it the command says what it would delete, and refuses
    #[arg(long)]
    yes: bool,
}

#[derive(Debug, Args)]
struct Backup {
    /// The file to write; it must not be there yet
    file: PathBuf,
}

#[derive(Debug, Args)]
struct Restore {
    /// A file that `cockpit backup` made, from either kind of database
    file: PathBuf,
    /// Replace a database that holds data; it is kept beside under a dated name
    #[arg(long)]
    replace: bool,
}

/// Parses the arguments, runs the command, turns the outcome into an exit code.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let url = &cli.database_url;
    let done = match cli
        .command
        .unwrap_or_else(|| Command::Serve(Serve::default()))
    {
        Command::Serve(args) => commands::serve(url, &args),
        Command::Import(args) => import::run(url, &args),
        Command::Export(args) => export::run(url, &args),
        Command::Analysis(command) => analysis::run(url, &command),
        Command::User(command) => people::user(url, &command),
        Command::Token(command) => people::token(url, &command),
        Command::Pseudonymise(args) => pseudonymise::run(&args),
        Command::Migrate => commands::migrate(url),
        Command::Check(args) => check::run(url, &args),
        Command::Dossier(args) => dossier::write(url, &args),
        Command::Verify(args) => dossier::verify(url, &args),
        Command::Withdraw(args) => commands::withdraw(url, &args),
        Command::DeleteCases(args) => commands::delete_cases(url, &args),
        Command::Backup(args) => backup::backup(url, &args),
        Command::Restore(args) => backup::restore(url, &args),
        Command::Demo => commands::demo(url),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            // What the database refuses with is told first, in the words of the page.
            match StoreError::told_by(error.as_ref()) {
                Some(words) => output::message(format_args!("cockpit: {words}")),
                None => output::message(format_args!("cockpit: {error:#}")),
            }
            ExitCode::from(1)
        }
    }
}

/// What the receipts of the command line name as the uploader: whoever holds the database.
const BY: &str = "kommandolinjen";
