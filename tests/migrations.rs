//! The migrations: up, down and up again on the database under test, and their language.

mod support;

use cockpit::domain::people::{Role, Standing};
use cockpit::storage::{self, Store, StoreError};
use support::TestDatabase;

#[test]
fn up_down_and_up_again() {
    let database = TestDatabase::new();
    let store = Store::open(database.url()).unwrap();
    assert!(store.is_ready());
    store.undo_migrations().unwrap();
    assert!(!store.is_ready());
    store.redo_migrations().unwrap();
    assert!(store.is_ready());
    assert_eq!(store.data_version().unwrap(), 0);
}

#[test]
fn an_unknown_scheme_makes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let Err(error) = Store::open(&format!("sqlit:{}", path.display())) else {
        panic!("opened")
    };
    assert!(error.to_string().contains("use sqlite:PATH"));
    assert!(!path.exists());
}

/// Runs the statements of a migration.
fn run(store: &Store, sql: &str) {
    let lines = sql.lines().filter(|line| !line.starts_with("--"));
    let sql = lines.collect::<Vec<_>>().join("\n");
    for statement in sql.split(';').filter(|text| !text.trim().is_empty()) {
        storage::execute_for_test(store, statement).unwrap();
    }
}

#[test]
fn an_administrator_of_before_is_administrator_only() {
    const UP: &str = include_str!("../migrations/2026-11-26-000006_administrator_besides/up.sql");
    const DOWN: &str =
        include_str!("../migrations/2026-11-26-000006_administrator_besides/down.sql");
    let database = TestDatabase::new();
    let store = Store::open(database.url()).unwrap();
    let standings = || {
        let users = store.read::<_, StoreError>(|db| Ok(storage::people::users::all(db)?));
        let users = users.unwrap().into_iter();
        users.map(|user| user.standing()).collect::<Vec<_>>()
    };
    run(&store, DOWN);
    for (id, role) in [("a", "admin"), ("b", "secretariat")] {
        let sql = format!(
            "INSERT INTO users (id, email, name, role, created_at, created_by) \
             VALUES ('{id}', '{id}@example.dk', '', '{role}', '', '')"
        );
        storage::execute_for_test(&store, &sql).unwrap();
    }
    run(&store, UP);
    let secretariat = Standing::Plain(Role::Secretariat);
    assert_eq!(standings(), [Standing::AdministratorOnly, secretariat]);
    // No role without being administrator is refused by the table itself.
    let neither = "UPDATE users SET administrator = 'no' WHERE role = 'admin'";
    assert!(storage::execute_for_test(&store, neither).is_err());

    // Back, and up again: whoever was administrator besides a role is administrator still.
    let besides = "UPDATE users SET administrator = 'yes' WHERE id = 'b'";
    storage::execute_for_test(&store, besides).unwrap();
    assert_eq!(
        standings()[1],
        Standing::AlsoAdministrator(Role::Secretariat)
    );
    run(&store, DOWN);
    run(&store, UP);
    assert_eq!(standings(), [Standing::AdministratorOnly; 2]);
}

/// Words that mean different things to the two databases (migrations/README.md).
const NOT_ALLOWED: [&str; 12] = [
    "NUMERIC",
    "REAL",
    "BOOLEAN",
    "SERIAL",
    "AUTOINCREMENT",
    "DEFAULT",
    "TRIGGER",
    "IF NOT EXISTS",
    "DATETIME",
    "TIMESTAMP",
    "VARCHAR",
    "COLLATE",
];

fn found(sql: &str) -> Vec<&'static str> {
    let statements: String = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or(""))
        .collect::<Vec<_>>()
        .join("\n")
        .to_uppercase();
    let words: Vec<&str> = statements
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .collect();
    NOT_ALLOWED
        .into_iter()
        .filter(|word| {
            if word.contains(' ') {
                statements.contains(word)
            } else {
                words.contains(word)
            }
        })
        .collect()
}

#[test]
fn migrations_keep_to_common_sql() {
    assert_eq!(
        found("a NUMERIC, -- REAL\n b TEXT DEFAULT now()"),
        ["NUMERIC", "DEFAULT"]
    );
    let mut files = 0;
    for folder in std::fs::read_dir("migrations").unwrap() {
        let folder = folder.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        for name in ["up.sql", "down.sql"] {
            let path = folder.join(name);
            let sql = std::fs::read_to_string(&path)
                .unwrap_or_else(|_| panic!("{} is missing", path.display()));
            assert!(
                found(&sql).is_empty(),
                "{}: {:?}",
                path.display(),
                found(&sql)
            );
            files += 1;
        }
    }
    assert!(files >= 2);
}
